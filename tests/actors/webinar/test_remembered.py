"""Answers remembered per person and command id."""

from attrs import field, frozen

from actors.ports import Done, Refusal, Remembered
from actors.webinar import commands as c
from actors.webinar.remembered import HIDDEN, ID_REUSED, KEPT, Answers, fingerprint, hidden_id
from actors.words import Role


def test_the_same_id_of_the_same_person_has_the_same_answer() -> None:
    answers = Answers()
    answers.keep("ann", "1", "mark", Done(7))
    assert answers.get("ann", "1", "mark") == Done(7)


def test_another_persons_id_is_another_command() -> None:
    answers = Answers()
    answers.keep("ann", "1", "mark", Done(7))
    assert answers.get("bob", "1", "mark") is None


def test_an_id_used_again_for_something_else_is_an_error_and_not_the_old_answer() -> None:
    answers = Answers()
    answers.keep("ann", "1", "mark", Done(7))
    assert answers.get("ann", "1", "another") is ID_REUSED
    assert answers.get("ann", "1", "mark") == Done(7)


def test_the_oldest_answer_of_a_person_goes_first_and_costs_others_nothing() -> None:
    answers = Answers()
    answers.keep("bob", "0", "mark", Done(1))
    for n in range(KEPT + 1):
        answers.keep("ann", str(n), "mark", Refusal("x", "y"))
    assert answers.get("ann", "0", "mark") is None
    assert answers.get("ann", "1", "mark") is not None
    assert answers.get("bob", "0", "mark") == Done(1)


def test_a_forgotten_person_leaves_nothing() -> None:
    answers = Answers()
    answers.keep("ann", "1", "mark", Done(7))
    answers.forget("ann")
    assert answers.get("ann", "1", "mark") is None
    assert answers == Answers()


def test_who_is_hidden_gets_their_answer_by_the_id_that_they_alone_know() -> None:
    answers = Answers()
    answers.remember(Remembered(HIDDEN, hidden_id("ann", "1"), "mark", Done(7)))
    assert answers.get("ann", "1", "mark") == Done(7)
    assert answers.get("ann", "1", "another") is ID_REUSED
    assert (answers.get("bob", "1", "mark"), answers.get("ann", "2", "mark")) == (None, None)


def test_hidden_people_have_room_for_so_many_answers_together() -> None:
    answers = Answers(kept=1, kept_hidden=3)
    for n in range(4):
        answers.keep(HIDDEN, hidden_id("ann", str(n)), "mark", Done(n))
    assert [answers.get("ann", str(n), "mark") for n in range(4)] == [None, Done(1), Done(2), Done(3)]


# --- fingerprints


def test_a_fingerprint_tells_commands_their_fields_and_ids_apart() -> None:
    said = [
        (c.Mute("ann"), "1"),
        (c.Mute("ann", hard=True), "1"),
        (c.Mute("bob"), "1"),
        (c.StopVideo("ann"), "1"),
        (c.Mute("ann"), "2"),
        (c.Vote("p", (1, 2)), "1"),
        (c.Vote("p", (12,)), "1"),
    ]
    assert len({fingerprint(command, command_id) for command, command_id in said}) == len(said)
    assert fingerprint(c.Mute("ann"), "1") == fingerprint(c.Mute("ann"), "1")


def test_a_fingerprint_is_the_same_next_year() -> None:
    """Answers outlive the process that gave them: a change here makes every repeat across an upgrade an error."""
    slow, helper = c.ChangeSettings(slow_mode_s=5), c.Invite("ann", Role.CO_HOST)
    assert fingerprint(slow, "é\ud800") == "20d20815d0c9d6b70adf41726d222e7daa38836da74b2fd359ca978acddcbdb0"
    assert fingerprint(helper, "1") == "86f11bcfb91e42f5dae8ee0d8f9b2d024df129d61e2cb2aa192eb117bbfd913c"


def test_a_command_that_gets_a_field_keeps_its_fingerprint() -> None:
    @frozen
    class Lock:
        """As it may be one day."""

        quietly: bool = False
        times: int = field(default=1)

    assert fingerprint(Lock(), "1") == fingerprint(c.Lock(), "1")
    assert fingerprint(Lock(quietly=True), "1") != fingerprint(c.Lock(), "1")
