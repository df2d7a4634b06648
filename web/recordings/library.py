"""The recordings of this server put together: shelf, store, jobs, deletion, and what has to happen by itself.

A recording that stopped is made a film of (a setting), once; which ones are due is read from disk and log, so a crash
between the stop and the order costs nothing.
"""

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, Protocol

import httpx
import structlog
import trio
from attrs import define, field

from actors import facts as f
from actors.ports import JournalError, Remembered, StoredFact
from actors.webinar.room_ids import home_of
from actors.webinar.state import State
from actors.words import MAIN, WebinarId
from config.settings import RecordingSettings
from web.exports.attendance import names_in
from web.recordings.deletion import LATE_S, Deletion, mark_forgotten
from web.recordings.edit_list import edit_list
from web.recordings.jobs import Jobs, has_ended, is_unfinished
from web.recordings.local import LocalStore
from web.recordings.news import FilmNews
from web.recordings.order import FilmOrder
from web.recordings.people import recorded
from web.recordings.playback import Log
from web.recordings.rooms import room_names
from web.recordings.s3 import S3Store
from web.recordings.shelf import Film, Recording, Shelf
from web.recordings.signing import Bucket
from web.recordings.states import states
from web.recordings.store import Store, StoreFailed
from web.recordings.tracks import Tracks, here

CLOSING_S: Final = 5  # the last segments are still being written when a recording has stopped
SWEEP_S: Final = 3600
SETTLED: Final = "settled"
COMPOSER: Final = (sys.executable, "-m", "media.film", "--with-parent", "--nice", "0")  # how nice it is, `Jobs` says

log = structlog.get_logger(__name__)


class History(Protocol):
    """Of the journal; in any thread. Raises `JournalError`."""

    def history(self, webinar: WebinarId) -> Iterable[StoredFact | Remembered]: ...


@define(eq=False)
class Library:
    """Plain methods work on files: call them in a thread."""

    shelf: Shelf
    store: Store
    jobs: Jobs
    deletion: Deletion
    tracks: Tracks
    archive: History
    news: FilmNews
    new_id: Callable[[], str]
    makes_films: bool
    client: httpx.AsyncClient = field(factory=httpx.AsyncClient)
    now_s: Callable[[], float] = time.time
    _stopped: trio.Event = field(factory=trio.Event)
    _sweep: trio.Event = field(factory=trio.Event)
    _idle: trio.Event = field(factory=trio.Event)

    async def serve(self) -> None:
        async with self.client, trio.open_nursery() as library:
            await self._tell_what_ended()
            library.start_soon(self.jobs.serve, name="composers")
            library.start_soon(self._settle_for_ever, name="new films")
            library.start_soon(self._delete_for_ever, name="deletion")
            library.start_soon(self._send_for_ever, name="tracks to the store")

    def happened(self, state: State, stored: StoredFact) -> None:  # noqa: ARG002 - a Herald's shape
        if isinstance(stored.fact, f.RecordingStopped):
            self._stopped.set()
            self._idle.set()

    def sweep(self) -> None:
        """Something is condemned."""
        self._sweep.set()

    def order(self, recording: Recording, order: FilmOrder) -> Film:
        """Raises `JournalError`, `OSError`."""
        room = recording.manifest.room
        of_room = None if room == MAIN else list(self.archive.history(room))
        told = edit_list(self.log_of(recording), of_room, order.redacted)
        return self.shelf.order(recording, self.new_id(), order, told)

    def log_of(self, recording: Recording) -> Log:
        return list(self.archive.history(home_of(recording.manifest.webinar)))

    def people_of(self, recording: Recording) -> list[tuple[str, str]]:
        """Whose tracks there are: (id, name). Raises `JournalError`."""
        return recorded(recording.folder, names_in(self.log_of(recording)))

    def room_names(self, recordings: Sequence[Recording]) -> dict[str, str]:
        """Of breakout rooms; `recordings` are of one webinar. Raises `JournalError`."""
        of_rooms = [each for each in recordings if each.manifest.room != MAIN]
        return room_names(self.log_of(of_rooms[0])) if of_rooms else {}

    def recordings_of(self, webinar: WebinarId) -> list[Recording]:
        return [each for each in self.shelf.recordings() if home_of(each.manifest.webinar) == webinar]

    def forget(self, webinar: WebinarId, participant: str) -> None:
        for recording in self.recordings_of(webinar):
            mark_forgotten(recording, participant)

    def settle(self) -> None:
        """A first film of each recording that has stopped. Where one cannot be ordered now it is the next time."""
        for recording in self.shelf.recordings():
            mark = recording.folder / SETTLED
            if mark.exists() or not self._has_stopped(recording):
                continue
            try:
                mark.touch()
                self.order(recording, FilmOrder())
            except (OSError, JournalError) as error:  # such as a full disk, or it has been deleted meanwhile
                log.warning("film_not_ordered", recording=recording.id, reason=str(error))
                mark.unlink(missing_ok=True)

    def _has_stopped(self, recording: Recording) -> bool:
        try:
            return states(self.log_of(recording)).get(recording.id) == "stopped"
        except JournalError:
            log.exception("log_not_read", recording=recording.id)
            return False

    async def tell_ended(self, film: Film) -> None:
        """What cannot be written down now is when the server starts again."""
        self._idle.set()
        recording = await trio.to_thread.run_sync(self.shelf.recording, film.recording)
        try:
            if recording is not None:
                await self.news.ended(recording, film)
        except OSError as error:
            log.warning("film_news_not_written", recording=film.recording, film=film.id, reason=str(error))

    async def _tell_what_ended(self) -> None:
        """A crash may have come between a film's end and the news of it."""
        for recording in await trio.to_thread.run_sync(self.shelf.recordings):
            for film in filter(has_ended, await trio.to_thread.run_sync(recording.films)):
                await self.tell_ended(film)

    async def _settle_for_ever(self) -> None:
        while self.makes_films:
            await trio.to_thread.run_sync(self.settle)
            self.jobs.wake()
            with trio.move_on_after(SWEEP_S):
                await self._stopped.wait()
            self._stopped = trio.Event()
            await trio.sleep(CLOSING_S)

    async def _send_for_ever(self) -> None:
        while self.tracks.go_away:
            for recording in await trio.to_thread.run_sync(self.shelf.recordings):
                await self._send(recording)
            with trio.move_on_after(SWEEP_S):
                await self._idle.wait()
            self._idle = trio.Event()
            await trio.sleep(CLOSING_S)

    def _is_at_rest(self, recording: Recording) -> bool:
        """There is something to send, nothing is written any more, and no film made: the first from what is here."""
        has_first = not self.makes_films or (recording.folder / SETTLED).exists()
        return (
            bool(here(recording.folder))
            and has_first
            and self._has_stopped(recording)
            and not any(map(is_unfinished, recording.films()))
        )

    async def _send(self, recording: Recording) -> None:
        try:
            if await trio.to_thread.run_sync(self._is_at_rest, recording):
                await self.tracks.send(recording)
        except (StoreFailed, OSError) as error:  # the next time
            log.warning("tracks_not_sent", recording=recording.id, reason=str(error))

    async def _delete_for_ever(self) -> None:
        while True:
            self._sweep = trio.Event()
            await self.deletion.run(self.now_s())
            with trio.move_on_after(LATE_S if await self.deletion.waits() else SWEEP_S):
                await self._sweep.wait()


def make_library(
    settings: RecordingSettings, data_dir: Path, *, archive: History, news: FilmNews, new_id: Callable[[], str]
) -> Library:
    shelf = Shelf(data_dir / "recordings")
    client = httpx.AsyncClient()
    store = make_store(settings, shelf.root, client)
    tracks = Tracks(store, settings.film_store == "s3" and settings.tracks_too)
    library = Library(
        shelf,
        store,
        Jobs(
            *(shelf, store, COMPOSER, settings.film_workers, settings.film_niceness),
            fetch=tracks.fetch,
            lock=tracks.lock,
        ),
        Deletion(shelf, store, settings.recording_days, news, tracks),
        tracks,
        archive,
        news,
        new_id,
        settings.film_of_each,
        client,
    )
    library.jobs.tell_ended = library.tell_ended
    return library


def make_store(settings: RecordingSettings, folder: Path, client: httpx.AsyncClient) -> Store:
    if settings.film_store == "local":
        return LocalStore(folder)
    bucket = Bucket(
        settings.s3_endpoint, settings.s3_bucket, settings.s3_region, settings.s3_access_key, settings.s3_secret_key
    )
    return S3Store(client, bucket, settings.s3_prefix)
