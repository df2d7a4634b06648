"""A capture and its recorder: tracks, pauses, a recorder that dies, a folder that cannot be."""

import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import trio

from media.recording.captures import Captures
from media.recording.folder import Folder
from media.tracks import UpTrack
from tests.media.fake_plane import FakePlane
from tests.media.recording import bitstreams

LIMIT_S = 20


class Taping(FakePlane):
    def __init__(self) -> None:
        super().__init__()
        self.on_tape: dict[int, bytes] = {}

    def tape(self) -> dict[int, bytes]:
        found, self.on_tape = self.on_tape, {}
        return found


class Sender:
    """A publisher with one camera, whose track is number 1."""

    def __init__(self, number: int = 1) -> None:
        self.id = f"p{number}"
        track = UpTrack.of_video(number, "camera", "vp8", 1)
        track.is_open = True
        self.tracks = {"camera": track}


@pytest.fixture
def plane() -> Taping:
    return Taping()


@pytest.fixture
async def captures(nursery: trio.Nursery, plane: Taping, tmp_path: Path) -> AsyncIterator[Captures]:
    made = Captures(plane, tmp_path)
    await nursery.start(made.serve)
    yield made
    nursery.cancel_scope.cancel()


def taped(frames: int) -> bytes:
    records = bitstreams.records("vp8", bitstreams.pictures("vp8", frames, key_every=30))
    return bitstreams.taped([each for frame in records for each in frame])


def children() -> list[int]:
    """Processes that we began."""
    found = [each for path in Path("/proc/self/task").glob("*/children") for each in path.read_text().split()]
    return [int(each) for each in found if b"media.recording.recorder" in Path(f"/proc/{each}/cmdline").read_bytes()]


async def until_there(folder: Path, count: int) -> None:
    with trio.fail_after(LIMIT_S):
        while not (folder / "tracks").exists() or len(Folder(folder).segments()) < count:  # noqa: ASYNC110 - files and processes wake nobody
            await trio.sleep(0.02)


async def test_what_is_taped_of_whom_is_taken_is_written(captures: Captures, plane: Taping, tmp_path: Path) -> None:
    ended: list[str] = []
    capture = captures.open("rec", "web", "main", ended.append)
    capture.take(Sender(), "anna")
    assert plane.heard("record_up") == [("record_up", 1, 1)]
    plane.on_tape = {1: taped(40)}
    capture.close()
    assert plane.heard("record_up") == [("record_up", 1, 0)]
    await until_there(tmp_path / "rec", 1)
    (segment,) = Folder(tmp_path / "rec").segments()
    assert (segment.participant, segment.source, segment.frames) == ("anna", "camera", 40)
    assert ended == []


async def test_a_track_is_recorded_as_soon_as_it_is_open_and_never_while_paused(
    captures: Captures, plane: Taping
) -> None:
    capture = captures.open("rec", "web", "main", lambda _: None)
    sender = Sender()
    sender.tracks["camera"].is_open = False
    capture.take(sender, "anna")
    assert plane.heard("record_up") == []
    sender.tracks["camera"].is_open = True
    capture.track_changed(sender.tracks["camera"])
    capture.track_changed(sender.tracks["camera"])
    assert plane.heard("record_up") == [("record_up", 1, 1)]
    capture.pause()
    capture.take(Sender(2), "bert")
    assert plane.heard("record_up") == [("record_up", 1, 0)]
    capture.resume()
    assert plane.heard("record_up") == [("record_up", 1, 1), ("record_up", 2, 1)]
    capture.drop(sender)
    capture.drop(sender)
    assert plane.heard("record_up") == [("record_up", 1, 0)]
    capture.close()


async def test_while_paused_nothing_is_written(captures: Captures, plane: Taping, tmp_path: Path) -> None:
    capture = captures.open("rec", "web", "main", lambda _: None)
    capture.take(Sender(), "anna")
    capture.pause()
    plane.on_tape = {1: taped(30)}
    captures.carry()
    capture.resume()
    plane.on_tape = {1: taped(20)}
    capture.close()
    await until_there(tmp_path / "rec", 1)
    assert [each.frames for each in Folder(tmp_path / "rec").segments()] == [20]


async def test_a_recorder_that_dies_is_started_anew_and_told_of_the_tracks(
    captures: Captures, plane: Taping, tmp_path: Path
) -> None:
    ended: list[str] = []
    capture = captures.open("rec", "web", "main", ended.append)
    capture.take(Sender(), "anna")
    plane.on_tape = {1: taped(150)}
    captures.carry()
    await until_there(tmp_path / "rec", 1)
    (first,) = children()
    os.kill(first, signal.SIGKILL)
    with trio.fail_after(LIMIT_S):
        while children() in ([], [first]):  # noqa: ASYNC110 - files and processes wake nobody
            await trio.sleep(0.02)
    plane.on_tape = {1: taped(50)}
    capture.close()
    await until_there(tmp_path / "rec", 2)
    assert [(each.track, each.frames) for each in Folder(tmp_path / "rec").segments()] == [(0, 120), (1, 50)]
    assert ended == []


async def test_a_folder_that_cannot_be_ends_the_recording_with_a_word(captures: Captures, tmp_path: Path) -> None:
    ended: list[str] = []
    (tmp_path / "rec").write_text("no folder")
    captures.open("rec", "web", "main", ended.append)
    with trio.fail_after(LIMIT_S):
        while not ended:  # noqa: ASYNC110 - files and processes wake nobody
            await trio.sleep(0.02)
    assert ended == ["failed"]
