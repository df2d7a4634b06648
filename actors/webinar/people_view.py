"""Whom a view's people list holds, and what it tells of them."""

from actors.shown import PersonView, WaitingPerson
from actors.signals import Counts
from actors.webinar.rights import allows
from actors.webinar.state import Person, Settings, State
from actors.webinar.view import View, instant, view_of
from actors.words import STAGE, ParticipantId, Place, Role, Source

SOURCES = tuple(Source)


def sees_everybody(settings: Settings, view: View) -> bool:
    role = {View.STAGE: Role.PRESENTER, View.AUDIENCE: Role.ATTENDEE}.get(view)
    return view is View.HOSTS or (role is not None and allows(settings.see_people, role))


def is_listed(state: State, view: View, person: Person) -> bool:
    """Whether this view's people list has this person: hosts see all; others the stage, the audience if they may."""
    if person.place is not Place.IN or view is View.WAITING:
        return False
    if view is View.HOSTS or person.role in STAGE:
        return True
    return person.id in state.roll and sees_everybody(state.settings, view)


def people(state: State, view: View) -> tuple[PersonView, ...]:
    """A walk past ten thousand for hosts alone: others see at most the stage and the roll."""
    candidates = state.inside if view is View.HOSTS else state.stage
    if view is not View.HOSTS and sees_everybody(state.settings, view):
        candidates = {**state.stage, **state.roll}
    here = (state.people[participant] for participant in candidates)
    return tuple(person_view(state, person, view) for person in here if is_listed(state, view, person))


def with_own_card(state: State, listed: tuple[PersonView, ...], person: Person) -> tuple[PersonView, ...]:
    """One's own card is always among them."""
    if person.place is not Place.IN or is_listed(state, view_of(person), person):
        return listed
    return (*listed, person_view(state, person, View.AUDIENCE))


def waiting(state: State, view: View) -> tuple[WaitingPerson, ...]:
    return tuple(waiting_person(state.people[p]) for p in state.waiting) if view is View.HOSTS else ()


def person_view(state: State, person: Person, view: View) -> PersonView:
    is_host = view is View.HOSTS
    return PersonView(
        id=person.id,
        name=person.name,
        role=person.role,
        on=in_order(person.on),
        blocked=in_order(person.blocked) if is_host else (),
        connected=person.connected,
        offered=person.offered if is_host else None,
        offered_for_s=person.offered_for_s if is_host else None,
        stage_until=instant(person.stage_until_ms),
        chat_blocked=is_host and person.id in state.interaction.chat_blocked,
        captioner=is_host and person.id in state.interaction.captioners,
        consents=is_host and person.consents,
    )


def waiting_person(person: Person) -> WaitingPerson:
    return WaitingPerson(person.id, person.name, person.role)


def name_of(state: State, participant: ParticipantId | None) -> str:
    """Empty also for somebody who went so long ago that nobody knows them any more."""
    person = state.people.get(participant or "")
    return "" if person is None else person.name


def counts(state: State, view: View) -> Counts:
    return Counts(inside=len(state.inside), waiting=len(state.waiting) if view is View.HOSTS else 0)


def in_order(sources: frozenset[Source]) -> tuple[Source, ...]:
    return tuple(source for source in SOURCES if source in sources) if sources else ()
