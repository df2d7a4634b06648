"""A server and its crowd under one fault: what all scenarios and all rounds have in common.

    async with scene(folder, seed) as hall:
        ... hurt it ...
    print(hall.verdict)

At the end everybody has to be answered and in; then the server is killed and its journal held against what they were
told.
"""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Final

import trio
from attrs import define, field

from tests.chaos import checkers
from tests.chaos.acts import live
from tests.chaos.crowd import PAUSE_S, VOTERS, Crowd, gather
from tests.chaos.journal import read_log
from tests.chaos.process import Process
from tests.chaos.verdict import Verdict
from tests.chaos.waiting import came_true

MORE: Final = 20  # acknowledgements: what was under way before is not more
ANSWERED_WITHIN_S: Final = 10.0  # after the last fault everybody has been answered and is in


@define(eq=False)
class Scene:
    """`folder` is where the journal is copied to, to be looked into. `look` wants a server that is dead."""

    folder: Path
    process: Process
    crowd: Crowd
    verdict: Verdict = field(factory=Verdict)

    def look(self) -> Verdict:
        """What was not known to be wrong before."""
        return self._looked_into(self._copy())

    async def kill_and_look(self) -> Verdict:
        """Looks here while the next server starts there."""
        self.process.kill()
        copy = self._copy()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self.process.start)
            await trio.lowlevel.checkpoint()
            return self._looked_into(copy)

    def _copy(self) -> Path:
        copy = self.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        return shutil.copytree(self.process.data_dir, copy)

    def _looked_into(self, copy: Path) -> Verdict:
        verdict = checkers.check(self.crowd.history, read_log(copy, self.crowd.webinar))
        self.crowd.history.faults.clear()  # told once
        return self.verdict.add(verdict)

    async def is_acknowledging(self) -> bool:
        """Whether more is acknowledged from now on."""
        acknowledged = self.crowd.history.acknowledged
        return await came_true(lambda: self.crowd.history.acknowledged > acknowledged + MORE, ANSWERED_WITHIN_S)

    async def come_to_rest(self) -> None:
        """Nobody begins anything new; everybody is answered and in, in time."""
        self.crowd.is_tired = True
        within_s = ANSWERED_WITHIN_S
        if not await came_true(lambda: not self.crowd.unanswered(), within_s):
            self.verdict.wrong += [f"not answered within {within_s} s: {op}" for op in self.crowd.unanswered()]
        if not await came_true(self.crowd.all_are_in, within_s):
            away = [page.person.id for page in self.crowd.pages if not page.is_in]
            self.verdict.wrong.append(f"not in within {within_s} s: {away}")


Outcome = tuple[Verdict, dict[str, float]]  # of a scenario, with what was measured


@asynccontextmanager
async def scene(
    folder: Path,
    seed: str,
    voters: int = VOTERS,
    *,
    pause_s: float = PAUSE_S,
    data_dir: Path | None = None,
    **settings: object,
) -> AsyncIterator[Scene]:
    """People who do all they do in the rounds, and a server with these settings."""
    process = Process(data_dir or folder / "data", Random(seed), dict(settings))
    await process.start()
    try:
        crowd = await trio.to_thread.run_sync(gather, process.url, process.door, seed, voters)
        crowd.pause_s = pause_s
        hall = Scene(folder, process, crowd)
        async with trio.open_nursery() as pages:
            for page in crowd.pages:
                pages.start_soon(page.serve)
            async with trio.open_nursery() as people:
                people.start_soon(live, crowd)
                yield hall
                await hall.come_to_rest()
                people.cancel_scope.cancel()
            process.kill()
            hall.look()
            pages.cancel_scope.cancel()
        hall.verdict.wrong += process.complaints
    finally:
        process.end()
