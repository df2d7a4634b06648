"""Answers remembered per person and command id."""

from actors.ports import Done, Refusal
from actors.webinar.remembered import KEPT, Answers


def test_the_same_id_of_the_same_person_has_the_same_answer() -> None:
    answers = Answers()
    answers.keep("ann", "1", Done(7))
    assert answers.get("ann", "1") == Done(7)


def test_another_persons_id_is_another_command() -> None:
    answers = Answers()
    answers.keep("ann", "1", Done(7))
    assert answers.get("bob", "1") is None


def test_the_oldest_answer_of_a_person_goes_first_and_costs_others_nothing() -> None:
    answers = Answers()
    answers.keep("bob", "0", Done(1))
    for n in range(KEPT + 1):
        answers.keep("ann", str(n), Refusal("x", "y"))
    assert answers.get("ann", "0") is None
    assert answers.get("ann", "1") is not None
    assert answers.get("bob", "0") == Done(1)


def test_a_forgotten_person_leaves_nothing() -> None:
    answers = Answers()
    answers.keep("ann", "1", Done(7))
    answers.forget("ann")
    assert answers.get("ann", "1") is None
    assert answers == Answers()
