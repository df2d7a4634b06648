"""What the composer is told of the log: of whom has agreed, of the room that was recorded."""

import json

from actors import facts as f
from actors.facts import Fact
from actors.ports import StoredFact
from actors.words import MAIN, Role
from web.recordings.edit_list import edit_list


def log(*facts: Fact) -> list[StoredFact]:
    return [StoredFact(n, 1000 * n, fact) for n, fact in enumerate(facts, 1)]


HOME = log(
    f.WebinarCreated("All hands", "host", "Hanna", 50, 5),
    f.WebinarStarted(),
    f.ParticipantJoined("pat", "Pat", Role.PRESENTER, waiting=False),
    f.ParticipantJoined("quinn", "Quinn", Role.PRESENTER, waiting=False),
    f.ConsentGiven("host"),
    f.RecordingStarted("rec", MAIN, "host"),
    f.Spotlighted("pat", "host"),
    f.Spotlighted("quinn", "host"),
    f.ConsentGiven("pat"),
    f.RecordingStopped("rec", "host", "host"),
)


def test_who_has_not_agreed_has_no_name_and_no_tile() -> None:
    told = json.loads(edit_list(HOME, None))
    assert told["title"] == "All hands"
    assert dict(told["names"]) == {"host": "Hanna", "pat": "Pat"}
    assert {each["participant"] for each in told["stage"]} <= {"host", "pat"}
    assert [each["participant"] for each in told["spotlit"]] == ["pat"]
    assert [each["recording"] for each in told["recordings"]] == ["rec"]


ASKED = log(
    f.WebinarCreated("All hands", "host", "Hanna", 50, 5),
    f.ParticipantJoined("pat", "Pat", Role.PRESENTER, waiting=False),
    f.ParticipantJoined("amy", "Amy", Role.ATTENDEE, waiting=False),
    *map(f.ConsentGiven, ("host", "pat", "amy")),
    f.QuestionAsked("q1", "amy", None, "Why me?", in_review=False),
    f.QuestionTaken("q1", "host"),
    f.Spotlighted("pat", "host"),
)


def test_the_audience_has_no_name_and_a_chapter_says_whose_words_it_has() -> None:
    told = json.loads(edit_list(ASKED, None))
    assert dict(told["names"]) == {"host": "Hanna", "pat": "Pat"}
    assert [(each["title"], each["author"]) for each in told["chapters"]] == [("Why me?", "amy")]


def test_of_whom_a_film_is_made_without_it_is_told_nothing() -> None:
    told = json.loads(edit_list(ASKED, None, ("pat", "amy")))
    assert dict(told["names"]) == {"host": "Hanna"}
    assert ([each["participant"] for each in told["stage"]], told["spotlit"]) == (["host"], [])
    assert [(each["title"], each["author"]) for each in told["chapters"]] == [("A question is answered", None)]
    assert "Why me" not in json.dumps(told)


def test_of_a_breakout_room_the_room_tells_who_was_there_and_the_webinar_what_was_recorded() -> None:
    came = f.ParticipantJoined("pat", "Pat", Role.PRESENTER, waiting=False)
    room = log(f.WebinarCreated("Red", "host", "Hanna", 50, 5), came)
    told = json.loads(edit_list(HOME, room))
    assert told["title"] == "All hands: Red"
    assert dict(told["names"]) == {"host": "Hanna", "pat": "Pat"}
    assert [each["recording"] for each in told["recordings"]] == ["rec"]
