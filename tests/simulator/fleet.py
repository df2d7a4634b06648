"""Worker processes, one per core, and what they report. Each process has a hash seed of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Final

from attrs import define, field

from tests.sources import ROOT

SILENT_S: Final = 120  # without a line from anybody: something hangs that cannot even be interrupted

Report = dict[str, Any]  # a line of `worker.as_line`


def cores() -> int:
    return len(os.sched_getaffinity(0))


@define(eq=False)
class Worker:
    """Its reports come in the fleet's queue, with its number."""

    number: int
    process: "subprocess.Popen[str]"

    def give(self, seeds: Iterable[int]) -> None:
        """All it gets. In a thread of its own, for a pipe holds but some ten thousand."""
        Thread(target=self._give, args=(list(seeds),), daemon=True).start()

    def _give(self, seeds: list[int]) -> None:
        assert self.process.stdin is not None
        with suppress(BrokenPipeError), self.process.stdin as pipe:  # ended early, it has said why on stderr
            pipe.write("".join(f"{seed}\n" for seed in seeds))

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


@define(eq=False)
class Fleet:
    """Reports are pairs of a worker's number and a report, or None when that worker has ended."""

    workers: list[Worker] = field(factory=list)
    _reports: "SimpleQueue[tuple[int, Report | None]]" = field(factory=SimpleQueue)

    def start(self, *arguments: str) -> Worker:
        number = len(self.workers)
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.simulator.worker", *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": str(number % 2 + 1)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.workers.append(Worker(number, process))
        Thread(target=self._listen, args=(self.workers[-1],), daemon=True).start()
        return self.workers[-1]

    def _listen(self, worker: Worker) -> None:
        assert worker.process.stdout is not None
        for line in worker.process.stdout:
            self._reports.put((worker.number, json.loads(line)))
        self._reports.put((worker.number, None))

    def reports(self) -> Iterator[tuple[int, Report | None]]:
        """Until every worker has ended, those started meanwhile too, or nobody has said anything for long."""
        ended = 0
        while ended < len(self.workers):
            try:
                number, report = self._reports.get(timeout=SILENT_S)
            except Empty:
                return
            ended += report is None
            yield number, report

    def end(self) -> None:
        for worker in self.workers:
            worker.end()


@contextmanager
def fleet() -> Iterator[Fleet]:
    ships = Fleet()
    try:
        yield ships
    finally:
        ships.end()
