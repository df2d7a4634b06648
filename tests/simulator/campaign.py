"""Many seeds, each run twice: in two processes that hash strings differently, and must still see the same."""

import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final, get_args

from attrs import define, field

from actors.facts import Fact
from tests.simulator.fleet import Report, cores, fleet

REGRESSIONS: Final = Path(__file__).with_name("regressions.txt")
RAREST: Final = 5  # facts, named with how often they happened
ALL_FACTS_FROM: Final = 2000  # seeds on: so many must have led to every fact there is


def regressions() -> list[int]:
    """Seeds that have found something once; what, stands beside each."""
    lines = (line.partition("#")[0].strip() for line in REGRESSIONS.read_text().splitlines())
    return [int(line) for line in lines if line]


@define(eq=False)
class Campaign:
    """`failures`: by seed, what was wrong."""

    seeds: Sequence[int]
    failures: dict[int, list[str]] = field(factory=dict)
    facts: Counter[str] = field(factory=Counter)
    finished: set[int] = field(factory=set)
    _first: dict[int, Report] = field(factory=dict)
    _began_s: float = field(factory=time.monotonic)

    def run(self) -> None:
        pairs = max(1, cores() // 2)
        with fleet() as ships:
            for number in range(2 * pairs):
                worker = ships.start()
                worker.give(self.seeds[number // 2 :: pairs])
            for _, report in ships.reports():
                if report is not None:
                    self._hear(report)
                    self._tell()
        for seed in [seed for seed in self.seeds if seed not in self.finished][:1]:
            self.failures[seed] = ["this run, or one soon after it, never came to an end"]

    def _hear(self, report: Report) -> None:
        seed = report["seed"]
        other = self._first.pop(seed, None)
        if other is None:
            self._first[seed] = report
            return
        self.finished.add(seed)
        self.facts.update(report["facts"])
        failures = report["failures"] or other["failures"]
        if report["digest"] != other["digest"]:
            failures = [*failures, f"two runs differ: {report['digest']} {other['digest']}"]
        if failures:
            self.failures[seed] = failures
            sys.stderr.write(f"\n{described(seed, failures)}\n")

    def _tell(self) -> None:
        if sys.stderr.isatty():
            done = f"{len(self.finished)}/{len(self.seeds)}"
            sys.stderr.write(f"\r{done} seeds, {len(self.failures)} failures, {self.rate:.0f}/s ")

    @property
    def rate(self) -> float:
        """Seeds a second, each of them run twice."""
        return len(self.finished) / (time.monotonic() - self._began_s)

    @property
    def never_seen(self) -> set[str]:
        return {kind.__name__ for kind in get_args(Fact)} - set(self.facts)

    @property
    def rarest(self) -> str:
        """What would be missing next."""
        kinds = sorted(self.facts.items(), key=lambda kind: kind[1])[:RAREST]
        return ", ".join(f"{name} {count}" for name, count in kinds)

    @property
    def summary(self) -> str:
        return f"simulate seeds={len(self.finished)} failures={len(self.failures)} seeds_per_s={self.rate:.1f}"


def described(seed: int, failures: Sequence[str]) -> str:
    lines = "\n".join(f"  {failure}" for failure in failures)
    return f"seed {seed} failed; `make simulate SEED={seed}` shows it:\n{lines}"
