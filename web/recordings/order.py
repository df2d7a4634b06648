"""What is asked of the composer and what it says: the files that lie between it and us, as classes. See media/film.

Kept apart from the composer's own: web imports no media, and of these files the composer may write more than we read.
"""

from typing import Final, Literal, TypeAlias

from attrs import frozen

Layout: TypeAlias = Literal["speaker", "gallery"]
Container: TypeAlias = Literal["mp4", "webm"]
Viewers: TypeAlias = Literal["hosts", "participants"]
Preset: TypeAlias = Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium"]
State: TypeAlias = Literal["waiting", "composing", "done", "cancelled", "failed"]

SIZES_PX: Final = range(160, 3841)  # of a film, either way
ENDED: Final = frozenset({"done", "cancelled", "failed"})


@frozen
class FilmOrder:
    """`redacted`: people who are neither seen nor heard. `from_s`, `until_s`: of the recording; None: its ends.
    `preset`: how much time is taken for a smaller file.
    """

    layout: Layout = "speaker"
    container: Container = "mp4"
    redacted: tuple[str, ...] = ()
    from_s: float | None = None
    until_s: float | None = None
    width_px: int = 1280
    height_px: int = 720
    preset: Preset = "veryfast"


@frozen
class Progress:
    """`remaining_s`: None as long as nobody can tell. `reason`: why it failed."""

    state: State = "waiting"
    percent: float = 0
    remaining_s: float | None = None
    reason: str = ""


@frozen
class Published:
    """Whom a host has let see the film: besides hosts everybody who was there or registered, or nobody."""

    viewers: Viewers


@frozen
class Chapter:
    at_s: float
    title: str


@frozen
class Anchor:
    """From this moment of the film on, until the next anchor, its time runs as the wall clock did."""

    film_s: float
    wall_s: float


@frozen
class FilmMade:
    duration_s: float
    chapters: tuple[Chapter, ...] = ()
    anchors: tuple[Anchor, ...] = ()


@frozen
class Manifest:
    """As media/recording writes it. `room`: a breakout room's id, or "main"."""

    recording: str
    webinar: str
    room: str
    started_wall_s: float
