"""Chapters: questions answered live, polls, screens shared, another host, breakout rooms. Few, so that they help."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import evolve

from actors.timeline.values import Chapter, Kind, Timeline

APART_MS: Final = 20_000  # nobody looks for what was that near by
MOST: Final = 100
TITLE_MAX: Final = 80
WEIGHT: Final[dict[Kind, int]] = {"question": 4, "poll": 4, "screen": 3, "rooms": 2, "host": 1}


def chapters(told: Timeline, hosts: Sequence[tuple[str, int]]) -> tuple[Chapter, ...]:
    """In order of time. `hosts`: who was made a host, and when."""
    return tuple(few(sorted(_all(told, hosts), key=lambda chapter: (chapter.at_ms, chapter.title))))


def few(all_: Iterable[Chapter]) -> list[Chapter]:
    """Of two that are near each other the weightier one, the earlier of equals; at most `MOST`, in order of time."""
    kept: list[Chapter] = []
    for chapter in sorted(all_, key=lambda each: (-WEIGHT[each.kind], each.at_ms, each.title)):
        if len(kept) < MOST and all(abs(chapter.at_ms - other.at_ms) >= APART_MS for other in kept):
            kept.append(chapter)
    return sorted(kept, key=lambda chapter: chapter.at_ms)


def _all(told: Timeline, hosts: Sequence[tuple[str, int]]) -> Iterator[Chapter]:
    names = dict(told.names)
    for answering in told.answering:
        chapter = titled(answering.from_ms, "question", answering.text or "A question is answered")
        yield evolve(chapter, author=answering.author)
    for polling in told.polling:
        yield titled(polling.from_ms, "poll", f"Poll: {polling.question}")
    for shared in told.shared:
        if shared.source == "screen" and shared.participant in names:
            chapter = titled(shared.from_ms, "screen", f"{names[shared.participant]} shares a screen")
            yield evolve(chapter, participant=shared.participant)
    for participant, at_ms in hosts:
        if participant in names:
            yield evolve(titled(at_ms, "host", f"{names[participant]} hosts"), participant=participant)
    for at_ms in sorted({room.from_ms for room in told.rooms}):
        yield titled(at_ms, "rooms", "Breakout rooms")


def titled(at_ms: int, kind: Kind, text: str) -> Chapter:
    line = " ".join(text.split())
    return Chapter(at_ms, kind, line if len(line) <= TITLE_MAX else f"{line[: TITLE_MAX - 1].rstrip()}…")
