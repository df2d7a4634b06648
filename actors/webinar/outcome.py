"""What a webinar has made of a command, before any disk knows."""

from typing import Final

from attrs import frozen

from actors.facts import Fact
from actors.ports import Answer, Refusal
from actors.webinar.decision import Decision
from actors.webinar.permits import REVOKING, is_due
from actors.webinar.state import State

TRY_AGAIN: Final = Refusal("try_again", "The server could not do this just now. Try again.", retry_after_ms=1000)
BUSY: Final = Refusal("busy", "Very much is being asked here just now. Try again.", retry_after_ms=1000)


@frozen
class Outcome:
    """`facts` hold from now on and are on their way to the journal. `unnoted` are not, and yet what they take away is
    to end at once. `rests`: the answer waits for whatever has been decided so far.
    """

    answer: Answer
    facts: tuple[Fact, ...] = ()
    unnoted: tuple[Fact, ...] = ()
    rests: bool = True


def put_off(state: State, decision: Decision, answer: Refusal) -> Outcome:
    """Nothing of it happens but what takes away."""
    facts = [] if isinstance(decision, Refusal) else decision
    return Outcome(answer, unnoted=tuple(fact for fact in facts if takes_away(state, fact)), rests=False)


def takes_away(state: State, fact: Fact) -> bool:
    return isinstance(fact, REVOKING) and is_due(state, fact)
