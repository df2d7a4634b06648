"""The mutation gate: each planted bug must be found by some seed; if one is not, the simulator has rotted."""

import sys
from collections import deque
from typing import Final

from attrs import define, field

from tests.simulator.fleet import cores, fleet
from tests.simulator.mutants import MUTANTS

WIDTH: Final = max(len(name) for name in MUTANTS) if MUTANTS else 0


@define(eq=False)
class Gate:
    """`found`: by mutant, the first seed that failed and how. One process tries one mutant at a time."""

    seeds: int
    found: dict[str, tuple[int, str]] = field(factory=dict)
    missed: list[str] = field(factory=list)

    def run(self) -> None:
        waiting = deque(MUTANTS)
        tried: dict[int, str] = {}
        with fleet() as ships:

            def start() -> None:
                worker = ships.start("--mutant", waiting[0])
                tried[worker.number] = waiting.popleft()
                worker.give(range(self.seeds))

            for _ in range(min(cores(), len(waiting))):
                start()
            for number, report in ships.reports():
                name = tried[number]
                failure = MUTANTS[name].is_found_in(report["failures"]) if report is not None else None
                if report is not None and failure is not None and name not in self.found:
                    self.found[name] = (report["seed"], failure)
                    self._tell(name)
                    ships.workers[number].process.kill()
                elif report is None:
                    if name not in self.found:
                        self.missed.append(name)
                        self._tell(name)
                    if waiting:
                        start()

    def _tell(self, name: str) -> None:
        sys.stderr.write(self._row(name) + "\n")

    def _row(self, name: str) -> str:
        if name not in self.found:
            return f"{name:{WIDTH}}  NOT FOUND in {self.seeds} seeds"
        seed, failure = self.found[name]
        return f"{name:{WIDTH}}  {seed:>5}  {failure[:100]!r}"

    @property
    def table(self) -> str:
        head = f"{'mutant':{WIDTH}}  first seed that finds it, and as what"
        rows = "\n".join(self._row(name) for name in MUTANTS)
        return f"{head}\n{rows}\nmutants planted={len(MUTANTS)} missed={len(self.missed)}"
