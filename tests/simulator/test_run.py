"""The same seed is the same run, also within one process; what a run of bad weather leaves behind."""

import pytest

from actors.ports import Done
from actors.webinar import book
from actors.webinar.book import Book
from actors.webinar.outcome import Outcome
from tests.simulator.run import simulate

SEED, ANOTHER = 1, 2


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run sets these."""
    for name in ("KEEP_AFTER", "KEEP_AFTER_PER_PERSON"):
        monkeypatch.setattr(book, name, getattr(book, name))


def test_a_seed_says_everything_about_a_run() -> None:
    first, again, another = simulate(SEED), simulate(SEED), simulate(ANOTHER)
    assert (first.digest, first.lines, first.facts) == (again.digest, again.lines, again.facts)
    assert first.digest != another.digest
    assert not first.failures


def test_a_node_that_lies_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for anything is told that it is done."""
    obey = Book.obey

    def lies(self: Book, ask: object) -> Outcome:
        outcome = obey(self, ask)
        return outcome if isinstance(outcome.answer, Done) else Outcome(Done(self.decided.seq))

    monkeypatch.setattr(Book, "obey", lies)
    assert any("I1: " in failure for failure in simulate(SEED).failures)


def test_an_error_of_the_simulator_itself_fails_the_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.simulator.run.opening", None)
    (failure,) = simulate(SEED).failures
    assert "TypeError" in failure
