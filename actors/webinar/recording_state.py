"""What a webinar knows of one recording that has not been stopped."""

from attrs import define

from actors.words import RecordingId


@define
class Recording:
    """Times are wall clock. `paused_ms`: how long it was paused before, the present pause not counted."""

    id: RecordingId
    started_at_ms: int
    paused_at_ms: int | None = None
    paused_ms: int = 0
