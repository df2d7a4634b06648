"""Planted lies in snapshots."""

from typing import Any

import pytest

from actors import facts as f
from actors.words import Role
from tests.chaos.made_up import Story, found, judged


def picture(story: Story, you: str, role: str, people: dict[str, str], **other: Any) -> dict[str, Any]:
    """A snapshot of the log's end with what `other` says and else nothing."""
    shown = [{"id": each, "role": as_, "on": []} for each, as_ in people.items()]
    empty = {"people": shown, "hands": [], "polls": [], "questions": [], "votes": {}, "messages": []}
    webinar = {"status": "live", "locked": other.pop("locked", False)}
    yours = {"hand": None, "questions": [], "upvoted": [], "ballots": []} | other.pop("yours", {})
    yours |= {"id": you, "role": role, "place": "in"}
    made = empty | {"seq": story.end, "webinar": webinar, "you": yours} | other
    story.history.snapshots.append(made)
    return made


EVERYBODY = {"hedy": "host", "ada": "attendee", "bob": "attendee"}


def test_a_true_snapshot_is_no_fault(story: Story) -> None:
    picture(story, "hedy", "host", EVERYBODY)
    story.happens(f.RoleOffered("ada", Role.PRESENTER), f.RoleChanged("ada", Role.PRESENTER), f.WebinarLocked())
    picture(story, "hedy", "host", EVERYBODY | {"ada": "presenter"}, locked=True)
    picture(story, "ada", "presenter", {}, locked=True)
    assert str(judged(story)) == ""


@pytest.mark.parametrize(
    ("you", "role", "people", "locked"),
    [
        ("ada", "presenter", {}, False),
        ("ada", "attendee", {}, True),
        ("hedy", "host", EVERYBODY | {"bob": "presenter"}, False),
        ("hedy", "host", {"hedy": "host", "ada": "attendee"}, False),
        ("hedy", "host", EVERYBODY | {"eve": "attendee"}, False),
    ],
)
def test_a_snapshot_that_differs_from_the_log_is_found(
    story: Story, you: str, role: str, people: dict[str, str], *, locked: bool
) -> None:
    picture(story, you, role, people, locked=locked)
    assert found(story) == {"wrong"}


def test_a_snapshot_of_what_is_not_in_the_log_is_found(story: Story) -> None:
    story.happens(f.HandRaised("ada"))
    picture(story, "hedy", "host", EVERYBODY)
    story.log.pop()
    assert "lost" in found(story)


def busy(story: Story) -> dict[str, Any]:
    """A webinar in which much has happened, and what ada is truly shown of it."""
    hello = story.says("bob", "hello")
    story.opens()
    story.votes("ada", 1, "r1")
    story.happens(f.HandRaised("bob"), f.HandRaised("ada"))
    story.happens(f.QuestionAsked("q1", "bob", None, "Why?", in_review=False))
    story.hears(story.sends("bob", "ask_question", text="Why?"), question="q1")
    story.happens(f.QuestionUpvoted("q1", "ada"))
    results = {"tally": [0, 1, 0], "voters": 1}
    ballot = {"poll": "p1", "round": 1, "choices": [1], "receipt": "r1"}
    return picture(
        story,
        "ada",
        "attendee",
        {},
        polls=[{"id": "p1", "round": 1, "status": "open", "results": results}],
        questions=[{"id": "q1", "status": "published"}],
        votes={"q1": 2},
        messages=[{"id": hello.replies[0].result["message"], "to": "everyone", "text": "hello"}],
        yours={"hand": 2, "upvoted": ["q1"], "ballots": [ballot]},
    )


def test_a_true_snapshot_of_a_busy_webinar_is_no_fault(story: Story) -> None:
    busy(story)
    assert str(judged(story)) == ""


@pytest.mark.parametrize(
    "lie",
    [
        {"polls": []},
        {"polls": [{"id": "p1", "round": 1, "status": "closed", "results": None}]},
        {"polls": [{"id": "p1", "round": 2, "status": "open", "results": None}]},
        {"polls": [{"id": "p1", "round": 1, "status": "open", "results": {"tally": [1, 0, 0], "voters": 1}}]},
        {"questions": []},
        {"questions": [{"id": "q1", "status": "answered"}]},
        {"votes": {"q1": 1}},
        {"messages": []},
        {"messages": [{"id": "m4", "to": "everyone", "text": "good day"}]},
    ],
)
def test_a_snapshot_that_lies_about_a_busy_webinar_is_found(story: Story, lie: dict[str, Any]) -> None:
    busy(story).update(lie)
    assert found(story) == {"wrong"}


@pytest.mark.parametrize(
    "lie",
    [
        {"hand": 1},
        {"hand": None},
        {"upvoted": []},
        {"ballots": []},
        {"ballots": [{"poll": "p1", "round": 1, "choices": [2], "receipt": "r1"}]},
        {"ballots": [{"poll": "p1", "round": 1, "choices": [1], "receipt": "r2"}]},
    ],
)
def test_a_snapshot_that_lies_about_its_reader_is_found(story: Story, lie: dict[str, Any]) -> None:
    busy(story)["you"].update(lie)
    assert found(story) == {"wrong"}


def test_a_queue_of_hands_in_another_order_is_found(story: Story) -> None:
    story.happens(f.HandRaised("bob"), f.HandRaised("ada"))
    picture(story, "hedy", "host", EVERYBODY, hands=[{"participant": "ada"}, {"participant": "bob"}])
    assert found(story) == {"wrong"}
