"""What an actor costs: asks and tells a second on one core, and the memory of one that waits.

Last line: `actors ask_per_s=… tell_per_s=… bytes_per_idle_actor=… actors=50000`. Rates are medians, per second of CPU.
"""

import gc
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from resource import getpagesize
from statistics import median
from typing import Final

import trio
import trio.testing

from actors.runtime import ActorSystem, TrioActor, TrioActorRef

RUNS: Final = 7
ASKS: Final = 30_000
ASKERS: Final = 100
TELLS: Final = 200_000
BURST: Final = 500  # tells before the sender waits: half a default mailbox
IDLE: Final = 50_000


class Echo(TrioActor):
    def on_receive(self, message: object) -> object:
        return message


async def ask_one_by_one(ref: TrioActorRef) -> int:
    for number in range(ASKS):
        await ref.ask(number)
    return ASKS


async def ask_together(ref: TrioActorRef) -> int:
    async def asker() -> None:
        for number in range(ASKS // ASKERS):
            await ref.ask(number)

    async with trio.open_nursery() as askers:
        for _ in range(ASKERS):
            askers.start_soon(asker)
    return ASKS


async def tell_in_bursts(ref: TrioActorRef) -> int:
    for _ in range(TELLS // BURST):
        for number in range(BURST):
            ref.tell(number)
        await ref.ask(None)
    return TELLS


async def per_second(work: Callable[[TrioActorRef], Awaitable[int]], ref: TrioActorRef) -> float:
    rates = []
    for _ in range(RUNS):
        started_s = time.process_time()
        done = await work(ref)
        rates.append(done / (time.process_time() - started_s))
    return median(rates)


async def bytes_per_idle(system: ActorSystem) -> float:
    before = resident_bytes()
    started_s = time.process_time()
    refs = [system.start_actor(Echo, name=f"idle:{number}") for number in range(IDLE)]
    await refs[-1].ask(None)
    await trio.testing.wait_all_tasks_blocked()
    print(f"start and first run: {(time.process_time() - started_s) / IDLE * 1e6:.1f} us an actor")
    each = (resident_bytes() - before) / IDLE
    started_s = time.process_time()
    system.tree()
    print(f"tree of 1000 rows out of {len(system)}: {(time.process_time() - started_s) * 1e3:.1f} ms")
    return each


def resident_bytes() -> int:
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * getpagesize()


async def main() -> None:
    async with trio.open_nursery() as actors:
        system = ActorSystem(actors)
        echo = system.start_actor(Echo, name="echo")
        asks = await per_second(ask_one_by_one, echo)
        together = await per_second(ask_together, echo)
        tells = await per_second(tell_in_bursts, echo)
        each = await bytes_per_idle(system)
        print(f"ask with {ASKERS} askers: {together:.0f}/s")
        print(f"actors ask_per_s={asks:.0f} tell_per_s={tells:.0f} bytes_per_idle_actor={each:.0f} actors={IDLE}")
        actors.cancel_scope.cancel()


if __name__ == "__main__":
    trio.run(main)
