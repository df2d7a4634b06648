"""Everybody in one place: what the webinar says of its breakout rooms against the rooms themselves."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from actors.facts import RoomMerged
from actors.ports import StoredFact
from actors.webinar.apply import fold
from actors.webinar.breakouts_state import Room
from actors.webinar.state import State
from actors.words import Place, Status

if TYPE_CHECKING:
    from tests.simulator.world import World


def faults_of_places(world: "World", state: State) -> Iterator[str]:
    rooms = state.rooms.rooms if state.rooms is not None else {}
    listed = Counter(participant for room in rooms.values() for participant in room.people)
    yield from (f"I12: {participant} is in {times} rooms" for participant, times in listed.items() if times > 1)
    for person in state.people.values():
        if (person.room is None) is (person.id in listed) or (person.room is not None and person.place is not Place.IN):
            yield f"I12: {person.id} is {person.place} and in {person.room}, on {listed[person.id]} lists"
    for room in rooms.values():
        if room.id not in world.rooms_left_behind:
            yield from _faults_of_room(world, room)
    if state.merging:
        yield f"I12: closed and not merged: {[*state.merging]}"
    for stored in world.disk.journal.read(state.id):
        fact = stored.fact if isinstance(stored, StoredFact) else None
        if isinstance(fact, RoomMerged) and fact.room not in world.rooms_left_behind:
            yield from _faults_of_merged(world, fact)


def _faults_of_room(world: "World", room: Room) -> Iterator[str]:
    actor = world.server.room(room.id) if world.server is not None else None
    if actor is None:
        yield f"I12: {room.id} is open and has no actor"
        return
    noted = fold(room.id, world.disk.journal.read(room.id))
    for inside in (actor.book.decided.inside, actor.book.durable.inside, noted.inside):
        if set(inside) != set(room.people):
            yield f"I12: in {room.id} are {sorted(inside)}, and the webinar says {sorted(room.people)}"
    if set(actor.household.members()) != set(room.people):
        yield f"I12: {room.id} has actors of {actor.household.members()}"


def _faults_of_merged(world: "World", merged: RoomMerged) -> Iterator[str]:
    noted = fold(merged.room, world.disk.journal.read(merged.room))
    if noted.status is not Status.ENDED:
        yield f"I12: merged and not ended: {merged.room}"
    if (merged.head, merged.facts) != (world.disk.journal.head(merged.room), noted.seq):
        yield f"I12: the webinar's record does not cover {merged.room}: {merged}"
