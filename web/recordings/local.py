"""Films in a folder of this machine: where the composer wrote them already, so that keeping one moves nothing."""

import os
import shutil
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import trio
from attrs import frozen

from web.recordings.store import CHUNK_BYTES, StoreFailed, checked


@frozen
class LocalStore:
    root: Path

    async def keep(self, key: str, path: Path) -> None:
        place = self._place(key)
        if path != place:
            await _tried(partial(_copy, path, place))

    async def size(self, key: str) -> int | None:
        try:
            return (await trio.Path(self._place(key)).stat()).st_size
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StoreFailed(str(error)) from error

    async def read(self, key: str, first: int, count: int) -> AsyncIterator[bytes]:
        try:
            async with await trio.open_file(self._place(key), "rb") as file:
                await file.seek(first)
                while count > 0 and (piece := await file.read(min(count, CHUNK_BYTES))):
                    count -= len(piece)
                    yield piece
        except OSError as error:
            raise StoreFailed(str(error)) from error
        if count:
            raise StoreFailed("the file is shorter than it was")

    async def delete(self, prefix: str) -> None:
        await _tried(partial(remove, self._place(prefix)))

    def _place(self, key: str) -> Path:
        return self.root / checked(key)


def _copy(path: Path, place: Path) -> None:
    """Under another name first: a reader finds all of it or nothing."""
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_name(f".{place.name}.part")
    shutil.copyfile(path, half)
    os.replace(half, place)  # noqa: PTH105 - beside the copy that it ends


def remove(place: Path) -> None:
    """A folder with all in it, or what is left of it."""
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


async def _tried(work: "partial[None]") -> None:
    try:
        await trio.to_thread.run_sync(work)
    except OSError as error:
        raise StoreFailed(str(error)) from error
