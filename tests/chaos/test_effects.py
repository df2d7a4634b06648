"""What was acknowledged, refused or never answered, against the log: each planted lie is found as what it is."""

import pytest

from actors import facts as f
from actors.words import ChatTo
from tests.chaos.made_up import Story, found, judged


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


def test_a_refused_question_that_stands_is_found(story: Story) -> None:
    op = story.sends("ada", "ask_question", text="One too many?")
    story.happens(f.QuestionAsked("q1", "ada", None, "One too many?", in_review=False))
    story.is_refused(op, "too_many_own_questions")
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


@pytest.mark.parametrize(("code", "is_fault"), [("poll_not_open", False), ("not_allowed", True), ("busy", False)])
def test_a_refusal_that_nobody_can_have_earned_is_found(story: Story, code: str, is_fault: bool) -> None:
    story.is_refused(story.sends("ada", "vote", poll="p1", options=[0]), code)
    assert found(story) == ({"wrong"} if is_fault else set())
