"""What a webinar knows: the fold of its facts, and nothing else.

Changed only by the functions that `apply.py` lists; every index here (who is inside, who waits, who is on stage) is
kept by `move` and `recast` alone, so that a join into a full house costs no walk over ten thousand people.
"""

from attrs import define, field, frozen

from actors.webinar.breakouts_state import Rooms
from actors.webinar.interaction import Interaction
from actors.webinar.recording_state import Recording
from actors.webinar.remembered import Answers
from actors.webinar.room_ids import is_room
from actors.words import (
    STAGE,
    InviteId,
    PageId,
    ParticipantId,
    Place,
    Registering,
    RegistrationStatus,
    Role,
    RoomId,
    Source,
    Status,
    WaitingRoom,
    WebinarId,
    Who,
)

GONE_SPARE = 1000  # beside one full house of people who left or were sent away, how many more we know by their token
LISTED = 200  # how many of the audience a people list shows to others than hosts: each arrival is told to every viewer
NOTHING: frozenset[Source] = frozenset()


@define
class Person:
    """Somebody who has been at the door. `was_in`: once inside, so the waiting room and a lock no longer stop them."""

    id: ParticipantId
    name: str
    role: Role
    place: Place
    was_in: bool = False
    connected: bool = False
    on: frozenset[Source] = NOTHING
    blocked: frozenset[Source] = NOTHING
    offered: Role | None = None
    offered_for_s: int | None = None
    stage_since_ms: int | None = None  # both wall clock, of a role on stage that is for a time and ends by itself
    stage_until_ms: int | None = None
    consents: bool = False  # to being recorded
    room: RoomId | None = None  # where they are while they are in; None: the main room
    invite: InviteId | None = None
    pages: dict[PageId, int] = field(factory=dict)  # the number of the resume token each has used last
    pages_void: int = 0  # the highest number used by a page that is no longer known


@frozen
class Settings:
    """What a host may set; see `ChangeSettings`."""

    unmute: Who = Who.STAGE
    share: Who = Who.STAGE
    chat: Who = Who.EVERYONE
    ask: Who = Who.EVERYONE
    see_people: Who = Who.STAGE
    waiting_room: WaitingRoom = WaitingRoom.UNTIL_START
    invite_required: bool = False
    direct: Who = Who.HOSTS  # who may write to one person; hosts may always, and always be written to
    slow_mode_s: int = 0  # between two messages of one person who is not on stage
    review_questions: bool = False
    anonymous_questions: bool = True
    reactions: bool = True
    recording_announced: bool = False  # it will be recorded: whoever comes in consents beforehand


@define
class Registration:
    """Both empty once they are forgotten."""

    name: str
    email: str
    status: RegistrationStatus = RegistrationStatus.PENDING


@define
class PersonalInvite:
    """One person, one role. `used_by` is whom it belongs to since its first use."""

    role: Role
    label: str
    used_by: ParticipantId | None = None


@frozen
class Plan:
    """What is announced beside the title; see `Rescheduled`."""

    description: str = ""
    starts_at_ms: int | None = None
    duration_minutes: int | None = None
    registration: Registering = Registering.OFF


@define
class State:
    """`seq` and `at_ms` are those of the last fact applied. The dicts without values are sets that keep their order."""

    id: WebinarId
    seq: int = 0
    at_ms: int = 0
    title: str = ""
    host: ParticipantId = ""
    status: Status = Status.WAITING
    started_at_ms: int | None = None
    ended_at_ms: int | None = None
    locked: bool = False
    capacity: int = 0  # people, waiting ones included
    stage_capacity: int = 0  # hosts, co-hosts and presenters together
    capacity_limit: int = 0  # the most that `capacity` may become
    settings: Settings = Settings()
    plan: Plan = Plan()
    practice: bool = False  # those on stage are among themselves
    people: dict[ParticipantId, Person] = field(factory=dict)
    inside: dict[ParticipantId, None] = field(factory=dict)
    waiting: dict[ParticipantId, None] = field(factory=dict)
    stage: dict[ParticipantId, None] = field(factory=dict)  # stage roles inside or waiting; the host at all times
    roll: dict[ParticipantId, None] = field(factory=dict)  # those inside whom a people list has room for
    gone: dict[ParticipantId, None] = field(factory=dict)
    let_go: bool = False  # there were people whom this no longer knows
    connected: dict[ParticipantId, None] = field(factory=dict)
    banned: dict[ParticipantId, None] = field(factory=dict)
    banned_invites: dict[InviteId, None] = field(factory=dict)
    invites: dict[InviteId, PersonalInvite] = field(factory=dict)
    registrations: dict[InviteId, Registration] = field(factory=dict)
    emails: dict[str, InviteId] = field(factory=dict)  # of registrations, in one case
    epochs: dict[Role, int] = field(factory=lambda: {Role.PRESENTER: 0, Role.ATTENDEE: 0})
    rooms: Rooms | None = None  # the breakout rooms that are open
    merging: dict[RoomId, str] = field(factory=dict)  # closed rooms that have yet to leave what they leave; names
    rooms_made: dict[RoomId, None] = field(factory=dict)
    spotlight: ParticipantId | None = None  # who is large for everybody; on stage as long as they are that
    recordings: dict[str, Recording] = field(factory=dict)  # by room, or MAIN; one that is stopped is not here
    recordings_made: int = 0
    interaction: Interaction = field(factory=Interaction)
    answers: Answers = field(factory=Answers)

    @property
    def is_room(self) -> bool:
        """A breakout room itself, and who is in it is decided elsewhere."""
        return is_room(self.id)

    @property
    def is_full(self) -> bool:
        return len(self.inside) + len(self.waiting) >= self.capacity

    @property
    def stage_is_full(self) -> bool:
        return len(self.stage) >= self.stage_capacity


def arrive(state: State, person: Person) -> None:
    """A newcomer is known from now on; someone long gone may be forgotten for it."""
    state.people[person.id] = person
    move(state, person, person.place)
    while len(state.gone) > state.capacity + GONE_SPARE:
        forgotten = next(iter(state.gone))
        del state.gone[forgotten], state.people[forgotten]
        state.let_go = True
        state.answers.forget(forgotten)
        state.interaction.forget(forgotten)


def move(state: State, person: Person, place: Place) -> None:
    """Everything that depends on where a person is."""
    person.place = place
    person.was_in = person.was_in or place is Place.IN
    _keep(state.inside, person.id, place is Place.IN)
    _keep(state.waiting, person.id, place is Place.WAITING)
    _keep(state.roll, person.id, place is Place.IN and (person.id in state.roll or len(state.roll) < LISTED))
    _keep(state.banned, person.id, place is Place.BANNED)
    _keep(state.gone, person.id, place in FORGETTABLE and person.role is not Role.HOST)
    if place is not Place.IN:
        go_to(state, person, None)
    if place not in HERE:
        person.on, person.connected = NOTHING, False
        person.offered = person.offered_for_s = None
        state.connected.pop(person.id, None)
    recast(state, person, person.role)


def go_to(state: State, person: Person, room: RoomId | None) -> None:
    """Into a breakout room, or None: the main room. From wherever they are: nobody is in two."""
    rooms = {} if state.rooms is None else state.rooms.rooms
    if person.room in rooms:
        rooms[person.room].people.pop(person.id, None)
    person.room = room
    if room in rooms:
        rooms[room].people[person.id] = None


def recast(state: State, person: Person, role: Role) -> None:
    """Everything that depends on a person's role. A raised hand does, and on being inside."""
    person.role = role
    on_stage = role is Role.HOST or (role in STAGE and person.place in HERE)
    _keep(state.stage, person.id, on_stage)
    if role in STAGE or person.place is not Place.IN:
        state.interaction.hands.pop(person.id, None)


HERE = frozenset({Place.IN, Place.WAITING})
FORGETTABLE = frozenset({Place.LEFT, Place.DENIED, Place.REMOVED})


def _keep(index: dict[ParticipantId, None], participant: ParticipantId, belongs: bool) -> None:
    if belongs:
        index.setdefault(participant)
    else:
        index.pop(participant, None)
