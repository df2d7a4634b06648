"""What goes wrong, by name: each fault of `climate.FAULTS` is one function here, and heals by itself after a while."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import trio

from actors.cell import Cell, State
from tests.simulator.network import some_steps

if TYPE_CHECKING:
    from tests.simulator.world import World


class Injected(Exception):
    """The one exception that a handler may raise in a simulation."""


async def storm(world: "World") -> None:
    """Until somebody cancels it."""
    while True:
        await trio.sleep(some_steps(world.chance, 2 * world.climate.fault_every_s))
        fault = world.chance.choice(world.climate.faults)
        world.trace.note("fault:", fault)
        await FAULTS[fault](world)


async def _reboots(world: "World") -> None:
    await trio.sleep(some_steps(world.chance, 1.5))
    if world.server is None:
        await world.boot()


async def kill(world: "World") -> None:
    for _ in range(world.chance.randrange(6)):  # between any two steps of that instant
        await trio.lowlevel.checkpoint()
    world.kill()
    await _reboots(world)


async def kill_after_commit(world: "World") -> None:
    """Durable, and nobody has been told."""
    world.disk.after_commit = world.kill
    await trio.sleep(1.0)
    world.disk.after_commit = None
    await _reboots(world)


async def stop(world: "World") -> None:
    """As on SIGTERM: the actors end one after the other."""
    server = world.server
    if server is not None:
        try:
            await server.system.stop(grace_s=0.5)
        finally:  # also when the storm is over before
            world.kill()
    await _reboots(world)


async def actor_fails(world: "World") -> None:
    _fails_at_next_message(world, is_late=False)


async def handler_fails_late(world: "World") -> None:
    """When it has done everything but return."""
    _fails_at_next_message(world, is_late=True)


def _fails_at_next_message(world: "World", *, is_late: bool) -> None:
    cell = _some_actor(world)
    behaviour: Any = cell.behaviour if cell is not None else None
    if behaviour is None:
        return
    handler = behaviour.on_receive

    def fail(message: object) -> object:
        if is_late:
            handler(message)
        raise Injected

    world.trace.note(cell and cell.name, "will fail")
    behaviour.on_receive = fail


def _some_actor(world: "World") -> Cell | None:
    if world.server is None:
        return None
    rows = [row.name for row in world.server.system.tree()]
    by_kind: dict[str, list[str]] = {}
    for name in rows:
        by_kind.setdefault(name.rpartition("/")[2].partition(":")[0], []).append(name)
    ref = world.server.find(world.chance.choice(by_kind[world.chance.choice(list(by_kind))]))
    return ref.cell if ref is not None and ref.cell.state is State.RUNNING else None


async def disk_full(world: "World") -> None:
    world.disk.is_full = True
    await trio.sleep(some_steps(world.chance, 3.0))
    world.disk.is_full = False


async def disk_slow(world: "World") -> None:
    world.disk.is_slow = True
    await trio.sleep(some_steps(world.chance, 3.0))
    world.disk.is_slow = False


async def disk_lies(world: "World") -> None:
    world.disk.lies = 1


async def disk_unreadable(world: "World") -> None:
    """For less than the four seconds after which an actor gives up."""
    world.disk.is_unreadable = True
    await trio.sleep(some_steps(world.chance, 2.0))
    world.disk.is_unreadable = False


async def clock_jumps(world: "World") -> None:
    world.clock.offset_ms += world.chance.choice((-3_600_000, 3_600_000, -1000, 1000))
    if world.chance.random() < 0.3:
        world.clock.held_ms = world.clock.now_ms()
        await trio.sleep(2.0)
        world.clock.held_ms = None


async def cut_off(world: "World") -> None:
    """One person, for a while."""
    person = world.chance.choice(world.people)
    person.is_cut_off = True
    for page in person.pages:
        page.cut()
    await trio.sleep(some_steps(world.chance, 3.0))
    person.is_cut_off = False


async def cut_everybody(world: "World") -> None:
    for person in world.people:
        for page in person.pages:
            page.cut()


FAULTS: dict[str, Callable[["World"], Awaitable[None]]] = {
    function.__name__: function
    for function in (
        *(kill, kill_after_commit, stop, actor_fails, handler_fails_late),
        *(disk_full, disk_slow, disk_lies, disk_unreadable, clock_jumps, cut_off, cut_everybody),
    )
}


def heal(world: "World") -> None:
    world.network.calm()
    world.disk.heal()
    world.clock.held_ms = None
    for person in world.people:
        person.is_cut_off = False
