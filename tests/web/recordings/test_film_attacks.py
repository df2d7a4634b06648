"""Films asked for by strangers: ranges that are none, secrets and passes that were altered, what was deleted."""

from pathlib import Path

import pytest

from tests.web.recordings.attacking import ask, code, link_of, theirs
from tests.web.recordings.rooms import filmed
from web.auth import FilmPass, PersonToken
from web.recordings import files
from web.recordings.access import COOKIE

NOT_THERE = {"not_found", "no_such_recording", "no_such_film", "no_such_webinar", "no_such_link"}


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [
        ("bytes=0-0", 206, b"0"),
        ("bytes=9-9", 206, b"9"),
        ("bytes=-1", 206, b"9"),
        ("bytes=-999999999999999999999", 206, b"0123456789"),
        ("bytes=0-18446744073709551616", 206, b"0123456789"),
        ("bytes=10-10", 416, None),
        ("bytes=18446744073709551616-", 416, None),
        ("bytes=99999999999999999999-99999999999999999999", 416, None),
        ("bytes=-0", 200, b"0123456789"),
        ("bytes=5-2", 200, b"0123456789"),
        ("bytes=", 200, b"0123456789"),
        ("bytes=-", 200, b"0123456789"),
        ("bytes=--5", 200, b"0123456789"),
        ("bytes=1-2,4-5", 200, b"0123456789"),
        ("bytes=" + ",".join(["0-"] * 2000), 200, b"0123456789"),
        ("bytes=0x1-0x2", 200, b"0123456789"),
        ("items=0-1", 200, b"0123456789"),
        ("bytes=١-٢", 200, b"0123456789"),
    ],
)
async def test_a_range_gives_what_is_there_or_nothing(
    tmp_path: Path, asked: str, status: int, content: bytes | None
) -> None:
    async with filmed(tmp_path) as made:
        given = await made.hall.post(f"{made.shown}/pass", None, made.webinar.host)
        cookie = given.headers["Set-Cookie"].partition(";")[0]
        headers = {b"Range": asked.encode(), b"Cookie": cookie.encode()}
        answered = await made.hall.http.get(f"{made.shown}/media", headers=headers)
        assert answered.status_code == status, answered.text
        if content is None:
            assert (answered.json()["code"], answered.headers["Content-Range"]) == ("bad_range", "bytes */10")
        else:
            assert answered.content == content


async def test_a_secret_that_was_altered_is_for_another_film_or_over_opens_nothing(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        await theirs(made)
        link, secret = await link_of(made)
        other = "A" if secret[0] != "A" else "B"
        for wrong in (other + secret[1:], secret[:-2], secret + "A", secret.swapcase(), "", "\x00", "é" * 40):
            assert await code(made, "POST", f"{made.shown}/pass", None, {"share": wrong}) == "link_expired", wrong
        assert await code(made, "POST", "/api/films/other/foreign/pass", None, {"share": secret}) == "link_expired"
        digest = files.read(made.film.folder / "shares.json", dict)
        assert digest
        kept = digest["shares"][0]["digest"]
        assert await code(made, "POST", f"{made.shown}/pass", None, {"share": kept}) == "link_expired"
        assert await code(made, "POST", f"{made.shown}/pass", None, {"share": link}) in {
            "link_expired",
            "too_many_tries",
        }


@pytest.mark.parametrize("share", [1, ["x"], {"x": 1}, True])
async def test_a_secret_that_is_no_text_is_refused(tmp_path: Path, share: object) -> None:
    async with filmed(tmp_path) as made:
        assert await code(made, "POST", f"{made.shown}/pass", None, {"share": share}) == "bad_body"


async def test_a_pass_of_somebody_else_or_of_our_own_making_opens_nothing(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        other, _ = await theirs(made)
        tokens = made.hall.site.sessions.house.entrance.tokens
        host = (await made.hall.post(f"{made.shown}/pass", None, made.webinar.host)).headers["Set-Cookie"]
        good = host.partition(";")[0].partition("=")[2]
        head, body, signature = good.split(".")
        for wrong, wanted in (
            (good[:-3], {"bad_token"}),
            (f"{head}.{body[:-1]}.{signature}", {"bad_token"}),
            (f"{head}.{body}.", {"bad_token"}),
            ("", {"no_token"}),
            (made.webinar.host, {"no_token"}),  # a person is no pass
            (tokens.issue(FilmPass("other", "foreign", sub="p1")), {"no_token"}),
            (tokens.issue(FilmPass("rec", "film")), {"not_allowed"}),  # nobody
            (tokens.issue(FilmPass("rec", "film", sub="nobody")), {"no_such_participant"}),
            (tokens.issue(FilmPass("rec", "film", inv="none")), {"not_allowed"}),
            (tokens.issue(FilmPass("rec", "film", share="none")), {"link_expired"}),
        ):
            answered = await code(made, "GET", f"{made.shown}/media", None, Cookie=f"{COOKIE}={wrong}")
            assert answered in wanted, wrong
        cookie = f"{COOKIE}={good}"
        assert await code(made, "GET", "/api/films/other/foreign/media", None, Cookie=cookie) == "no_token"
        assert isinstance(tokens.read(other.host), PersonToken)


async def test_of_what_was_deleted_nothing_opens_any_more(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        _, secret = await link_of(made)
        by_host = (await ask(made, "POST", f"{made.shown}/pass", made.webinar.host)).headers["Set-Cookie"]
        by_link = (await ask(made, "POST", f"{made.shown}/pass", None, {"share": secret})).headers["Set-Cookie"]
        deleted = await ask(made, "DELETE", f"{made.webinar.path}/recordings/rec", made.webinar.host)
        assert deleted.status_code == 200
        for _ in range(2):  # while it lies there condemned, and when it is gone
            for cookie in (by_host, by_link):
                for path in (made.shown, f"{made.shown}/media", f"{made.shown}/captions.vtt"):
                    told = await code(made, "GET", path, None, Cookie=cookie.partition(";")[0])
                    assert told in NOT_THERE | {"link_expired"}, path
            assert await code(made, "POST", f"{made.shown}/pass", None, {"share": secret}) == "link_expired"
            assert await code(made, "DELETE", f"{made.webinar.path}/recordings/rec", made.webinar.host) in NOT_THERE
            assert await code(made, "POST", f"{made.webinar.path}/recordings/rec/films", made.webinar.host) in NOT_THERE
            await made.library.deletion.run(0)
        assert (await ask(made, "GET", f"{made.webinar.path}/films", made.webinar.host)).json() == {"films": []}
