"""People in breakout rooms: a second session where the webinar says they are, and what they say and send there.

What is said in a room is marked with the room, and must reach nobody but its people; see `guards.py` for the rest.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

import trio
from attrs import define

from actors.media_commands import Publish
from actors.participant import Attach, Detach, Do
from actors.ports import Done, Goodbye
from actors.webinar import commands as c
from actors.words import Place, RoomId, Source
from tests.simulator.marks import marks_in
from tests.simulator.page import AGAIN_S, asked
from tests.simulator.wire import Item, Wire

if TYPE_CHECKING:
    from tests.simulator.person import Person
    from tests.simulator.world import World

STAYS: Final = 0.15  # share of looks after which a page in a room is cut all the same


@define(eq=False)
class RoomGate:
    """Looks at what a room sends to one person. `wire.Sender`."""

    world: "World"
    person: "Person"
    participant: str
    room: RoomId

    def sends(self, wire: Wire, item: Item) -> None:
        self.world.trace.note(wire.name, "⇐", self.room, type(item).__name__)
        actor = wire.server.room(self.room)
        if isinstance(item, Goodbye) or actor is None:
            return
        known = actor.book.durable.people.get(self.participant)
        if known is None or known.place is not Place.IN:
            self.world.fails(f"I5: {wire.name} was sent something of {self.room}, and is not there: {item!r}")
        for mark in marks_in(repr(item)):
            if mark.kind == "room" and mark.whose != _mark_of(self.room):
                self.world.fails(f"I5: {wire.name} was sent what belongs to another room than {self.room}: {mark}")


def _mark_of(room: RoomId) -> str:
    return room.replace(".", "_")


async def visits(world: "World", person: "Person") -> None:
    """As long as the storm lasts; one room after the other."""
    number = 0
    while not world.is_quiet:
        await trio.sleep(world.thinks())
        room = _room_of(person)
        if room is not None and not person.is_cut_off:
            number += 1
            await _visit(world, person, room, f"{person.label}/r{number}")


def _room_of(person: "Person") -> RoomId | None:
    """As the person's own pages show it."""
    views = (page.view for page in person.pages if page.wire is not None and page.view is not None)
    return next((view.you.room for view in views if view.you.room is not None), None)


async def _visit(world: "World", person: "Person", room: RoomId, name: str) -> None:
    server, participant = world.server, person.id
    ref = server.participant(room, participant) if server is not None else None
    if server is None or ref is None:
        await trio.sleep(AGAIN_S)
        return
    over = trio.Event()
    wire = Wire(name, server, RoomGate(world, person, participant, room), lambda _: over.set())
    if isinstance(await asked(ref, Attach(wire, None, server.node.ids.new())), Done):
        while wire.is_open and not world.is_quiet and not person.is_gone:
            with trio.move_on_after(world.thinks()):
                await over.wait()
            if wire.is_open:
                await _act(world, person, room, participant, wire)
    if server.is_up and not wire.is_cut:
        wire.cut()
        left = server.participant(room, participant)
        if left is not None:
            left.tell(Detach(wire))


Wish = Callable[["World", "Person", RoomId], object]
WISHES: Final[tuple[Wish, ...]] = (
    lambda _, person, room: c.SendMessage(person.town.marks.text(person.town.tag, "room", _mark_of(room))),
    lambda _, person, room: c.AskQuestion(person.town.marks.text(person.town.tag, "room", _mark_of(room))),
    lambda world, _, __: c.TurnOn(world.chance.choice(list(Source))),
    lambda _, __, ___: c.RaiseHand(),
    lambda _, __, ___: c.MuteAll(),
    lambda _, __, ___: c.Kick("nobody"),
    lambda _, __, ___: Publish("offer", {str(n): source for n, source in enumerate(Source)}),
)


async def _act(world: "World", person: "Person", room: RoomId, participant: str, wire: Wire) -> None:
    if world.chance.random() < STAYS:
        wire.cut()
        return
    wish = world.chance.choice(WISHES)(world, person, room)
    ref = wire.server.participant(room, participant)
    if ref is not None:
        said = wish if isinstance(wish, Publish) else Do(f"{wire.name}:{trio.current_time():.3f}", wish)  # type: ignore[arg-type]
        ref.ask(said).on_done(partial(world.trace.note, wire.name, "←"))
