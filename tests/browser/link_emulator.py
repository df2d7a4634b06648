"""The link between two networks, in user space, for kernels without one: what enters a TUN device leaves the other.

    python -m tests.browser.link_emulator <near fd> <far fd>

Loss, delay, rate and queue are the same both ways and may change at any time: each line of JSON on standard input
replaces them. Ends with its input. Prints `ready` once.
"""

import heapq
import json
import os
import random
import select
import sys
import time
from collections.abc import Iterator

from attrs import define, field, frozen

COMMANDS = 0  # standard input
BURST = 64  # packets read of one device before the other's turn
BIGGEST = 2048


@frozen
class Conditions:
    """`loss` 0-1, delay one way, `rate_bps` 0 = without limit, `queue_s` the longest wait before it."""

    loss: float = 0.0
    delay_s: float = 0.0
    rate_bps: float = 0.0
    queue_s: float = 0.3


@define
class Direction:
    dice: random.Random
    free_at_s: float = 0.0

    def exit_s(self, size: int, now: Conditions, now_s: float) -> float | None:
        """When a packet that enters now comes out; None if it never does."""
        if self.dice.random() < now.loss:
            return None
        if not now.rate_bps:
            return now_s + now.delay_s
        starts_s = max(now_s, min(self.free_at_s, now_s + now.queue_s + 0.1))
        if starts_s - now_s > now.queue_s:
            return None
        self.free_at_s = starts_s + size * 8 / now.rate_bps
        return self.free_at_s + now.delay_s


@define
class Emulator:
    near: int
    far: int
    conditions: Conditions = Conditions()
    due: list[tuple[float, int, int, bytes]] = field(factory=list)
    count: int = 0

    def run(self) -> None:
        ways = {
            self.near: (self.far, Direction(random.Random(1))),
            self.far: (self.near, Direction(random.Random(2))),
        }
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            readable = self._wait([*ways, COMMANDS])
            for device in ways.keys() & readable:
                self._take(device, *ways[device])
            if COMMANDS in readable:
                line = sys.stdin.readline()
                if not line:
                    return
                self.conditions = Conditions(**json.loads(line))
            self._deliver()

    def _wait(self, sources: list[int]) -> list[int]:
        wait_s = max(0.0, self.due[0][0] - time.monotonic()) if self.due else 0.5
        return select.select(sources, [], [], wait_s)[0]

    def _take(self, device: int, out: int, direction: Direction) -> None:
        for packet in _packets(device):
            exit_s = direction.exit_s(len(packet), self.conditions, time.monotonic())
            if exit_s is not None:
                self.count += 1
                heapq.heappush(self.due, (exit_s, self.count, out, packet))

    def _deliver(self) -> None:
        while self.due and self.due[0][0] <= time.monotonic():
            _, _, out, packet = heapq.heappop(self.due)
            try:
                os.write(out, packet)
            except OSError:  # the device goes down, or is full: lost either way
                return


def _packets(device: int) -> Iterator[bytes]:
    for _ in range(BURST):
        try:
            yield os.read(device, BIGGEST)
        except BlockingIOError:
            return


if __name__ == "__main__":
    Emulator(int(sys.argv[1]), int(sys.argv[2])).run()
