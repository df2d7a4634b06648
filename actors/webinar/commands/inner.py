"""What only our own web and actor code tells a webinar, never the wire."""

from attrs import frozen

from actors.facts import RoomPoll
from actors.words import InviteId, PageId, ParticipantId, PollId, RecordingId, Role, RoomId, Speak


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
    consent: bool = False  # to being recorded


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


@frozen
class Resume:
    """A page shows its resume token. See `SessionResumed`."""

    page: PageId
    number: int


@frozen
class PollTimeUp:
    """A round's time is over."""

    poll: PollId
    round: int


@frozen
class StageTimeUp:
    """A role on stage was for a time, and that is over. `until_ms`: which time, as in `RoleChanged`."""

    participant: ParticipantId
    until_ms: int


@frozen
class Register:
    """Somebody at the registration desk. `web/` has checked that `email` has the form of an address."""

    name: str
    email: str


@frozen
class WithdrawRegistration:
    """By whom it is about. Also when all is over."""

    registration: InviteId


@frozen
class ForgetPerson:
    """Destroys what is personal about somebody, whose right to ask for it `web/` has checked. Also when all is over."""

    participant: ParticipantId


@frozen
class RoomsTimeUp:
    """The time of the breakout rooms is over. `closes_at_ms`: which, as in `RoomsOpened` and `RoomsExtended`."""

    closes_at_ms: int


@frozen
class MergeRoom:
    """A closed room's log has ended durably: what of it goes into its webinar's. See `RoomMerged`."""

    room: RoomId
    head: str
    facts: int
    people: int
    messages: int
    questions: int
    polls: tuple[RoomPoll, ...]


@frozen
class CaptureEnded:
    """Nothing is written of a recording any more. `reason`: `disk_full`, `failed`."""

    recording: RecordingId
    reason: str


@frozen
class Expected:
    """Somebody who belongs into a room, with their role in the webinar."""

    id: ParticipantId
    name: str
    role: Role
    consents: bool = False  # to being recorded


@frozen
class KeepRoster:
    """To a room: who is in it, as its webinar says; everybody else is not. The first one begins it."""

    name: str
    speak: Speak
    capacity: int
    people: tuple[Expected, ...]


@frozen
class CloseRoom:
    """To a room: it is over. Answered with what it leaves, as often as it is asked."""

    name: str
    speak: Speak
    capacity: int
