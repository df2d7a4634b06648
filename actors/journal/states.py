"""A kept state: the fold of a log's beginning, sealed whole, good for as long as the classes have the same shape.

It spares a reader the fold and nothing else: one that does not fit is ignored, and the log decides.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, Final, get_args, get_type_hints

import attrs
import orjson
from attrs import frozen

from actors.journal.keys import NOBODY, Chance, Key, Keys, make, seal, unseal
from actors.journal.personal import STATE
from actors.journal.plain import CONVERTER, UNREADABLE
from actors.ports import LogDamaged
from actors.webinar.state import State
from actors.words import WebinarId

MEANING: Final = 1  # count up when a fact comes to mean another state, though the classes look the same


def shape(kind: Any, seen: frozenset[Any] = frozenset()) -> Iterator[str]:
    """The names and types of all fields of all classes that a value of this type can hold."""
    if kind in seen:
        return
    for argument in get_args(kind):
        yield from shape(argument, seen)
    if isinstance(kind, type) and attrs.has(kind):
        for name, hint in get_type_hints(kind).items():
            yield f"{kind.__qualname__}.{name}: {hint}"
            yield from shape(hint, seen | {kind})


SHAPE: Final = sha256("\n".join([str(MEANING), *shape(State)]).encode()).digest()


@contextmanager
def uncollected() -> Iterator[None]:
    """A full house is a hundred thousand objects that all stay for now: looking for garbage among them, again and again
    as they are made, would take longer than making them.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@frozen
class KeptState:
    """Of a webinar after its fact `seq`, under a key made for it alone."""

    webinar: WebinarId
    seq: int
    key: Key
    sealed: bytes


def encode(webinar: WebinarId, state: State, chance: Chance) -> KeptState:
    keys: dict[str, Key] = {}
    make(keys, STATE, NOBODY, chance)
    with uncollected():
        plain = orjson.dumps(CONVERTER.unstructure(state), option=orjson.OPT_NON_STR_KEYS)
    return KeptState(webinar, state.seq, keys[STATE], seal(keys, STATE, plain, _place(webinar), chance))


def decode(webinar: WebinarId, sealed: bytes, keys: Keys) -> State | None:
    """None if it is of no use."""
    try:
        plain = unseal(keys, STATE, sealed, _place(webinar))
        with uncollected():
            return None if plain is None else CONVERTER.structure(orjson.loads(plain), State)
    except (LogDamaged, *UNREADABLE):
        return None


def _place(webinar: WebinarId) -> bytes:
    return webinar.encode() + SHAPE
