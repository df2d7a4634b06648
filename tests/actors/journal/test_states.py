import gc

import attrs
import pytest

from actors import facts as f
from actors.facts import Fact
from actors.journal import states
from actors.journal.keys import Key
from actors.journal.memory import no_chance
from actors.journal.personal import DESTROYS
from actors.ports import Done, Remembered, StoredFact
from actors.webinar.apply import apply, fold
from actors.webinar.state import State
from tests.actors.journal.contract import a_state
from tests.actors.journal.facts import EVERY_FACT

OVER = {*DESTROYS, f.QuestionWithdrawn, f.MessageDeleted, f.PollDeleted}


def kept(state: State) -> tuple[states.KeptState, dict[str, Key]]:
    made = states.encode("w", state, no_chance())
    return made, {"state": made.key}


def folded(*facts: Fact) -> State:
    """Of the facts that can follow one another; a state with something in every corner."""
    answer = Remembered("ann", "1", "fingerprint", Done(1))
    state = fold("w", [answer])
    for fact in facts:
        apply(state, StoredFact(state.seq + 1, 1000, fact))
    return state


def test_a_state_of_everything_comes_back_as_it_was_and_lies_sealed() -> None:
    state = folded(*(fact for fact in EVERY_FACT if type(fact) not in OVER))
    made, keys = kept(state)
    assert made.seq == state.seq
    assert b"Hanna" not in made.sealed
    assert states.decode("w", made.sealed, keys) == state


def test_one_of_another_webinar_or_key_or_shape_is_of_no_use(monkeypatch: pytest.MonkeyPatch) -> None:
    made, keys = kept(a_state(1))
    assert states.decode("another", made.sealed, keys) is None
    assert states.decode("w", made.sealed, {"state": Key(b"")}) is None
    assert states.decode("w", made.sealed[:-1], keys) is None
    monkeypatch.setattr(states, "SHAPE", bytes(32))
    assert states.decode("w", made.sealed, keys) is None


def test_the_shape_reaches_every_class_a_state_holds() -> None:
    lines = set(states.shape(State))
    for kind in (
        "Person",
        "Settings",
        "PersonalInvite",
        "Interaction",
        "Poll",
        "Round",
        "Ballot",
        "Question",
        "Message",
    ):
        assert any(line.startswith(f"{kind}.") for line in lines), kind


def test_the_shape_changes_with_any_field_of_a_class_within() -> None:
    inner = attrs.make_class("Inner", {"a": attrs.field(type=int)})
    other = attrs.make_class("Inner", {"a": attrs.field(type=str)})
    shapes = []
    for kind in (inner, other):
        outer = attrs.make_class("Outer", {"held": attrs.field(type=dict[str, list[kind]])})  # type: ignore[valid-type]
        shapes.append(list(states.shape(outer)))
    assert shapes[0] != shapes[1]
    assert all(any("Inner.a" in line for line in shape) for shape in shapes)


def test_nothing_a_state_holds_is_left_to_chance_by_its_type() -> None:
    assert not [line for line in states.shape(State) if "Any" in line or line.endswith(": <class 'object'>")]


@pytest.mark.parametrize("was_enabled", [True, False])
def test_the_collector_is_left_as_it_was(was_enabled: bool) -> None:
    (gc.enable if was_enabled else gc.disable)()
    try:
        with states.uncollected():
            assert not gc.isenabled()
        assert gc.isenabled() is was_enabled
    finally:
        gc.enable()
