"""What a webinar's actor can be told, and what it answers when it is read. The commands stand in `commands.py`.

The file is long because it lists them all.
"""

from datetime import datetime

from attrs import frozen

from actors.facts import WebinarCreated
from actors.ports import Outbox
from actors.router_messages import Record
from actors.signals import Signal
from actors.webinar.commands import Command
from actors.words import (
    InviteId,
    PageId,
    ParticipantId,
    Place,
    RecordingId,
    Registering,
    Role,
    RoomId,
    Status,
    WebinarId,
)

# --- from the web and from participants


@frozen
class Open:
    """The first fact of a new webinar. Answered once it is durable."""

    created: WebinarCreated


@frozen
class Ask:
    """A person's command. `by` comes from the session; the same `command_id` of the same person has one effect."""

    by: ParticipantId | None
    command_id: str
    command: Command


@frozen
class Attend:
    """An outbox that wants everything its person may see, from behind fact `last_seq` on. Once more: a snapshot.

    With a page, which has proven that it is one of theirs, the answer's result is `Attached`.
    """

    by: ParticipantId
    outbox: Outbox
    last_seq: int | None
    page: PageId = ""
    is_new: bool = False  # nobody has been shown anything through it


@frozen
class Unattend:
    by: ParticipantId
    outbox: Outbox


@frozen
class ReadInfo:
    """The webinar in short, as `by` may see it; None: somebody who has not joined."""

    by: ParticipantId | None


@frozen
class ReadPeople:
    """The people list as `by` may see it; a refusal for who is not inside."""

    by: ParticipantId


@frozen
class ReadSnapshot:
    """All that somebody inside may see now."""

    by: ParticipantId


@frozen
class ReadLink:
    """For hosts: what a shared link of that role must say now."""

    by: ParticipantId
    role: Role


@frozen
class FindRoom:
    """Whether this webinar has had such a room. Done: it can be asked by its name from now on."""

    room: RoomId


@frozen
class ReadRooms:
    """The ids of all breakout rooms that this webinar has ever had."""


@frozen
class ReadStanding:
    """Who somebody is here, or was; also when all is over."""

    by: ParticipantId


@frozen
class ReadClaim:
    """Whether this person, or the holder of this invite or registration, was here or registered; also when all is
    over.
    """

    participant: ParticipantId | None = None
    invite: InviteId | None = None


@frozen
class ReadRegistrations:
    """For hosts, also when all is over."""

    by: ParticipantId


@frozen
class ReadRegistration:
    """For whom it is about, who has proven it."""

    registration: InviteId


# --- from its children and from time


@frozen
class Broadcast:
    """The router's, for everybody inside."""

    signal: Signal


@frozen
class RouterStarted:
    """It knows nobody yet."""


@frozen
class Settled:
    """The journal has decided about something."""


@frozen
class CountsDue: ...


@frozen
class TalliesDue: ...


@frozen
class ReactionsDue: ...


@frozen
class EmptyForLong:
    """Nobody has been connected for the time that is allowed."""


@frozen
class RoomsDue:
    """Rosters have changed. `again`: rooms that could not note theirs a while ago."""

    again: tuple[RoomId, ...]


@frozen
class RoomAnswered:
    """What a breakout room says to its roster or its end, or what went wrong between actors."""

    room: RoomId
    answer: object


@frozen
class RoomStarted:
    """It was built, perhaps anew, and may not know who belongs into it."""

    room: RoomId


@frozen
class JournalAgain:
    """The journal failed a moment ago; perhaps it does not any more."""


@frozen
class TellRouter:
    """The router had no room for what it must know about these people."""

    people: tuple[ParticipantId, ...]


@frozen
class RecordRoom:
    """To a breakout room from its webinar: what its router is to record."""

    wish: Record


@frozen
class RecordingDue:
    """Somebody had no room for what they must know about recording."""


@frozen
class RecordingBroke:
    """A router's: nothing is written of this recording any more. `reason`: `disk_full`, `failed`."""

    recording: RecordingId
    reason: str


Message = (
    Open | Ask | Attend | Unattend | ReadInfo | ReadPeople | ReadSnapshot | ReadLink | ReadStanding
    | ReadClaim | ReadRegistrations | ReadRegistration | Broadcast | RouterStarted | Settled | CountsDue | TalliesDue
    | ReactionsDue | EmptyForLong | JournalAgain | TellRouter | FindRoom | ReadRooms | RoomsDue | RoomAnswered
    | RoomStarted | RecordRoom | RecordingDue | RecordingBroke
)  # fmt: skip

# --- what it tells its directory


@frozen
class WebinarChanged:
    """At most once a second, and when it ends. `ended_at_ms`: wall clock."""

    webinar: WebinarId
    status: Status
    inside: int
    ended_at_ms: int | None


@frozen
class WebinarDamaged:
    """Its log cannot be read, and must not be guessed."""

    webinar: WebinarId


# --- what attending answers


@frozen
class Attached:
    """`next_number`: of the one resume token with which this page may come back."""

    page: PageId
    next_number: int


# --- what reading answers


@frozen
class Presenter:
    id: ParticipantId
    name: str
    role: Role


@frozen
class Info:
    id: WebinarId
    title: str
    status: Status
    started_at: datetime | None
    inside: int
    waiting: int
    locked: bool
    presenters: tuple[Presenter, ...]
    questions: int = 0
    open_polls: int = 0
    rooms: int = 0
    description: str = ""
    starts_at: datetime | None = None
    duration_minutes: int | None = None
    capacity: int = 0
    registration: Registering = Registering.OFF
    practice: bool = False
    is_recording: bool = False  # the main room; also while that is paused
    recording_announced: bool = False
    consents: bool = False  # the asker, to being recorded


@frozen
class Standing:
    """`room`: the breakout room they are in."""

    role: Role
    place: Place
    room: RoomId | None = None


@frozen
class Link:
    role: Role
    epoch: int
