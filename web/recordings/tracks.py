"""Recorded tracks in S3-compatible storage (a setting): they go there when their recording has ended and no film is
being made of it, and what a film needs of them comes back.

What says whose a segment is, its .json, stays here; a segment whose .mkv is not here is in the store. Each step holds
its recording's lock, and looks anew: nothing is sent that was deleted meanwhile, or that a composer is reading.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final
from weakref import WeakValueDictionary

import trio
from attrs import define, field

from actors.words import RecordingId
from web.recordings.jobs import is_unfinished
from web.recordings.shelf import Recording
from web.recordings.store import Store

TRACKS: Final = "tracks"


@define(eq=False)
class Tracks:
    """`go_away`: to the store; else what is here stays here. What went there while that was set so is there still.

    Each raises `StoreFailed`, `OSError`.
    """

    store: Store
    go_away: bool = False
    _locks: WeakValueDictionary[RecordingId, trio.Lock] = field(factory=WeakValueDictionary)

    def lock(self, recording: RecordingId) -> trio.Lock:
        found = self._locks.get(recording)
        if found is None:
            found = self._locks[recording] = trio.Lock()
        return found

    async def send(self, recording: Recording) -> None:
        """All that may go now; the rest stays for the next time."""
        for media in await trio.to_thread.run_sync(here, recording.folder):
            async with self.lock(recording.id):
                if not await trio.to_thread.run_sync(_may_go, recording, media):
                    return
                await self.store.keep(key_of(recording.folder, media), media)

    async def fetch(self, folder: Path) -> None:
        """What is not here of this recording. What the store does not have either is missing in the film."""
        async with self.lock(folder.name):
            for media in await trio.to_thread.run_sync(_away, folder):
                await self._fetch(key_of(folder, media), media)

    async def forget(self, folder: Path, tracks: Iterable[str]) -> None:
        """Of one person each: a track that somebody else goes on with is another."""
        away = await trio.to_thread.run_sync(_away, folder)
        if self.go_away or away:
            for track in sorted(set(tracks)):
                await self.store.delete(f"{folder.name}/{TRACKS}/{track}")

    async def _fetch(self, key: str, media: Path) -> None:
        size = await self.store.size(key)
        if not size:
            return
        half = media.with_name(f".{media.name}.part")
        async with await trio.open_file(half, "wb") as file:
            async for piece in self.store.read(key, 0, size):
                await file.write(piece)
        await trio.Path(half).rename(media)


def key_of(folder: Path, media: Path) -> str:
    return f"{folder.name}/{media.relative_to(folder)}"


def _segments(folder: Path) -> list[Path]:
    return sorted(path.with_suffix(".mkv") for path in folder.glob(f"{TRACKS}/*/*.json"))


def here(folder: Path) -> list[Path]:
    """Segments that are not in the store, or not known to be."""
    return [media for media in _segments(folder) if media.exists()]


def _away(folder: Path) -> list[Path]:
    return [media for media in _segments(folder) if not media.exists()]


def _may_go(recording: Recording, media: Path) -> bool:
    return media.exists() and media.with_suffix(".json").exists() and not any(map(is_unfinished, recording.films()))
