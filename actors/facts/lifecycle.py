"""A webinar's beginning and end."""

from attrs import frozen

from actors.words import ParticipantId


@frozen
class WebinarCreated:
    title: str
    host: ParticipantId
    host_name: str
    capacity: int
    stage_capacity: int


@frozen
class WebinarStarted: ...


@frozen
class WebinarEnded:
    """`reason`: `host` or `expired`."""

    reason: str
