"""Files that are whole or not there."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from media.recording.folder import Folder, read_manifest
from media.recording.segment import Anchor, Gap, Level, Manifest, Segment

MANIFEST = Manifest("rec", "web", "main", 5.0)
SEGMENT = Segment(
    0, 0, "p", "camera", "vp8", 90_000, 1, 9, 3, (Anchor(1, 5.5),), (Gap(2, 3),), (Level(1, 30),), 320, 240
)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "rec")
    assert folder.open(MANIFEST) == 0
    folder.write(SEGMENT, [b"a", b"b"])
    assert folder.segments() == [SEGMENT]
    assert (tmp_path / "rec/tracks/0/0.mkv").read_bytes() == b"ab"
    assert read_manifest(tmp_path / "rec/recording.json") == MANIFEST


def test_opened_again_it_goes_on_behind_and_what_is_half_is_gone(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "rec")
    folder.open(MANIFEST)
    folder.write(SEGMENT, [b"a"])
    for name in ("0/1.mkv", "0/1.tmp", "4/0.mkv"):
        path = tmp_path / "rec/tracks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"half")
    assert folder.open(Manifest("rec", "web", "main", 99.0)) == 1
    assert sorted(path.name for path in (tmp_path / "rec").rglob("*.*")) == ["0.json", "0.mkv", "recording.json"]
    assert read_manifest(tmp_path / "rec/recording.json").started_wall_s == 5.0


def test_a_disk_that_refuses_leaves_nothing_of_the_segment(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "rec")
    folder.open(MANIFEST)

    def refused() -> Iterator[bytes]:
        yield b"some"
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full"):
        folder.write(SEGMENT, refused())
    assert list((tmp_path / "rec/tracks/0").iterdir()) == []
