"""After the last fault: everybody is answered within ten seconds, pages show what the journal says, nobody haunts."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

import attrs
import orjson
import trio

from actors.participant import Participant
from actors.webinar import commands as c
from actors.webinar.actor import Webinar
from actors.webinar.apply import fold
from actors.webinar.deadlines import deadlines_of
from actors.webinar.snapshots import Gallery
from actors.webinar.state import HERE
from actors.words import Status
from tests.actors.webinar.model_client import ModelClient
from tests.simulator.checkers import Evidence, faults_of
from tests.simulator.faults import heal
from tests.simulator.places import faults_of_places

if TYPE_CHECKING:
    from tests.simulator.person import Person
    from tests.simulator.town import Town
    from tests.simulator.world import World

LIVENESS_S: Final = 10.0
GRACE_S: Final = 9.0
LATE_S: Final = 1.0
LOOK_S: Final = 0.25


async def falls_quiet(world: "World") -> None:
    """I9. Whoever has not been answered by then is named."""
    heal(world)
    if world.server is None:
        await world.boot()
    world.is_quiet = True
    with trio.move_on_after(LIVENESS_S) as patience:
        await _all(world, _is_settled)
        for person in _present(world):
            person.says(person.pages[-1], c.DeclineInvitation())
        await _all(world, _is_settled)
    if patience.cancelled_caught:
        for person in _present(world):
            if not _is_settled(person):
                world.fails(f"I9: {person.label} waits: {[str(said) for said in person.pending]} {person.pages}")


async def _all(world: "World", is_true: Callable[["Person"], bool]) -> None:
    while not all(is_true(person) for person in _present(world)):  # noqa: ASYNC110 - of many things, none of them an event
        await trio.sleep(LOOK_S)


def _present(world: "World") -> "list[Person]":
    return [person for person in world.people if not person.is_gone and person.pages]


def _is_settled(person: "Person") -> bool:
    return not person.pending and all(page.wire is not None for page in person.pages if page.is_wanted)


# --- what is left then


async def is_looked_at(world: "World") -> None:
    """I4, presence, ghosts; then once more after a power cut, from the journal alone."""
    await trio.sleep(max(GRACE_S, _longest_s(world)))  # whoever is gone is known to be by then
    for town in world.towns:
        for fault in _faults_of(world, town):
            world.fails(f"{town.tag}: {fault}")
    world.kill()
    for town in world.towns:
        for fault in faults_of(evidence(world, town)):
            world.fails(f"{town.tag}: {fault}")
    await _comes_back(world)


def _longest_s(world: "World") -> float:
    """So long may something that ends by itself still last."""
    states = [fold(town.id, world.disk.journal.read(town.id)) for town in world.towns]
    rests_ms = [each.until_ms - each.since_ms for state in states for each in deadlines_of(state)]
    return max(rests_ms, default=0) / 1000 + LATE_S


async def _comes_back(world: "World") -> None:
    """The next life knows what the journal says, from the kept state and what follows it."""
    server = await world.boot()
    await trio.testing.wait_all_tasks_blocked()
    for town in world.towns:
        webinar = server.webinar(town.id)
        state = fold(town.id, world.disk.journal.read(town.id))
        if webinar is None or webinar.book.durable != state:
            found = "nothing" if webinar is None else differences(webinar.book.durable, state)
            world.fails(f"{town.tag}: I4: recovered is not what the journal says: {found}")


def evidence(world: "World", town: "Town") -> Evidence:
    journal = world.disk.journal
    log = tuple(journal.read(town.id))
    epochs = tuple(int(orjson.loads(record.body)["epoch"]) for record in journal.records(town.id))
    return Evidence(log, epochs, tuple(town.said), town.since_seq)


def _faults_of(world: "World", town: "Town") -> Iterator[str]:
    webinar = world.server.webinar(town.id) if world.server is not None else None
    if webinar is None:
        yield "I9: the webinar's actor is not there"
        return
    state = fold(town.id, world.disk.journal.read(town.id))
    for name, held in (("decided", webinar.book.decided), ("durable", webinar.book.durable)):
        if held != state:
            yield f"I4: the {name} state is not what the journal says: {differences(held, state)}"
    if state.status is not Status.ENDED:
        yield from (f"I9: has not ended by itself: {deadline}" for deadline in deadlines_of(state))
        gallery = Gallery(state)
        for person in town.people:
            yield from _faults_of_pages(person, gallery)
            yield from _faults_of_presence(world, person, webinar)
    yield from faults_of_places(world, state)


def _faults_of_pages(person: "Person", gallery: Gallery) -> Iterator[str]:
    for page in person.pages:
        if page.wire is not None and not person.is_gone:
            page.read(page.wire)
            seen, right = page.view and page.view.on_display(), ModelClient.of(gallery.snapshot(person.id)).on_display()
            if seen != right:
                yield f"I4: {page.name} does not show what the journal says: {differences(seen, right)}"


def _faults_of_presence(world: "World", person: "Person", webinar: Webinar) -> Iterator[str]:
    assert world.server is not None
    known = webinar.book.durable.people.get(person.id)
    ref = world.server.participant(person.town.id, person.id)
    behaviour = ref.cell.behaviour if ref is not None else None
    is_here = known is not None and known.place in HERE
    if is_here is not isinstance(behaviour, Participant):
        yield f"I9: {person.label} is here: {is_here}, has an actor: {ref}"
    elif isinstance(behaviour, Participant) and known is not None:
        wires = [page.wire for page in person.pages if page.wire is not None]
        if len(behaviour.outboxes) != len(wires):
            yield f"I9: {person.label} has {len(wires)} pages and {len(behaviour.outboxes)} outboxes: ghosts"
        if known.connected is not bool(wires):
            yield f"I9: {person.label} is connected: {known.connected}, with {len(wires)} pages"


def differences(one: object, other: object, path: str = "") -> str:
    """Where two values of the same shape differ."""
    if one == other:
        return ""
    if attrs.has(type(one)) and type(one) is type(other):
        names = [known.name for known in attrs.fields(type(one)) if not known.name.startswith("_")]
        return "; ".join(
            text for n in names if (text := differences(getattr(one, n), getattr(other, n), f"{path}.{n}"))
        )
    if isinstance(one, dict) and isinstance(other, dict):
        if [*one] != [*other]:
            return f"{path} has {[*one]} ≠ {[*other]}"
        return "; ".join(text for key in one if (text := differences(one[key], other[key], f"{path}[{key}]")))
    return f"{path}: {one!r} ≠ {other!r}"
