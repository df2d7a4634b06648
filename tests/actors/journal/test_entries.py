import pytest
from attrs import evolve

from actors import facts as f
from actors.journal.chain import beginning, checked
from actors.journal.entries import Head, Log, entry
from actors.journal.memory import no_chance
from actors.ports import Done, JournalError, Remembered
from actors.words import ChatTo, Role
from tests.actors.journal.facts import stored

JOINED = f.ParticipantJoined("ann", "Ann", Role.ATTENDEE, waiting=False)
ANSWER = Remembered("ann", "1", "fingerprint", Done(1))


def new() -> Log:
    return Log(Head.of_new("w"))


def test_an_append_comes_to_records_answers_keys_and_a_new_head() -> None:
    log = new()
    made = entry(log, stored(JOINED, f.WebinarEnded("host")), [ANSWER], 3, no_chance())
    assert list(checked(made.records, 0, beginning("w"))) == made.records
    assert [(answer.number, answer.seq) for answer in made.answers] == [(1, 2)]
    assert made.keys.keys() == {"person:ann"}
    assert made.head == Head("w", 2, made.records[-1].hash, answers=1, ended_at_ms=2000, destroyed_seq=0)
    assert made.size == sum(len(record.body) for record in made.records) + len(made.answers[0].sealed)
    assert log == new()


def test_the_next_append_goes_on_from_there() -> None:
    log = new()
    first = entry(log, stored(JOINED), [ANSWER], 1, no_chance())
    log.adopt(first)
    second = entry(log, stored(f.WebinarLocked(), after=1), [ANSWER], 1, no_chance())
    assert list(checked(second.records, 1, first.head.hash)) == second.records
    assert (second.head.seq, second.head.answers, second.keys) == (2, 2, {})


def test_only_keys_that_change_are_in_it_and_a_destroyed_one_says_so() -> None:
    log = new()
    log.adopt(entry(log, stored(JOINED, f.ParticipantJoined("bob", "Bob", Role.ATTENDEE, False)), [], 1, no_chance()))
    made = entry(log, stored(f.PersonForgotten("ann"), f.WebinarLocked(), after=2), [], 1, no_chance())
    assert made.destroys
    assert [(name, key.secret) for name, key in made.keys.items()] == [("person:ann", b"")]
    assert made.head.destroyed_seq == 4


@pytest.mark.parametrize(
    ("facts", "answers"),
    [
        (stored(f.WebinarLocked(), after=1), []),
        ([*stored(f.WebinarLocked()), *stored(f.WebinarLocked())], []),
        ([], [ANSWER]),
        (stored(f.WebinarLocked()), [evolve(ANSWER, answer=Done(2))]),
        (stored(f.MessageSent("m", "ann", ChatTo.EVERYONE, None, "\udcff")), []),
        (stored(JOINED), [evolve(ANSWER, command_id="\udcff")]),
        (stored(JOINED), [evolve(ANSWER, answer=Done(1, result=object()))]),
        (stored("no fact"), []),  # type: ignore[arg-type]
    ],
)
def test_what_does_not_follow_or_cannot_be_written_is_refused_and_leaves_nothing(
    facts: object, answers: object
) -> None:
    log = new()
    with pytest.raises(JournalError):
        entry(log, facts, answers, 1, no_chance())  # type: ignore[arg-type]
    assert log == new()
