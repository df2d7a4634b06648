"""Tokens and keys stay where they belong: no log, no error and no fact ever holds one."""

import io
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog

from tests.web.hall import OPERATOR, SIGNING_KEY, Hall, opened
from tests.web.rig import HOST
from web.logs import setup


@pytest.fixture
def log_lines() -> Iterator[Callable[[], str]]:
    """Everything that is logged, as the running server would write it."""
    stream, root = io.StringIO(), logging.getLogger()
    before = root.handlers[:], root.level
    setup("json", "debug", [OPERATOR, SIGNING_KEY], stream)
    yield stream.getvalue
    root.handlers[:], level = before
    root.setLevel(level)
    structlog.reset_defaults()


async def everything_once(hall: Hall) -> list[str]:
    """Uses the server in many ways, right and wrong; gives every secret that was in use."""
    webinar = await hall.webinar()
    paul, token = await webinar.join("Paul", "attendee")
    issued = await webinar.call("issue-invite", role="presenter")
    secrets = [token, webinar.host, issued["token"], *webinar.made["invites"].values(), OPERATOR, SIGNING_KEY]
    await hall.get("/ops/actors", OPERATOR)
    for secret in secrets:
        await hall.get(f"/api/webinars/{webinar.id}?token={secret}", secret)
        await hall.get(f"/nothing/{secret}", secret)
        await hall.post(f"{webinar.path}/join", {"name": "Mary", "invite": secret}, secret)
        await hall.post(f"{webinar.path}/join", {secret: secret}, secret)
        await hall.http.get("/", headers={"Referer": f"http://x/#{secret}", "Cookie": secret, "X-Other": secret})
        async with hall.socket() as client:
            await client.say(type="hello", token=secret, last_seq=None)
            await client.say(type=secret, token=secret)
        await hall.rig.talk(b"GET /" + secret.encode() + b" HTTP/9\r\n" + HOST + b"\r\n")
    await webinar.call("kick", participant=paul)
    return secrets


async def test_no_secret_is_ever_logged(log_lines: Callable[[], str]) -> None:
    async with opened() as hall:
        secrets = await everything_once(hall)
    written = log_lines()
    assert written.count("\n") > 50
    assert [secret for secret in secrets if secret in written] == []
    signatures = [secret.rpartition(".")[2] for secret in secrets]
    assert [signature for signature in signatures if signature in written] == []


async def test_no_secret_is_part_of_an_error_or_of_the_log_of_facts() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        for response in (
            await hall.post(f"{webinar.path}/join", {"name": "x", token: 1}, webinar.host),
            await hall.get(f"/nothing/{token}", token),
            await hall.post(f"{webinar.path}/lock", {}, token),
        ):
            assert response.status_code >= 400
            assert token not in response.text
        log = [entry for each in hall.journal.webinars() for entry in hall.journal.read(each)]
        assert "Paul" in repr(log)
        assert token not in repr(log)


async def test_a_refused_key_is_not_read_back() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        response = await hall.post(f"{webinar.path}/join", {"name": 5, "invite": webinar.host})
        assert response.status_code == 400
        assert webinar.host not in response.text
