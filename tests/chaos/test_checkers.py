"""The checkers on made-up histories: an honest one passes, and of each lie one sort of fault is found."""

from typing import Any

import pytest

from actors import facts as f
from actors.words import Ballots, ChatTo, Role
from tests.chaos.checkers import check
from tests.chaos.made_up import Story, message_shown
from tests.chaos.verdict import Verdict


@pytest.fixture
def story() -> Story:
    return Story()


def judged(story: Story) -> Verdict:
    return check(story.history, story.log)


def found(story: Story) -> set[str]:
    verdict = judged(story)
    return {name for name in ("lost", "doubled", "wrong") if getattr(verdict, name)}


def test_an_honest_history_is_clean(story: Story) -> None:
    story.says("ada", "one")
    story.opens()
    story.votes("ada", 0, "r1")
    story.votes("ada", 1, "r2")
    story.votes("bob", 1, "r3")
    closing = story.sends("hedy", "close_poll", poll="p1")
    story.happens(f.PollClosed("p1", 1, (0, 2, 0), 2))
    story.hears(closing)
    hand = story.sends("bob", "raise_hand")
    story.happens(f.HandRaised("bob"))
    story.hears(hand)
    story.hears(story.sends("bob", "raise_hand"))  # it is up already
    assert str(judged(story)) == ""


def test_a_command_that_nobody_answered_may_have_happened_or_not(story: Story) -> None:
    story.opens()
    story.sends("ada", "send_message", text="never arrived", to="everyone")
    story.sends("ada", "send_message", text="arrived", to="everyone")
    story.happens(f.MessageSent("m", "ada", ChatTo.EVERYONE, None, "arrived"))
    story.sends("bob", "vote", poll="p1", options=[2])
    story.casts("bob", 2, "r1")
    story.sends("ada", "vote", poll="p1", options=[1])
    assert judged(story).is_clean


def test_a_lost_acknowledgement_is_found(story: Story) -> None:
    op = story.says("ada", "gone")
    story.log.pop()
    assert found(story) == {"lost"}
    assert str(op) in judged(story).lost[0]


def test_a_lost_acknowledgement_is_found_though_the_log_went_on(story: Story) -> None:
    op = story.sends("ada", "send_message", text="gone", to="everyone")
    story.happens(f.WebinarLocked())
    story.hears(op)
    assert found(story) == {"lost"}


def test_a_message_that_stands_twice_is_found(story: Story) -> None:
    story.says("ada", "echo")
    story.happens(f.MessageSent("m9", "ada", ChatTo.EVERYONE, None, "echo"))
    assert found(story) == {"doubled"}


def test_a_refused_message_that_stands_is_found(story: Story) -> None:
    op = story.sends("ada", "send_message", text="hush", to="everyone")
    story.happens(f.MessageSent("m9", "ada", ChatTo.EVERYONE, None, "hush"))
    story.is_refused(op, "chat_blocked")
    assert found(story) == {"doubled"}


def test_a_message_that_nobody_sent_is_found(story: Story) -> None:
    story.happens(f.MessageSent("m9", "ada", ChatTo.EVERYONE, None, "not mine"))
    assert found(story) == {"wrong"}


def test_two_answers_to_one_id_are_found(story: Story) -> None:
    op = story.says("ada", "one")
    story.happens(f.WebinarLocked())
    story.hears(op, message="m4")
    assert found(story) == {"doubled"}


def test_a_repeat_with_the_same_answer_is_no_fault(story: Story) -> None:
    op = story.says("ada", "one")
    seq = story.end
    story.happens(f.WebinarLocked())
    story.hears(op, seq, message=f"m{seq - 1}")
    assert judged(story).is_clean


def test_try_again_is_no_refusal(story: Story) -> None:
    op = story.sends("ada", "raise_hand")
    story.is_refused(op, "try_again")
    story.happens(f.HandRaised("ada"))
    story.hears(op)
    assert judged(story).is_clean


def test_a_hand_that_is_not_up_after_it_was_acknowledged_is_found(story: Story) -> None:
    story.hears(story.sends("ada", "raise_hand"))
    assert found(story) == {"lost"}


def test_an_order_that_contradicts_the_answers_is_found(story: Story) -> None:
    first = story.sends("ada", "lock")
    locked = story.happens(f.WebinarLocked())
    story.says("bob", "later in the log")
    seq = story.end
    late = story.sends("hedy", "lock")  # sent after that was acknowledged
    story.hears(late, locked)
    story.hears(first, locked)
    assert seq > locked
    assert found(story) == {"wrong"}


# --- polls


def test_a_lost_ballot_is_found(story: Story) -> None:
    story.opens()
    story.votes("ada", 0, "r1")
    story.log.pop()
    story.happens(f.WebinarLocked())
    assert found(story) == {"lost"}


def test_a_vote_that_counts_twice_under_two_names_is_found(story: Story) -> None:
    story.opens(ballots=Ballots.ANONYMOUS)
    story.votes("ada", 0, "r1", voter="x")
    story.votes("ada", 1, "r2", voter="y")
    assert found(story) == {"doubled"}


def test_two_people_who_vote_as_one_are_found(story: Story) -> None:
    story.opens(ballots=Ballots.ANONYMOUS)
    story.votes("ada", 0, "r1", voter="x")
    story.votes("bob", 1, "r2", voter="x")
    assert found(story) == {"wrong"}


def test_one_receipt_for_two_ballots_is_found(story: Story) -> None:
    story.opens()
    story.votes("ada", 0, "r1")
    story.votes("bob", 0, "r1")
    assert "doubled" in found(story)


def test_a_ballot_without_a_vote_is_found(story: Story) -> None:
    story.opens()
    story.votes("ada", 0, "r1")
    story.casts("ada", 0, "r2")
    assert found(story) == {"doubled"}


def test_a_refused_vote_that_counts_is_found(story: Story) -> None:
    story.opens()
    op = story.sends("ada", "vote", poll="p1", options=[0])
    story.casts("ada", 0, "r1")
    story.is_refused(op, "poll_not_open")
    assert found(story) == {"doubled"}


def test_a_ballot_that_says_something_else_is_found(story: Story) -> None:
    story.opens()
    op = story.sends("ada", "vote", poll="p1", options=[0])
    story.casts("ada", 1, "r1")
    story.hears(op, receipt="r1")
    assert found(story) == {"wrong"}


def test_a_second_ballot_where_votes_are_final_is_found(story: Story) -> None:
    story.opens(may_change=False)
    story.votes("ada", 0, "r1")
    story.votes("ada", 1, "r2")
    assert found(story) == {"doubled"}


def test_a_ballot_with_a_name_in_an_anonymous_poll_is_found(story: Story) -> None:
    story.opens(ballots=Ballots.ANONYMOUS)
    story.votes("ada", 0, "r1")
    assert found(story) == {"wrong"}


@pytest.mark.parametrize(("tally", "voters"), [((1, 0, 0), 1), ((1, 1, 0), 2), ((0, 2, 0), 1)])
def test_a_tally_that_is_not_the_ballots_is_found(story: Story, tally: tuple[int, ...], voters: int) -> None:
    story.opens()
    story.votes("ada", 0, "r1")
    story.votes("ada", 1, "r2")
    story.happens(f.PollClosed("p1", 1, tally, voters))
    assert found(story) == {"wrong"}


def test_a_ballot_after_the_close_is_found(story: Story) -> None:
    story.opens()
    story.happens(f.PollClosed("p1", 1, (0, 0, 0), 0))
    story.votes("ada", 0, "r1")
    assert found(story) == {"wrong"}


# --- what pages were shown


def test_a_gap_in_what_was_shown_is_found(story: Story) -> None:
    base = story.end
    story.says("ada", "one")
    story.says("bob", "two")
    story.is_shown("ada", base, message_shown(story.end, "bob", "two"))
    assert found(story) == {"wrong"}


def test_facts_that_a_page_was_shown_whole_are_no_fault(story: Story) -> None:
    base = story.end
    story.says("ada", "one")
    story.happens(f.HandRaised("bob"))  # not for everybody
    story.says("bob", "two")
    story.is_shown("ada", base, message_shown(base + 1, "ada", "one"), message_shown(base + 3, "bob", "two"))
    assert judged(story).is_clean


def test_something_shown_that_the_log_does_not_have_is_found(story: Story) -> None:
    story.is_shown("ada", story.end, message_shown(story.end + 1, "bob", "before it was durable"))
    assert found(story) == {"lost"}


def test_something_shown_that_the_log_has_otherwise_is_found(story: Story) -> None:
    base = story.end
    story.says("ada", "one")
    story.is_shown("bob", base, message_shown(story.end, "ada", "another"))
    assert found(story) == {"wrong"}


def test_a_hole_in_the_log_is_found(story: Story) -> None:
    story.says("ada", "one")
    story.says("ada", "two")
    del story.log[-2]
    assert "wrong" in found(story)


def test_what_a_page_noticed_itself_is_told(story: Story) -> None:
    story.history.faults.append("went backwards")
    assert judged(story).wrong == ["went backwards"]


# --- snapshots


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
