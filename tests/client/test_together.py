"""Chat, hands and reactions as folds of what the server says: state/{chat,hands,reactions}.js."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.client.fake_world import World

Fold = Callable[..., Any]


@pytest.fixture
def world() -> World:
    made = World()
    made.seq = 7
    made.add("Ann", "host")
    made.add("Ben", "presenter")
    made.add("Cem", "attendee")
    return made


@pytest.fixture
def fold(js: Callable[..., Any], world: World) -> Fold:
    """The state of p1 after their snapshot and these events."""
    run = """(m, events) => {
        const numbered = events.map((event, n) => ("at" in event ? { ...event, seq: 100 + n } : event));
        const { people, ...state } = numbered.reduce(m.reduce, m.initialState);
        return state;
    }"""
    return lambda *events: js("state/reduce.js", run, [world.snapshot("p1"), *events])


def message(number: int, author: str = "p2", **fields: Any) -> dict[str, Any]:
    sent = {"id": f"m{number}", "author": author, "name": "Ben", "to": "everyone", "recipient": None, "text": "Hi"}
    return {"type": "message_appeared", "at": "", "message": sent | fields}


def ids(state: Any) -> list[str]:
    return [each["id"] for each in state["messages"]]


READING = {"type": "chat-reading", "value": True}
AWAY = {"type": "chat-reading", "value": False}
SENDING = {"type": "chat-sending", "message": {"id": "k1", "text": "Hello", "to": "everyone", "recipient": None}}


def test_what_came_while_nobody_looked_is_unread_from_its_first_message_on(fold: Fold) -> None:
    unseen = fold(message(1), message(2, "p1"), message(3))
    assert (unseen["unread"], unseen["unreadFrom"]) == (2, "m1")
    read = fold(message(1), message(3), READING, message(4))
    assert (read["unread"], read["unreadFrom"]) == (0, "m1")
    again = fold(message(1), READING, AWAY, message(5))
    assert (again["unread"], again["unreadFrom"]) == (1, "m5")


def test_a_message_appears_once_and_goes_when_it_is_deleted(fold: Fold) -> None:
    gone = {"type": "message_disappeared", "at": "", "message": "m1"}
    assert ids(fold(message(1), message(1), message(2))) == ["m1", "m2"]
    assert ids(fold(message(1), message(2), gone)) == ["m2"]


def test_a_message_is_pending_until_its_fact_whichever_comes_first_answer_or_fact(fold: Fold) -> None:
    sent = {"type": "chat-sent", "id": "k1", "message": "m9"}
    assert [each["id"] for each in fold(SENDING)["pending"]] == ["k1"]
    assert fold(SENDING, sent)["pending"][0]["server"] == "m9"
    assert fold(SENDING, sent, message(9, "p1"))["pending"] == []
    own = message(9, "p1", text="Hello")
    assert fold(SENDING, own)["pending"] == fold(SENDING, own, sent)["pending"] == []
    assert fold(SENDING, message(9, "p1"), sent)["pending"] == []


def test_a_refused_message_stays_with_its_reason_and_can_be_tried_again(fold: Fold) -> None:
    refused = {"type": "chat-refused", "id": "k1", "code": "slow_mode", "slowUntilMs": 5000}
    state = fold(SENDING, refused)
    assert (state["pending"][0]["error"], state["slowUntilMs"]) == ("slow_mode", 5000)
    assert fold(SENDING, refused, SENDING)["pending"][0]["error"] is None
    assert fold(SENDING, refused, {"type": "chat-dropped", "id": "k1"})["pending"] == []


def test_older_messages_stand_before_the_others_and_survive_a_snapshot(fold: Fold, world: World) -> None:
    older = [message(n)["message"] for n in (1, 2)]
    page = {"type": "chat-page", "messages": older, "more": False}
    snapshot = world.snapshot("p1") | {"messages": [message(n)["message"] for n in (3, 4)]}
    state = fold(snapshot, page, snapshot)
    assert (ids(state), state["older"]) == (["m1", "m2", "m3", "m4"], "none")


def test_what_came_during_a_lost_connection_is_unread_but_nothing_that_was_there_before_me(
    fold: Fold, world: World
) -> None:
    told = world.snapshot("p1") | {"messages": [message(1)["message"]]}
    assert fold(told)["unread"] == 1
    world.snapshot = lambda pid: told | {"of": pid}  # type: ignore[method-assign]
    assert fold()["unread"] == 0


def test_words_of_somebody_who_is_forgotten_are_blank(fold: Fold) -> None:
    state = fold(message(1), {"type": "person_forgotten", "at": "", "participant": "p2"})
    assert (state["messages"][0]["text"], state["messages"][0]["name"]) == ("", "")


def hand(who: str) -> dict[str, Any]:
    return {"type": "hand_appeared", "at": "", "hand": {"participant": who, "name": who, "raised_at": ""}}


def test_hands_are_a_queue_that_shrinks_when_people_go_or_come_on_stage(fold: Fold) -> None:
    def queue(*events: dict[str, Any]) -> list[str]:
        return [each["participant"] for each in fold(hand("p2"), hand("p3"), hand("p4"), *events)["hands"]]

    assert queue({"type": "hand_disappeared", "at": "", "participant": "p3"}) == ["p2", "p4"]
    assert queue({"type": "participant_left", "at": "", "participant": "p2", "reason": "left"}) == ["p3", "p4"]
    assert queue({"type": "role_changed", "at": "", "participant": "p4", "role": "presenter"}) == ["p2", "p3"]
    assert queue({"type": "all_hands_lowered", "at": ""}) == []


def test_ones_own_place_in_the_queue_and_right_to_write_follow_the_server(fold: Fold) -> None:
    assert fold({"type": "your_hand", "place": 3})["you"]["hand"] == 3
    assert fold({"type": "chat_blocked", "at": "", "participant": "p1"})["you"]["chat_blocked"] is True


def test_each_batch_of_reactions_is_a_new_one_even_if_it_counts_the_same(fold: Fold) -> None:
    clap = {"type": "reactions", "clap": 12}
    assert fold(clap, clap)["reactions"] == {"number": 2, "counts": {"clap": 12}}
