"""What a webinar knows of recordings that have not been stopped, and how those end that end with what they record."""

from collections.abc import Mapping

from attrs import define

from actors import facts as f
from actors.facts import Fact
from actors.words import MAIN, RecordingId


@define
class Recording:
    """Times are wall clock. `paused_ms`: how long it was paused before, the present pause not counted."""

    id: RecordingId
    started_at_ms: int
    paused_at_ms: int | None = None
    paused_ms: int = 0


def all_stopped(recordings: Mapping[str, Recording]) -> list[Fact]:
    """The webinar ends."""
    return [f.RecordingStopped(recording.id, None, "webinar_ended") for recording in recordings.values()]


def rooms_stopped(recordings: Mapping[str, Recording]) -> list[Fact]:
    """The breakout rooms close."""
    of_rooms = (recording for room, recording in recordings.items() if room != MAIN)
    return [f.RecordingStopped(recording.id, None, "room_closed") for recording in of_rooms]
