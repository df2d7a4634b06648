"""A webinar's beginning and end, and going."""

from attrs import frozen

from actors.words import Registering


@frozen
class Start: ...


@frozen
class End: ...


@frozen
class Reschedule:
    """What is announced. Only what is not None changes; "" and 0 take away again.

    `starts_at`: ISO 8601 with its offset from UTC. `duration_minutes`: 5 to 1440. `capacity`: people, waiting ones
    included; at most what the server allows.
    """

    title: str | None = None
    description: str | None = None
    starts_at: str | None = None
    duration_minutes: int | None = None
    capacity: int | None = None
    registration: Registering | None = None


@frozen
class BeginPractice:
    """Those on stage try things out among themselves, while the audience waits; `Start` ends it too."""


@frozen
class EndPractice: ...


@frozen
class Leave: ...
