"""Everything that can have happened in a webinar: past tense, plain values, the only thing that is stored.

State is the fold of these (`actors/webinar/apply.py`). The journal's `type` is the class name in snake_case; what of it
goes over the wire, and to whom, stands in `actors/webinar/views.py`.
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
    | ParticipantJoined | InviteUsed | ParticipantReturned | ParticipantLeft
    | ParticipantAdmitted | EveryoneAdmitted | ParticipantDenied | EveryoneDenied
    | ParticipantConnected | ParticipantDisconnected | ParticipantUnbanned
    | RoleOffered | RoleOfferWithdrawn | RoleOfferDeclined | RoleChanged
    | SourceTurnedOn | SourceTurnedOff | SourceBlocked | SourceAllowed | UnmuteRequested
    | WebinarLocked | WebinarUnlocked | SettingsChanged | LinksRotated | InviteIssued
)  # fmt: skip
