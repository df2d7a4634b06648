"""From an order's folder to a film: plan, parts, one file. Killed at any moment and run again, it goes on."""

from collections.abc import Callable
from errno import ENOSPC
from pathlib import Path
from time import monotonic
from typing import Final

from attrs import define

from media.film import files
from media.film.encoding import CODECS
from media.film.joining import join
from media.film.order import FilmMade, Progress
from media.film.part import compose, parts
from media.film.plan import FPS, Plan, plan_of

SAID_EVERY_S: Final = 0.5
JOINING_PERCENT: Final = 4.0  # what joining is of all the work


class Cancelled(Exception):
    """Whoever ordered the film wants no more of it, for now."""


@define
class Teller:
    """Says how far it is, to a file and to whoever watches; now and then, as that costs."""

    folder: Path
    frames: int
    watch: Callable[[Progress], None]
    cancelled: Callable[[], bool]
    began_s: float
    began_at: int = 0  # frames that were there already
    said_s: float = 0.0

    def composed(self, frame: int) -> None:
        """Raises Cancelled."""
        if self.cancelled():
            raise Cancelled
        now_s = monotonic()
        if now_s - self.said_s >= SAID_EVERY_S:
            self.said_s = now_s
            self.say(progress(self.frames, self.began_at, frame + 1, now_s - self.began_s))

    def joined(self, frames: int) -> None:
        if self.cancelled():
            raise Cancelled
        self.say(Progress("composing", 100 - JOINING_PERCENT * (1 - frames / self.frames), None))

    def say(self, told: Progress) -> None:
        files.replace(self.folder / "progress.json", told)
        self.watch(told)


def progress(frames: int, began_at: int, done: int, took_s: float) -> Progress:
    """`began_at`: frames that an earlier run had made."""
    rate = (done - began_at) / took_s if took_s > 1 else 0.0
    left_s = (frames - done) / rate / (1 - JOINING_PERCENT / 100) if rate else None
    percent = (100 - JOINING_PERCENT) * done / frames
    return Progress("composing", round(percent, 1), None if left_s is None else round(left_s, 1))


def is_made(folder: Path) -> bool:
    """By another composer, for which this one waited."""
    try:
        return files.read(folder / "progress.json", Progress).state == "done"
    except (OSError, ValueError):
        return False


def make(
    folder: Path, threads: int, watch: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> FilmMade | None:
    """None: cancelled. Raises OSError, ValueError and PyAV's errors; progress.json then says that it failed."""
    teller = Teller(folder, 1, watch, cancelled, monotonic())
    teller.say(Progress("composing"))
    try:
        plan = plan_of(folder)
        teller.frames = plan.frames
        return _made(folder, plan, threads, teller)
    except Cancelled:
        teller.say(Progress("cancelled"))
        return None
    except Exception as fault:
        teller.say(Progress("failed", reason=reason(fault)))
        raise


def reason(fault: Exception) -> str:
    """A stable code."""
    if isinstance(fault, NothingRecorded):
        return "nothing_recorded"
    return "no_space" if isinstance(fault, OSError) and fault.errno == ENOSPC else "failed"


class NothingRecorded(ValueError):
    """There is nothing in this stretch of the recording."""


def _made(folder: Path, plan: Plan, threads: int, teller: Teller) -> FilmMade:
    if not plan.cuts:
        raise NothingRecorded
    notes = dict.fromkeys(plan.notes)
    pieces = _parts_folder(folder, plan)
    made: list[Path] = []
    for number, span in enumerate(parts(plan)):
        path = pieces / f"{number:05}.mkv"
        if path.exists():
            teller.began_at += span[1] - span[0]
        else:
            compose(plan, span, path, threads, (notes.setdefault, teller.composed))
        made.append(path)
    join(plan, made, folder / f"film.{CODECS[plan.order.container].suffix}", teller.joined)
    film = FilmMade(plan.frames / FPS, plan.chapters, plan.anchors, tuple(notes))
    files.replace(folder / "film.json", film)
    _remove(pieces)
    teller.say(Progress("done", 100.0, 0.0))
    return film


def _parts_folder(folder: Path, plan: Plan) -> Path:
    """Of this very plan; parts of another one are thrown away."""
    parts_of = folder / "parts"
    mine = parts_of / plan.digest
    if parts_of.exists() and not mine.exists():
        _remove(parts_of)
    for made in (parts_of, mine):  # in the film's own folder, which may have been deleted meanwhile
        made.mkdir(exist_ok=True)
    return mine


def _remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()
