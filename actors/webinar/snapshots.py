"""What one person may see of a webinar, whole: plain values with the wire's names.

Everything but `you` is the same for all who share a view: `Gallery` makes those parts once, however many look.
"""

import re
from datetime import UTC, datetime
from enum import StrEnum

from attrs import define, field, frozen

from actors.shown import PersonView, WaitingPerson
from actors.signals import Counts
from actors.webinar.rights import RIGHTS, allows, rights_of, sources_of
from actors.webinar.state import Person, Settings, State
from actors.words import STAGE, ParticipantId, Place, Role, Source, Status, WebinarId


class View(StrEnum):
    """The four ways a webinar looks."""

    HOSTS = "hosts"
    STAGE = "stage"
    AUDIENCE = "audience"
    WAITING = "waiting"


@frozen
class WebinarView:
    id: WebinarId
    title: str
    status: Status
    locked: bool
    capacity: int
    stage_capacity: int
    started_at: datetime | None
    settings: Settings


@frozen
class WaitingWebinar:
    """All that somebody in the waiting room learns."""

    id: WebinarId
    title: str
    status: Status


@frozen
class You:
    """`rights`: the commands you may send now; `sources`: what you may turn on."""

    id: ParticipantId
    name: str
    role: Role
    place: Place
    offered: Role | None
    on: tuple[Source, ...]
    blocked: tuple[Source, ...]
    rights: tuple[str, ...]
    sources: tuple[Source, ...]


@frozen
class Snapshot:
    """Replaces everything a client held. In the waiting room `people` and `waiting` are empty and `counts` None."""

    seq: int
    webinar: WebinarView | WaitingWebinar
    you: You
    people: tuple[PersonView, ...]
    waiting: tuple[WaitingPerson, ...]
    counts: Counts | None


@frozen
class _Shared:
    webinar: WebinarView | WaitingWebinar
    people: tuple[PersonView, ...]
    waiting: tuple[WaitingPerson, ...]
    counts: Counts | None


@define
class Gallery:
    """Snapshots of one state; what is shared is built once per view and `seq`."""

    state: State
    _seq: int = -1
    _shared: dict[View, _Shared] = field(factory=dict)
    _rights: dict[tuple[Role, Place], tuple[str, ...]] = field(factory=dict)

    def snapshot(self, participant: ParticipantId) -> Snapshot:
        person = self.state.people[participant]
        shared = self.shared(view_of(person))
        people = shared.people
        if person.place is Place.IN and not is_listed(self.state, view_of(person), person):
            people = (*people, person_view(person, View.AUDIENCE))  # your own card is always among them
        you = self._you(person)
        return Snapshot(self.state.seq, shared.webinar, you, people, shared.waiting, shared.counts)

    def shared(self, view: View) -> _Shared:
        if self._seq != self.state.seq:
            self._seq, self._shared, self._rights = self.state.seq, {}, {}
        if view not in self._shared:
            self._shared[view] = _build(self.state, view)
        return self._shared[view]

    def _you(self, person: Person) -> You:
        who = (person.role, person.place)
        if who not in self._rights:
            self._rights[who] = tuple(RIGHT_NAMES[command] for command in rights_of(self.state, *who))
        return You(
            id=person.id,
            name=person.name,
            role=person.role,
            place=person.place,
            offered=person.offered,
            on=in_order(person.on),
            blocked=in_order(person.blocked),
            rights=self._rights[who],
            sources=sources_of(self.state.settings, person),
        )


def view_of(person: Person) -> View:
    if person.place is not Place.IN:
        return View.WAITING
    return VIEWS[person.role]


VIEWS = {Role.HOST: View.HOSTS, Role.CO_HOST: View.HOSTS, Role.PRESENTER: View.STAGE, Role.ATTENDEE: View.AUDIENCE}


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


def person_view(person: Person, view: View) -> PersonView:
    is_host = view is View.HOSTS
    return PersonView(
        id=person.id,
        name=person.name,
        role=person.role,
        on=in_order(person.on),
        blocked=in_order(person.blocked) if is_host else (),
        connected=person.connected,
        offered=person.offered if is_host else None,
    )


def waiting_person(person: Person) -> WaitingPerson:
    return WaitingPerson(person.id, person.name, person.role)


def counts(state: State, view: View) -> Counts:
    return Counts(inside=len(state.inside), waiting=len(state.waiting) if view is View.HOSTS else 0)


def in_order(sources: frozenset[Source]) -> tuple[Source, ...]:
    return tuple(source for source in SOURCES if source in sources) if sources else ()


def instant(at_ms: int | None) -> datetime | None:
    return None if at_ms is None else datetime.fromtimestamp(at_ms / 1000, UTC)


SOURCES = tuple(Source)
RIGHT_NAMES = {command: re.sub(r"(?<!^)(?=[A-Z])", "_", command.__name__).lower() for command in RIGHTS}


def _build(state: State, view: View) -> _Shared:
    if view is View.WAITING:
        return _Shared(WaitingWebinar(state.id, state.title, state.status), (), (), None)
    webinar = WebinarView(
        id=state.id,
        title=state.title,
        status=state.status,
        locked=state.locked,
        capacity=state.capacity,
        stage_capacity=state.stage_capacity,
        started_at=instant(state.started_at_ms),
        settings=state.settings,
    )
    candidates = state.inside if sees_everybody(state.settings, view) else state.stage
    people = (state.people[p] for p in candidates)
    listed = tuple(person_view(person, view) for person in people if is_listed(state, view, person))
    waiting = tuple(waiting_person(state.people[p]) for p in state.waiting) if view is View.HOSTS else ()
    return _Shared(webinar, listed, waiting, counts(state, view))
