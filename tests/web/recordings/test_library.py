"""What happens to recordings by itself."""

from collections.abc import Iterator
from errno import ENOSPC
from pathlib import Path

import pytest
import trio
from attrs import evolve

import config
from actors import facts as f
from actors.ports import StoredFact
from tests.web.recordings.rooms import filmed
from tests.web.recordings.shelves import composed, news_in, recorded, segment
from web.recordings import files
from web.recordings import library as library_module
from web.recordings.library import Library, make_library, make_store
from web.recordings.local import LocalStore
from web.recordings.s3 import S3Store

SETTINGS = config.read([], {}).recordings


class Log:
    """An archive of one webinar."""

    def __init__(self, *facts: object) -> None:
        self.facts = [StoredFact(seq, 0, fact) for seq, fact in enumerate(facts)]

    def history(self, _: str) -> list[StoredFact]:
        return self.facts


def library_of(folder: Path, *facts: object) -> Library:
    ids = iter(["first", "second"]).__next__
    return make_library(SETTINGS, folder, archive=Log(*facts), news=news_in(folder), new_id=ids)


STARTED, STOPPED = f.RecordingStarted("rec", "main", "hedy"), f.RecordingStopped("rec", "hedy", "host")


def test_a_recording_that_has_stopped_is_made_one_film_of(tmp_path: Path) -> None:
    library = library_of(tmp_path, STARTED, STOPPED)
    recording = recorded(library.shelf)
    for _ in range(2):
        library.settle()
    assert [(film.id, film.order.layout) for film in recording.films()] == [("first", "speaker")]
    library.shelf.put_away(recording.films()[0].folder)
    library.settle()
    assert recording.films() == []


def test_a_full_disk_makes_no_film_and_harms_nothing_until_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = library_of(tmp_path, STARTED, STOPPED)
    recording = recorded(library.shelf)
    with monkeypatch.context() as full:
        full.setattr(files, "replace", no_room)
        library.settle()
    assert (recording.films(), [*recording.folder.glob("films/*")]) == ([], [])
    library.settle()
    assert len(recording.films()) == 1


def no_room(path: Path, _: bytes) -> None:
    raise OSError(ENOSPC, "no room", path)


def test_one_that_is_deleted_meanwhile_is_no_harm_and_does_not_come_back(tmp_path: Path) -> None:
    library = library_of(tmp_path, STARTED, STOPPED)
    recording = recorded(library.shelf)

    class Deleting(Log):
        def history(self, webinar: str) -> list[StoredFact]:
            library.shelf.put_away(recording.folder)
            return super().history(webinar)

    library.archive = Deleting(STARTED, STOPPED)
    library.settle()
    assert not recording.folder.exists()


def test_one_that_goes_on_is_left_alone(tmp_path: Path) -> None:
    library = library_of(tmp_path, STARTED)
    recording = recorded(library.shelf)
    library.settle()
    assert recording.films() == []


async def test_a_folder_that_vanishes_while_it_is_read_does_not_end_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = library_of(tmp_path, STARTED)
    library.tracks.go_away = True
    recording = recorded(library.shelf)
    listed, glob = set[str](), Path.glob

    def gone(folder: Path, pattern: str) -> Iterator[Path]:
        """Each the first time."""
        if pattern not in listed:
            listed.add(pattern)
            raise FileNotFoundError(folder)
        return glob(folder, pattern)

    monkeypatch.setattr(Path, "glob", gone)
    monkeypatch.setattr(library_module, "CLOSING_S", 0.01)
    monkeypatch.setattr(library_module, "SWEEP_S", 0.01)
    async with trio.open_nursery() as server:
        server.start_soon(library.serve)
        library.shelf.put_away(recording.folder)
        with trio.fail_after(30):
            while any(library.shelf.root.iterdir()):  # noqa: ASYNC110 - it is deleted by another task
                await trio.sleep(0.02)
        server.cancel_scope.cancel()


async def test_whoever_is_forgotten_is_forgotten_in_the_recordings_too(tmp_path: Path) -> None:
    async with filmed(tmp_path) as made:
        paul, token = await made.webinar.join("Paul", "attendee")
        recording = made.library.shelf.recordings()[0]
        path = segment(recording, paul)
        done = await made.hall.call("DELETE", f"{made.webinar.path}/participants/{paul}/personal", None, token)
        assert done.status_code == 200, done.text
        await made.library.deletion.run(0)
        assert (path.exists(), recording.films()) == (False, [])


async def test_what_is_condemned_while_it_serves_is_deleted(tmp_path: Path) -> None:
    library = library_of(tmp_path)
    recording = recorded(library.shelf)
    async with trio.open_nursery() as server:
        server.start_soon(library.serve)
        await trio.testing.wait_all_tasks_blocked()
        library.shelf.put_away(recording.folder)
        library.sweep()
        with trio.fail_after(10):
            while library.shelf.condemned():  # noqa: ASYNC110 - a thread deletes it
                await trio.sleep(0.01)
        server.cancel_scope.cancel()


async def test_what_ended_before_a_crash_is_told_after_it(tmp_path: Path) -> None:
    library = library_of(tmp_path)
    film = composed(library.shelf)
    (film.folder / "stored").touch()
    async with trio.open_nursery() as server:
        server.start_soon(library.serve)
        with trio.fail_after(10):
            while not (film.folder / "told").exists():  # noqa: ASYNC110 - a thread writes it
                await trio.sleep(0.01)
        server.cancel_scope.cancel()
    assert [event.kind for event in library.news.events("recording:rec")] == ["film.made"]


async def test_the_store_is_as_it_was_set(tmp_path: Path) -> None:
    async with library_of(tmp_path).client as client:
        assert isinstance(make_store(SETTINGS, tmp_path, client), LocalStore)
        far = evolve(SETTINGS, film_store="s3", s3_endpoint="https://s3.example", s3_bucket="films")
        assert isinstance(make_store(far, tmp_path, client), S3Store)
