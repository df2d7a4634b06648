"""Who has a claim to what is shown of a webinar afterwards: whoever was in it, or had been registered for it.

Whoever was sent away, or has been forgotten, has none.
"""

from actors.webinar.state import Person, State
from actors.words import InviteId, ParticipantId, Place, RegistrationStatus

KEPT = frozenset({Place.IN, Place.LEFT, Place.WAITING})


def has_claim(state: State, participant: ParticipantId | None, invite: InviteId | None) -> bool:
    """As a person, or as the holder of a personal invite or of a registration, which have the same ids."""
    if participant is not None:
        person = state.people.get(participant)
        return person is not None and _may(state, person, person.invite)
    used = state.invites.get(invite or "")
    owner = state.people.get(used.used_by) if used is not None and used.used_by is not None else None
    return _may(state, owner, invite)


def _may(state: State, person: Person | None, invite: InviteId | None) -> bool:
    if invite in state.banned_invites or (person is not None and person.place not in KEPT):
        return False
    return (person is not None and person.was_in) or _is_approved(state, invite)


def _is_approved(state: State, invite: InviteId | None) -> bool:
    registration = state.registrations.get(invite or "")
    return registration is not None and registration.status is RegistrationStatus.APPROVED
