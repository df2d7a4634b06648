"""What a decision is made from, besides the state, and what comes out of it: no clock is read, no die rolled."""

from collections.abc import Callable
from typing import Final

from attrs import frozen

from actors.facts import Fact
from actors.ports import Refusal
from actors.words import ParticipantId


@frozen
class Context:
    """`by` comes from the session's token; it is None only for somebody at the door."""

    by: ParticipantId | None
    at_ms: int
    new_id: Callable[[], str]


Decision = list[Fact] | Refusal

FOR_S: Final = range(5, 86_401)  # for how long anything can be opened or given that ends by itself
BAD_TIME: Final = Refusal("bad_time", f"A time is {FOR_S[0]} to {FOR_S[-1]} seconds.")
