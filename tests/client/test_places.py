"""The hall and its rooms in one page's state: state/places.js."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.client.fake_world import World

Fold = Callable[..., Any]


@pytest.fixture
def fold(js: Callable[..., Any]) -> Fold:
    """What a person sees after the hall's snapshot and these events, as [title, newest fact, the hall's title]."""
    hall = World(title="Hall")
    hall.seq = 50
    hall.add("Ann", "host")
    run = """(m, events) => {
        const state = events.reduce(m.reduce, m.initialState);
        return [state.webinar.title, state.seq, state.hall?.webinar.title ?? null, state.hall?.seq ?? null, state.tab];
    }"""
    return lambda *events: js("state/reduce.js", run, [hall.snapshot("p1"), *events])


def entering(name: str) -> dict[str, Any]:
    room = World(title=name)
    room.seq = 3
    room.add("Ann", "host")
    return {"type": "room-entered", "snapshot": room.snapshot("p1")}


LOCKED = {"type": "webinar_locked", "at": ""}
LEFT = {"type": "room-left"}


def test_in_a_room_the_page_is_the_rooms_and_the_hall_goes_on_behind_it(fold: Fold) -> None:
    in_hall = {"type": "in-hall", "event": LOCKED | {"seq": 51}}
    assert fold(entering("Red")) == ["Red", 3, "Hall", 50, "people"]
    assert fold(entering("Red"), LOCKED | {"seq": 4}) == ["Red", 4, "Hall", 50, "people"]
    assert fold(entering("Red"), in_hall) == ["Red", 3, "Hall", 51, "people"]
    assert fold(entering("Red"), in_hall, LEFT) == ["Hall", 51, None, None, "people"]


def test_from_room_to_room_there_is_one_hall_still(fold: Fold) -> None:
    assert fold(entering("Red"), entering("Blue")) == ["Blue", 3, "Hall", 50, "people"]
    assert fold(entering("Red"), entering("Blue"), LEFT) == ["Hall", 50, None, None, "people"]


def test_what_is_of_the_page_stays_when_the_place_changes(fold: Fold) -> None:
    chat = {"type": "tab", "value": "chat"}
    assert fold(chat, entering("Red"))[4] == "chat"
    assert fold(entering("Red"), chat, LEFT)[4] == "chat"


def test_without_a_room_there_is_nothing_to_leave_and_the_hall_hears_for_itself(fold: Fold) -> None:
    assert fold(LEFT, {"type": "in-hall", "event": LOCKED | {"seq": 51}}) == ["Hall", 51, None, None, "people"]
