"""What can be read of a webinar without being told of every change. Pure, and of durable state alone."""

from actors.ports import Refusal
from actors.webinar import registrations
from actors.webinar.claims import has_claim
from actors.webinar.commands import RotateLinks
from actors.webinar.house import NO_SHARED_LINK
from actors.webinar.messages import (
    Info,
    Link,
    Presenter,
    ReadClaim,
    ReadInfo,
    ReadLink,
    ReadPeople,
    ReadRegistration,
    ReadRegistrations,
    ReadRooms,
    ReadSnapshot,
    ReadStanding,
    Standing,
)
from actors.webinar.people_view import counts
from actors.webinar.polls_view import open_polls
from actors.webinar.questions_view import visible
from actors.webinar.rights import ENDED, NO_SUCH_PARTICIPANT, NOT_ALLOWED, away, check
from actors.webinar.snapshots import Gallery, Snapshot
from actors.webinar.state import Person, State
from actors.webinar.view import ON_STAGE, View, instant, view_of
from actors.words import HOSTS, MAIN, Place, Status

Plain = ReadInfo | ReadLink | ReadStanding | ReadClaim | ReadRooms | ReadRegistrations | ReadRegistration
Wish = Plain | ReadPeople | ReadSnapshot


def read(gallery: Gallery, wish: Wish) -> object:
    match wish:
        case ReadPeople():
            seen = snapshot(gallery, wish)
            return seen if isinstance(seen, Refusal) else seen.people
        case ReadSnapshot():
            return snapshot(gallery, wish)
        case _:
            return _read(gallery.state, wish)


def _read(state: State, wish: Plain) -> object:
    answer: object
    match wish:
        case ReadInfo(by):
            asker = state.people.get(by or "")
            is_stranger = state.is_room and (asker is None or asker.place is not Place.IN)
            answer = away(state, asker) if is_stranger else info(state, asker)
        case ReadLink():
            answer = link(state, wish)
        case ReadStanding(by):
            answer = standing(state.people.get(by))
        case ReadClaim(participant, invite):
            answer = has_claim(state, participant, invite)
        case ReadRegistrations(by):
            answer = registrations_of(state, state.people.get(by))
        case ReadRegistration(registration):
            answer = registrations.view_of(state, registration) or registrations.NO_SUCH_REGISTRATION
        case ReadRooms():
            answer = tuple(state.rooms_made)
    return answer


def info(state: State, asker: Person | None) -> Info:
    """Who is here and what is asked is for who is here too, and who waits for hosts: as in their snapshots."""
    view = View.WAITING if asker is None else view_of(asker)
    seen = None if view is View.WAITING else counts(state, view)
    on_stage = (state.people[participant] for participant in state.stage if seen is not None)
    return Info(
        id=state.id,
        title=state.title,
        status=state.status,
        started_at=instant(state.started_at_ms),
        inside=seen.inside if seen else 0,
        waiting=seen.waiting if seen else 0,
        locked=state.locked,
        presenters=tuple(Presenter(p.id, p.name, p.role) for p in on_stage if p.place is Place.IN),
        questions=sum(1 for _ in visible(state, view)),
        open_polls=sum(1 for _ in open_polls(state)) if seen else 0,
        description=state.plan.description,
        starts_at=instant(state.plan.starts_at_ms),
        duration_minutes=state.plan.duration_minutes,
        capacity=state.capacity,
        registration=state.plan.registration,
        rooms=0 if state.rooms is None or seen is None else len(state.rooms.rooms),
        practice=state.practice and view in ON_STAGE,
        is_recording=MAIN in state.recordings,
        recording_announced=state.settings.recording_announced,
        consents=asker is not None and asker.consents,
    )


def snapshot(gallery: Gallery, wish: ReadPeople | ReadSnapshot) -> Snapshot | Refusal:
    person = gallery.state.people.get(wish.by)
    if gallery.state.status is Status.ENDED:
        return ENDED
    if person is None or person.place is not Place.IN:
        return away(gallery.state, person)
    return gallery.snapshot(person.id)


def registrations_of(state: State, asker: Person | None) -> tuple[registrations.RegistrationView, ...] | Refusal:
    if asker is None:
        return NO_SUCH_PARTICIPANT
    is_host = asker.role in HOSTS and asker.place in (Place.IN, Place.LEFT)
    return registrations.views(state) if is_host else NOT_ALLOWED


def link(state: State, wish: ReadLink) -> Link | Refusal:
    """Whoever may replace a link may see it."""
    if wish.role not in state.epochs:
        return NO_SHARED_LINK
    return check(state, wish.by, RotateLinks(wish.role)) or Link(wish.role, state.epochs[wish.role])


def standing(person: Person | None) -> Standing | Refusal:
    return NO_SUCH_PARTICIPANT if person is None else Standing(person.role, person.place, person.room)
