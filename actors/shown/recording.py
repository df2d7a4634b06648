"""A recording as everybody is shown it."""

from datetime import datetime

from attrs import frozen

from actors.words import RecordingId


@frozen
class RecordingView:
    """`room`: a RoomId, or MAIN. `paused_ms`: how long it was paused before, the present pause not counted."""

    id: RecordingId
    room: str
    started_at: datetime
    paused_at: datetime | None
    paused_ms: int
