"""The page's state as a fold of what the server says: state/*.js."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.client.fake_world import World
from tests.web.test_protocol_md import FROM_SERVER

Fold = Callable[..., Any]

SEQ = 7


@pytest.fixture
def world() -> World:
    made = World()
    made.seq = SEQ
    made.add("Ann", "host")
    made.add("Ben", "presenter", on=("microphone", "camera"))
    made.add("Cem", "attendee")
    made.add("Dee", "attendee", place="waiting")
    return made


@pytest.fixture
def fold(js: Callable[..., Any], world: World) -> Fold:
    """The state of p1, the host, after their snapshot and these events. `people` is a dictionary."""
    run = """(m, events) => {
        const state = events.reduce(m.reduce, m.initialState);
        return { ...state, people: Object.fromEntries(state.people) };
    }"""
    return lambda *events: js("state/reduce.js", run, [world.snapshot("p1"), *events])


def fact(kind: str, seq: int = SEQ + 1, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "seq": seq, "at": "2026-11-22T18:30:00.000Z", **fields}


def test_a_snapshot_replaces_everything_the_server_told(fold: Fold, world: World) -> None:
    stranger = fact("participant_appeared", person={"id": "p9", "name": "Eve", "role": "attendee"})
    state = fold(stranger, world.snapshot("p1"))
    assert list(state["people"]) == ["p1", "p2", "p3", "p4"]
    assert state["people"]["p4"]["place"] == "waiting"
    assert state["you"]["rights"][:2] == ["start", "end"]


def test_a_person_in_the_waiting_room_knows_only_themselves(js: Callable[..., Any], world: World) -> None:
    run = "(m, event) => { const s = m.reduce(m.initialState, event); return [s.you.place, [...s.people.keys()]]; }"
    assert js("state/reduce.js", run, world.snapshot("p4")) == ["waiting", ["p4"]]


def test_a_fact_told_twice_changes_nothing(fold: Fold) -> None:
    on = fact("source_turned_on", participant="p1", source="camera")
    off = fact("source_turned_off", SEQ + 2, participant="p1", source="camera", by="p1")
    assert fold(on, off, on)["people"]["p1"]["on"] == []


def test_the_state_keeps_the_newest_sequence_number(fold: Fold) -> None:
    assert fold(fact("webinar_locked", 12), {"type": "counts", "inside": 3, "waiting": 1})["seq"] == 12


def test_what_the_page_does_not_show_yet_is_passed_over(js: Callable[..., Any], world: World) -> None:
    """Every message of docs/protocol.md is taken, one after the other, and none leaves anything behind by mistake."""
    run = """async (m, snapshot, events) => {
        const { noticesOf } = await import("/client/notices.js");
        const known = Object.keys(m.initialState);
        const take = (state, event) => { noticesOf(event, state); return m.reduce(state, event); };
        const state = events.reduce(take, m.reduce(m.initialState, snapshot));
        return Object.keys(state).filter((key) => !known.includes(key));
    }"""
    told = [example for example in FROM_SERVER if example["type"] != "goodbye"]
    late = [example | {"seq": 1000 + n} if "seq" in example else example for n, example in enumerate(told)]
    assert len(late) > 50
    assert js("state/reduce.js", run, world.snapshot("p1"), late) == []


def test_a_fact_from_a_newer_server_is_counted_and_otherwise_ignored(fold: Fold) -> None:
    assert fold(fact("confetti_thrown", by="p2"))["seq"] == SEQ + 1


@pytest.mark.parametrize(
    ("event", "person", "expected"),
    [
        (fact("source_turned_on", participant="p2", source="screen"), "p2", {"on": ["microphone", "camera", "screen"]}),
        (fact("source_turned_off", participant="p2", source="camera", by="p1"), "p2", {"on": ["microphone"]}),
        (fact("source_blocked", participant="p2", source="microphone"), "p2", {"blocked": ["microphone"]}),
        (fact("role_offered", participant="p3", role="presenter"), "p3", {"offered": "presenter"}),
        (fact("role_changed", participant="p3", role="presenter"), "p3", {"role": "presenter", "offered": None}),
        (fact("role_changed", participant="p2", role="attendee"), "p2", {"role": "attendee", "on": []}),
        (fact("participant_disconnected", participant="p2"), "p2", {"connected": False}),
        (fact("participant_appeared", person={"id": "p4", "name": "Dee", "role": "attendee"}), "p4", {"place": "in"}),
        (
            fact("participant_waits", person={"id": "p8", "name": "Fay", "role": "attendee"}),
            "p8",
            {"place": "waiting", "name": "Fay"},
        ),
    ],
)
def test_a_fact_about_a_person_changes_that_person(
    fold: Fold, event: dict[str, Any], person: str, expected: dict[str, Any]
) -> None:
    changed = fold(event)["people"][person]
    assert {key: changed[key] for key in expected} == expected


@pytest.mark.parametrize("kind", ["participant_left", "participant_disappeared", "participant_denied"])
def test_people_who_go_are_dropped(fold: Fold, kind: str) -> None:
    assert "p2" not in fold(fact(kind, participant="p2", reason="left"))["people"]


def test_turning_everybody_away_empties_the_waiting_room_alone(fold: Fold) -> None:
    assert list(fold(fact("everyone_denied"))["people"]) == ["p1", "p2", "p3"]


def test_the_webinar_starts_locks_and_changes_its_settings(fold: Fold) -> None:
    webinar = fold(fact("webinar_locked"), fact("settings_changed", 9, unmute="hosts"), fact("webinar_started", 10))
    assert webinar["webinar"]["locked"] is True
    assert webinar["webinar"]["settings"] == {"unmute": "hosts"}
    assert webinar["webinar"]["started_at"] == "2026-11-22T18:30:00.000Z"


def test_a_request_to_unmute_concerns_only_the_one_who_is_asked(fold: Fold) -> None:
    assert fold(fact("unmute_requested", participant="p2", by="p1"))["asked"] is None
    assert fold(fact("unmute_requested", participant="p1", by="p2"))["asked"] == {"by": "p2"}


def test_the_latest_of_the_others_to_speak_is_kept(fold: Fold) -> None:
    def speaks(who: str | None) -> dict[str, Any]:
        return {"type": "speakers", "active": who, "speaking": [who] if who else []}

    assert fold(speaks("p2"), speaks("p1"))["speakers"] == {"active": "p1", "speaking": ["p1"], "latest": "p2"}
    assert fold(speaks("p2"), speaks(None))["speakers"]["latest"] == "p2"


def test_the_spotlight_is_the_webinars(fold: Fold) -> None:
    def lit(who: str | None) -> dict[str, object]:
        return {"type": "spotlighted", "seq": 9 if who else 10, "at": "", "participant": who, "by": "p1"}

    assert fold(lit("p2"))["webinar"]["spotlight"] == "p2"
    assert fold(lit("p2"), lit(None))["webinar"]["spotlight"] is None


def test_of_the_seats_only_those_on_display_and_later_are_kept(fold: Fold) -> None:
    def seats(connection: str) -> dict[str, Any]:
        return {"type": "seats", "connection": connection, "seats": ["p2"], "screens": [None]}

    shown = {"type": "watching", "connection": "c2"}
    assert list(fold(seats("c1"), seats("c2"), shown, seats("c3"))["seats"]) == ["c2", "c3"]


def test_there_are_never_more_than_four_notices_and_none_twice(fold: Fold) -> None:
    def toast(number: int, text: str) -> dict[str, Any]:
        return {"type": "toast", "id": number, "text": text}

    texts = ["a", "b", "a", "c", "d", "e"]
    state = fold(*(toast(number, text) for number, text in enumerate(texts)))
    assert [each["text"] for each in state["toasts"]] == ["a", "c", "d", "e"]


def test_an_event_that_changes_nothing_gives_the_same_state_object(js: Callable[..., Any], world: World) -> None:
    run = """(m, snapshot) => {
        const state = m.reduce(m.initialState, snapshot);
        const same = (event) => m.reduce(state, event) === state;
        const repeated = { ...snapshot, type: "webinar_locked" };
        return [same({ type: "unknown" }), same({ type: "panel", value: false }), same(repeated)];
    }"""
    assert js("state/reduce.js", run, world.snapshot("p1")) == [True, True, True]
