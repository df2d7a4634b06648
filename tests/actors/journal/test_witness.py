from pathlib import Path

import pytest

from actors.journal.witness import Commit, Witness, compare
from actors.ports import LogDamaged

ONE, TWO = Commit(1, bytes(range(32))), Commit(2**63, bytes(range(1, 33)))


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    return Witness.open(tmp_path / "witness")


def test_it_testifies_to_what_it_heard_last(witness: Witness) -> None:
    assert witness.testifies() is None
    for commit in (ONE, TWO, ONE):
        witness.write(commit)
        assert Witness.open(witness.path).testifies() == commit
    witness.sync()
    witness.close()


def test_what_it_says_has_always_the_same_length(witness: Witness) -> None:
    witness.write(ONE)
    size = witness.path.stat().st_size
    witness.write(TWO)
    assert witness.path.stat().st_size == size


@pytest.mark.parametrize("line", [b"1", b"\xff", b"1 00\n", b"x" * 86, b"0" * 20 + b" " + b"zz" * 32 + b"\n"])
def test_a_changed_witness_is_not_believed(witness: Witness, line: bytes) -> None:
    witness.write(ONE)
    witness.path.write_bytes(line)
    with pytest.raises(LogDamaged):
        witness.testifies()


def test_one_that_is_longer_or_shorter_is_not_believed(witness: Witness) -> None:
    witness.write(ONE)
    said = witness.path.read_bytes()
    for line in (said[:-1], said + b"\n", said.replace(b"0001 ", b"001 ")):
        witness.path.write_bytes(line)
        with pytest.raises(LogDamaged):
            witness.testifies()


@pytest.mark.parametrize(
    ("found", "testified", "is_wrong"),
    [
        (ONE, None, False),
        (ONE, ONE, False),
        (TWO, ONE, False),
        (ONE, TWO, True),
        (ONE, Commit(1, bytes(32)), True),
    ],
)
def test_a_database_may_be_newer_than_its_witness_and_nothing_else(
    found: Commit, testified: Commit | None, is_wrong: bool
) -> None:
    assert (compare(found, testified) is not None) is is_wrong
