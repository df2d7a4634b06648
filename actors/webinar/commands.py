"""Everything a webinar can be told, one class each; the wire's `type` is the class name in snake_case.

Who sends a command is never in it: identity comes from the session. Who may send it stands in `rights.py`.
`SPOKEN` are the commands a person can send; `INNER` come from our own web and actor code alone.
"""

from attrs import frozen

from actors.words import InviteId, ParticipantId, Role, Source, WaitingRoom, Who

# --- the webinar's life


@frozen
class Start: ...


@frozen
class End: ...


@frozen
class Leave: ...


# --- the waiting room


@frozen
class Admit:
    participant: ParticipantId


@frozen
class AdmitAll: ...


@frozen
class Deny:
    participant: ParticipantId


@frozen
class DenyAll: ...


# --- the stage


@frozen
class Invite:
    """Offers a higher role; nothing changes until the person accepts."""

    participant: ParticipantId
    role: Role = Role.PRESENTER


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


# --- moderation


@frozen
class Mute:
    """`hard`: may not unmute until `Allow`."""

    participant: ParticipantId
    hard: bool = False


@frozen
class MuteAll:
    """Everybody on stage but hosts, co-hosts."""

    hard: bool = False


@frozen
class StopVideo:
    participant: ParticipantId
    hard: bool = False


@frozen
class StopShare:
    participant: ParticipantId
    hard: bool = False


@frozen
class Allow:
    """Lifts a hard mute or stop. The person turns it on themselves; the server never does."""

    participant: ParticipantId
    source: Source


@frozen
class AskToUnmute:
    """Shows the person a request; consent is theirs."""

    participant: ParticipantId


@frozen
class Kick:
    """Out now; may join anew through a link."""

    participant: ParticipantId


@frozen
class Ban:
    """Out, and the person's tokens and personal invite no longer open the door."""

    participant: ParticipantId


@frozen
class Unban:
    participant: ParticipantId


# --- the house


@frozen
class Lock: ...


@frozen
class Unlock: ...


@frozen
class ChangeSettings:
    """Only what is not None changes."""

    unmute: Who | None = None
    share: Who | None = None
    chat: Who | None = None
    ask: Who | None = None
    see_people: Who | None = None
    waiting_room: WaitingRoom | None = None
    invite_required: bool | None = None


@frozen
class RotateLinks:
    """Every earlier invite link of that role stops working; joining then needs an invite."""

    role: Role


@frozen
class IssueInvite:
    """A personal invite: one person, one role. `label` is the host's note, at most 80 characters."""

    role: Role
    label: str = ""


# --- from our own code, never from the wire


@frozen
class Join:
    """Somebody at the door, identity already proven by `web/auth.py`.

    `returning` is the participant whose token was shown; `role` and `link_epoch` come from a shared link's claims,
    `invite` from a personal invite's.
    """

    name: str
    returning: ParticipantId | None = None
    role: Role | None = None
    invite: InviteId | None = None
    link_epoch: int | None = None


@frozen
class Connected:
    """The first socket of a person opened."""


@frozen
class Disconnected:
    """The last socket of a person has been gone for the grace time."""


@frozen
class Absent:
    """A person has been gone, or has never come, for so long that their place is free again."""


@frozen
class Expire:
    """Nobody has been here for long: the webinar ends by itself."""


SPOKEN = (
    Start | End | Leave
    | Admit | AdmitAll | Deny | DenyAll
    | Invite | WithdrawInvitation | AcceptInvitation | DeclineInvitation | Demote | TurnOn | TurnOff
    | Mute | MuteAll | StopVideo | StopShare | Allow | AskToUnmute | Kick | Ban | Unban
    | Lock | Unlock | ChangeSettings | RotateLinks | IssueInvite
)  # fmt: skip
INNER = Join | Connected | Disconnected | Absent | Expire
Command = SPOKEN | INNER
