"""A webinar's life and its people's presence: start, end, expire; leave, connect, disconnect."""

from attrs import asdict

from actors import facts as f
from actors.facts import Fact
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.polls import closings
from actors.webinar.recording_state import all_stopped
from actors.webinar.remembered import HIDDEN
from actors.webinar.schedule import BAD_TITLE, announced, plan_of
from actors.webinar.state import NOTHING, Person, Settings, State, arrive, move
from actors.webinar.text import NAME_MAX, TITLE_MAX, cleaned
from actors.words import ParticipantId, Place, Role, Source, Status, WaitingRoom

DEFAULT_TITLE = "Untitled webinar"
DEFAULT_HOST_NAME = "Host"
BAD_NAME = Refusal("bad_name", f"A name has 1 to {NAME_MAX} visible characters.")


NOTHING_PLANNED = c.Reschedule()


def create(  # noqa: PLR0917 - what a webinar begins with
    title: str,
    host_name: str,
    host: ParticipantId,
    capacity: int,
    stage_capacity: int,
    wish: c.Reschedule = NOTHING_PLANNED,
) -> Decision:
    """A webinar's first fact. An empty title or name gets the default; the host's place is kept from now on.

    `capacity`: the server's limit, and what the webinar has unless it wishes for less. `wish.title` is not looked at.
    """
    kept_title = cleaned(title or DEFAULT_TITLE, TITLE_MAX)
    kept_name = cleaned(host_name or DEFAULT_HOST_NAME, NAME_MAX)
    if kept_title is None:
        return BAD_TITLE
    if kept_name is None:
        return BAD_NAME
    plan = announced(State("", title=kept_title, capacity=capacity, capacity_limit=capacity), wish)
    if isinstance(plan, Refusal):
        return plan
    announcement = asdict(plan, filter=lambda known, _: known.name != "title")
    limit = 0 if plan.capacity == capacity else capacity
    return [
        f.WebinarCreated(
            kept_title, host, kept_name, stage_capacity=stage_capacity, capacity_limit=limit, **announcement
        )
    ]


def start(state: State, _: c.Start, __: Context) -> Decision:
    lets_in = state.waiting and state.settings.waiting_room is not WaitingRoom.ALWAYS
    return [f.WebinarStarted(), *([f.EveryoneAdmitted()] if lets_in else [])]


def end(state: State, _: c.End, __: Context) -> Decision:
    return ending(state, "host")


def expire(state: State, _: c.Expire, __: Context) -> Decision:
    return [] if state.connected else ending(state, "expired")


def leave(state: State, _: c.Leave, ctx: Context) -> Decision:
    person = state.people[ctx.by or ""]
    return [] if person.place is Place.LEFT else going(person, "left", person.id)


def absent(state: State, _: c.Absent, ctx: Context) -> Decision:
    """Frees the place of somebody who is not coming; the host's is kept."""
    person = state.people.get(ctx.by or "")
    if person is None or person.connected or person.role is Role.HOST or person.place not in (Place.IN, Place.WAITING):
        return []
    return going(person, "absent", person.id)


def connect(state: State, _: c.Connected, ctx: Context) -> Decision:
    person = state.people.get(ctx.by or "")
    if person is None or person.connected or person.place not in (Place.IN, Place.WAITING):
        return []
    return [f.ParticipantConnected(person.id)]


def disconnect(state: State, _: c.Disconnected, ctx: Context) -> Decision:
    person = state.people.get(ctx.by or "")
    if person is None or not person.connected:
        return []
    return [*turned_off(person, person.id), f.ParticipantDisconnected(person.id)]


def going(person: Person, reason: str, by: ParticipantId) -> list[Fact]:
    """What happens to somebody who goes, whoever decided it. A role for a time is over with that."""
    withdrawn = [f.RoleOfferWithdrawn(person.id)] if person.offered else []
    off_stage = [f.RoleChanged(person.id, Role.ATTENDEE)] if person.stage_until_ms is not None else []
    return [*turned_off(person, by), *withdrawn, *off_stage, f.ParticipantLeft(person.id, reason)]


def ending(state: State, reason: str) -> list[Fact]:
    """The end: nothing on, no poll open, nothing recorded, no secret kept."""
    rooms = [f.RoomsClosed("ended")] if state.rooms else []
    recordings = all_stopped(state.recordings)
    return [*everything_off(state), *closings(state), *recordings, *rooms, f.WebinarEnded(reason)]


def turned_off(person: Person, by: ParticipantId) -> list[Fact]:
    return [f.SourceTurnedOff(person.id, source, by) for source in Source if source in person.on]


def everything_off(state: State) -> list[Fact]:
    return [fact for p in state.stage for fact in turned_off(state.people[p], state.host)]


def created(state: State, fact: f.WebinarCreated) -> None:
    state.title, state.host = fact.title, fact.host
    state.capacity, state.stage_capacity = fact.capacity, fact.stage_capacity
    state.capacity_limit, state.plan = fact.capacity_limit or fact.capacity, plan_of(fact)
    state.settings = Settings()
    arrive(state, Person(id=fact.host, name=fact.host_name, role=Role.HOST, place=Place.IN))


def started(state: State, _: f.WebinarStarted) -> None:
    state.status, state.started_at_ms, state.practice = Status.LIVE, state.at_ms, False


def ended(state: State, _: f.WebinarEnded) -> None:
    state.status, state.ended_at_ms = Status.ENDED, state.at_ms
    state.interaction.question_secret = ""
    state.interaction.hands.clear()
    state.answers.forget(HIDDEN)  # as the journal does: with the secrets gone, nothing may tell whose a vote was
    for person in state.people.values():
        person.on, person.offered, person.offered_for_s = NOTHING, None, None
        person.stage_since_ms = person.stage_until_ms = None


def left(state: State, fact: f.ParticipantLeft) -> None:
    person = state.people[fact.participant]
    if fact.reason == "banned" and person.invite is not None:
        state.banned_invites.setdefault(person.invite)
    move(state, person, PLACE_AFTER[fact.reason])


PLACE_AFTER = {
    "left": Place.LEFT,
    "absent": Place.LEFT,
    "removed": Place.REMOVED,
    "banned": Place.BANNED,
    "moved": Place.LEFT,
}


def connected(state: State, fact: f.ParticipantConnected) -> None:
    state.people[fact.participant].connected = True
    state.connected.setdefault(fact.participant)


def disconnected(state: State, fact: f.ParticipantDisconnected) -> None:
    state.people[fact.participant].connected = False
    state.connected.pop(fact.participant, None)
