"""People as others see them, and how they come and go in a people list."""

from datetime import datetime

from attrs import frozen

from actors.words import ParticipantId, Role, Source


@frozen
class PersonView:
    """`blocked`, `offered`, `offered_for_s`, `chat_blocked`, `captioner` and `consents` are shown to hosts alone; to
    others they are empty.

    `stage_until`: a role on stage that ends by itself then. `consents`: to being recorded.
    """

    id: ParticipantId
    name: str
    role: Role
    on: tuple[Source, ...]
    blocked: tuple[Source, ...]
    connected: bool
    offered: Role | None
    offered_for_s: int | None = None
    stage_until: datetime | None = None
    chat_blocked: bool = False
    captioner: bool = False
    consents: bool = False


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
