"""What becomes of the reports of two processes that each run every seed."""

from typing import get_args

import pytest

from actors.facts import Fact
from tests.simulator import campaign
from tests.simulator.campaign import Campaign, described, regressions
from tests.simulator.fleet import Report
from tests.simulator.run import Outcome
from tests.simulator.worker import as_line


def report(seed: int, digest: str = "same", *failures: str, **facts: int) -> Report:
    return {"seed": seed, "digest": digest, "failures": list(failures), "facts": facts, "lines": 1, "took_s": 0.1}


def heard(*reports: Report) -> Campaign:
    told = Campaign([1, 2])
    for each in reports:
        told._hear(each)
    return told


def test_a_seed_is_finished_when_both_runs_of_it_have_been_heard() -> None:
    told = heard(report(1, WebinarStarted=2), report(2), report(1, WebinarStarted=2))
    assert told.finished == {1}
    assert told.facts == {"WebinarStarted": 2}
    assert not told.failures


def test_two_runs_that_differ_are_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    told = heard(report(1, "this"), report(1, "that"))
    assert told.failures == {1: ["two runs differ: that this"]}
    assert "make simulate SEED=1" in capsys.readouterr().err


@pytest.mark.parametrize("first_fails", [True, False])
def test_a_failure_of_either_run_counts(first_fails: bool) -> None:
    good, bad = report(1), report(1, "same", "I1: lost")
    told = heard(*((bad, good) if first_fails else (good, bad)))
    assert told.failures == {1: ["I1: lost"]}
    assert told.summary.startswith("simulate seeds=1 failures=1 seeds_per_s=")


def test_a_failure_says_how_to_see_it_again() -> None:
    text = described(78, ["I4: stale", "I9: waits"])
    assert "seed 78 failed; `make simulate SEED=78` shows it:" in text
    assert "I4: stale" in text
    assert "I9: waits" in text


def test_facts_that_no_run_has_led_to_are_named() -> None:
    every = {kind.__name__: 1 for kind in get_args(Fact)}
    missing = every.keys() - {"PollClosed"}
    assert heard(report(1, **every), report(1, **every)).never_seen == set()
    some = dict.fromkeys(missing, 1)
    assert heard(report(1, **some), report(1, **some)).never_seen == {"PollClosed"}


def test_found_seeds_stand_in_a_file_each_with_its_reason() -> None:
    lines = [line for line in campaign.REGRESSIONS.read_text().splitlines() if line.strip()]
    assert regressions()
    assert all(line.partition("#")[2].strip() for line in lines)


def test_what_a_worker_says_fits_in_a_line() -> None:
    line = as_line(Outcome(1, "d", 3, ("I1: two\nlines",)), 0.1)
    assert "\n" not in line
