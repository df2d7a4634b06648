"""Orders of films and links that are nonsense, or far too many; names that are markup."""

from pathlib import Path

import pytest
import trio

from tests.web.hall import Webinar
from tests.web.recordings.attacking import ask, code, everything, theirs
from tests.web.recordings.rooms import filmed
from tests.web.recordings.shelves import STARTED_S, composed
from web.recordings import files, library_api
from web.recordings.order import Manifest


@pytest.mark.parametrize(
    "body",
    [
        *({"redacted": ["<img src=x>"]}, {"redacted": ["\u202epaul"]}, {"redacted": ["../../x"]}, {"redacted": [""]}),
        *({"redacted": ["p"] * 1001}, {"redacted": "paul"}, {"redacted": [None]}, {"redacted": [["p1"]]}),
        *({"layout": "<b>speaker</b>"}, {"layout": "speaker\u202e"}, {"container": "../mp4"}, {"container": "mp4\n"}),
        *({"fromS": "5"}, {"fromS": True}, {"untilS": 1e300}, {"fromS": -0.5}, {"untilS": 0}, {"untilS": -1}),
        *({"name": "<script>"}, {"id": "chosen"}, {"state": "done"}, {"width_px": 100_000}, []),
    ],
)
async def test_an_order_of_nonsense_makes_no_film(tmp_path: Path, body: object) -> None:
    async with filmed(tmp_path) as made:
        before = everything(tmp_path)
        answered = await ask(made, "POST", f"{made.webinar.path}/recordings/rec/films", made.webinar.host, body)
        assert answered.status_code in {400, 416}, answered.text
        assert everything(tmp_path) == before


@pytest.mark.parametrize(
    "text", ['{"fromS": NaN}', '{"untilS": Infinity}', '{"fromS": 1e999}', '{"fromS": 1, "fromS": 2}']
)
async def test_numbers_that_are_none_make_no_film(tmp_path: Path, text: str) -> None:
    async with filmed(tmp_path) as made:
        answered = await made.hall.http.post(
            f"{made.webinar.path}/recordings/rec/films",
            content=text,
            headers={"Authorization": f"Bearer {made.webinar.host}", "Content-Type": "application/json"},
        )
        assert answered.status_code in {400, 416}, answered.text
        assert len(made.library.shelf.recordings()[0].films()) == 1


@pytest.mark.parametrize("hours", [0, -1, 1e9, 1e300, "1", True, None, [1]])
async def test_a_link_of_no_time_or_for_ever_is_not_made(tmp_path: Path, hours: object) -> None:
    async with filmed(tmp_path) as made:
        answered = await code(made, "POST", f"{made.path}/links", made.webinar.host, {"hours": hours})
        assert answered in {"bad_expiry", "bad_body"}
        assert not (made.film.folder / "shares.json").exists()


async def test_orders_at_once_make_no_more_films_than_orders_in_a_row(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        codes: list[int] = []

        async def order() -> None:
            answered = await made.hall.post(f"{made.webinar.path}/recordings/rec/films", None, made.webinar.host)
            codes.append(answered.status_code)

        async with trio.open_nursery() as hosts:
            for _ in range(library_api.MOST_FILMS + 8):
                hosts.start_soon(order)
        assert codes.count(201) == library_api.MOST_FILMS - 1
        assert set(codes) == {201, 409}
        assert len(made.library.shelf.recordings()[0].films()) == library_api.MOST_FILMS


async def test_a_thousand_orders_are_a_few_films_and_a_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_api, "MOST_WAITING", 3)
    async with filmed(tmp_path) as made:
        for name in ("second", "third"):
            film = composed(made.library.shelf, name)
            files.write(
                film.folder.parent.parent / "recording.json", Manifest(name, made.webinar.id, "main", STARTED_S)
            )
            (film.folder / "stored").touch()
        told: list[str] = []
        for number in range(40):
            recording = ("rec", "second", "third")[number % 3]
            path = f"{made.webinar.path}/recordings/{recording}/films"
            answered = await ask(made, "POST", path, made.webinar.host)
            told.append(answered.json().get("code", "made"))
        assert told[:4] == ["made", "made", "made", "too_many_films"]
        assert set(told) == {"made", "too_many_films", "too_fast"}
        assert told.count("made") == 3
        other, _ = await theirs(made)  # whose host has ordered none
        assert len(made.library.recordings_of(other.id)) == 1


async def test_a_name_of_html_or_turned_writing_is_only_text(tmp_path: Path) -> None:
    title = '<img src=x onerror="alert(1)">\u202efdp.exe'
    async with filmed(tmp_path) as made:
        await made.webinar.call("end")
        named = await made.hall.post("/api/webinars", {"title": title, "hostName": "<b>Hedy</b>"})
        webinar = Webinar(made.hall, named.json())
        folder = made.film.folder.parent.parent
        files.write(folder / "recording.json", Manifest("rec", webinar.id, "main", STARTED_S))
        await made.hall.post("/api/films/rec/film/pass", None, webinar.host)
        record = await made.hall.get("/api/films/rec/film")
        assert record.headers["Content-Type"].startswith("application/json")
        assert "\u202e" not in record.json()["title"]
        got = await made.hall.get("/api/films/rec/film/media?download=yes")
        disposition = got.headers["Content-Disposition"]
        assert disposition.isascii()
        assert not set("<>\r\n/\\") & set(disposition)
        assert "%E2%80%AE" not in disposition
        assert got.headers["X-Content-Type-Options"] == "nosniff"
