"""What the gate counts as found. That each bug is found is the gate's own business: `make simulate MUTANTS=1`."""

import pytest

from tests.simulator.mutants import MUTANTS, Mutant

NAMED = {  # no fewer than these
    *("acknowledge_before_sync", "dedupe_by_id_only", "await_inside_a_handler", "dedupe_lost_in_replay"),
    *("role_check_before_replay", "vote_counted_per_socket", "event_applied_twice_after_snapshot"),
    "ban_forgotten_on_recovery",
}


@pytest.fixture
def mutant() -> Mutant:
    return Mutant(("I1",), lambda: None)


def test_the_bugs_that_every_simulator_must_know_are_planted() -> None:
    assert set(MUTANTS) >= NAMED


def test_a_bug_is_found_as_what_it_breaks(mutant: Mutant) -> None:
    failures = ["1.00 s: I4: differs", "2.00 s: A: I1: acknowledged and lost"]
    assert mutant.is_found_in(failures) == failures[1]


@pytest.mark.parametrize(
    "failure", ["1.00 s: I10: a name", "1.00 s: A: I2: another", "a handler failed by itself: KeyError('I1')"]
)
def test_a_run_that_fails_otherwise_does_not_count(mutant: Mutant, failure: str) -> None:
    assert mutant.is_found_in([failure]) is None
