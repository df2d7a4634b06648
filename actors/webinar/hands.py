"""The queue of raised hands: in the order in which they were raised, for those who are not on stage.

A hand goes down with its owner's role or place (`state.py` sees to it): the queue holds only who is inside and in the
audience.
"""

from actors import facts as f
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.rights import NO_SUCH_PARTICIPANT, NOT_ALLOWED
from actors.webinar.state import State
from actors.words import HOSTS


def raise_(state: State, _: c.RaiseHand, ctx: Context) -> Decision:
    by = ctx.by or ""
    return [] if by in state.interaction.hands else [f.HandRaised(by)]


def lower(state: State, command: c.LowerHand, ctx: Context) -> Decision:
    by = ctx.by or ""
    whose = command.participant or by
    if whose != by and state.people[by].role not in HOSTS:
        return NOT_ALLOWED
    if whose not in state.people:
        return NO_SUCH_PARTICIPANT
    return [f.HandLowered(whose, by)] if whose in state.interaction.hands else []


def lower_all(state: State, _: c.LowerAllHands, __: Context) -> Decision:
    return [f.AllHandsLowered()] if state.interaction.hands else []


def raised(state: State, fact: f.HandRaised) -> None:
    state.interaction.hands[fact.participant] = state.at_ms


def lowered(state: State, fact: f.HandLowered) -> None:
    state.interaction.hands.pop(fact.participant, None)


def all_lowered(state: State, _: f.AllHandsLowered) -> None:
    state.interaction.hands.clear()
