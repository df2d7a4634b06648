"""Recordings for hosts, over HTTP."""

from pathlib import Path
from typing import Any

import pytest
import trio

from tests.web.recordings.rooms import Filmed, filmed
from tests.web.recordings.shelves import STARTED_S, ordered, segment
from web.recordings import files
from web.recordings.library_api import MOST_FILMS
from web.recordings.order import Manifest


async def listed(made: Filmed) -> list[dict[str, Any]]:
    response = await made.hall.get(f"{made.webinar.path}/recordings", made.webinar.host)
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["recordings"]
    return found


async def test_hosts_see_recordings_and_films(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        (recording,) = await listed(made)
        assert (recording["id"], recording["room"], recording["state"]) == ("rec", "main", "stopped")
        (film,) = recording["films"]
        assert (film["state"], film["percent"], film["durationS"]) == ("done", 100, 60)


async def test_a_breakout_rooms_recording_has_the_rooms_name(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        for path, body in (("start", None), ("breakout-rooms", {"count": 1})):
            opened = await made.hall.post(f"{made.webinar.path}/{path}", body, made.webinar.host)
        (room,) = opened.json()["rooms"]
        of_room = Manifest("rec", made.webinar.id, room["id"], STARTED_S)
        files.write(made.library.shelf.root / "rec" / "recording.json", of_room)
        (recording,) = await listed(made)
        assert (recording["room"], recording["roomName"]) == (room["id"], room["name"])
        seen = await made.hall.get(f"{made.webinar.path}/films", made.webinar.host)
        assert [film["roomName"] for film in seen.json()["films"]] == [room["name"]]


async def test_nobody_else_learns_of_them(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        other = await made.hall.webinar()
        _, attendee = await made.webinar.join("Paul", "attendee")
        for method, path in (
            *(("GET", f"{made.webinar.path}/recordings"), ("DELETE", f"{made.webinar.path}/recordings/rec")),
            *(
                ("GET", made.path),
                ("DELETE", made.path),
                ("POST", f"{made.path}/cancel"),
                ("GET", f"{made.path}/links"),
            ),
            *(("POST", f"{made.path}/links"), ("POST", f"{made.webinar.path}/recordings/rec/films")),
        ):
            codes = [(await made.hall.call(method, path, None, token)).status_code for token in (None, attendee)]
            assert codes == [401, 403], (method, path)
            theirs = path.replace(made.webinar.id, other.id)
            answered = await made.hall.call(method, theirs, None, other.host)
            assert answered.status_code == 404 or answered.json() == {"recordings": []}, (method, path)


async def test_a_film_is_ordered_looked_at_and_cancelled_twice(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        body = {"layout": "gallery", "container": "webm", "redacted": ["paul"], "fromS": 5, "untilS": 9}
        body |= {"widthPx": 640, "heightPx": 360, "preset": "medium"}
        ordered = await made.hall.post(f"{made.webinar.path}/recordings/rec/films", body, made.webinar.host)
        assert (ordered.status_code, ordered.json()["state"]) == (201, "waiting")
        path = f"{made.webinar.path}/recordings/rec/films/{ordered.json()['id']}"
        looked = (await made.hall.get(path, made.webinar.host)).json()
        assert body.items() <= looked.items()
        for _ in range(2):
            cancelled = await made.hall.post(f"{path}/cancel", None, made.webinar.host)
            assert cancelled.json()["state"] == "cancelled"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"layout": "spiral"}, "bad_body"),
        ({"fromS": 9, "untilS": 5}, "bad_range"),
        ({"fromS": -1}, "bad_range"),
        ({"untilS": 1e9}, "bad_range"),
        ({"redacted": ["../paul"]}, "bad_redaction"),
        ({"widthPx": 0}, "bad_size"),
        ({"heightPx": 4000}, "bad_size"),
        ({"preset": "placebo"}, "bad_body"),
        ({"frames": 3}, "bad_body"),
    ],
)
async def test_an_order_that_cannot_be_is_refused(tmp_path: Path, body: dict[str, object], code: str) -> None:
    async with filmed(tmp_path) as made:
        refused = await made.hall.post(f"{made.webinar.path}/recordings/rec/films", body, made.webinar.host)
        assert refused.json()["code"] == code


async def test_hosts_learn_whom_a_film_can_be_made_without(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        paul, attendee = await made.webinar.join("Paul", "attendee")
        recording = made.library.shelf.recording("rec")
        assert recording
        segment(recording, paul)
        path = f"{made.webinar.path}/recordings/rec/people"
        asked = await made.hall.get(path, made.webinar.host)
        assert asked.json() == {"people": [{"id": paul, "name": "Paul"}]}
        assert (await made.hall.get(path, attendee)).status_code == 403


async def test_there_are_only_so_many_films(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        path = f"{made.webinar.path}/recordings/rec/films"
        codes = [(await made.hall.post(path, None, made.webinar.host)).status_code for _ in range(MOST_FILMS)]
        assert codes == [201] * (MOST_FILMS - 1) + [409]


async def test_what_was_deleted_is_gone_at_once(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        assert (await made.hall.call("DELETE", made.path, None, made.webinar.host)).json() == {"deleted": "film"}
        assert (await made.hall.get(made.path, made.webinar.host)).json()["code"] == "no_such_film"
        recording = f"{made.webinar.path}/recordings/rec"
        assert (await made.hall.call("DELETE", recording, None, made.webinar.host)).json() == {"deleted": "rec"}
        assert await listed(made) == []
        await made.library.deletion.run(0)
        assert made.library.shelf.condemned() == []


@pytest.mark.parametrize(
    ("method", "what", "body"),
    [
        ("PUT", "/films/film/viewers", {"viewers": "participants"}),
        ("POST", "/films/film/links", {}),
        ("POST", "/films/other/cancel", None),
        ("POST", "/films", {}),
    ],
)
async def test_what_is_deleted_while_it_is_asked_for_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, what: str, body: dict[str, object] | None
) -> None:
    async with filmed(tmp_path) as made:
        ordered(made.library.shelf, film="other")
        monkeypatch.setattr(files, "replace", vanished)
        monkeypatch.setattr(trio.Path, "touch", vanished_too)
        answered = await made.hall.call(method, f"{made.webinar.path}/recordings/rec{what}", body, made.webinar.host)
        assert answered.status_code == 404, answered.text
        assert answered.json()["code"] == ("no_such_recording" if what == "/films" else "no_such_film")


def vanished(path: Path, *_: object, **__: object) -> None:
    raise FileNotFoundError(path)


async def vanished_too(path: trio.Path, *_: object, **__: object) -> None:
    vanished(Path(path))


async def test_links_are_made_listed_without_their_secret_and_revoked(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        link = (await made.hall.post(f"{made.path}/links", {"hours": 1}, made.webinar.host)).json()
        assert "/recordings/rec/film#share=" in link["link"]
        (kept,) = (await made.hall.get(f"{made.path}/links", made.webinar.host)).json()["links"]
        assert (kept["id"], kept["link"], kept["chat"]) == (link["id"], "", True)
        path = f"{made.path}/links/{link['id']}"
        codes = [(await made.hall.call("DELETE", path, None, made.webinar.host)).status_code for _ in range(2)]
        assert codes == [200, 404]
        refused = await made.hall.post(f"{made.path}/links", {"hours": 0}, made.webinar.host)
        assert refused.json()["code"] == "bad_expiry"
