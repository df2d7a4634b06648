"""States copied."""

from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import attrs
import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given

from actors.ports import Done, Remembered
from actors.webinar.copying import CHANGING, copied
from actors.webinar.interaction import Round
from actors.webinar.state import State
from tests.actors.webinar.scripts import Script, play, scripts
from tests.actors.webinar.town import Town


def classes(kind: Any, seen: set[type]) -> Iterator[type]:
    """All of ours that a value of this type can hold."""
    for argument in get_args(kind):
        yield from classes(argument, seen)
    if isinstance(kind, type) and attrs.has(kind) and kind not in seen:
        seen.add(kind)
        yield kind
        for hint in get_type_hints(kind).values():
            yield from classes(hint, seen)


def can_change(kind: type) -> bool:
    somebody: object = object.__new__(kind)
    try:
        setattr(somebody, attrs.fields(kind)[0].name, None)
    except FrozenInstanceError:
        return False
    return True


def test_every_class_in_a_state_that_can_change_is_copied() -> None:
    reached = set(classes(State, set()))
    assert Round in reached
    assert {kind for kind in reached if can_change(kind)} == set(CHANGING)


def changing(value: object) -> Iterator[object]:
    """All that can change in a value, and the value."""
    if isinstance(value, dict | list) or type(value) in CHANGING:
        yield value
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from changing(each)
    for name in CHANGING.get(type(value), ()):
        yield from changing(getattr(value, name))


@given(scripts(longest=60))
def test_a_copy_is_equal_and_nothing_that_changes_is_shared(script: Script) -> None:
    town = Town()
    play(town, script)
    town.state.answers.remember(Remembered("host", "1", "mark", Done(1)))
    copy = copied(town.state)
    assert copy == town.state
    ids = [id(each) for each in changing(copy)]
    assert not set(ids) & {id(each) for each in changing(town.state)}
    assert len(ids) == len(list(changing(town.state)))


@pytest.mark.parametrize("value", [None, "text", (1, 2), frozenset({1})])
def test_what_cannot_change_is_shared(value: object) -> None:
    assert copied(value) is value
