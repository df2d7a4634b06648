"""The captions as the log has them, whole: what a file of them is made from. Pure."""

from collections.abc import Iterable
from itertools import pairwise

from attrs import evolve, frozen

from actors import facts as f
from actors.ports import StoredFact

SHORTEST_MS = 100  # a caption that the next one chases away stands at least so long


@frozen
class Cue:
    """Wall clock, Unix epoch. `until_ms` is behind `from_ms`."""

    from_ms: int
    until_ms: int
    language: str
    text: str


def cues(log: Iterable[StoredFact], language: str | None = None) -> list[Cue]:
    """In the order of their times; of one language (None: all). Each ends where the next of its language begins.

    Words of somebody who has been forgotten are empty in the log, and so not here.
    """
    said = [
        Cue(fact.from_ms, max(fact.until_ms, fact.from_ms + SHORTEST_MS), fact.language, fact.text)
        for fact in (stored.fact for stored in log)
        if isinstance(fact, f.CaptionSaid) and fact.text and language in (None, fact.language)
    ]
    said.sort(key=lambda cue: cue.from_ms)
    tracks = {tag: [cue for cue in said if cue.language == tag] for tag in {cue.language for cue in said}}
    apart = [cue for track in tracks.values() for cue in _one_at_a_time(track)]
    return sorted(apart, key=lambda cue: (cue.from_ms, cue.language))


def languages(log: Iterable[StoredFact]) -> list[str]:
    return sorted({stored.fact.language for stored in log if isinstance(stored.fact, f.CaptionSaid)})


def _one_at_a_time(track: list[Cue]) -> Iterable[Cue]:
    for cue, following in pairwise(track):
        until_ms = max(min(cue.until_ms, following.from_ms), cue.from_ms + SHORTEST_MS)
        yield evolve(cue, until_ms=until_ms)
    yield from track[-1:]
