"""Breakout rooms opened: by lot they are balanced, by list all are where they belong, and nonsense opens nothing."""

from random import Random

import pytest
from hypothesis import given, settings

from actors.webinar import commands as c
from actors.words import Assign, Role
from tests.actors.webinar.test_breakouts import SEEDS, members, opened, rooms, town
from tests.actors.webinar.town import Town


@pytest.mark.parametrize("people", [0, 1, 7, 8, 50])
@pytest.mark.parametrize("count", [1, 3, 8])
def test_by_lot_rooms_differ_by_one_person_at_most(people: int, count: int) -> None:
    made = town(people)
    opened(made, count, Assign.RANDOM)
    assert sum(members(made)) == people
    assert max(members(made)) - min(members(made)) <= 1


def test_hosts_and_presenters_are_not_drawn() -> None:
    made = town(4)
    presenter, co_host = made.inside(Role.PRESENTER), made.inside(Role.CO_HOST)
    opened(made, 2, Assign.RANDOM)
    assert [made.person(each).room for each in (made.host, presenter, co_host)] == [None, None, None]


def test_lists_count_by_id_and_by_name_and_presenters_go_by_them_too() -> None:
    made = town(3)
    presenter = made.inside(Role.PRESENTER, name="Paula")
    guest = made.join("Zoë")
    how = c.OpenRooms(("Red", "Blue"), assign=Assign.MANUAL, lists={"red": (guest,), "Blue": ("PAULA", "Hanna")})
    made.do(made.host, how)
    red, blue = rooms(made)
    assert (made.person(guest).room, made.person(presenter).room, made.person(made.host).room) == (red, blue, None)
    later = made.join("paula")
    assert made.person(later).room == blue


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"count": 0}, "bad_rooms"),
        ({"count": 51}, "bad_rooms"),
        ({}, "bad_rooms"),
        ({"names": ("Red", "red")}, "bad_rooms"),
        ({"names": ("Red", "")}, "bad_rooms"),
        ({"names": ("x" * 61,)}, "bad_rooms"),
        ({"names": ("Red",), "count": 2}, "bad_rooms"),
        ({"count": 2, "for_s": 59}, "bad_time"),
        ({"count": 2, "for_s": 14_401}, "bad_time"),
        ({"names": ("Red",), "lists": {"Blue": ("Ann",)}}, "bad_lists"),
        ({"names": ("Red", "Blue"), "lists": {"Red": ("Ann",), "Blue": ("ann",)}}, "bad_lists"),
        ({"names": ("Red",), "lists": {"Red": ("",)}}, "bad_lists"),
        ({"names": ("Red",), "lists": {"Red": ("x",) * 10_001}}, "bad_lists"),
    ],
)
def test_what_is_no_plan_opens_nothing(how: dict[str, object], code: str) -> None:
    made = town(2)
    assert made.refusal(made.host, c.OpenRooms(**how)) == code  # type: ignore[arg-type]
    assert made.state.rooms is None


def test_rooms_are_opened_once_and_while_it_is_live() -> None:
    early = Town()
    assert early.refusal(early.host, c.OpenRooms(count=1)) == "not_started"
    made = town()
    opened(made)
    assert made.refusal(made.host, c.OpenRooms(count=1)) == "rooms_open"


def test_a_webinar_has_only_so_many_rooms_in_its_life() -> None:
    made = town()
    for _ in range(10):
        opened(made, 50)
        made.do(made.host, c.CloseRooms())
    assert made.refusal(made.host, c.OpenRooms(count=1)) == "too_many_rooms"


@given(seed=SEEDS)
@settings(max_examples=60, deadline=None)
def test_by_lot_rooms_stay_balanced_while_people_come(seed: int) -> None:
    chance, made = Random(seed), town(chance_people := Random(seed).randrange(12))
    opened(made, chance.choice((1, 2, 5)), Assign.RANDOM)
    for n in range(10):
        made.join(f"Late {n}")
    assert sum(members(made)) == chance_people + 10
    assert max(members(made)) - min(members(made)) <= 1
