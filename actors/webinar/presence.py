"""Who is here: whom both folds of the log have here, and nobody keeps out. Pure."""

from typing import Final

from actors.ports import Refusal
from actors.webinar.permits import Permits
from actors.webinar.rights import ENDED, away
from actors.webinar.state import HERE, State
from actors.words import ParticipantId, Place, Status

SENT_AWAY: Final = frozenset({Place.REMOVED, Place.BANNED, Place.DENIED})


def absence(decided: State, durable: State, permits: Permits, participant: ParticipantId) -> Refusal | None:
    """Why somebody is not here."""
    for state in (decided, durable):
        person = state.people.get(participant)
        if state.status is Status.ENDED:
            return ENDED
        if person is None or person.place not in HERE:
            return away(state, person)
    return permits.keeps_out(participant)


def is_sent_away(decided: State, permits: Permits, participant: ParticipantId) -> bool:
    """By others: that is so at once."""
    person = decided.people.get(participant)
    return person is None or person.place in SENT_AWAY or permits.keeps_out(participant) is not None


def has_gone(decided: State, durable: State, permits: Permits, participant: ParticipantId) -> bool:
    """Durably, or sent away: who goes by themselves stays until that is certain, and hears the answer."""
    person = durable.people.get(participant)
    is_here = person is not None and person.place in HERE and durable.status is not Status.ENDED
    return not is_here or is_sent_away(decided, permits, participant)


def everybody_here(state: State) -> list[ParticipantId]:
    return [] if state.status is Status.ENDED else [*state.inside, *state.waiting]
