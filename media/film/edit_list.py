"""timeline.json: what the webinar's log says of the time that was recorded. The wire form of actors/timeline's values.

Media knows no facts and no webinars: what is here is what a film needs of them. Times are wall clock, Unix epoch.
"""

from attrs import frozen


@frozen
class OnStage:
    participant: str
    from_ms: int
    until_ms: int | None = None


@frozen
class Spotlit:
    """Large, whoever spoke."""

    participant: str
    from_ms: int
    until_ms: int | None = None


@frozen
class Span:
    from_ms: int
    until_ms: int | None = None


@frozen
class Recorded:
    recording: str
    spans: tuple[Span, ...]


@frozen
class Chapter:
    """`participant`: whom the title names."""

    at_ms: int
    title: str
    participant: str | None = None


@frozen
class EditList:
    title: str = ""
    names: tuple[tuple[str, str], ...] = ()
    forgotten: tuple[str, ...] = ()
    stage: tuple[OnStage, ...] = ()
    spotlit: tuple[Spotlit, ...] = ()
    recordings: tuple[Recorded, ...] = ()
    chapters: tuple[Chapter, ...] = ()
