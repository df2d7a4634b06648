"""Who came, waited, went, and who is here."""

from attrs import frozen

from actors.words import InviteId, ParticipantId, Role


@frozen
class ParticipantJoined:
    """Someone came to the door for the first time. `waiting`: stands in the waiting room."""

    participant: ParticipantId
    name: str
    role: Role
    waiting: bool


@frozen
class InviteUsed:
    """A personal invite belongs to one person from now on; a fact of its own, for nobody is shown another's invite."""

    participant: ParticipantId
    invite: InviteId


@frozen
class ParticipantReturned:
    """Someone who had left came back with the same identity, role, mutes."""

    participant: ParticipantId
    waiting: bool


@frozen
class ParticipantAdmitted:
    participant: ParticipantId


@frozen
class EveryoneAdmitted:
    """All who waited are in: one fact, not ten thousand."""


@frozen
class ParticipantDenied:
    participant: ParticipantId


@frozen
class EveryoneDenied:
    """All who waited were sent away."""


@frozen
class ParticipantLeft:
    """`reason`: `left`, `absent` (no sign of life for long), `removed`, `banned`."""

    participant: ParticipantId
    reason: str


@frozen
class ParticipantConnected:
    participant: ParticipantId


@frozen
class ParticipantDisconnected:
    participant: ParticipantId


@frozen
class ParticipantUnbanned:
    participant: ParticipantId
