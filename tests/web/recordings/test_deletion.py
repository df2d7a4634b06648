"""Deleting for good."""

from collections.abc import AsyncIterator
from errno import EIO
from pathlib import Path
from time import time

import orjson
import pytest
from attrs import define, field

from tests.web.recordings.shelves import STARTED_S, composed, news_in, recorded, segment
from web.recordings.deletion import DAY_S, LATE_S, Deletion, mark_forgotten
from web.recordings.local import LocalStore
from web.recordings.shelf import Recording, Shelf
from web.recordings.store import StoreFailed
from web.recordings.tracks import Tracks


@define
class Elsewhere:
    """A place for films that can be out of reach."""

    is_reached: bool = False
    deleted: list[str] = field(factory=list)

    async def keep(self, key: str, path: Path) -> None: ...

    async def size(self, _: str) -> int | None:
        return None

    async def read(self, *_: object) -> AsyncIterator[bytes]:
        yield b""

    async def delete(self, prefix: str) -> None:
        if not self.is_reached:
            raise StoreFailed("away")
        self.deleted.append(prefix)


def made(tmp_path: Path, keep_days: int = 0) -> tuple[Shelf, Deletion]:
    shelf = Shelf(tmp_path / "shelf")
    store = LocalStore(shelf.root)
    return shelf, Deletion(shelf, store, keep_days, news_in(tmp_path), Tracks(store))


def left(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


async def test_nothing_is_left_of_what_was_deleted(tmp_path: Path) -> None:
    shelf, deletion = made(tmp_path)
    recording = recorded(shelf)
    segment(recording, "paul")
    shelf.put_away(composed(shelf).folder)
    await deletion.run(0)
    assert left(recording.folder) == [
        "films",
        "recording.json",
        "tracks",
        "tracks/0",
        "tracks/0/0.json",
        "tracks/0/0.mkv",
    ]
    shelf.put_away(recording.folder)
    for _ in range(2):
        await deletion.run(0)
    assert left(shelf.root) == []


async def test_what_cannot_be_deleted_now_is_deleted_later_and_seen_no_more(tmp_path: Path) -> None:
    shelf, store = Shelf(tmp_path / "shelf"), Elsewhere()
    deletion = Deletion(shelf, store, 0, news_in(tmp_path), Tracks(store))
    shelf.put_away(composed(shelf).folder)
    await deletion.run(0)
    assert (shelf.film("rec", "film"), len(shelf.condemned())) == (None, 1)
    store.is_reached = True
    await deletion.run(0)
    assert (store.deleted, shelf.condemned()) == (["rec/films/film"], [])


async def test_what_the_recorder_renames_meanwhile_stops_no_deletion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf, deletion = made(tmp_path, keep_days=30)
    recording = recorded(shelf)
    path = segment(recording, "paul")
    (path.parent / "gone").symlink_to("renamed")
    monkeypatch.setattr(Path, "is_file", lambda path: not path.is_dir())  # as it was a moment ago
    assert recording.bytes() >= len(b"frames")
    await deletion.run(path.stat().st_mtime + 31 * DAY_S)
    assert left(shelf.root) == []


async def test_a_disk_that_fails_stops_no_deletion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, deletion = made(tmp_path, keep_days=30)
    recorded(shelf)
    monkeypatch.setattr(Path, "rename", no_rename)
    await deletion.run(STARTED_S + 31 * DAY_S)
    assert len(shelf.recordings()) == 1


def no_rename(*_: object) -> Path:
    raise OSError(EIO, "cannot")


def test_what_is_deleted_twice_at_once_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, _ = made(tmp_path)
    folder = recorded(shelf).folder
    shelf.put_away(folder)
    monkeypatch.setattr(Path, "is_dir", lambda _: True)  # as it was a moment ago
    shelf.put_away(folder)


async def test_what_is_gone_is_told_once(tmp_path: Path) -> None:
    shelf, deletion = made(tmp_path)
    composed(shelf)
    shelf.put_away(shelf.root / "rec" / "films" / "film")
    await deletion.run(0)
    shelf.put_away(shelf.root / "rec")
    for _ in range(2):
        await deletion.run(0)
    assert [(event.kind, event.webinar, event.data) for event in deletion.news.events("recording:rec")] == [
        ("film.deleted", "web", {"recording": "rec", "film": "film", "room": "main"}),
        ("recording.deleted", "web", {"recording": "rec", "room": "main"}),
    ]


async def test_what_is_not_gone_yet_is_not_told(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    store = Elsewhere()
    deletion = Deletion(shelf, store, 0, news_in(tmp_path), Tracks(store))
    shelf.put_away(recorded(shelf).folder)
    await deletion.run(0)
    assert list(deletion.news.events("recording:rec")) == []


async def test_a_crash_between_the_news_and_the_last_trace_tells_it_no_second_time(tmp_path: Path) -> None:
    shelf, deletion = made(tmp_path)
    recording = recorded(shelf)
    shelf.put_away(recording.folder)
    await deletion.news.tell("recording.deleted", "web", "rec", room="main")
    await deletion.run(0)
    assert (left(shelf.root), len(list(deletion.news.events("recording:rec")))) == ([], 1)


async def test_old_recordings_go_and_young_ones_stay(tmp_path: Path) -> None:
    shelf, deletion = made(tmp_path, keep_days=30)
    recorded(shelf)
    await deletion.run(STARTED_S + 30 * DAY_S)
    assert len(shelf.recordings()) == 1
    await deletion.run(STARTED_S + 30 * DAY_S + 1)
    assert left(shelf.root) == []


async def test_without_a_time_limit_nothing_grows_too_old(tmp_path: Path) -> None:
    shelf, deletion = made(tmp_path)
    recorded(shelf)
    await deletion.run(STARTED_S * 2)
    assert len(shelf.recordings()) == 1


@pytest.mark.parametrize(
    ("told", "stays"),
    [
        ({"stage": [{"participant": "paul"}]}, False),
        ({"stage": [], "chapters": [{"title": "Why me?", "author": "paul"}]}, False),
        ({"stage": [], "chapters": [{"title": "Paul hosts", "participant": "paul"}]}, False),
        ({"stage": [{"participant": "ida"}], "names": [["paul", "Paul"]], "chapters": [{"title": "Poll"}]}, True),
    ],
)
async def test_a_film_that_names_or_cites_a_forgotten_person_goes_though_nothing_was_recorded_of_them(
    tmp_path: Path, told: dict[str, object], *, stays: bool
) -> None:
    shelf, deletion = made(tmp_path)
    film = composed(shelf)
    (film.folder / "timeline.json").write_bytes(orjson.dumps(told))
    mark_forgotten(recorded_in(shelf), "paul")
    await deletion.run(0)
    assert (shelf.film("rec", "film") is not None) == stays


async def test_what_was_still_being_written_of_a_forgotten_person_goes_too(tmp_path: Path) -> None:
    shelf, deletion = made(tmp_path)
    recording = recorded(shelf)
    first = segment(recording, "paul")
    mark_forgotten(recording, "paul")
    marked_s = (recording.folder / ".forget-paul").stat().st_mtime
    await deletion.run(marked_s)
    last = segment(recording, "paul", number=1)
    assert (first.exists(), await deletion.waits()) == (False, True)
    await deletion.run(marked_s + LATE_S)
    assert (last.exists(), await deletion.waits()) == (False, False)
    assert not [name for name in left(shelf.root) if ".forget-" in name]


def recorded_in(shelf: Shelf) -> Recording:
    found = shelf.recording("rec")
    assert found
    return found


async def test_of_a_forgotten_person_no_track_and_no_film_is_left(tmp_path: Path) -> None:
    shelf, deletion = made(tmp_path)
    recording, alone = recorded(shelf), recorded(shelf, "other")
    theirs, another = segment(recording, "paul"), segment(recording, "ida", track=1)
    composed(shelf)
    composed(shelf, "other")
    for each in (recording, alone):
        mark_forgotten(each, "paul")
    for at_s in (0, time() + LATE_S):
        await deletion.run(at_s)
    assert not theirs.exists()
    assert not theirs.with_suffix(".mkv").exists()
    assert another.with_suffix(".mkv").exists()
    assert (shelf.film("rec", "film"), shelf.film("other", "film") is not None) == (None, True)
    assert not [name for name in left(shelf.root) if ".forget-" in name]
