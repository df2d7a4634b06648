"""Passing information that needs no place in the log: of one kind the latest wins.

The wire's `type` is the class name in snake_case.
"""

from collections.abc import Mapping

from attrs import frozen

from actors.words import ParticipantId


@frozen
class Seats:
    """Who sits where in one watch connection; the index is the seat, None an empty one."""

    connection: str
    seats: tuple[ParticipantId | None, ...]
    screens: tuple[ParticipantId | None, ...]


@frozen
class Speakers:
    """`speaking`: everybody who speaks now; `active`: the one to show large, who stays so through a pause."""

    active: ParticipantId | None
    speaking: tuple[ParticipantId, ...]


@frozen
class Quality:
    """How people's connections are doing: good, fair, poor or lost. Whoever is not named is as before."""

    people: Mapping[ParticipantId, str]


@frozen
class Counts:
    """How many are inside and how many wait; only hosts are told the latter, others see 0."""

    inside: int
    waiting: int


@frozen
class ConnectionEnded:
    """`reason`: timeout, replaced, revoked, closed. The one signal that no later one makes up for: never conflated."""

    connection: str
    reason: str


Signal = Seats | Speakers | Quality | Counts | ConnectionEnded


@frozen
class Hear:
    """The message with which a signal reaches one participant's actor, and so all that person's sessions."""

    signal: Signal
