"""What is asked of the composer and what it says: the values that lie in a film's folder as order.json, progress.json
and film.json. Another process writes the first and reads the others; each file is written beside and renamed.
"""

from typing import Literal, TypeAlias

from attrs import field, frozen
from attrs.validators import ge, le, max_len

Layout: TypeAlias = Literal["speaker", "gallery"]
Container: TypeAlias = Literal["mp4", "webm"]
Preset: TypeAlias = Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium"]
State: TypeAlias = Literal["waiting", "composing", "done", "cancelled", "failed"]

LEAST_PX, MOST_PX = 160, 3840


@frozen
class FilmOrder:
    """`redacted`: people who are neither seen, heard nor named.

    `from_s`, `until_s`: seconds of the recording without its pauses; None: its ends. `preset`: x264's words; webm has
    a speed of its own for each.
    """

    layout: Layout = "speaker"
    container: Container = "mp4"
    redacted: tuple[str, ...] = field(default=(), validator=max_len(1000))
    from_s: float | None = None
    until_s: float | None = None
    width_px: int = field(default=1280, validator=[ge(LEAST_PX), le(MOST_PX)])
    height_px: int = field(default=720, validator=[ge(LEAST_PX), le(MOST_PX)])
    preset: Preset = "veryfast"


@frozen
class Progress:
    """`remaining_s`: None as long as nobody can tell. `reason`: why it failed, a stable code."""

    state: State = "waiting"
    percent: float = 0
    remaining_s: float | None = None
    reason: str = ""


@frozen
class Chapter:
    """`at_s`: of the film."""

    at_s: float
    title: str


@frozen
class Anchor:
    """From this moment of the film on, until the next anchor, its time runs as the wall clock did (Unix seconds)."""

    film_s: float
    wall_s: float


@frozen
class FilmMade:
    """`notes`: what could not be used of the recording, a line each; nothing of it is in the film."""

    duration_s: float
    chapters: tuple[Chapter, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    notes: tuple[str, ...] = ()
