"""Facts as they are shown to a view: most as they are, comings and goings as entries of that view's lists.

The wire's `type` is the class name in snake_case. Nothing here is ever stored.
"""

from attrs import define, field, frozen

from actors.facts import Fact
from actors.words import ParticipantId, Role, Source


@frozen
class PersonView:
    """`blocked` and `offered` are shown to hosts alone; to others they are empty."""

    id: ParticipantId
    name: str
    role: Role
    on: tuple[Source, ...]
    blocked: tuple[Source, ...]
    connected: bool
    offered: Role | None


@frozen
class WaitingPerson:
    id: ParticipantId
    name: str
    role: Role


@frozen
class ParticipantAppeared:
    """In the people list from now on, and in no other."""

    person: PersonView


@frozen
class ParticipantDisappeared:
    """No longer in the people list; why is not for this view to know."""

    participant: ParticipantId


@frozen
class ParticipantWaits:
    """In the waiting room, which hosts alone see."""

    person: WaitingPerson


Shown = Fact | ParticipantAppeared | ParticipantDisappeared | ParticipantWaits


@define(eq=False)
class ShownFact:
    """One object for all outboxes of a view; `encoded` is for the web layer, so that it is encoded once."""

    seq: int
    at_ms: int  # wall clock, Unix epoch
    fact: Shown
    encoded: bytes | None = field(default=None, repr=False)
