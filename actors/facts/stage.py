"""Roles offered and taken, sources turned on and off."""

from attrs import frozen

from actors.words import ParticipantId, Role, Source


@frozen
class RoleOffered:
    """`for_s`: for how long, once taken; None: for good."""

    participant: ParticipantId
    role: Role
    for_s: int | None = None


@frozen
class RoleOfferWithdrawn:
    participant: ParticipantId


@frozen
class RoleOfferDeclined:
    participant: ParticipantId


@frozen
class RoleChanged:
    """`until_ms`: wall clock; a role on stage that ends by itself then."""

    participant: ParticipantId
    role: Role
    until_ms: int | None = None


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
class Spotlighted:
    """Who is in front of everybody; None: nobody any more. `by`: None, because they left the stage."""

    participant: ParticipantId | None
    by: ParticipantId | None = None
