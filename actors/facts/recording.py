"""Recordings of the main room and of breakout rooms, as their webinar's log has them. `room`: a RoomId, or `MAIN`."""

from attrs import frozen

from actors.words import ParticipantId, RecordingId


@frozen
class RecordingStarted:
    recording: RecordingId
    room: str
    by: ParticipantId


@frozen
class RecordingPaused:
    recording: RecordingId
    by: ParticipantId


@frozen
class RecordingResumed:
    recording: RecordingId
    by: ParticipantId


@frozen
class RecordingStopped:
    """For good. `by` None: it ended by itself.

    `reason`: `host`, `webinar_ended`, `room_closed`, `disk_full`, `failed`.
    """

    recording: RecordingId
    by: ParticipantId | None
    reason: str


@frozen
class ConsentGiven:
    """To being recorded, for all of this webinar. Of whom there is none, no track is recorded."""

    participant: ParticipantId
