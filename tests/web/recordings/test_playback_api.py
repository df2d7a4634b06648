"""A film for whoever may see it, over HTTP."""

from pathlib import Path

import httpx
import pytest

from tests.web.recordings.rooms import Filmed, filmed
from web.recordings import files
from web.recordings.order import FilmOrder, Progress
from web.recordings.playback_api import disposition


async def let_in(made: Filmed, token: str | None = None, share: str | None = None) -> httpx.Response:
    """The client of the hall keeps the cookie, as a browser does."""
    made.hall.http.cookies.clear()
    return await made.hall.post(f"{made.shown}/pass", {"share": share} if share else None, token)


async def shared(made: Filmed, **wanted: object) -> tuple[str, str]:
    """A link's id and its secret."""
    link = (await made.hall.post(f"{made.path}/links", wanted, made.webinar.host)).json()
    return link["id"], link["link"].partition("#share=")[2]


async def ranged(made: Filmed, text: str) -> httpx.Response:
    return await made.hall.call("GET", f"{made.shown}/media", None, None, Range=text)


async def test_a_host_sees_the_film_and_what_was_said_beside_it(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        await made.webinar.call("send-message", text="Hello", to="everyone")
        given = await let_in(made, made.webinar.host)
        assert given.status_code == 200, given.text
        cookie = given.headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/api/films/rec/film" in cookie  # noqa: PT018
        told = (await made.hall.get(made.shown)).json()
        assert (told["title"], told["state"], told["durationS"], told["bytes"]) == ("Town hall", "done", 60, 10)
        assert [(line["name"], line["text"]) for line in told["chat"]] == [("Hedy", "Hello")]
        assert told["chapters"] == [{"at_s": 0, "title": "Hello"}]


async def test_the_film_comes_whole_or_in_ranges(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        await let_in(made, made.webinar.host)
        whole = await made.hall.get(f"{made.shown}/media")
        assert (whole.status_code, whole.content, whole.headers["Accept-Ranges"]) == (200, b"0123456789", "bytes")
        assert whole.headers["Content-Type"] == "video/mp4"
        for asked, wanted, content in (
            ("bytes=2-4", "bytes 2-4/10", b"234"),
            ("bytes=8-", "bytes 8-9/10", b"89"),
            ("bytes=-3", "bytes 7-9/10", b"789"),
            ("bytes=5-99", "bytes 5-9/10", b"56789"),
        ):
            part = await ranged(made, asked)
            assert (part.status_code, part.headers["Content-Range"], part.content) == (206, wanted, content)
        beyond = await ranged(made, "bytes=10-")
        assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, "bytes */10")
        for odd in ("bytes=0-1,3-4", "lines=1-2", "bytes=b-a"):
            assert (await ranged(made, odd)).status_code == 200


async def test_a_download_has_a_good_name(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        await let_in(made, made.webinar.host)
        got = await made.hall.get(f"{made.shown}/media?download=yes")
        assert got.headers["Content-Disposition"].startswith('attachment; filename="Town hall.mp4"')


@pytest.mark.parametrize(
    ("title", "plain", "exact"),
    [
        ("Über uns/\r\nX: y", "ber uns X y.mp4", "%C3%9Cber%20uns%20X%20y.mp4"),
        ('"..', "film.mp4", "film.mp4"),
        ("大会", "film.mp4", "%E5%A4%A7%E4%BC%9A.mp4"),
    ],
)
def test_no_title_breaks_a_header_or_a_file_system(title: str, plain: str, exact: str) -> None:
    assert disposition(title, "mp4") == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}"


async def test_without_a_pass_nobody_sees_anything(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        other = await made.hall.webinar()
        _, attendee = await made.webinar.join("Paul", "attendee")
        tries = (None, 401), (attendee, 403), (other.host, 404)
        for token, status in tries:
            assert (await let_in(made, token)).status_code == status
        for path in (made.shown, f"{made.shown}/media", f"{made.shown}/captions.vtt"):
            made.hall.http.cookies.clear()
            assert (await made.hall.get(path, made.webinar.host)).status_code == 401, path


async def test_a_pass_opens_its_own_film_alone(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        cookie = (await let_in(made, made.webinar.host)).headers["Set-Cookie"].partition(";")[0]
        made.hall.http.cookies.clear()
        other = await made.hall.call("GET", "/api/films/rec/other/media", None, None, Cookie=cookie)
        assert other.json()["code"] == "no_token"
        as_person = await made.hall.get(f"{made.webinar.path}/recordings", cookie.partition("=")[2])
        assert as_person.json()["code"] == "bad_token"


async def test_a_link_shows_the_film_until_it_is_revoked_or_its_time_is_over(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        await made.webinar.call("send-message", text="Hello", to="everyone")
        for wanted, lines in (({"chat": True}, 1), ({"chat": False}, 0)):
            link, secret = await shared(made, **wanted)
            assert (await let_in(made, share=secret)).status_code == 200
            told = (await made.hall.get(made.shown)).json()
            assert (told["hasChat"], len(told["chat"])) == (wanted["chat"], lines)
            await made.hall.call("DELETE", f"{made.path}/links/{link}", None, made.webinar.host)
            assert (await made.hall.get(f"{made.shown}/media")).json()["code"] == "link_expired"
        _, secret = await shared(made, hours=1)
        await let_in(made, share=secret)
        now_s = made.library.now_s()
        made.library.now_s = lambda: now_s + 3600
        assert (await made.hall.get(f"{made.shown}/media")).json()["code"] == "link_expired"
        assert (await let_in(made, share=secret)).json()["code"] == "link_expired"


async def test_guessing_links_is_slowed_down(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        codes = [(await let_in(made, share="guess")).status_code for _ in range(12)]
        assert (codes[0], codes[-1]) == (403, 429)


async def test_a_film_that_is_being_made_tells_how_far_it_is(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        files.write(made.film.folder / "progress.json", Progress("composing", 40, 12))
        await let_in(made, made.webinar.host)
        told = (await made.hall.get(made.shown)).json()
        assert (told["state"], told["percent"], told["remainingS"], told["chapters"]) == ("composing", 40, 12, [])
        assert (await made.hall.get(f"{made.shown}/media")).json()["code"] == "film_not_ready"


async def test_captions_that_were_said_come_in_the_films_time(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        await let_in(made, made.webinar.host)
        none = await made.hall.get(f"{made.shown}/captions.vtt")
        assert (none.text.strip(), none.headers["Content-Type"]) == ("WEBVTT", "text/vtt; charset=utf-8")
        assert (await made.hall.get(made.shown)).json()["captionLanguages"] == []
        await made.webinar.call("say-caption", text="Hello", language="en")
        assert (await made.hall.get(made.shown)).json()["captionLanguages"] == ["en"]
        said = await made.hall.get(f"{made.shown}/captions.vtt?language=en")
        assert said.text.endswith("Hello\n")
        assert "Hello" not in (await made.hall.get(f"{made.shown}/captions.vtt?language=de")).text
        files.write(made.film.folder / "order.json", FilmOrder(redacted=(made.webinar.made["participantId"],)))
        assert (await made.hall.get(f"{made.shown}/captions.vtt?language=en")).text.strip() == "WEBVTT"
        assert (await made.hall.get(made.shown)).json()["captionLanguages"] == []
