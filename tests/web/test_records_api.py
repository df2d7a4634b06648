"""What outlives a webinar, over HTTP: its record, its incident bundle, and that a person can be forgotten."""

import json
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest
import trio

from actors.journal import bundle
from actors.journal.memory import MemoryJournal
from actors.ports import JournalError, LogDamaged
from actors.webinar.apply import fold
from docs.verify import main as verify
from tests.web.hall import OPERATOR, Hall, Webinar, opened

QUESTION = {"question": "Lunch?", "options": ["Yes", "No"]}


async def voted(hall: Hall) -> tuple[Webinar, str, str, str]:
    """A webinar with a closed poll; Ann's id and token, and her receipt."""
    webinar = await hall.webinar()
    ann, token = await webinar.join("Ann Ångström", "attendee")
    poll = (await webinar.call("create-poll", **QUESTION))["poll"]
    await webinar.call("open-poll", poll=poll)
    receipt = (await webinar.call("vote", token, poll=poll, options=[1]))["receipt"]
    await webinar.call("send-message", token, text="Hello from Ångström")
    await webinar.call("close-poll", poll=poll)
    return webinar, ann, token, receipt


async def test_a_hosts_record_passes_the_independent_checker_with_the_published_key(tmp_path: Path) -> None:
    async with opened() as hall:
        webinar, *_, receipt = await voted(hall)
        record = await hall.get(f"{webinar.path}/record", webinar.host)
        key = (await hall.get("/api/proof-key")).json()["key"]
    assert record.headers["Content-Disposition"].startswith("attachment")
    file = tmp_path / "record.jsonl"
    file.write_bytes(record.content)
    assert verify([str(file), "--key", key, "--receipt", receipt]) == 0
    assert "Ångström" not in record.text


async def test_a_record_is_for_hosts_alone() -> None:
    async with opened() as hall:
        webinar, _, token, _ = await voted(hall)
        assert (await hall.get(f"{webinar.path}/record", token)).status_code == 403
        assert (await hall.get(f"{webinar.path}/record")).status_code == 401


async def test_a_record_can_be_had_when_all_is_over() -> None:
    async with opened() as hall:
        webinar, *_ = await voted(hall)
        await webinar.call("end")
        assert (await hall.get(f"{webinar.path}/record", webinar.host)).status_code == 200


async def test_an_incident_comes_as_one_file_that_folds_to_the_state_it_names() -> None:
    async with opened() as hall:
        webinar, *_ = await voted(hall)
        plain = await hall.get(f"/ops/webinars/{webinar.id}/bundle", OPERATOR)
        personal = await hall.get(f"/ops/webinars/{webinar.id}/bundle?personal=yes", OPERATOR)
    for response in (plain, personal):
        read = bundle.read(response.content.splitlines())
        assert bundle.digest(fold(webinar.id, read.log)) == read.state_digest
    assert "Ångström" not in plain.text
    assert "Ångström" in personal.text


async def test_a_bundle_is_for_the_operator_and_of_a_webinar_that_there_is() -> None:
    async with opened() as hall:
        webinar, *_ = await voted(hall)
        assert (await hall.get(f"/ops/webinars/{webinar.id}/bundle", webinar.host)).status_code == 401
        assert (await hall.get("/ops/webinars/no-such/bundle", OPERATOR)).status_code == 404


@pytest.mark.parametrize(
    ("error", "status", "code"), [(LogDamaged, 500, "log_damaged"), (JournalError, 503, "try_again")]
)
async def test_a_log_that_is_damaged_is_not_said_to_be_readable_soon(
    monkeypatch: pytest.MonkeyPatch, error: type[JournalError], status: int, code: str
) -> None:
    async with opened() as hall:
        webinar = await hall.webinar()

        def unreadable(*_: object) -> Iterator[object]:
            raise error

        monkeypatch.setattr(MemoryJournal, "records", unreadable)
        refused = await hall.get(f"{webinar.path}/record", webinar.host)
    assert (refused.status_code, refused.json()["code"]) == (status, code)


async def test_a_person_can_have_themselves_forgotten_and_the_record_stays_valid(tmp_path: Path) -> None:
    async with opened() as hall:
        webinar, ann, token, _ = await voted(hall)
        path = f"{webinar.path}/participants/{ann}/personal"
        assert (await hall.call("DELETE", path, token=token)).json() == {"forgotten": ann}
        personal = await hall.get(f"/ops/webinars/{webinar.id}/bundle?personal=yes", OPERATOR)
        record = await hall.get(f"{webinar.path}/record", webinar.host)
        snapshot = await hall.get(f"{webinar.path}/participants", webinar.host)
    assert "Ångström" not in personal.text + snapshot.text
    (tmp_path / "record").write_bytes(record.content)
    assert verify([str(tmp_path / "record")]) == 0


async def test_a_host_and_the_operator_can_have_somebody_forgotten_also_when_all_is_over() -> None:
    async with opened() as hall:
        webinar, ann, _, _ = await voted(hall)
        bob, _ = await webinar.join("Bob Bedlam", "attendee")
        await webinar.call("end")
        by_host = await hall.call("DELETE", f"{webinar.path}/participants/{ann}/personal", token=webinar.host)
        path = f"/ops/webinars/{webinar.id}/participants/{bob}/personal"
        by_operator = await hall.call("DELETE", path, token=OPERATOR)
        assert (by_host.status_code, by_operator.status_code) == (200, 200)
        text = (await hall.get(f"/ops/webinars/{webinar.id}/bundle?personal=yes", OPERATOR)).text
    assert json.loads(text.splitlines()[0])["personal"] is True
    assert "Bedlam" not in text
    assert "Ångström" not in text


async def test_nobody_else_can_have_somebody_forgotten() -> None:
    async with opened() as hall:
        webinar, ann, token, _ = await voted(hall)
        other = await hall.webinar()
        host = webinar.made["participantId"]
        for target, asker, status in ((host, token, 403), (ann, other.host, 404), ("nobody", webinar.host, 404)):
            response = await hall.call("DELETE", f"{webinar.path}/participants/{target}/personal", token=asker)
            assert response.status_code == status, response.text
        path = f"/ops/webinars/{webinar.id}/participants/{ann}/personal"
        assert (await hall.call("DELETE", path, token=webinar.host)).status_code == 401


@pytest.mark.parametrize("away", ["kick", "ban"])
async def test_a_co_host_who_was_sent_away_has_no_host_rights_any_more(away: str) -> None:
    async with opened() as hall:
        webinar, ann, _, _ = await voted(hall)
        bob, token = await webinar.join("Bob Bedlam", "attendee")
        await webinar.call("invite", participant=bob, role="co_host")
        await webinar.call("accept-invitation", token)
        assert (await hall.get(f"{webinar.path}/record", token)).status_code == 200
        await webinar.call(away, participant=bob)
        assert (await hall.get(f"{webinar.path}/record", token)).status_code == 403
        others = await hall.call("DELETE", f"{webinar.path}/participants/{ann}/personal", token=token)
        own = await hall.call("DELETE", f"{webinar.path}/participants/{bob}/personal", token=token)
        assert (others.status_code, own.status_code) == (403, 200)


async def test_a_host_who_left_can_still_have_the_record() -> None:
    async with opened() as hall:
        webinar, *_ = await voted(hall)
        bob, token = await webinar.join("Bob Bedlam", "attendee")
        await webinar.call("invite", participant=bob, role="co_host")
        await webinar.call("accept-invitation", token)
        await webinar.call("leave", token)
        assert (await hall.get(f"{webinar.path}/record", token)).status_code == 200


async def test_records_are_read_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    busy: list[int] = []

    def slowly(*_: object) -> Iterator[bytes]:
        busy.append(busy.pop() + 1 if busy else 1)
        sleep(0.02)  # in its thread
        yield b"%d" % busy[-1]
        busy.append(busy.pop() - 1)

    monkeypatch.setattr("web.records_api.record_file", slowly)
    read: list[str] = []
    async with opened() as hall:
        webinar = await hall.webinar()

        async def export() -> None:
            read.append((await hall.get(f"{webinar.path}/record", webinar.host)).text)

        async with trio.open_nursery() as nursery:
            for _ in range(4):
                nursery.start_soon(export)
    assert read == ["1"] * 4
