"""A recording's files. A segment is there once its .json is: that is written last, synced, and renamed into place."""

import json
import os
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from attrs import asdict

from media.recording.segment import Anchor, Gap, Level, Manifest, Segment
from media.recording.sole import sole

TRACKS = "tracks"
PATIENCE_S = 10.0  # with a recorder whose server is gone: it has its last segments to write


class Folder:
    """One recording's. Everything raises OSError: a full disk, a folder that is gone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None

    def open(self, manifest: Manifest) -> int:
        """Begin it, or go on: the number of the next track. What a crash left half written is removed.

        The recorder of a server that was killed may still be writing: it is waited for, since it has the next numbers.
        """
        (self.path / TRACKS).mkdir(parents=True, exist_ok=True)
        self._be_sole()
        if not (self.path / "recording.json").exists():
            self._put(self.path / "recording.json", asdict(manifest))
        for folder in list((self.path / TRACKS).iterdir()):
            for file in folder.iterdir():
                if file.suffix != ".json" and not file.with_suffix(".json").exists():
                    file.unlink()
            if not any(folder.iterdir()):
                shutil.rmtree(folder)
        return 1 + max((int(each.name) for each in (self.path / TRACKS).iterdir() if each.name.isdigit()), default=-1)

    def write(self, segment: Segment, parts: Iterable[bytes]) -> None:
        folder = self.path / TRACKS / str(segment.track)
        folder.mkdir(exist_ok=True)
        media = folder / f"{segment.number}.mkv"
        try:
            _write(media, parts)
            self._put(folder / f"{segment.number}.json", asdict(segment))
        except OSError:
            media.unlink(missing_ok=True)
            raise

    def segments(self) -> list[Segment]:
        """All that are there, by track and number."""
        found = [read(path) for path in (self.path / TRACKS).glob("*/*.json")]
        return sorted(found, key=lambda each: (each.track, each.number))

    def _be_sole(self) -> None:
        """Until this process ends."""
        until_s = time.monotonic() + PATIENCE_S
        if self._lock is None:
            self._lock = sole(self.path, lambda: time.monotonic() < until_s)
        if self._lock is None:
            raise BlockingIOError(f"somebody else writes in {self.path.name}")

    def _put(self, path: Path, value: object) -> None:
        unfinished = path.with_suffix(".tmp")
        try:
            _write(unfinished, [json.dumps(value, separators=(",", ":")).encode()])
            unfinished.rename(path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        _sync(path.parent)


def read(path: Path) -> Segment:
    """A segment's .json. Raises OSError, ValueError, KeyError, TypeError."""
    value = json.loads(path.read_bytes())
    for name, kind in (("anchors", Anchor), ("gaps", Gap), ("levels", Level)):
        value[name] = tuple(kind(**each) for each in value[name])
    return Segment(**value)


def read_manifest(path: Path) -> Manifest:
    """recording.json. Raises OSError, ValueError, TypeError."""
    return Manifest(**json.loads(path.read_bytes()))


def _write(path: Path, parts: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        for part in parts:
            file.write(part)
        file.flush()
        os.fdatasync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
