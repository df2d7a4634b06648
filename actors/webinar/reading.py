"""What can be read of a webinar without being told of every change. Pure, and of durable state alone."""

from actors.ports import Refusal
from actors.shown import PersonView
from actors.webinar.commands import RotateLinks
from actors.webinar.house import NO_SHARED_LINK
from actors.webinar.messages import Info, Link, Presenter, ReadInfo, ReadLink, ReadPeople, ReadStanding, Standing
from actors.webinar.people_view import counts
from actors.webinar.polls_view import open_polls
from actors.webinar.questions_view import visible
from actors.webinar.rights import ELSEWHERE, ENDED, NO_SUCH_PARTICIPANT, check
from actors.webinar.snapshots import Gallery
from actors.webinar.state import Person, State
from actors.webinar.view import ON_STAGE, View, instant, view_of
from actors.words import Place, Status


def read(gallery: Gallery, wish: ReadInfo | ReadPeople | ReadLink | ReadStanding) -> object:
    match wish:
        case ReadInfo(by):
            return info(gallery.state, gallery.state.people.get(by or ""))
        case ReadPeople():
            return people(gallery, wish)
        case ReadLink():
            return link(gallery.state, wish)
        case ReadStanding(by):
            return standing(gallery.state.people.get(by))


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
        practice=state.practice and view in ON_STAGE,
    )


def people(gallery: Gallery, wish: ReadPeople) -> tuple[PersonView, ...] | Refusal:
    person = gallery.state.people.get(wish.by)
    if gallery.state.status is Status.ENDED:
        return ENDED
    if person is None:
        return NO_SUCH_PARTICIPANT
    return gallery.snapshot(person.id).people if person.place is Place.IN else ELSEWHERE[person.place]


def link(state: State, wish: ReadLink) -> Link | Refusal:
    """Whoever may replace a link may see it."""
    if wish.role not in state.epochs:
        return NO_SHARED_LINK
    return check(state, wish.by, RotateLinks(wish.role)) or Link(wish.role, state.epochs[wish.role])


def standing(person: Person | None) -> Standing | Refusal:
    return NO_SUCH_PARTICIPANT if person is None else Standing(person.role, person.place)
