"""The recorder as a process: what it is told becomes files, whatever ends it."""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from media.recording import messages
from media.recording.folder import Folder, read_manifest
from tests.conditions import missing
from tests.media.playing import all_played
from tests.media.recording import bitstreams
from tests.sources import ROOT

LIMIT_S = 20


def begun(folder: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "media.recording.recorder", str(folder), "rec", "web", "main"]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def camera(frames: int, up: int = 1) -> bytes:
    """A camera track of so many frames, with a key frame each second, and all of it on tape."""
    records = bitstreams.records("vp8", bitstreams.pictures("vp8", frames, key_every=30))
    taped = bitstreams.taped([each._replace(up=up) for frame in records for each in frame])
    return messages.up(up, "p1", "camera", "video", 90_000) + messages.message(messages.TAPED, taped)


def expect_whole(folder: Path) -> Sequence[int]:
    """Each segment with its .json plays as is told; how many frames they have."""
    return [each.frames for each in all_played(folder)]


def test_the_end_of_input_finishes_everything(tmp_path: Path) -> None:
    recorder = begun(tmp_path / "rec")
    out, _ = recorder.communicate(camera(150), LIMIT_S)
    assert recorder.returncode == messages.DONE
    assert expect_whole(tmp_path / "rec") == [120, 30]
    assert read_manifest(tmp_path / "rec" / "recording.json").webinar == "web"
    assert all(line.startswith(b"key 1 0") for line in out.splitlines())


def test_after_sigkill_what_was_closed_is_whole_and_the_next_goes_on_behind_it(tmp_path: Path) -> None:
    folder = tmp_path / "rec"
    recorder = begun(folder)
    assert recorder.stdin is not None
    recorder.stdin.write(camera(150))
    recorder.stdin.flush()
    wait_for(folder / "tracks/0/0.json")
    recorder.kill()
    recorder.communicate(timeout=LIMIT_S)
    assert recorder.returncode == -signal.SIGKILL
    assert expect_whole(folder) == [120]
    (folder / "tracks/0/1.mkv").write_bytes(b"half")
    begun(folder).communicate(camera(30), LIMIT_S)
    assert expect_whole(folder) == [120, 30]
    assert [each.track for each in Folder(folder).segments()] == [0, 1]
    assert not (folder / "tracks/0/1.mkv").exists()


def wait_for(path: Path) -> None:
    until_s = time.monotonic() + LIMIT_S
    while not path.exists():
        assert time.monotonic() < until_s, "it never came"
        time.sleep(0.01)  # files wake nobody


def test_a_full_disk_ends_it_with_a_status_of_its_own_and_leaves_whole_segments(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], check=False).returncode:
        missing("no file systems may be mounted here")
    try:
        recorder = begun(disk / "rec")
        recorder.communicate(camera(600), LIMIT_S)
        assert recorder.returncode == messages.DISK_FULL
        assert expect_whole(disk / "rec")
        assert {path.suffix for path in (disk / "rec/tracks/0").iterdir()} == {".mkv", ".json"}
        assert len(list((disk / "rec/tracks/0").iterdir())) % 2 == 0
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_signals_to_the_server_are_not_for_it(tmp_path: Path) -> None:
    folder = tmp_path / "rec"
    recorder = begun(folder)
    wait_for(folder / "recording.json")
    recorder.send_signal(signal.SIGTERM)
    recorder.send_signal(signal.SIGINT)
    recorder.communicate(camera(30), LIMIT_S)
    assert recorder.returncode == messages.DONE
    assert expect_whole(folder) == [30]


def test_a_pause_cuts_and_a_track_without_packets_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "rec"
    idle = messages.up(2, "p2", "microphone", "audio", 48_000)
    begun(folder).communicate(camera(30) + idle + messages.cut() + messages.ended(2), LIMIT_S)
    assert expect_whole(folder) == [30]
    assert [path.name for path in (folder / "tracks").iterdir()] == ["0"]


def test_a_recorder_waits_for_the_one_that_still_writes_and_goes_on_behind_its_tracks(tmp_path: Path) -> None:
    folder, first_s, second_s = tmp_path / "rec", camera(20), camera(25)
    first = begun(folder)
    assert first.stdin is not None
    wait_for(folder / "recording.json")
    second = begun(folder)
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(1)
    first.communicate(first_s, LIMIT_S)
    second.communicate(second_s, LIMIT_S)
    assert [(each.track, each.frames) for each in all_played(folder)] == [(0, 20), (1, 25)]
