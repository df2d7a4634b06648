"""A breakout room's own log: it begins, takes in and lets go whom its webinar says, and ends.

Nobody comes in by another way. Whoever comes in is on stage, unless only hosts are to speak; what becomes of that role
afterwards is the room's own business, except that hosts of the webinar are hosts here, and nobody else is.
"""

from actors import facts as f
from actors.facts import Fact
from actors.webinar import commands as c
from actors.webinar.commands.inner import Expected
from actors.webinar.decision import Context, Decision
from actors.webinar.forgetting import FORGOTTEN
from actors.webinar.lifecycle import ending, going, turned_off
from actors.webinar.state import Person, Settings, State
from actors.words import HOSTS, RANK, Place, Role, Speak, Status, WaitingRoom, Who

SETTINGS = Settings(see_people=Who.EVERYONE, waiting_room=WaitingRoom.OFF, direct=Who.EVERYONE)


def keep(state: State, command: c.KeepRoster, _: Context) -> Decision:
    """The same roster twice comes to nothing the second time."""
    expected = {each.id for each in command.people}
    gone = [state.people[participant] for participant in state.inside if participant not in expected]
    return [
        *_begun(state, command),
        *(fact for person in gone for fact in going(person, "moved", person.id)),
        *(fact for each in command.people for fact in _taken_in(state, each, command.speak)),
    ]


def close(state: State, command: c.CloseRoom, _: Context) -> Decision:
    return [] if state.status is Status.ENDED else [*_begun(state, command), *ending(state, "rooms_closed")]


def role_in_room(role: Role, speak: Speak) -> Role:
    if role in HOSTS:
        return role
    return Role.PRESENTER if speak is Speak.EVERYONE else Role.ATTENDEE


def _begun(state: State, command: c.KeepRoster | c.CloseRoom) -> list[Fact]:
    return [] if state.seq else [f.RoomBegan(command.name, command.speak, command.capacity)]


def _taken_in(state: State, expected: Expected, speak: Speak) -> list[Fact]:
    person, role = state.people.get(expected.id), role_in_room(expected.role, speak)
    if person is not None and person.name == FORGOTTEN:
        return []
    agreed = expected.consents and not (person is not None and person.consents)
    return [*_placed(person, expected, role), *([f.ConsentGiven(expected.id)] if agreed else [])]


def _placed(person: Person | None, expected: Expected, role: Role) -> list[Fact]:
    if person is None:
        return [f.ParticipantJoined(expected.id, expected.name, role, waiting=False)]
    if person.place is not Place.IN:
        recast = [f.RoleChanged(person.id, role)] if person.role is not role else []
        return [f.ParticipantReturned(person.id, waiting=False), *recast]
    return _recast(person, role)


def _recast(person: Person, role: Role) -> list[Fact]:
    if person.role is role or not (person.role in HOSTS or role in HOSTS):
        return []
    off = turned_off(person, person.id) if RANK[role] < RANK[person.role] else []
    return [*off, f.RoleChanged(person.id, role)]


def began(state: State, fact: f.RoomBegan) -> None:
    state.title, state.status, state.started_at_ms = fact.name, Status.LIVE, state.at_ms
    state.capacity = state.stage_capacity = fact.capacity
    state.settings = SETTINGS
