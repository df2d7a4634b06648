import re

import pytest

from actors.supervision import (
    BUILD_PAUSES_S,
    CRASH_PAUSES_S,
    MAX_TRIES,
    WINDOW_S,
    Failure,
    Trouble,
    described,
)


def failure(at_s: float = 0.0) -> Failure:
    return Failure("ValueError", "no", at_s)


def test_a_letter_is_parked_when_its_last_try_fails() -> None:
    trouble = Trouble(failure())
    letter = object()
    assert [trouble.handler_failed(letter, failure()) for _ in range(MAX_TRIES)] == [False, False, True]
    assert trouble.parked == 1


def test_tries_are_counted_for_one_letter_at_a_time() -> None:
    trouble = Trouble(failure())
    first, second = object(), object()
    assert not trouble.handler_failed(first, failure())
    assert not trouble.handler_failed(first, failure())
    assert not trouble.handler_failed(second, failure())
    assert not trouble.handler_failed(second, failure())
    assert trouble.handler_failed(second, failure())


def test_the_first_crash_is_mended_at_once_and_a_storm_is_slowed() -> None:
    trouble = Trouble(failure())
    pauses = []
    for _ in range(len(CRASH_PAUSES_S) + 2):
        trouble.crashed(failure(1.0))
        pauses.append(trouble.pause_s())
    assert pauses == [*CRASH_PAUSES_S, CRASH_PAUSES_S[-1], CRASH_PAUSES_S[-1]]


def test_old_crashes_are_forgotten() -> None:
    trouble = Trouble(failure())
    for at_s in (0.0, 1.0, 2.0):
        trouble.crashed(failure(at_s))
    trouble.crashed(failure(2.0 + WINDOW_S + 0.1))
    assert trouble.pause_s() == CRASH_PAUSES_S[0]


def test_builds_that_fail_running_are_given_up_after_growing_pauses() -> None:
    trouble = Trouble(failure())
    pauses = []
    while not trouble.build_failed(failure()):
        pauses.append(trouble.pause_s())
    assert pauses == list(BUILD_PAUSES_S)


def test_a_build_that_succeeds_clears_those_that_failed() -> None:
    trouble = Trouble(failure())
    for _ in range(3 * len(BUILD_PAUSES_S)):
        assert not trouble.build_failed(failure())
        trouble.built()
    assert trouble.restarts == 3 * len(BUILD_PAUSES_S)


def test_a_failure_says_what_and_where_and_nothing_that_people_wrote() -> None:
    def counts(ballot: str) -> None:
        raise KeyError(ballot)

    with pytest.raises(KeyError) as raised:
        counts("Ann's secret")
    kept = described(raised.value, 3.0)
    assert (kept.type, kept.at_s) == ("KeyError", 3.0)
    assert re.fullmatch(r"actors/test_supervision\.py:\d+ in counts", kept.where)


def test_an_exception_that_was_never_raised_comes_from_nowhere() -> None:
    assert described(ValueError("secret"), 0.0) == Failure("ValueError", "", 0.0)
