"""The table from commands to decisions."""

from copy import deepcopy
from typing import get_args, get_type_hints

from hypothesis import given, settings

from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar import decide as table
from actors.webinar.decide import decide
from actors.webinar.decision import Context
from tests.actors.webinar.scripts import Script, play, scripts
from tests.actors.webinar.town import Town


def test_every_command_has_its_function_and_that_function_takes_this_command() -> None:
    rows = table.SPOKEN | table.INNER
    assert set(rows) == set(get_args(c.Command))
    for command, function in rows.items():
        taken = list(get_type_hints(function).values())[1]
        assert command in (taken, *get_args(taken))


@settings(max_examples=50)
@given(scripts())
def test_a_decision_never_changes_the_state(script: Script) -> None:
    town = Town(capacity=6, stage_capacity=4)
    play(town, script)
    before = deepcopy(town.state)
    for by, command in script:
        decide(town.state, command, Context(by, 0, lambda: "x"))
    assert town.state == before


def test_a_refusal_leaves_nothing_in_the_log() -> None:
    town = Town()
    seq = town.state.seq
    assert isinstance(town.ask("nobody", c.Start()), Refusal)
    assert town.state.seq == seq
