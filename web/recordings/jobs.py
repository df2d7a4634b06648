"""Films being made: one composer at a time (a setting), each a process of its own and polite to the live webinars.

What is to be done stands in the folders alone, so a new server goes on where the old one was: `next_of` decides.
"""

import os
import subprocess
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import Final

import structlog
import trio
from attrs import define, evolve, field

from web.recordings import files
from web.recordings.order import ENDED, Progress
from web.recordings.shelf import Film, Shelf, film_in
from web.recordings.store import Store, StoreFailed

MOST_TRIES: Final = 3  # a composer that dies on this film each time would else begin again for ever
STORE_AGAIN_S: Final = 30
ROOT: Final = Path(__file__).parent.parent.parent

log = structlog.get_logger(__name__)


async def to_nobody(_: Film) -> None: ...


async def all_is_here(_: Path) -> None: ...


def of_nobody(_: str) -> AbstractAsyncContextManager[object]:
    return nullcontext()


@define(eq=False)
class Jobs:
    """`command`: the composer, to which the film's folder is added. `niceness`: 0 to 19.

    `tell_ended`: of each film that is made, or has failed. `fetch`: what is not here of a recording's folder. `lock`:
    held while something of a recording goes to the store, or is deleted there.
    """

    shelf: Shelf
    store: Store
    command: Sequence[str]
    workers: int = 1
    niceness: int = 15
    tell_ended: Callable[[Film], Awaitable[None]] = to_nobody
    fetch: Callable[[Path], Awaitable[None]] = all_is_here
    lock: Callable[[str], AbstractAsyncContextManager[object]] = of_nobody
    _running: dict[Path, trio.CancelScope] = field(factory=dict)
    _tries: dict[Path, int] = field(factory=dict)
    _more: trio.Event = field(factory=trio.Event)

    async def serve(self) -> None:
        async with trio.open_nursery() as composers:
            for number in range(self.workers):
                composers.start_soon(self._work, name=f"composer {number}")

    def wake(self) -> None:
        """There may be something to do."""
        self._more.set()
        self._more = trio.Event()

    def stop(self, folder: Path) -> None:
        """Ends its composer, if one is at work on it; what becomes of the film, the folder says."""
        if scope := self._running.get(folder):
            scope.cancel()

    async def _work(self) -> None:
        while True:
            more = self._more
            films = await trio.to_thread.run_sync(self._films)
            film = next_of(films, self._running)
            if film is None:
                await more.wait()
            else:
                await self._one(film)

    def _films(self) -> list[Film]:
        return [film for recording in self.shelf.recordings() for film in recording.films()]

    async def _one(self, film: Film) -> None:
        with trio.CancelScope() as scope:
            self._running[film.folder] = scope
            try:
                if film.progress.state == "done":
                    await self._keep(film)
                else:
                    await self._compose(film)
                now = await trio.to_thread.run_sync(film_in, film.folder)
                if now is not None and has_ended(now):
                    await self.tell_ended(now)
            finally:
                del self._running[film.folder]

    async def _compose(self, film: Film) -> None:
        try:
            await self.fetch(film.folder.parent.parent)
        except (StoreFailed, OSError) as error:
            log.warning("tracks_not_fetched", recording=film.recording, film=film.id, reason=str(error))
            await trio.sleep(STORE_AGAIN_S)
            return
        tries = self._tries[film.folder] = self._tries.get(film.folder, 0) + 1
        status = await self._run(film.folder)
        now = files.read(film.folder / "progress.json", Progress) or Progress()
        if film.is_cancelled or not film.folder.is_dir() or now.state in {"done", "failed"}:
            log.info("film_ended", recording=film.recording, film=film.id, state=now.state, reason=now.reason)
            self._tries.pop(film.folder, None)
        elif tries >= MOST_TRIES:
            log.error("composer_died", recording=film.recording, film=film.id, status=status)
            await self._give_up(film, now)
        else:
            log.warning("composer_begins_again", recording=film.recording, film=film.id, status=status)

    async def _give_up(self, film: Film, now: Progress) -> None:
        try:
            files.write(film.folder / "progress.json", evolve(now, state="failed", reason="composer_died"))
        except OSError as error:  # a full disk, as a rule: the composer may have died of it
            log.warning("film_waits", recording=film.recording, film=film.id, reason=str(error))
            await trio.sleep(STORE_AGAIN_S)

    async def _run(self, folder: Path) -> int:
        """Ends with the composer. Cancelled: it is told to end (SIGTERM), and killed when it does not."""
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}  # wherever the server was started
        run = partial(trio.run_process, [*self.command, str(folder)], check=False, env=environment, **quiet)
        async with trio.open_nursery() as composer:
            process: trio.Process = await composer.start(run)
            with suppress(ProcessLookupError):
                os.setpriority(os.PRIO_PROCESS, process.pid, self.niceness)
        return process.returncode or 0

    async def _keep(self, film: Film) -> None:
        try:
            async with self.lock(film.recording):
                if film.folder.is_dir():  # what is deleted meanwhile, or shows somebody to be forgotten, is not kept
                    await self.store.keep(film.key, film.folder / film.file_name)
                    await trio.Path(film.folder / "stored").touch()
        except (StoreFailed, OSError) as error:
            log.warning("film_not_stored", recording=film.recording, film=film.id, reason=str(error))
            await trio.sleep(STORE_AGAIN_S)


def next_of(films: Iterable[Film], running: Iterable[Path]) -> Film | None:
    """The one that has waited longest, of those that nobody is at work on."""
    busy = set(running)
    waiting = [film for film in films if film.folder not in busy and is_unfinished(film)]
    return min(waiting, key=lambda film: film.ordered_s, default=None)


def is_unfinished(film: Film) -> bool:
    """A composer that was stopped with the server calls itself cancelled; only a host's word counts."""
    match film.progress.state:
        case "done":
            return not film.is_stored
        case "failed":
            return False
    return not film.is_cancelled


def shown(film: Film) -> Progress:
    """What people are told: done only when it can be seen; cancelled at once."""
    state = film.progress.state
    if film.is_cancelled and state not in {"done", "failed"}:
        return Progress("cancelled")
    if state == "done" and not film.is_stored:
        return Progress("composing", 100)
    return evolve(film.progress, state="waiting") if state == "cancelled" else film.progress


def has_ended(film: Film) -> bool:
    return shown(film).state in ENDED
