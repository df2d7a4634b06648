"""Who goes into which room, as plain arithmetic. That it holds in a webinar stands in `test_breakouts.py`."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from actors.webinar.breakouts_assign import key_of, late, listed, plan
from actors.webinar.breakouts_state import Room, Rooms
from actors.webinar.state import Person
from actors.words import Assign, Place, Role, Speak


def person(number: int, role: Role = Role.ATTENDEE, name: str = "") -> Person:
    return Person(id=f"p{number}", name=name or f"Guest {number}", role=role, place=Place.IN)


def rooms(**people: list[str]) -> Rooms:
    made = {name: Room(name, name, dict.fromkeys(members)) for name, members in people.items()}
    return Rooms(Assign.RANDOM, Speak.EVERYONE, 0, None, made)


@given(people=st.integers(0, 60), count=st.integers(1, 50), seed=st.text(max_size=8), on_list=st.integers(0, 5))
def test_each_is_in_one_room_and_rooms_are_balanced(people: int, count: int, seed: str, on_list: int) -> None:
    names = [f"r{n}" for n in range(count)]
    lists = {f"p{n}": names[n % count] for n in range(on_list)}
    placed = plan(names, lists, Assign.RANDOM, [person(n) for n in range(people)], seed)
    everybody = Counter(member for members in placed.values() for member in members)
    assert everybody == Counter(f"p{n}" for n in range(people))
    sizes = [len(placed.get(name, ())) for name in names]
    assert max(sizes) - min(sizes) <= 1 or on_list > count


def test_another_lot_is_another_order_and_the_same_lot_the_same() -> None:
    people = [person(n) for n in range(30)]
    one, same, other = (plan(["a", "b"], {}, Assign.RANDOM, people, seed) for seed in ("x", "x", "y"))
    assert one == same != other


def test_only_lists_place_people_where_nobody_is_drawn() -> None:
    people = [person(1, name="Zoë"), person(2), person(3, Role.HOST), person(4, Role.PRESENTER)]
    lists = {key_of("ZOË"): "a", "p3": "a", "p4": "b"}
    assert plan(["a", "b"], lists, Assign.MANUAL, people, "") == {"a": ("p1",), "b": ("p4",)}
    assert listed({"p1": "a", key_of("Zoë"): "b"}, people[0]) == "a"


def test_late_ones_go_where_they_were_then_by_list_then_where_there_are_fewest() -> None:
    known = rooms(a=["x", "y"], b=["z"])
    known.assigned, known.lists = {"p1": "a"}, {"p2": "a"}
    people = [person(1), person(2), person(3), person(4, Role.PRESENTER), person(5, Role.HOST)]
    assert late(known, people) == {"a": ("p1", "p2"), "b": ("p3",)}
    known.assign = Assign.CHOOSE
    assert late(known, [person(3)]) == {}
