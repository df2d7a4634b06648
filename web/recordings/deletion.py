"""Deleting for good: what is condemned is gone from every list at once, and from disk and store as soon as may be.

The mark lies on the disk (`Shelf.put_away`, a file for each person to forget), so a crash only delays; each run begins
with what is left of the one before. A place for films that cannot be reached is asked again at the next run.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

import structlog
import trio
from attrs import frozen

from actors.webinar.room_ids import home_of
from web.recordings.files import read
from web.recordings.local import remove
from web.recordings.news import FilmNews
from web.recordings.order import Manifest
from web.recordings.people import whose
from web.recordings.shelf import DELETING, ID, MANIFEST, Film, Recording, Shelf
from web.recordings.store import Store, StoreFailed
from web.recordings.tracks import Tracks

DAY_S: Final = 86_400
FORGET: Final = ".forget-"
LATE_S: Final = 10  # the last of what is recorded of somebody is still being written when they are forgotten

log = structlog.get_logger(__name__)


@frozen
class ToldIn:
    participant: str | None = None
    author: str | None = None


@frozen
class ToldOf:
    """Of a film's timeline.json: who may be named in the film."""

    stage: tuple[ToldIn, ...] = ()
    chapters: tuple[ToldIn, ...] = ()


@frozen
class Deletion:
    """`keep_days`: how long recordings are kept after they end; 0: until somebody deletes them."""

    shelf: Shelf
    store: Store
    keep_days: int
    news: FilmNews
    tracks: Tracks

    async def run(self, now_s: float) -> None:
        """All that is due. Raises nothing: what cannot be done now is done the next time."""
        if self.keep_days:
            await _tried(partial(self._condemn_old, now_s - self.keep_days * DAY_S))
        for mark in await _tried(self._marks):
            await self._forget(mark, now_s)
        for folder in await _tried(self.shelf.condemned):
            await self._delete(folder)

    async def _delete(self, folder: Path) -> None:
        prefix = self.shelf.prefix_of(folder)
        try:
            async with self.tracks.lock(prefix.partition("/")[0]):
                await self.store.delete(prefix)
            await trio.to_thread.run_sync(empty, folder)
            await self._tell(folder)
            await trio.to_thread.run_sync(remove, folder)
        except (StoreFailed, OSError) as error:
            log.warning("deletion_waits", what=prefix, reason=str(error))
        else:
            log.info("deleted", what=prefix)

    async def _tell(self, folder: Path) -> None:
        """Before the last trace goes, which says of which webinar it was; after a crash it is told no second time."""
        name = folder.name.removeprefix(DELETING)
        is_film = folder.parent != self.shelf.root
        recording = folder.parent.parent if is_film else folder
        manifest = await trio.to_thread.run_sync(read, recording / MANIFEST, Manifest)
        if manifest is None:
            return
        webinar = home_of(manifest.webinar)
        if is_film:
            await self.news.tell("film.deleted", webinar, recording.name, film=name, room=manifest.room)
        else:
            await self.news.tell("recording.deleted", webinar, name, room=manifest.room)

    def _condemn_old(self, before_s: float) -> list[Path]:
        old = [each for each in self.shelf.recordings() if each.written_s() < before_s]
        for recording in old:
            log.info("retention_ended", recording=recording.id)
            self.shelf.put_away(recording.folder)
        return [each.folder for each in old]

    async def waits(self) -> bool:
        """Somebody is to be forgotten once more: what has been written of them meanwhile."""
        return bool(await _tried(self._marks))

    def _marks(self) -> list[Path]:
        return list(self.shelf.root.glob(f"[!.]*/{FORGET}*"))

    async def _forget(self, mark: Path, now_s: float) -> None:
        """Films that may show them, tracks in the store, tracks here: last what says whose they were.

        The mark goes when nothing can come any more.
        """
        recording, participant = self.shelf.recording(mark.parent.name), mark.name.removeprefix(FORGET)
        try:
            if recording is not None:
                async with self.tracks.lock(recording.id):
                    theirs = await trio.to_thread.run_sync(put_away_films, self.shelf, recording, participant)
                    await self.tracks.forget(recording.folder, (segment.parent.name for segment in theirs))
                    await trio.to_thread.run_sync(forget, recording, theirs)
            if recording is None or now_s >= (await trio.Path(mark).stat()).st_mtime + LATE_S:
                await trio.Path(mark).unlink(missing_ok=True)
        except (StoreFailed, OSError) as error:
            log.warning("forgetting_waits", recording=mark.parent.name, reason=str(error))


async def _tried(work: Callable[[], list[Path]]) -> list[Path]:
    """In a thread. Nothing, where the disk fails or a folder vanishes as it is read: the next time."""
    try:
        return await trio.to_thread.run_sync(work)
    except OSError as error:
        log.warning("deletion_waits", reason=str(error))
        return []


def empty(folder: Path) -> None:
    """But for what says whose it was."""
    for place in folder.iterdir():
        if place.name != MANIFEST:
            remove(place)


def mark_forgotten(recording: Recording, participant: str) -> None:
    if ID.fullmatch(participant):
        (recording.folder / f"{FORGET}{participant}").touch()


def put_away_films(shelf: Shelf, recording: Recording, participant: str) -> list[Path]:
    """Those that may show them: others can be made of what is left. Answers with their segments."""
    theirs = list(segments_of(recording.folder, participant))
    for film in recording.films():
        if theirs or shows(film, participant):
            shelf.put_away(film.folder)
    return theirs


def shows(film: Film, participant: str) -> bool:
    """By what its composer was told, though nothing was recorded of them: a chapter may have their words or name."""
    told = read(film.folder / "timeline.json", ToldOf)
    if told is None:
        return True
    chapters = (who for each in told.chapters for who in (each.author, each.participant))
    return participant in {*(each.participant for each in told.stage), *chapters}


def forget(recording: Recording, theirs: list[Path]) -> None:
    for segment in theirs:
        segment.with_suffix(".mkv").unlink(missing_ok=True)
        segment.unlink(missing_ok=True)  # last: it says whose the other was
    log.info("person_forgotten", recording=recording.id, segments=len(theirs))


def segments_of(folder: Path, participant: str) -> Iterator[Path]:
    for path in folder.glob("tracks/*/*.json"):
        if whose(path) == participant:
            yield path
