"""Who goes into which breakout room: by list, by lot, or where there are fewest. Pure; chance comes as a seed.

By lot rooms differ by one person at most, as far as lists let them.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from actors.webinar.breakouts_state import Rooms
from actors.webinar.state import Person
from actors.words import HOSTS, Assign, ParticipantId, Role, RoomId

Plan = dict[RoomId, tuple[ParticipantId, ...]]


def listed(lists: Mapping[str, RoomId], person: Person) -> RoomId | None:
    """Their id counts more than their name, which others may have too."""
    return lists.get(person.id) or lists.get(key_of(person.name))


def key_of(name: str) -> str:
    return name.casefold()


def plan(
    rooms: Iterable[RoomId], lists: Mapping[str, RoomId], assign: Assign, people: Iterable[Person], seed: str
) -> Plan:
    """When rooms open. Hosts go where they like."""
    placed: dict[RoomId, list[ParticipantId]] = {room: [] for room in rooms}
    rest = []
    for person in people:
        room = None if person.role in HOSTS else listed(lists, person)
        if room is not None:
            placed[room].append(person.id)
        elif assign is Assign.RANDOM and person.role is Role.ATTENDEE:
            rest.append(person.id)
    for participant in sorted(rest, key=lambda each: sha256(f"{seed} {each}".encode()).digest()):
        min(placed.values(), key=len).append(participant)
    return {room: tuple(people) for room, people in placed.items() if people}


def late(rooms: Rooms, people: Iterable[Person]) -> Plan:
    """Those who come while rooms are open: back to where they were put, by list, or where there are fewest."""
    counts = {room.id: len(room.people) for room in rooms.rooms.values()}
    placed: dict[RoomId, list[ParticipantId]] = {}
    for person in people:
        if person.role in HOSTS:
            continue
        room = rooms.assigned.get(person.id) or listed(rooms.lists, person)
        if room is None and rooms.assign is Assign.RANDOM and person.role is Role.ATTENDEE:
            room = min(counts, key=lambda each: counts[each])
        if room is not None:
            counts[room] += 1
            placed.setdefault(room, []).append(person.id)
    return {room: tuple(people) for room, people in placed.items()}
