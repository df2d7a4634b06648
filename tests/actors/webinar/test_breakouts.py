"""Breakout rooms as the webinar decides them: everybody is in one place, whatever happens in what order."""

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.apply import fold
from actors.webinar.copying import copied
from actors.webinar.state import State
from actors.words import Assign, Place, Role, Source, WaitingRoom
from tests.actors.webinar.town import Town


def town(people: int = 0, **settings: object) -> Town:
    made = Town(**settings).live()
    for n in range(people):
        made.inside(name=f"Guest {n}")
    return made


def rooms(town: Town) -> list[str]:
    assert town.state.rooms is not None
    return list(town.state.rooms.rooms)


def members(town: Town) -> list[int]:
    assert town.state.rooms is not None
    return [len(room.people) for room in town.state.rooms.rooms.values()]


def opened(town: Town, count: int = 2, assign: Assign = Assign.MANUAL, **how: object) -> list[str]:
    town.do(town.host, c.OpenRooms(count=count, assign=assign, **how))  # type: ignore[arg-type]
    return rooms(town)


def check_places(state: State) -> None:
    """Everybody inside is in the main room or in one room that is open; nobody else is in any."""
    known = state.rooms.rooms if state.rooms else {}
    listed = Counter(participant for room in known.values() for participant in room.people)
    assert not [participant for participant, times in listed.items() if times > 1]
    for person in state.people.values():
        assert person.room is None or (person.room in known and person.place is Place.IN)
        assert (person.id in listed) == (person.room is not None)
        if person.room is not None:
            assert person.id in known[person.room].people
            assert not person.on


def test_who_is_moved_sends_nothing_in_the_main_room() -> None:
    made = town()
    presenter = made.on_air()
    red, _ = opened(made)
    made.do(made.host, c.MoveToRoom(presenter, red))
    assert made.person(presenter).room == red
    assert not made.person(presenter).on
    assert made.refusal(presenter, c.TurnOn(Source.CAMERA)) == "in_room"
    made.do(presenter, c.LeaveRoom())
    made.do(presenter, c.TurnOn(Source.CAMERA))


def test_who_was_assigned_may_leave_and_come_back_to_that_room_alone() -> None:
    made = town()
    guest = made.inside()
    red, blue = opened(made)
    assert made.refusal(guest, c.EnterRoom(red)) == "not_your_room"
    assert made.refusal(guest, c.LeaveRoom()) == "not_in_room"
    made.do(made.host, c.MoveToRoom(guest, red))
    made.do(guest, c.LeaveRoom())
    assert made.refusal(guest, c.EnterRoom(blue)) == "not_your_room"
    made.do(guest, c.EnterRoom(red))
    assert made.person(guest).room == red
    assert made.refusal(guest, c.EnterRoom("w1.nothing")) == "no_such_room"


def test_hosts_hop_and_everybody_does_where_people_choose() -> None:
    made = town()
    guest = made.inside()
    red, blue = opened(made, 2, Assign.CHOOSE)
    for who in (made.host, guest):
        made.do(who, c.EnterRoom(red))
        made.do(who, c.EnterRoom(blue))
        assert made.person(who).room == blue


def test_who_comes_late_goes_where_there_are_fewest_and_who_comes_back_where_they_were() -> None:
    made = town(3)
    opened(made, 2, Assign.RANDOM)
    late = made.join("Late")
    assert members(made) == [2, 2]
    home = made.person(late).room
    made.do(late, c.Leave())
    assert (made.person(late).room, sorted(members(made))) == (None, [1, 2])
    made.do(None, c.Join("", returning=late))
    assert made.person(late).room == home


def test_whoever_waited_goes_to_a_room_when_let_in() -> None:
    made = town(waiting_room=WaitingRoom.ALWAYS)
    one, *others = [made.join(f"W{n}") for n in range(5)]
    opened(made, 2, Assign.RANDOM)
    made.do(made.host, c.Admit(one))
    made.do(made.host, c.AdmitAll())
    assert all(made.person(each).room is not None for each in (one, *others))
    assert sorted(members(made)) == [2, 3]


def test_a_call_for_help_stands_until_a_host_comes_or_says_so() -> None:
    made = town()
    guest = made.inside()
    red, _ = opened(made)
    assert made.refusal(guest, c.CallForHelp()) == "not_in_room"
    made.do(made.host, c.MoveToRoom(guest, red))
    assert made.do(guest, c.CallForHelp()) == [f.HelpCalled(guest, red)]
    assert made.do(guest, c.CallForHelp()) == []
    assert f.HelpAnswered(red, made.host) in made.do(made.host, c.EnterRoom(red))
    made.do(guest, c.CallForHelp())
    assert made.do(made.host, c.AnswerHelp(red)) == [f.HelpAnswered(red, made.host)]
    assert made.do(made.host, c.AnswerHelp(red)) == []


def test_a_broadcast_is_for_rooms_that_are_open() -> None:
    made = town()
    assert made.refusal(made.host, c.BroadcastToRooms("Hello")) == "rooms_not_open"
    opened(made)
    assert made.refusal(made.host, c.BroadcastToRooms(" ")) == "bad_text"
    assert made.do(made.host, c.BroadcastToRooms("Hello")) == [f.RoomsBroadcast(made.host, "Hello")]


def test_time_is_up_only_for_the_time_that_holds() -> None:
    made = town()
    opened(made, for_s=60)
    first = made.state.rooms.closes_at_ms or 0  # type: ignore[union-attr]
    (longer,) = made.do(made.host, c.ExtendRooms(60))
    assert isinstance(longer, f.RoomsExtended)
    assert longer.closes_at_ms == first + 60_000
    assert made.do(None, c.RoomsTimeUp(first)) == []
    assert made.refusal(made.host, c.ExtendRooms(14_400)) == "bad_time"
    assert made.do(None, c.RoomsTimeUp(longer.closes_at_ms)) == [f.RoomsClosed("time")]


def test_everybody_is_back_when_rooms_close_or_the_webinar_ends() -> None:
    for ending in (c.CloseRooms(), c.End()):
        made = town(4)
        opened(made, 2, Assign.RANDOM)
        made.do(made.host, ending)
        assert {person.room for person in made.state.people.values()} == {None}
        assert list(made.state.merging.values()) == ["Room 1", "Room 2"]


def test_a_closed_room_is_merged_once_also_after_the_end() -> None:
    made = town()
    red, _ = opened(made)
    made.do(made.host, c.End())
    merge = c.MergeRoom(red, "00ff", 9, 1, 2, 3, ())
    assert made.do(None, merge) == [f.RoomMerged(red, "Room 1", "00ff", 9, 1, 2, 3, ())]
    assert made.do(None, merge) == []


def test_a_forgotten_person_is_on_no_list() -> None:
    made = town()
    guest = made.inside()
    made.do(made.host, c.OpenRooms(("Red",), assign=Assign.MANUAL, lists={"Red": ("Gus",)}))
    made.do(None, c.ForgetPerson(guest))
    assert made.state.rooms is not None
    assert made.state.rooms.lists == {}


SEEDS = st.integers(0, 2**32)


@given(seed=SEEDS, assign=st.sampled_from(Assign))
@settings(max_examples=150, deadline=None)
def test_in_whatever_order_people_move_leave_and_come_back_everybody_is_in_one_place(seed: int, assign: Assign) -> None:
    chance, made = Random(seed), town(6)
    made.inside(Role.CO_HOST)
    made.on_air()
    for _ in range(60):
        said = _something(made, chance, assign)
        made.ask(*said)
        check_places(made.state)
    made.do(None, c.Join("", returning=made.host))
    made.ask(made.host, c.CloseRooms())
    assert not made.state.rooms
    assert {person.room for person in made.state.people.values()} == {None}
    assert fold("w1", made.log) == made.state
    assert copied(made.state) == made.state


def _something(town: Town, chance: Random, assign: Assign) -> tuple[str | None, c.Command]:
    anybody = chance.choice(list(town.state.people))
    room = chance.choice([*(rooms(town) if town.state.rooms else ()), "w1.nothing"])
    return chance.choice(
        [
            (town.host, c.OpenRooms(count=chance.choice((1, 2, 3)), assign=assign, lists={"Room 1": ("Guest 1",)})),
            (town.host, c.MoveToRoom(anybody, chance.choice((room, room, None)))),
            (anybody, c.EnterRoom(room)),
            (anybody, c.LeaveRoom()),
            (anybody, c.CallForHelp()),
            (anybody, c.Leave()),
            (None, c.Join("", returning=anybody)),
            (None, c.Join("Guest 1")),
            (anybody, c.Connected()),
            (anybody, c.Disconnected()),
            (anybody, c.Absent()),
            (town.host, c.Kick(anybody)),
            (town.host, c.Demote(anybody)),
            (anybody, c.TurnOn(Source.CAMERA)),
            (town.host, c.ChangeSettings(waiting_room=chance.choice((WaitingRoom.ALWAYS, WaitingRoom.OFF)))),
            (town.host, c.AdmitAll()),
            (None, c.ForgetPerson(anybody)) if chance.random() < 0.2 else (anybody, c.LeaveRoom()),
            (town.host, c.CloseRooms()) if chance.random() < 0.3 else (anybody, c.EnterRoom(room)),
        ]
    )


def test_a_refusal_moves_nobody() -> None:
    made = town(2)
    red, _ = opened(made)
    before = copied(made.state)
    guest = next(each for each in made.state.people if each != made.host)
    assert isinstance(made.ask(guest, c.MoveToRoom(made.host, red)), Refusal)
    assert made.state == before
