"""Consent to being recorded: who is asked for it at a door, and what giving it comes to."""

from actors import facts as f
from actors.facts import Fact
from actors.ports import Refusal
from actors.webinar.state import Person, State
from actors.words import MAIN, ParticipantId, RoomId

CONSENT_NEEDED = Refusal("consent_needed", "This is being recorded. Whoever comes in has to agree to that.")


def consenting(person: Person) -> list[Fact]:
    return [] if person.consents else [f.ConsentGiven(person.id)]


def asks_consent(state: State, room: RoomId | None = None) -> bool:
    """Whether whoever comes into the main room, or into a breakout room, has to have agreed."""
    return (room or MAIN) in state.recordings or (
        room is None and not state.is_room and state.settings.recording_announced
    )


def is_to_consent(state: State, participant: ParticipantId) -> bool:
    """Whether somebody who is here and opens a page has yet to agree."""
    return asks_consent(state) and not state.people[participant].consents
