"""An incident bundle: comes to the same state, tells nothing that it must not."""

from subprocess import run
from sys import executable

import pytest

from actors import facts as f
from actors.journal import bundle
from actors.ports import Done, LogDamaged, Remembered, StoredFact
from actors.webinar import commands as c
from actors.webinar.apply import fold
from actors.webinar.remembered import fingerprint
from actors.words import Ballots, ChatTo
from tests.actors.webinar.town import Town

CHOSEN = Remembered("ann", "c1", "print", Done(3))
UNTOLD = Remembered("", "nobodys", "print", Done(4))


def eventful() -> list[StoredFact | Remembered]:
    town = Town().live()
    ann = town.on_air()
    town.do(ann, c.SendMessage("hello from Ann", ChatTo.EVERYONE))
    town.do("host", c.CreatePoll("Lunch?", ("Yes", "No"), ballots=Ballots.ANONYMOUS))
    (poll,) = town.state.interaction.polls
    town.do("host", c.OpenPoll(poll))
    town.do(ann, c.Vote(poll, (1,)))
    town.do(ann, c.AskQuestion("Who said that?", anonymous=True))
    return [*town.log, CHOSEN, UNTOLD]


def secrets_of(log: list[StoredFact | Remembered]) -> list[str]:
    facts = [entry.fact for entry in log if isinstance(entry, StoredFact)]
    return [fact.secret for fact in facts if isinstance(fact, f.PollOpened | f.AnonymityBegan) and fact.secret]


@pytest.mark.parametrize("personal", [True, False])
def test_a_bundle_read_again_comes_to_the_state_that_it_names(personal: bool) -> None:
    read = bundle.read(bundle.write("w1", eventful(), personal=personal))
    assert bundle.digest(fold(read.webinar, read.log)) == read.state_digest


def test_the_log_in_a_bundle_is_the_log_but_for_secrets() -> None:
    log = eventful()
    read = bundle.read(bundle.write("w1", log, personal=True))
    assert [type(e.fact) for e in read.log if isinstance(e, StoredFact)] == [
        type(e.fact) for e in log if isinstance(e, StoredFact)
    ]
    people = [state.people for state in (fold("w1", read.log), fold("w1", log))]
    assert people[0] == people[1]


@pytest.mark.parametrize("personal", [True, False])
def test_no_bundle_has_a_secret_or_an_answer_to_nobody_in_particular(personal: bool) -> None:
    log = eventful()
    text = b"".join(bundle.write("w1", log, personal=personal)).decode()
    assert len(secrets_of(log)) == 2
    assert not any(secret in text for secret in secrets_of(log))
    assert CHOSEN.command_id in text
    assert UNTOLD.command_id not in text


def test_names_and_texts_are_in_it_only_if_they_are_asked_for() -> None:
    with_them, without = (b"".join(bundle.write("w1", eventful(), personal=p)) for p in (True, False))
    for personal in (b"Ann", b"hello from Ann"):
        assert personal in with_them
        assert personal not in without


def test_a_bundle_without_names_and_texts_lets_nobody_try_what_somebody_may_have_said() -> None:
    said = c.SendMessage("yes", ChatTo.EVERYONE)
    log = [*eventful(), Remembered("ann", "c2", fingerprint(said, "c2"), Done(4))]
    with_them, without = (b"".join(bundle.write("w1", log, personal=p)).decode() for p in (True, False))
    assert fingerprint(said, "c2") in with_them
    assert fingerprint(said, "c2") not in without


def test_a_changed_line_comes_to_another_digest() -> None:
    lines = list(bundle.write("w1", eventful(), personal=True))
    changed = [line.replace(b"hello", b"hallo") for line in lines]
    read = bundle.read(changed)
    assert bundle.digest(fold("w1", read.log)) != read.state_digest


@pytest.mark.parametrize("lines", [[], [b"{}"], [b"no"], [b'{"townhall_bundle":2}'], [b"[]"]])
def test_what_is_no_bundle_is_refused(lines: list[bytes]) -> None:
    with pytest.raises(LogDamaged):
        bundle.read(lines)


def test_one_state_has_one_digest_in_every_process() -> None:
    script = (
        "from actors.journal.bundle import digest\n"
        "from actors.webinar.state import Person, State, arrive\n"
        "from actors.words import Place, Role, Source\n"
        "state = State('w1')\n"
        "arrive(state, Person('ann', 'Ann', Role.PRESENTER, Place.IN, on=frozenset(Source)))\n"
        "print(digest(state))\n"
    )
    digests = {
        run([executable, "-c", script], env={"PYTHONHASHSEED": str(seed)}, capture_output=True, check=True).stdout
        for seed in range(1, 5)
    }
    assert len(digests) == 1
    assert digests != {b""}
