"""Questions and polls in the page's state: state/questions.js and state/polls.js."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.client.fake_world import World

Fold = Callable[..., Any]
Json = dict[str, Any]


def question(qid: str = "q1", status: str = "published", **changes: Any) -> Json:
    made = {
        "id": qid,
        "author": "p2",
        "name": "Ben",
        "text": f"What of {qid}?",
        "status": status,
        "asked": int(qid[1:]),
    }
    rest = {"asked_at": "2026-11-22T18:04:00.000Z", "assigned_to": None, "answered_by": None, "answer": None}
    return made | rest | changes


def poll(pid: str = "b1", status: str = "open", **changes: Any) -> Json:
    made = {"id": pid, "question": "Tea?", "options": ["Yes", "No"], "multiple": False, "ballots": "anonymous"}
    rest = {"may_change": True, "reveal": "live", "status": status, "round": 1, "opened_at": None, "closes_at": None}
    return made | rest | {"closed_at": None, "revealed": True, "right": [], "results": None} | changes


@pytest.fixture
def fold(js: Callable[..., Any]) -> Fold:
    """What is left after a snapshot with q1, q2 and b1, then these events: p1 is a host."""
    world = World()
    world.add("Ann", "host")
    world.shared = {"questions": [question("q1"), question("q2")], "votes": {"q1": 1, "q2": 4}, "polls": [poll()]}
    world.own["p1"] = {"questions": [], "upvoted": [], "ballots": []}
    world.webinar["shown_question"] = "q1"
    run = """(m, events) => {
        const state = events.reduce(m.reduce, m.initialState);
        const { questions, polls, ...rest } = state;
        return { ...rest, questions: Object.fromEntries(questions), polls: Object.fromEntries(polls) };
    }"""

    def after(*events: Json) -> Any:
        numbered = [event | {"seq": 10 + n} if "seq" in event else event for n, event in enumerate(events)]
        return js("state/reduce.js", run, [world.snapshot("p1"), *numbered])

    return after


def fact(kind: str, **fields: Any) -> Json:
    return {"type": kind, "seq": 0, "at": "2026-11-22T18:30:00.000Z", **fields}


def test_a_question_comes_changes_and_goes(fold: Fold) -> None:
    new = fact("question_appeared", votes=1, mine=True, question=question("q3"))
    state = fold(new, fact("question_changed", votes=5, question=question("q2", "answered", answer="In May.")))
    assert (state["votes"], state["you"]["questions"]) == ({"q1": 1, "q2": 5, "q3": 1}, ["q3"])
    assert state["questions"]["q2"]["answer"] == "In May."
    assert list(fold(fact("question_disappeared", question="q2"))["questions"]) == ["q1"]


@pytest.mark.parametrize(
    "event",
    [
        fact("question_disappeared", question="q1"),
        fact("question_changed", votes=1, question=question("q1", "dismissed")),
        fact("question_shown", question=None),
    ],
)
def test_a_question_that_goes_is_not_on_stage_any_more(fold: Fold, event: Json) -> None:
    assert fold()["webinar"]["shown_question"] == "q1"
    assert fold(event)["webinar"]["shown_question"] is None


def test_only_what_others_ask_while_nobody_looks_is_new(fold: Fold) -> None:
    theirs = fact("question_appeared", votes=0, mine=False, question=question("q3"))
    mine = fact("question_appeared", votes=0, mine=True, question=question("q4"))
    look: list[Json] = [{"type": "tab", "value": "questions"}, {"type": "panel", "value": True}]
    assert fold(theirs, theirs, mine)["newQuestions"] == 1
    assert fold(theirs, *look)["newQuestions"] == 0
    assert fold(*look, theirs)["newQuestions"] == 0


def test_a_wish_to_upvote_lasts_until_the_server_has_told_or_refused(fold: Fold) -> None:
    wish = {"type": "upvote-wished", "question": "q1", "value": True}
    assert fold(wish)["wishes"] == {"q1": True}
    assert fold(wish, {"type": "your_upvotes", "questions": ["q2"]})["wishes"] == {"q1": True}
    assert fold(wish, {"type": "your_upvotes", "questions": ["q1"]})["wishes"] == {}
    assert fold(wish, {"type": "upvote-answered", "question": "q1", "taken": False})["wishes"] == {}
    assert fold(wish, {"type": "upvote-answered", "question": "q1", "taken": True})["wishes"] == {"q1": True}


def test_votes_of_questions_that_nobody_sees_are_passed_over(fold: Fold) -> None:
    assert fold({"type": "question_votes", "votes": {"q2": 9, "q77": 3}})["votes"] == {"q1": 1, "q2": 9}


def test_what_a_forgotten_person_wrote_is_empty(fold: Fold) -> None:
    answered = question("q2", "answered", author="p9", answered_by="p2", answer="By Ben.")
    state = fold(fact("question_changed", votes=4, question=answered), fact("person_forgotten", participant="p2"))
    assert (state["questions"]["q1"]["name"], state["questions"]["q1"]["text"]) == ("", "")
    assert (state["questions"]["q2"]["name"], state["questions"]["q2"]["answer"]) == ("Ben", "")


def test_results_count_for_the_open_round_alone(fold: Fold) -> None:
    told = {"type": "poll_results", "poll": "b1", "round": 1, "tally": [3, 1], "voters": 4}
    assert fold(told)["polls"]["b1"]["results"] == {"tally": [3, 1], "voters": 4}
    assert fold(told | {"round": 2})["polls"]["b1"]["results"] is None
    closed = fact("poll_changed", poll=poll(status="closed", results={"tally": [5, 1], "voters": 6}))
    assert fold(closed, told)["polls"]["b1"]["results"]["voters"] == 6


def test_a_ballot_takes_the_place_of_the_one_before(fold: Fold) -> None:
    first = {"type": "your_ballot", "poll": "b1", "round": 1, "choices": [0], "receipt": "r1"}
    state = fold(first, first | {"choices": [1], "receipt": "r2"})
    assert state["you"]["ballots"] == [{"poll": "b1", "round": 1, "choices": [1], "receipt": "r2"}]
    assert fold(fact("poll_disappeared", poll="b1"))["polls"] == {}


def test_a_receipt_outlives_its_round_also_where_a_snapshot_does_not_tell_it(fold: Fold) -> None:
    ballot = {"poll": "b1", "round": 1, "choices": [0], "receipt": "r1"}
    world = World()
    world.add("Ann", "host")
    world.own["p1"] = {"ballots": []}
    for status, number, kept in (("closed", 1, [ballot]), ("closed", 2, []), ("open", 1, [])):
        world.shared = {"polls": [poll(status=status, round=number)]}
        assert fold({"type": "your_ballot", **ballot}, world.snapshot("p1") | {"seq": 0})["you"]["ballots"] == kept
