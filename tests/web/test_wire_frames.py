"""What the server says, as a client reads it; what it hears stands in test_wire."""

import json
from typing import Any

import attrs
import pytest

from actors.facts import RoleChanged, SettingsChanged, SourceTurnedOff, WebinarStarted
from actors.media_commands import Opened
from actors.ports import Done, Goodbye, Refusal
from actors.shown import MessageAppeared, MessageView, ParticipantAppeared, PersonView, ShownFact, WaitingPerson
from actors.signals import (
    ConnectionEnded,
    Counts,
    PollResults,
    Quality,
    QuestionVotes,
    Seats,
    Speakers,
    YourBallot,
    YourHand,
    YourUpvotes,
)
from actors.webinar.snapshots import Snapshot, WaitingWebinar
from actors.webinar.view import moment
from actors.webinar.you import You
from actors.words import ChatTo, Place, Role, Source, Status, WaitingRoom, Who
from web import wire
from web.wire import (
    answer_frame,
    fact_frame,
    goodbye_frame,
    signal_frame,
    snapshot_frame,
    tag,
)


def payload(frame: bytes) -> Any:
    """What a client reads in one of our frames."""
    start = {126: 4, 127: 10}.get(frame[1], 2)
    return json.loads(frame[start:])


def test_answers_say_what_they_answer() -> None:
    assert payload(answer_frame("7", Done(41))) == {"answer": "7", "ok": True, "seq": 41, "result": None}
    opened = payload(answer_frame("7", Done(None, Opened("c1", "v=0"))))
    assert opened == {"answer": "7", "ok": True, "seq": None, "result": {"connection": "c1", "sdp": "v=0"}}
    error = {"code": "not_allowed", "message": "No.", "retry_after_ms": None}
    assert payload(answer_frame(None, Refusal("not_allowed", "No."))) == {"answer": None, "ok": False, "error": error}


def test_a_fact_has_its_type_number_time_and_fields() -> None:
    assert payload(fact_frame(ShownFact(42, 0, RoleChanged("p1", Role.PRESENTER)))) == {
        "type": "role_changed",
        "seq": 42,
        "at": "1970-01-01T00:00:00.000Z",
        "participant": "p1",
        "role": "presenter",
        "until_ms": None,
    }


def test_times_are_utc_with_milliseconds() -> None:
    assert payload(fact_frame(ShownFact(1, 0, WebinarStarted())))["at"] == "1970-01-01T00:00:00.000Z"
    assert payload(fact_frame(ShownFact(1, 1_000_123, WebinarStarted())))["at"] == "1970-01-01T00:16:40.123Z"


def test_a_fact_is_encoded_once_for_all_who_see_it(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = ShownFact(42, 0, SourceTurnedOff("p1", Source.CAMERA, "p2"))
    first = fact_frame(shown)
    monkeypatch.setattr(wire, "write", None)
    assert fact_frame(shown) is first


def test_facts_with_people_inside_are_written_whole() -> None:
    person = PersonView("p1", "Ann", Role.HOST, (Source.MICROPHONE,), (), connected=True, offered=None)
    fact = payload(fact_frame(ShownFact(1, 0, ParticipantAppeared(person))))
    assert fact["type"] == "participant_appeared"
    assert fact["person"] == {
        "id": "p1",
        "name": "Ann",
        "role": "host",
        "on": ["microphone"],
        "blocked": [],
        "connected": True,
        "offered": None,
        "offered_for_s": None,
        "stage_until": None,
        "chat_blocked": False,
        "captioner": False,
        "consents": False,
    }


@pytest.mark.parametrize(
    ("signal", "wanted"),
    [
        (Seats("c3", ("p1", None), ("p2",)), {"connection": "c3", "seats": ["p1", None], "screens": ["p2"]}),
        (Speakers("p1", ("p1", "p3")), {"active": "p1", "speaking": ["p1", "p3"]}),
        (Quality({"p1": "good"}), {"people": {"p1": "good"}}),
        (Counts(812, 3), {"inside": 812, "waiting": 3}),
        (PollResults("b1", 2, (3, 0), 3), {"poll": "b1", "round": 2, "tally": [3, 0], "voters": 3}),
        (QuestionVotes({"q1": 7}), {"votes": {"q1": 7}}),
        (YourBallot("b1", 2, (0,), "r1"), {"poll": "b1", "round": 2, "choices": [0], "receipt": "r1"}),
        (YourUpvotes(("q1",)), {"questions": ["q1"]}),
        (YourHand(None), {"place": None}),
        (ConnectionEnded("c3", "timeout"), {"connection": "c3", "reason": "timeout"}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_signals_have_their_type_and_fields(signal: Any, wanted: dict[str, object]) -> None:
    for _ in range(2):
        assert payload(signal_frame(signal)) == {"type": tag(type(signal))} | wanted


def test_two_signals_in_turn_are_not_mixed_up() -> None:
    one, other = Counts(1, 0), Counts(2, 0)
    assert [payload(signal_frame(signal))["inside"] for signal in (one, other, one)] == [1, 2, 1]


def test_a_goodbye_says_why_and_when_to_come_back() -> None:
    assert payload(goodbye_frame(Goodbye("slow", "Too slow.", 1000))) == {
        "type": "goodbye",
        "code": "slow",
        "message": "Too slow.",
        "retry_after_ms": 1000,
    }


def waiting_snapshot(name: str = "Ann") -> Snapshot:
    you = You("p1", name, Role.ATTENDEE, Place.WAITING, None, (), (), ("leave",), ())
    return Snapshot(3, WaitingWebinar("w1", "Hall", Status.WAITING), you, (), (), None)


def test_a_snapshot_is_written_whole() -> None:
    assert payload(snapshot_frame(waiting_snapshot())) == {
        "type": "snapshot",
        "seq": 3,
        "webinar": {
            "id": "w1",
            "title": "Hall",
            "status": "waiting",
            "description": "",
            "starts_at": None,
            "duration_minutes": None,
            "recordings": [],
        },
        "you": {
            "id": "p1",
            "name": "Ann",
            "role": "attendee",
            "place": "waiting",
            "offered": None,
            "on": [],
            "blocked": [],
            "rights": ["leave"],
            "sources": [],
            "offered_for_s": None,
            "stage_until": None,
            "chat_blocked": False,
            "captioner": False,
            "hand": None,
            "questions": [],
            "upvoted": [],
            "ballots": [],
            "room": None,
            "help_called": False,
            "consents": False,
        },
        "people": [],
        "waiting": [],
        "counts": None,
        "polls": [],
        "questions": [],
        "votes": {},
        "messages": [],
        "captions": [],
        "hands": [],
        "rooms": None,
    }


def test_what_a_view_shares_is_encoded_once_and_you_are_not_shared() -> None:
    people = tuple(WaitingPerson(f"p{n}", "name", Role.ATTENDEE) for n in range(3))
    ann = attrs.evolve(waiting_snapshot("Ann"), waiting=people)
    bob = attrs.evolve(waiting_snapshot("Bob"), waiting=people)
    first = payload(snapshot_frame(ann))
    held = wire._encoded[id(people)]
    assert payload(snapshot_frame(bob)) == first | {"you": first["you"] | {"name": "Bob"}}
    assert wire._encoded[id(people)] is held


def test_lists_made_for_one_person_do_not_push_out_what_all_share() -> None:
    every = tuple(WaitingPerson(f"p{n}", "name", Role.ATTENDEE) for n in range(3))
    snapshot_frame(attrs.evolve(waiting_snapshot(), waiting=every))
    held = wire._encoded[id(every)]
    for n in range(3 * wire.SHARED_LIMIT):
        own = (*every, WaitingPerson(str(n), "", Role.ATTENDEE))
        snapshot_frame(attrs.evolve(waiting_snapshot(), waiting=every, people=own))
    assert wire._encoded[id(every)] is held


def test_a_message_is_shown_with_its_time() -> None:
    message = MessageView("m1", "p1", "Ann", ChatTo.DIRECT, "p2", "Hi", moment(0))
    fact = payload(fact_frame(ShownFact(1, 0, MessageAppeared(message))))
    assert (fact["type"], fact["message"]["to"]) == ("message_appeared", "direct")
    assert fact["message"]["sent_at"] == "1970-01-01T00:00:00+00:00"


def test_encoded_parts_do_not_pile_up() -> None:
    for n in range(3 * wire.SHARED_LIMIT):
        snapshot_frame(attrs.evolve(waiting_snapshot(), waiting=(WaitingPerson(str(n), "", Role.ATTENDEE),)))
    assert len(wire._encoded) <= wire.SHARED_LIMIT


def test_settings_go_out_as_they_are_named() -> None:
    everyone = Who.EVERYONE
    fact = SettingsChanged(
        everyone, everyone, everyone, everyone, Who.HOSTS, WaitingRoom.UNTIL_START, invite_required=True
    )
    written = payload(fact_frame(ShownFact(1, 0, fact)))
    assert (written["see_people"], written["waiting_room"], written["invite_required"]) == (
        "hosts",
        "until_start",
        True,
    )


@pytest.mark.parametrize(
    ("name", "wanted"), [("MuteAll", "mute_all"), ("Start", "start"), ("AskToUnmute", "ask_to_unmute")]
)
def test_a_tag_is_the_class_name_in_snake_case(name: str, wanted: str) -> None:
    assert tag(type(name, (), {})) == wanted
