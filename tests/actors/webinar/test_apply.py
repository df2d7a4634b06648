"""The fold."""

from typing import get_args, get_type_hints

import pytest

from actors import facts as f
from actors.ports import Done, Remembered, StoredFact
from actors.webinar import commands as c
from actors.webinar.apply import APPLY, apply, fold, fold_into
from actors.webinar.state import State
from actors.words import Role
from tests.actors.webinar.town import Town


def test_every_fact_has_its_function_and_that_function_takes_this_fact() -> None:
    assert set(APPLY) == set(get_args(f.Fact))
    for fact, function in APPLY.items():
        taken = list(get_type_hints(function).values())[1:2]
        assert not taken or fact in (taken[0], *get_args(taken[0]))


def test_the_fold_of_the_log_is_the_state_that_lived_through_it() -> None:
    town = Town()
    ann, bob = town.on_air(), town.inside(Role.CO_HOST)
    town.do(bob, c.Mute(ann, hard=True))
    town.do("host", c.Ban(ann))
    assert fold("w1", town.log) == town.state


def test_a_gap_in_the_log_is_an_error_and_never_a_guess() -> None:
    with pytest.raises(AssertionError):
        apply(State("w1"), StoredFact(2, 0, f.WebinarStarted()))


def test_answers_are_part_of_the_fold() -> None:
    log = [*Town().log, Remembered("host", "7", "mark", Done(1))]
    assert fold("w1", log).answers.get("host", "7", "mark") == Done(1)


def test_a_fold_goes_on_from_a_state_as_if_it_had_begun_with_the_log() -> None:
    town = Town()
    town.on_air()
    assert fold_into(fold("w1", town.log[:3]), town.log[3:]) == town.state
