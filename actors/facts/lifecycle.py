"""A webinar's beginning and end."""

from attrs import frozen

from actors.words import ParticipantId, Registering


@frozen
class WebinarCreated:
    title: str
    host: ParticipantId
    host_name: str
    capacity: int
    stage_capacity: int
    description: str = ""
    starts_at_ms: int | None = None  # wall clock; when it is meant to begin
    duration_minutes: int | None = None
    registration: Registering = Registering.OFF
    capacity_limit: int = 0  # the server's, when it was made; 0: it has the most it may have


@frozen
class Rescheduled:
    """What was announced, all as it now is."""

    title: str
    description: str
    starts_at_ms: int | None
    duration_minutes: int | None
    capacity: int
    registration: Registering


@frozen
class PracticeBegan:
    """Those on stage try things out among themselves; the start ends it too."""


@frozen
class PracticeEnded: ...


@frozen
class WebinarStarted: ...


@frozen
class WebinarEnded:
    """`reason`: `host` or `expired`."""

    reason: str
