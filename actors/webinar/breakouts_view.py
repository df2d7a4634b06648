"""What a view sees of the breakout rooms."""

from actors.shown import RoomsView, RoomView
from actors.signals import RoomCounts
from actors.webinar.breakouts_state import Room
from actors.webinar.state import Person, State
from actors.webinar.view import View, instant


def rooms(state: State, view: View) -> RoomsView | None:
    """None: there are none open, or this view is not inside."""
    known = state.rooms
    if known is None or view is View.WAITING:
        return None
    shown = tuple(_room(room, view) for room in known.rooms.values())
    return RoomsView(known.assign, known.speak, instant(known.closes_at_ms), shown)


def _room(room: Room, view: View) -> RoomView:
    is_host = view is View.HOSTS
    people = tuple(room.people) if is_host else ()
    return RoomView(room.id, room.name, len(room.people), people, is_host and room.help_by is not None)


def room_counts(state: State) -> RoomCounts | None:
    if state.rooms is None:
        return None
    return RoomCounts({room.id: len(room.people) for room in state.rooms.rooms.values()})


def has_called(state: State, person: Person) -> bool:
    """For a host who is to come into their room."""
    room = state.rooms.rooms.get(person.room or "") if state.rooms else None
    return room is not None and room.help_by == person.id
