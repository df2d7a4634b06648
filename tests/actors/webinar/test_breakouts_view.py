"""What is seen of breakout rooms: hosts see who is where and who calls, others how many."""

from actors.shown import RoomsView, RoomView
from actors.webinar import commands as c
from actors.webinar.breakouts_view import has_called, room_counts, rooms
from actors.webinar.snapshots import Gallery
from actors.webinar.view import View
from actors.words import Assign, Speak
from tests.actors.webinar.town import Town


def called() -> tuple[Town, str, str]:
    town = Town().live()
    ann = town.inside()
    town.do(town.host, c.OpenRooms(("Red", "Blue"), assign=Assign.MANUAL))
    assert town.state.rooms is not None
    red = next(iter(town.state.rooms.rooms))
    town.do(town.host, c.MoveToRoom(ann, red))
    town.do(ann, c.CallForHelp())
    return town, ann, red


def test_hosts_see_people_and_calls_and_others_numbers() -> None:
    town, ann, red = called()
    for view, people, calls in ((View.HOSTS, (ann,), True), (View.STAGE, (), False), (View.AUDIENCE, (), False)):
        seen = rooms(town.state, view)
        assert isinstance(seen, RoomsView)
        assert (seen.assign, seen.speak, seen.closes_at) == (Assign.MANUAL, Speak.EVERYONE, None)
        assert seen.rooms[0] == RoomView(red, "Red", 1, people, calls)
        assert [room.count for room in seen.rooms] == [1, 0]


def test_who_waits_sees_no_rooms_and_nobody_does_where_there_are_none() -> None:
    town, _, _ = called()
    assert rooms(town.state, View.WAITING) is None
    assert room_counts(town.state) is not None
    town.do(town.host, c.CloseRooms())
    assert (rooms(town.state, View.HOSTS), room_counts(town.state)) == (None, None)


def test_one_is_told_ones_own_room_and_whether_it_waits_for_a_host() -> None:
    town, ann, red = called()
    assert has_called(town.state, town.person(ann))
    gallery = Gallery(town.state)
    you = gallery.snapshot(ann).you
    assert (you.room, you.help_called) == (red, True)
    assert (gallery.snapshot(town.host).you.room, gallery.snapshot(town.host).you.help_called) == (None, False)
