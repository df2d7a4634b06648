"""Breakout rooms, opened: how many, by what names, who goes where at first."""

from collections.abc import Sequence
from typing import Final

from actors import facts as f
from actors.facts import Fact
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.breakouts import BAD_ROOM_TIME, ROOMS_FOR_S
from actors.webinar.breakouts_assign import Plan, key_of, plan
from actors.webinar.decision import Context, Decision
from actors.webinar.lifecycle import turned_off
from actors.webinar.room_ids import room_id
from actors.webinar.state import State
from actors.webinar.text import NAME_MAX, cleaned
from actors.words import RoomId, Status

COUNT: Final = range(1, 51)
ROOMS_MAX: Final = 500  # of one webinar, whenever
LISTED_MAX: Final = 10_000  # people on lists
ROOM_NAME_MAX: Final = 60

BAD_ROOMS = Refusal(
    "bad_rooms", f"1 to {COUNT[-1]} rooms, by number or by names of 1 to {ROOM_NAME_MAX} characters, all different."
)
BAD_LISTS = Refusal("bad_lists", f"Lists name rooms that are opened, and at most {LISTED_MAX} people, each once.")
TOO_MANY_ROOMS = Refusal("too_many_rooms", f"A webinar has at most {ROOMS_MAX} breakout rooms in its life.")
ROOMS_OPEN = Refusal("rooms_open", "Breakout rooms are open already.")
NOT_STARTED = Refusal("not_started", "Breakout rooms are for a webinar that has started.")


def open_(state: State, command: c.OpenRooms, ctx: Context) -> Decision:
    if state.status is not Status.LIVE:
        return NOT_STARTED
    if state.rooms is not None:
        return ROOMS_OPEN
    names = _names(command)
    if names is None:
        return BAD_ROOMS
    if command.for_s is not None and command.for_s not in ROOMS_FOR_S:
        return BAD_ROOM_TIME
    if len(state.rooms_made) + len(names) > ROOMS_MAX:
        return TOO_MANY_ROOMS
    specs = tuple(f.RoomSpec(room_id(state.id, ctx.new_id()), name) for name in names)
    lists = _lists(command, specs)
    return BAD_LISTS if lists is None else _opened(state, command, ctx, specs, lists)


def _names(command: c.OpenRooms) -> list[str] | None:
    if command.names:
        if command.count not in (None, len(command.names)) or len(command.names) not in COUNT:
            return None
        names = [cleaned(name, ROOM_NAME_MAX) for name in command.names]
    else:
        count = command.count if command.count in COUNT else 0
        names = [f"Room {n + 1}" for n in range(count or 0)]
    kept = [name for name in names if name is not None]
    return kept if kept and len({key_of(name) for name in kept}) == len(names) else None


def _lists(command: c.OpenRooms, specs: Sequence[f.RoomSpec]) -> dict[str, RoomId] | None:
    by_name = {key_of(spec.name): spec.id for spec in specs}
    if sum(map(len, command.lists.values())) > LISTED_MAX:
        return None
    lists: dict[str, RoomId] = {}
    for name, people in command.lists.items():
        room = by_name.get(key_of(cleaned(name, ROOM_NAME_MAX) or ""))
        keys = [cleaned(person, NAME_MAX) for person in people]
        if room is None or None in keys:
            return None
        for key in filter(None, keys):
            if lists.setdefault(key_of(key), room) != room:
                return None
            lists[key] = room  # an id is not to be changed
    return lists


def _opened(
    state: State, command: c.OpenRooms, ctx: Context, specs: tuple[f.RoomSpec, ...], lists: dict[str, RoomId]
) -> list[Fact]:
    closes_at_ms = None if command.for_s is None else ctx.at_ms + 1000 * command.for_s
    inside = [state.people[participant] for participant in state.inside]
    places = plan([spec.id for spec in specs], lists, command.assign, inside, ctx.new_id())
    given = "\n".join(f"{room} {key}" for key, room in lists.items())
    return [
        f.RoomsOpened(specs, command.assign, command.speak, closes_at_ms, ctx.by or ""),
        *([f.RoomListsGiven(specs[0].id, given)] if given else []),
        *_placed(state, places),
    ]


def _placed(state: State, places: Plan) -> list[Fact]:
    people = [state.people[participant] for members in places.values() for participant in members]
    return [*(fact for person in people for fact in turned_off(person, person.id)), f.PeoplePlaced(places)]
