"""How a page comes back to a server it has lost, as web/client/backoff.js has it: for clients that are no browser and
for virtual time. A test of the client holds both to the same numbers (tests/client/test_leaves.py).
"""

import heapq
import random
from collections.abc import Callable
from typing import Final

from attrs import define, field

STAGE_MS: Final = 1000
PERSON_MS: Final = 10
SMALL_MS: Final = 1500
DOUBLINGS: Final = 1
AUDIENCE_MS: Final = 12_000
OWN_TURN: Final = frozenset({"busy", "shutting_down"})


def return_ms(
    attempt: int, part: float, *, on_stage: bool, inside: int, retry_after_ms: int = 0, code: str | None = None
) -> float:
    """`part` of the window, between 0 and 1, is what chance says."""
    if retry_after_ms and code in OWN_TURN:
        return retry_after_ms
    audience_ms = min(AUDIENCE_MS, max(SMALL_MS, PERSON_MS * inside) * 2 ** min(attempt, DOUBLINGS))
    return retry_after_ms + part * (STAGE_MS if on_stage else audience_ms)


@define
class Herd:
    """People who lost their server at 0 s and come back, each by the rule above, in virtual time.

    `wait_ms(person, now_s)` is the server's door once it is up, at `up_s`: 0 lets in. Times in seconds.
    """

    people: int
    up_s: float
    wait_ms: Callable[[int, float], int]
    dice: random.Random
    on_stage: int = 0  # the first so many are
    latency_s: float = 0.02
    in_vain: int = 0  # tries while the server was down
    arrivals_s: list[float] = field(factory=list)  # at the server that was up, let in or not
    entered_s: dict[int, float] = field(factory=dict)
    refusals: dict[int, int] = field(factory=dict)

    def come_back(self) -> None:
        tries = [(self._pause_s(person, 0), person, 0) for person in range(self.people)]
        heapq.heapify(tries)
        while tries:
            sent_s, person, attempt = heapq.heappop(tries)
            at_s = sent_s + self.latency_s
            again_s = self._knock(person, at_s, attempt)
            if again_s is not None:
                heapq.heappush(tries, (at_s + again_s, person, attempt + 1))

    def _knock(self, person: int, at_s: float, attempt: int) -> float | None:
        """Seconds until the next try; None once inside."""
        if at_s < self.up_s:
            self.in_vain += 1
            return self._pause_s(person, attempt + 1)
        self.arrivals_s.append(at_s)
        wait_ms = self.wait_ms(person, at_s)
        if wait_ms == 0:
            self.entered_s[person] = at_s
            return None
        self.refusals[person] = self.refusals.get(person, 0) + 1
        return self._pause_s(person, attempt + 1, wait_ms)

    def _pause_s(self, person: int, attempt: int, wait_ms: int = 0) -> float:
        part, is_on_stage = self.dice.random(), person < self.on_stage
        pause_ms = return_ms(
            *(attempt, part), on_stage=is_on_stage, inside=self.people, retry_after_ms=wait_ms, code="busy"
        )
        return pause_ms / 1000
