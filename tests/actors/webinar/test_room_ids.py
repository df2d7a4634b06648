"""Ids of breakout rooms, and the actors behind them."""

from actors.webinar.room_ids import actor_name, home_of, is_room, room_id


def test_a_rooms_id_says_whose_room_it_is() -> None:
    room = room_id("w1", "r1")
    assert (room, is_room(room), home_of(room)) == ("w1.r1", True, "w1")
    assert (is_room("w1"), home_of("w1")) == (False, "w1")


def test_a_rooms_actor_is_below_its_webinars() -> None:
    assert actor_name("w1") == "webinar:w1"
    assert actor_name("w1.r1") == "webinar:w1/room:r1"
