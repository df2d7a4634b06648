"""Who is on stage and what they send."""

from attrs import frozen

from actors.words import ParticipantId, Role, Source


@frozen
class Invite:
    """Offers a higher role; nothing changes until the person accepts. `for_s`: a role on stage for so long."""

    participant: ParticipantId
    role: Role = Role.PRESENTER
    for_s: int | None = None


@frozen
class WithdrawInvitation:
    participant: ParticipantId


@frozen
class AcceptInvitation: ...


@frozen
class DeclineInvitation: ...


@frozen
class Demote:
    """Takes effect at once; a host cannot be demoted."""

    participant: ParticipantId
    role: Role = Role.ATTENDEE


@frozen
class TurnOn:
    """My own source: packets of it are forwarded from now on."""

    source: Source


@frozen
class TurnOff:
    source: Source


@frozen
class Spotlight:
    """Large for everybody, whoever speaks; None: nobody any more."""

    participant: ParticipantId | None
