"""What a decision is made from, besides the state, and what comes out of it: no clock is read, no die rolled."""

from collections.abc import Callable

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
