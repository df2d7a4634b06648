"""Round after round: people vote, ask and talk, the server is killed at a random moment, its journal is held against
what they were told, and it comes back.

Every so many rounds a new webinar begins; before that nothing is done to the server until everybody has been answered.
"""

from collections.abc import Callable
from math import inf
from pathlib import Path
from random import Random
from statistics import median
from typing import Final

import trio
from attrs import define, field, frozen

from tests.chaos.acts import live
from tests.chaos.crowd import VOTERS, Crowd, gather
from tests.chaos.process import Process
from tests.chaos.scene import ANSWERED_WITHIN_S, Scene
from tests.chaos.verdict import Verdict
from tests.chaos.waiting import came_true

ROUNDS_OF_ONE: Final = 20  # of one webinar, then the next
FEW_ACKNOWLEDGED: Final = (1, 120)
SHORT_S: Final = (0.0, 0.7)
LONGEST_S: Final = 2.0  # whatever the moment, no round waits longer for it

Tell = Callable[[str], None]


@frozen
class Moment:
    """When the server is killed: after so many acknowledgements, or so many seconds, whichever is given."""

    acknowledgements: int | None = None
    seconds: float = LONGEST_S

    @classmethod
    def at_random(cls, chance: Random) -> "Moment":
        if chance.random() < 0.6:
            return cls(acknowledgements=chance.randint(*FEW_ACKNOWLEDGED))
        return cls(seconds=chance.uniform(*SHORT_S))

    def __str__(self) -> str:
        if self.acknowledgements is None:
            return f"{self.seconds * 1000:.0f} ms"
        return f"{self.acknowledgements} acknowledgements"

    async def come(self, crowd: Crowd) -> None:
        wanted = inf if self.acknowledgements is None else crowd.history.acknowledged + self.acknowledgements
        await came_true(lambda: crowd.history.acknowledged >= wanted, self.seconds)


@define(eq=False)
class Chaos:
    """`run` does it. `folder` holds the server's data and, for a moment, a copy of it."""

    folder: Path
    rounds: int
    seed: str
    tell: Tell
    voters: int = VOTERS
    verdict: Verdict = field(factory=Verdict)
    acknowledged: int = 0
    process: Process = field(init=False)
    chance: Random = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.process = Process(self.folder / "data", self.chance)

    async def run(self) -> None:
        await self.process.start()
        try:
            for first in range(1, self.rounds + 1, ROUNDS_OF_ONE):
                await self._one_webinar(range(first, min(first + ROUNDS_OF_ONE, self.rounds + 1)))
            if self.process.stop() != 0:
                self.verdict.wrong.append(f"the server did not stop well:\n{self.process.server.text[-2000:]}")
            self.verdict.wrong += self.process.complaints
        finally:
            self.process.end()

    async def _one_webinar(self, rounds: range) -> None:
        url, door, seed = self.process.url, self.process.door, f"{self.seed}/{rounds[0]}"
        crowd = await trio.to_thread.run_sync(gather, url, door, seed, self.voters)
        hall = Scene(self.folder, self.process, crowd, self.verdict)
        async with trio.open_nursery() as pages:
            for page in crowd.pages:
                pages.start_soon(page.serve)
            async with trio.open_nursery() as people:
                people.start_soon(live, crowd)
                for number in rounds:
                    await self._round(number, hall)
                await hall.come_to_rest()
                people.cancel_scope.cancel()
            await self._end(hall)
            pages.cancel_scope.cancel()
        self.acknowledged += crowd.history.acknowledged

    async def _round(self, number: int, hall: Scene) -> None:
        moment, crowd = Moment.at_random(self.chance), hall.crowd
        await moment.come(crowd)
        places = f"{sum(page.is_in for page in crowd.pages)} of {len(crowd.pages)}"
        verdict = await hall.kill_and_look()
        self.tell(
            f"round {number}/{self.rounds}: killed after {moment}, {crowd.history.acknowledged} acknowledged in this "
            f"webinar, {places} in, restart {self.process.starts_ms[-1]:.0f} ms: {verdict.told}"
        )

    async def _end(self, hall: Scene) -> None:
        """The webinar ends, and stays ended."""
        host = hall.crowd.host
        for page in hall.crowd.pages:
            page.may_go_as = "ended"
        with trio.move_on_after(ANSWERED_WITHIN_S):
            await host.do("end")
        await hall.kill_and_look()
        if not await came_true(lambda: host.is_over, ANSWERED_WITHIN_S):
            self.verdict.wrong.append("an ended webinar lets people in after a restart")

    @property
    def summary(self) -> str:
        verdict = self.verdict
        return (
            f"chaos rounds={self.rounds} kills={self.process.kills} acknowledged={self.acknowledged} "
            f"lost={len(verdict.lost)} doubled={len(verdict.doubled)} wrong={len(verdict.wrong)} "
            f"restart_ms_p50={median(self.process.starts_ms):.0f}"
        )
