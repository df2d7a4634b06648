"""A log as it is read. That an intact one reads as it was written stands in the contract."""

from collections.abc import Callable

import pytest
from attrs import define, evolve

from actors import facts as f
from actors.journal.answers import StoredAnswer
from actors.journal.chain import Record, beginning, link
from actors.journal.entries import Head, Log, entry
from actors.journal.memory import no_chance
from actors.journal.reading import read
from actors.ports import Done, LogDamaged, Remembered, StoredFact
from tests.actors.journal.facts import plain, stored


@define
class Kept:
    log: Log
    records: list[Record]
    answers: list[StoredAnswer]

    def read(self) -> list[object]:
        return plain(read(self.log, Record(0, b"", beginning("w")), self.records, 0, self.answers))


def remembered(number: int) -> Remembered:
    return Remembered("ann", str(number), "fingerprint", Done(0))


@pytest.fixture
def kept() -> Kept:
    kept, chance = Kept(Log(Head.of_new("w")), [], []), no_chance()
    for n in range(3):
        made = entry(kept.log, stored(f.WebinarLocked(), after=n), [remembered(n)], 1 + n, chance)
        kept.log.adopt(made)
        kept.records.extend(made.records)
        kept.answers.extend(made.answers)
    return kept


def test_answers_stand_behind_the_facts_they_were_given_with(kept: Kept) -> None:
    said = kept.read()
    assert said[1::2] == [remembered(n) for n in range(3)]
    assert [each[0] for each in said[::2] if isinstance(each, tuple)] == [1, 2, 3]


def rewritten(kept: Kept, change: Callable[[bytes], bytes]) -> None:
    """By somebody who can work out hashes."""
    body = change(kept.records[-1].body)
    kept.records[-1] = Record(3, body, link(kept.records[-2].hash, body))
    kept.log.head = evolve(kept.log.head, hash=kept.records[-1].hash)


@pytest.mark.parametrize(
    "harm",
    [
        lambda kept: kept.records.pop(),
        lambda kept: kept.records.pop(0),
        lambda kept: kept.answers.pop(),
        lambda kept: kept.answers.pop(0),
        lambda kept: kept.answers.pop(1),
        lambda kept: kept.answers.clear(),
        lambda kept: kept.answers.reverse(),
        lambda kept: rewritten(kept, lambda body: body.replace(b'"epoch":3', b'"epoch":1')),
        lambda kept: rewritten(kept, lambda body: body.replace(b'"seq":3', b'"seq":4')),
        lambda kept: rewritten(kept, lambda body: body.replace(b'"type"', b'"kind"')),
    ],
)
def test_what_is_missing_or_out_of_order_is_damage(kept: Kept, harm: Callable[[Kept], object]) -> None:
    harm(kept)
    with pytest.raises(LogDamaged):
        kept.read()


def test_a_log_that_ends_early_is_read_up_to_there_before_it_is_damage(kept: Kept) -> None:
    kept.records.pop()
    reading = read(kept.log, Record(0, b"", beginning("w")), kept.records, 0, kept.answers)
    assert isinstance(next(reading), StoredFact)
