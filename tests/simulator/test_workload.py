"""Nothing that can be asked of a webinar is missing from what simulated people ask."""

from random import Random
from typing import get_args

import pytest

from actors.facts import Fact
from actors.webinar import commands as c
from tests.actors.webinar.test_rights import EXPECTED
from tests.simulator.climate import TOPICS
from tests.simulator.known import Known
from tests.simulator.marks import Marks
from tests.simulator.workload import PROVOKED, WORKLOAD, Scene, hobbies, topic_of, weights

TRIES = 50


def test_every_command_of_a_person_is_in_the_workload_and_in_the_matrix_of_roles() -> None:
    spoken = set(get_args(c.SPOKEN))
    assert set(WORKLOAD) == spoken
    assert set().union(*EXPECTED.values()) == spoken


def test_every_command_of_our_own_code_is_provoked() -> None:
    assert set(PROVOKED) == set(get_args(c.INNER))
    assert {provoked.leaves for provoked in PROVOKED.values()} <= set(get_args(Fact))


@pytest.mark.parametrize("command", WORKLOAD)
def test_a_command_is_made_of_what_its_speaker_can_know(command: type[c.SPOKEN]) -> None:
    often, make = WORKLOAD[command]
    known = Known(["ann"], ["poll"], ["question"], ["message"], ["invite"], ["registration"])
    scene = Scene(Random(1), known, Marks(), "A", "A1", {"ann": "A1"})
    assert often > 0
    assert {type(make(scene)) for _ in range(TRIES)} == {command}


def test_every_topic_is_in_fashion_in_some_runs() -> None:
    assert {topic_of(command) for command in WORKLOAD} >= set(TOPICS)
    plain = weights(())
    for topic in TOPICS:
        assert sum(a != b for a, b in zip(weights((topic,)), plain, strict=True)) > 0


def test_every_command_is_a_hobby_in_some_runs_and_said_most_there() -> None:
    drawn = {command for seed in range(400) for command in hobbies(Random(seed))}
    assert drawn == set(WORKLOAD)
    rare = min(WORKLOAD, key=lambda command: WORKLOAD[command][0])
    assert sum(a != b for a, b in zip(weights((), (rare,)), weights(()), strict=True)) == 1
