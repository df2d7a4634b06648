"""Breakout rooms, as the webinar decides them: moved into, left, called from, closed, merged; opened next door.

It alone says who is where, and everybody is in one place: `Person.room`, or the main room. The rooms themselves are
actors below this one (`room.py`), and follow. Somebody in a room sends and receives nothing in the main room.
"""

from collections.abc import Iterable
from typing import Final

from attrs import asdict

from actors import facts as f
from actors.facts import Fact
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.breakouts_assign import late
from actors.webinar.breakouts_state import Room, Rooms
from actors.webinar.consent import CONSENT_NEEDED, asks_consent
from actors.webinar.decision import Context, Decision
from actors.webinar.lifecycle import turned_off
from actors.webinar.recording_state import rooms_stopped
from actors.webinar.state import Person, State, go_to
from actors.webinar.text import cleaned_lines
from actors.words import HOSTS, Assign, ParticipantId, Place, RoomId

BROADCAST_MAX: Final = 1000
ROOMS_FOR_S: Final = range(60, 14_401)

BAD_ROOM_TIME = Refusal("bad_time", f"Breakout rooms are open for {ROOMS_FOR_S[0]} to {ROOMS_FOR_S[-1]} seconds.")
BAD_BROADCAST = Refusal("bad_text", f"A broadcast has 1 to {BROADCAST_MAX} visible characters.")
ROOMS_NOT_OPEN = Refusal("rooms_not_open", "No breakout rooms are open.")
NO_SUCH_ROOM = Refusal("no_such_room", "There is no such breakout room now.")
NOT_YOUR_ROOM = Refusal("not_your_room", "This is not the room you were assigned to.")
NOT_IN_A_ROOM = Refusal("not_in_room", "You are not in a breakout room.")


# --- moving


def move_to(state: State, command: c.MoveToRoom, ctx: Context) -> Decision:
    if state.rooms is None:
        return ROOMS_NOT_OPEN
    if command.room is not None and command.room not in state.rooms.rooms:
        return NO_SUCH_ROOM
    return moving(state, state.people[command.participant], command.room, ctx.by or "")


def enter(state: State, command: c.EnterRoom, ctx: Context) -> Decision:
    person = state.people[ctx.by or ""]
    if state.rooms is None:
        return ROOMS_NOT_OPEN
    if command.room not in state.rooms.rooms:
        return NO_SUCH_ROOM
    is_free = person.role in HOSTS or state.rooms.assign is Assign.CHOOSE
    if not is_free and state.rooms.assigned.get(person.id) != command.room:
        return NOT_YOUR_ROOM
    if asks_consent(state, command.room) and not person.consents:
        return CONSENT_NEEDED
    return moving(state, person, command.room, person.id)


def leave(state: State, _: c.LeaveRoom, ctx: Context) -> Decision:
    person = state.people[ctx.by or ""]
    return NOT_IN_A_ROOM if person.room is None else moving(state, person, None, person.id)


def moving(state: State, person: Person, room: RoomId | None, by: ParticipantId) -> list[Fact]:
    """What they sent in the main room goes off with it. A host who comes in answers a call for help."""
    if person.room == room:
        return []
    calls = state.rooms is not None and room is not None and state.rooms.rooms[room].help_by is not None
    answered = [f.HelpAnswered(room, person.id)] if calls and room is not None and person.role in HOSTS else []
    return [*turned_off(person, by), f.PersonMoved(person.id, room, by), *answered]


def with_late(state: State, facts: list[Fact]) -> list[Fact]:
    """Whoever comes in while rooms are open goes to theirs at once."""
    if state.rooms is None or any(isinstance(fact, f.RoomsClosed) for fact in facts):
        return facts
    people = [person for fact in facts for person in _arriving(state, fact)]
    places = late(state.rooms, people)
    if len(people) > 1:
        return [*facts, f.PeoplePlaced(places)] if places else facts
    return [*facts, *(f.PersonMoved(each, room, each) for room, members in places.items() for each in members)]


def _arriving(state: State, fact: Fact) -> Iterable[Person]:
    match fact:
        case f.ParticipantJoined(participant, name, role, False):
            return [Person(id=participant, name=name, role=role, place=Place.IN)]
        case f.ParticipantReturned(participant, False) | f.ParticipantAdmitted(participant):
            return [state.people[participant]]
        case f.EveryoneAdmitted():
            return [state.people[participant] for participant in state.waiting]
    return []


# --- talking


def broadcast(state: State, command: c.BroadcastToRooms, ctx: Context) -> Decision:
    text = cleaned_lines(command.text, BROADCAST_MAX)
    if state.rooms is None:
        return ROOMS_NOT_OPEN
    return BAD_BROADCAST if text is None else [f.RoomsBroadcast(ctx.by or "", text)]


def call_for_help(state: State, _: c.CallForHelp, ctx: Context) -> Decision:
    person = state.people[ctx.by or ""]
    if state.rooms is None or person.room is None:
        return NOT_IN_A_ROOM
    return [] if state.rooms.rooms[person.room].help_by else [f.HelpCalled(person.id, person.room)]


def answer_help(state: State, command: c.AnswerHelp, ctx: Context) -> Decision:
    room = state.rooms.rooms.get(command.room) if state.rooms else None
    if room is None:
        return NO_SUCH_ROOM
    return [f.HelpAnswered(room.id, ctx.by or "")] if room.help_by else []


# --- closing


def extend(state: State, command: c.ExtendRooms, ctx: Context) -> Decision:
    if state.rooms is None:
        return ROOMS_NOT_OPEN
    ends_ms = max(state.rooms.closes_at_ms or ctx.at_ms, ctx.at_ms) + 1000 * command.for_s
    if command.for_s not in ROOMS_FOR_S or ends_ms > ctx.at_ms + 1000 * ROOMS_FOR_S[-1]:
        return BAD_ROOM_TIME
    return [f.RoomsExtended(ends_ms, ctx.by or "")]


def close(state: State, _: c.CloseRooms, __: Context) -> Decision:
    return ROOMS_NOT_OPEN if state.rooms is None else _closing(state, "host")


def time_up(state: State, command: c.RoomsTimeUp, _: Context) -> Decision:
    is_time = state.rooms is not None and state.rooms.closes_at_ms == command.closes_at_ms
    return _closing(state, "time") if is_time else []


def _closing(state: State, reason: str) -> list[Fact]:
    return [*rooms_stopped(state.recordings), f.RoomsClosed(reason)]


def merge(state: State, command: c.MergeRoom, _: Context) -> Decision:
    if command.room not in state.merging:
        return []
    return [f.RoomMerged(name=state.merging[command.room], **asdict(command, recurse=False))]


# --- what the facts do


def opened(state: State, fact: f.RoomsOpened) -> None:
    rooms = {spec.id: Room(spec.id, spec.name) for spec in fact.rooms}
    state.rooms = Rooms(fact.assign, fact.speak, state.at_ms, fact.closes_at_ms, rooms)
    state.rooms_made.update(dict.fromkeys(rooms))


def lists_given(state: State, fact: f.RoomListsGiven) -> None:
    if state.rooms is not None:
        pairs = (line.partition(" ") for line in fact.lists.splitlines())
        state.rooms.lists = {key: room for room, _, key in pairs}


def people_placed(state: State, fact: f.PeoplePlaced) -> None:
    for room, members in fact.people.items():
        for participant in members:
            _put(state, state.people[participant], room)


def person_moved(state: State, fact: f.PersonMoved) -> None:
    person = state.people[fact.participant]
    if fact.room is None:
        go_to(state, person, None)
    else:
        _put(state, person, fact.room)


def _put(state: State, person: Person, room: RoomId) -> None:
    go_to(state, person, room)
    if state.rooms is not None and person.role not in HOSTS:
        state.rooms.assigned[person.id] = room


def help_called(state: State, fact: f.HelpCalled) -> None:
    if state.rooms is not None:
        state.rooms.rooms[fact.room].help_by = fact.participant


def help_answered(state: State, fact: f.HelpAnswered) -> None:
    if state.rooms is not None:
        state.rooms.rooms[fact.room].help_by = None


def extended(state: State, fact: f.RoomsExtended) -> None:
    if state.rooms is not None:
        state.rooms.since_ms, state.rooms.closes_at_ms = state.at_ms, fact.closes_at_ms


def closed(state: State, _: f.RoomsClosed) -> None:
    if state.rooms is None:
        return
    for room in state.rooms.rooms.values():
        for participant in list(room.people):
            go_to(state, state.people[participant], None)
        state.merging[room.id] = room.name
    state.rooms = None


def merged(state: State, fact: f.RoomMerged) -> None:
    state.merging.pop(fact.room, None)
