"""One run from a seed: opening, storm, quiet, judgement."""

import traceback
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial
from random import Random

import trio
from attrs import field, frozen

from actors.journal.memory import MemoryJournal
from tests.simulator import errands, faults
from tests.simulator.climate import climate
from tests.simulator.complaints import Complaints
from tests.simulator.disk import Disk
from tests.simulator.marks import Marks
from tests.simulator.network import Network
from tests.simulator.opening import CAST, opening
from tests.simulator.quiet import falls_quiet, is_looked_at
from tests.simulator.scheduling import run_seeded
from tests.simulator.town import Town
from tests.simulator.trace import Trace
from tests.simulator.visits import visits
from tests.simulator.world import World


@frozen
class Outcome:
    """`facts`: how many of each class the logs hold. `failures`: empty if all was as it should be."""

    seed: int
    digest: str
    lines: int
    failures: tuple[str, ...] = ()
    facts: Counter[str] = field(factory=Counter)


def simulate(seed: int, *, is_shown: bool = False) -> Outcome:
    """`is_shown`: on stderr, as it happens."""
    return live_through(seed, partial(two_webinars, seed), play, is_shown=is_shown)


def live_through(
    seed: int,
    made: Callable[[Trace, trio.Nursery], World],
    play: Callable[[World], Awaitable[None]],
    *,
    is_shown: bool,
) -> Outcome:
    """A Trio run with one world in it."""
    trace, complaints, worlds = Trace(is_shown), Complaints(is_shown), list[World]()

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            worlds.append(made(trace, nursery))
            nursery.start_soon(worlds[0].disk.serve)
            await play(worlds[0])
            nursery.cancel_scope.cancel()

    with complaints.heard():
        try:
            run_seeded(seed, main, lambda: worlds[0].guard.looks_at_media())  # noqa: PLW0108 - there is none yet
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to this seed
            return Outcome(seed, trace.digest(), trace.lines, (*complaints.all, _described(error)))
    failures = (*worlds[0].failures, *complaints.all)
    return Outcome(seed, trace.digest(), trace.lines, failures, worlds[0].facts)


async def play(world: World) -> None:
    await opening(world)
    await weather(world)


async def weather(world: World) -> None:
    """Bad for a while, then fine; then everything is looked at."""
    world.disk.commit_s = world.climate.commit_s
    world.network.rough(world.climate)
    for person in world.people:
        world.nursery.start_soon(person.live)
        world.nursery.start_soon(visits, world, person)
    errands.begin(world)
    with trio.move_on_after(world.climate.storm_s):
        if world.climate.faults:
            await faults.storm(world)
        await trio.sleep_forever()
    if world.climate.has_night:
        await errands.night(world)
    await falls_quiet(world)
    await is_looked_at(world)


def two_webinars(seed: int, trace: Trace, nursery: trio.Nursery) -> World:
    marks = Marks()
    return a_world(seed, trace, nursery, MemoryJournal(), tuple(Town(tag, marks) for tag in CAST))


def a_world(seed: int, trace: Trace, nursery: trio.Nursery, journal: MemoryJournal, towns: tuple[Town, ...]) -> World:
    chance = Random(seed)
    weather = climate(chance)
    return World(nursery, trace, chance, weather, Disk(journal, chance, 0.0), Network(chance), towns)


def _described(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))[-3000:]
