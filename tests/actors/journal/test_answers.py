import pytest
from attrs import evolve

from actors.journal.answers import StoredAnswer, decode, encode
from actors.journal.keys import Key, destroy
from actors.journal.memory import no_chance
from actors.ports import Done, LogDamaged, Remembered
from actors.webinar.results import Joined

MINE = Remembered("ann", "command", "fingerprint", Done(7, Joined("ann", admitted=True)))
NOBODYS = Remembered("", "digest", "fingerprint", Done(7))


def kept(answer: Remembered) -> tuple[StoredAnswer, dict[str, Key]]:
    keys: dict[str, Key] = {}
    return encode("w", 3, 7, answer, keys=keys, chance=no_chance()), keys


@pytest.mark.parametrize("answer", [MINE, NOBODYS])
def test_an_answer_comes_back_as_it_was_and_is_not_readable_before(answer: Remembered) -> None:
    stored, keys = kept(answer)
    assert (stored.number, stored.seq, stored.by) == (3, 7, answer.by)
    assert answer.command_id.encode() not in stored.sealed
    assert decode("w", stored, keys) == answer


def test_it_goes_with_the_person() -> None:
    stored, keys = kept(MINE)
    destroy(keys, "person:ann")
    assert decode("w", stored, keys) is None


def test_one_that_was_changed_or_moved_is_damage() -> None:
    stored, keys = kept(MINE)
    keys["answers"] = Key(bytes(range(32)))
    for wrong in (
        evolve(stored, sealed=stored.sealed[:-1]),
        evolve(stored, number=4),
        evolve(stored, seq=8),
        evolve(stored, by=""),
        evolve(stored, by="bob"),
    ):
        with pytest.raises(LogDamaged):
            decode("w", wrong, keys)
    with pytest.raises(LogDamaged):
        decode("another", stored, keys)
