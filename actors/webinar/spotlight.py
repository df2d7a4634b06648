"""The spotlight: one person on stage whom hosts have put in front of everybody, until they say otherwise.

It ends by a fact of its own when that person leaves the stage, so that nobody who reads the log has to work it out.
"""

from typing import Final

from actors import facts as f
from actors.facts import Fact
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.rights import NO_SUCH_PARTICIPANT
from actors.webinar.state import State
from actors.words import STAGE, Place

NOT_ON_STAGE: Final = Refusal("not_on_stage", "This person is not on stage; invite them first.")


def put(state: State, command: c.Spotlight, ctx: Context) -> Decision:
    if command.participant is not None:
        person = state.people.get(command.participant)
        if person is None:
            return NO_SUCH_PARTICIPANT
        if person.place is not Place.IN or person.role not in STAGE or person.room is not None:
            return NOT_ON_STAGE
    same = state.spotlight == command.participant
    return [] if same else [f.Spotlighted(command.participant, ctx.by or "")]


def with_end(state: State, facts: list[Fact]) -> list[Fact]:
    """Whoever leaves the stage, however that came, leaves the spotlight."""
    gone = state.spotlight is not None and any(_leaves(fact, state.spotlight) for fact in facts)
    return [*facts, f.Spotlighted(None)] if gone else facts


def _leaves(fact: Fact, participant: str) -> bool:
    match fact:
        case f.ParticipantLeft(who):
            return who == participant
        case f.RoleChanged(who, role):
            return who == participant and role not in STAGE
        case f.PersonMoved(who, room):
            return who == participant and room is not None
        case f.PeoplePlaced(people):
            return any(participant in members for members in people.values())
    return False


def spotlighted(state: State, fact: f.Spotlighted) -> None:
    state.spotlight = fact.participant
