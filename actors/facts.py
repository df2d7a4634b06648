"""Everything that can have happened in a webinar: past tense, plain values, the only thing that is stored.

State is the fold of these (`actors/webinar/apply.py`). The wire's and the journal's `type` is the class name in snake_case.
Once a class has been journalled its fields stay readable for ever: new fields get defaults.
"""

from attrs import frozen

from actors.words import InviteId, ParticipantId, Role, Source, WaitingRoom, Who


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


@frozen
class ParticipantJoined:
    """Someone came to the door for the first time. `waiting`: stands in the waiting room."""

    participant: ParticipantId
    name: str
    role: Role
    waiting: bool
    invite: InviteId | None = None


@frozen
class ParticipantReturned:
    """Someone who had left came back with the same identity, role, mutes."""

    participant: ParticipantId
    waiting: bool


@frozen
class ParticipantAdmitted:
    participant: ParticipantId


@frozen
class ParticipantDenied:
    participant: ParticipantId


@frozen
class ParticipantLeft:
    """`reason`: `left`, `removed`, `banned`."""

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


@frozen
class RoleOffered:
    participant: ParticipantId
    role: Role


@frozen
class RoleOfferWithdrawn:
    participant: ParticipantId


@frozen
class RoleOfferDeclined:
    participant: ParticipantId


@frozen
class RoleChanged:
    participant: ParticipantId
    role: Role


@frozen
class SourceTurnedOn:
    participant: ParticipantId
    source: Source


@frozen
class SourceTurnedOff:
    """`by` is the participant who did it: the owner or a host."""

    participant: ParticipantId
    source: Source
    by: ParticipantId


@frozen
class SourceBlocked:
    """A hard mute (or hard stop): the owner may not turn it on until `SourceAllowed`."""

    participant: ParticipantId
    source: Source


@frozen
class SourceAllowed:
    participant: ParticipantId
    source: Source


@frozen
class UnmuteRequested:
    participant: ParticipantId
    by: ParticipantId


@frozen
class WebinarLocked: ...


@frozen
class WebinarUnlocked: ...


@frozen
class SettingsChanged:
    """All settings as they now are."""

    unmute: Who
    share: Who
    chat: Who
    ask: Who
    see_people: Who
    waiting_room: WaitingRoom
    invite_required: bool


@frozen
class LinksRotated:
    role: Role
    epoch: int


@frozen
class InviteIssued:
    invite: InviteId
    role: Role
    label: str


Fact = (
    WebinarCreated | WebinarStarted | WebinarEnded
    | ParticipantJoined | ParticipantReturned | ParticipantAdmitted | ParticipantDenied | ParticipantLeft
    | ParticipantConnected | ParticipantDisconnected | ParticipantUnbanned
    | RoleOffered | RoleOfferWithdrawn | RoleOfferDeclined | RoleChanged
    | SourceTurnedOn | SourceTurnedOff | SourceBlocked | SourceAllowed | UnmuteRequested
    | WebinarLocked | WebinarUnlocked | SettingsChanged | LinksRotated | InviteIssued
)  # fmt: skip
