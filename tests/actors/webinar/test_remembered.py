"""Answers remembered per person and command id."""

from actors.ports import Done, Refusal
from actors.webinar import commands as c
from actors.webinar.remembered import ID_REUSED, KEPT, Answers

LOCK = c.Lock()


def test_the_same_id_of_the_same_person_has_the_same_answer() -> None:
    answers = Answers()
    answers.keep("ann", "1", LOCK, Done(7))
    assert answers.get("ann", "1", c.Lock()) == Done(7)


def test_another_persons_id_is_another_command() -> None:
    answers = Answers()
    answers.keep("ann", "1", LOCK, Done(7))
    assert answers.get("bob", "1", LOCK) is None


def test_an_id_used_again_for_something_else_is_an_error_and_not_the_old_answer() -> None:
    answers = Answers()
    answers.keep("ann", "1", c.Mute("bob"), Done(7))
    assert answers.get("ann", "1", c.Mute("cat")) is ID_REUSED
    assert answers.get("ann", "1", c.Mute("bob")) == Done(7)


def test_the_oldest_answer_of_a_person_goes_first_and_costs_others_nothing() -> None:
    answers = Answers()
    answers.keep("bob", "0", LOCK, Done(1))
    for n in range(KEPT + 1):
        answers.keep("ann", str(n), LOCK, Refusal("x", "y"))
    assert answers.get("ann", "0", LOCK) is None
    assert answers.get("ann", "1", LOCK) is not None
    assert answers.get("bob", "0", LOCK) == Done(1)


def test_a_forgotten_person_leaves_nothing() -> None:
    answers = Answers()
    answers.keep("ann", "1", LOCK, Done(7))
    answers.forget("ann")
    assert answers.get("ann", "1", LOCK) is None
    assert answers == Answers()
