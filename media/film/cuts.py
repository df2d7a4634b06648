"""Which wall time is at which film time: pauses are cut out, and time with nobody on stage is made short."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import frozen

from media.film.edit_list import Span

TITLE_S: Final = 3.0
IDLE_S: Final = 20.0  # longer with nobody on stage, and only
IDLE_SHOWN_S: Final = 4.0  # so much of it is shown
CLOCK_OFF_S: Final = 2.0  # by so little the log's word and the packets' differ as a rule

Piece = tuple[float, float]  # of wall time


@frozen
class Cut:
    """From this film time on, for so long, wall time runs from `wall_s`."""

    film_s: float
    wall_s: float
    duration_s: float


def cuts(spans: Iterable[Piece], busy: Iterable[Piece], from_s: float | None, until_s: float | None) -> list[Cut]:
    """Film time begins behind the title card. `busy`: when anybody was there. `from_s`, `until_s`: of the recording."""
    film_s, made = TITLE_S, []
    for begin, end in idle_shortened(ranged(sorted(spans), from_s or 0.0, until_s), union(busy)):
        made.append(Cut(film_s, begin, end - begin))
        film_s += end - begin
    return made


def ranged(spans: Sequence[Piece], from_s: float, until_s: float | None) -> list[Piece]:
    kept, before = [], 0.0
    for begin, end in spans:
        first = begin + max(0.0, from_s - before)
        last = end if until_s is None else min(end, begin + until_s - before)
        if last > first:
            kept.append((first, last))
        before += end - begin
    return kept


def union(pieces: Iterable[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for begin, end in sorted(pieces):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return joined


def idle_shortened(spans: Sequence[Piece], busy: Sequence[Piece]) -> list[Piece]:
    """`busy` is in order and apart."""
    return [piece for begin, end in spans for piece in _shortened(begin, end, busy)]


def _shortened(begin: float, end: float, busy: Sequence[Piece]) -> Iterator[Piece]:
    kept_from = free_from = begin
    for there, gone in [*busy, (end, end)]:
        if min(there, end) - free_from > IDLE_S:
            yield kept_from, free_from + IDLE_SHOWN_S
            kept_from = min(there, end)
        free_from = min(max(free_from, gone), end)
    if end > kept_from:
        yield kept_from, end


def wall_at(made: Sequence[Cut], film_s: float) -> float | None:
    """None while the title card is shown."""
    at = bisect_right(made, film_s + 1e-6, key=lambda cut: cut.film_s)
    return made[at - 1].wall_s + film_s - made[at - 1].film_s if at else None


def film_at(made: Sequence[Cut], wall_s: float) -> float | None:
    """None where this wall time is not in the film."""
    hits = (cut for cut in made if cut.wall_s <= wall_s < cut.wall_s + cut.duration_s)
    cut = next(hits, None)
    return None if cut is None else cut.film_s + wall_s - cut.wall_s


def recorded(spans: Iterable[Span], clips: Iterable[Piece]) -> list[Piece]:
    """When it ran by the log, held against what there is: an open end is where the last clip ends. What was recorded
    outside of that is in the film all the same: somebody set this server's clock, by which the log goes.
    """
    union_of_clips = union(clips)
    last = union_of_clips[-1][1] if union_of_clips else 0.0
    known = [(span.from_ms / 1000, last if span.until_ms is None else span.until_ms / 1000) for span in spans]
    kept = union((begin, end) for begin, end in known if end > begin)
    if not kept:
        return [(union_of_clips[0][0], last)] if union_of_clips else []
    return union([*kept, *(piece for piece in outside(union_of_clips, kept) if piece[1] - piece[0] > CLOCK_OFF_S)])


def outside(pieces: Iterable[Piece], of: Sequence[Piece]) -> Iterator[Piece]:
    """What of the pieces is in none of those, which are in order and apart."""
    for begin, end in pieces:
        at = begin
        for there, gone in of:
            if there > at:
                yield at, min(there, end)
            at = max(at, min(gone, end))
        yield at, end
