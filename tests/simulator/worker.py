"""One process that runs seeds: numbers in on stdin, one line of JSON out for each. `--mutant` plants a bug first.

Its parent starts several with different hash seeds, so that an order that only a set has shows as two different runs.
"""

import gc
import json
import signal
import sys
import time
from types import FrameType
from typing import Final, NoReturn

from tests.simulator.mutants import MUTANTS
from tests.simulator.run import Outcome, simulate

HANGS_AFTER_S: Final = 60  # of real time; a run takes a fraction of a second
COLLECTED_EVERY: Final = 20  # runs: garbage is collected between runs alone


class Hangs(Exception):
    """A run does not come to an end."""


def _hangs(_: int, __: FrameType | None) -> NoReturn:
    raise Hangs


def as_line(outcome: Outcome, took_s: float) -> str:
    return json.dumps(
        {
            "seed": outcome.seed,
            "digest": outcome.digest,
            "lines": outcome.lines,
            "failures": list(outcome.failures),
            "facts": dict(outcome.facts),
            "took_s": round(took_s, 4),
        }
    )


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--mutant"]:
        MUTANTS[arguments[1]].plant()
    signal.signal(signal.SIGALRM, _hangs)
    gc.freeze()
    for number, line in enumerate(sys.stdin):
        signal.alarm(HANGS_AFTER_S)
        began_s = time.perf_counter()
        outcome = simulate(int(line))
        signal.alarm(0)
        sys.stdout.write(as_line(outcome, time.perf_counter() - began_s) + "\n")
        sys.stdout.flush()
        if number % COLLECTED_EVERY == 0:
            gc.collect()


if __name__ == "__main__":
    main(sys.argv[1:])
