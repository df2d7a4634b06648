"""What may go wrong in one run, and how often: drawn from the seed, so that some runs have a single fault and some all.

Times are virtual seconds. Delays come in steps, so that things often happen at the same instant, in any order.
"""

from random import Random
from typing import Final

from attrs import frozen

STEP_S: Final = 0.05  # a third of the delays are none at all
FAULTS: Final = (
    "kill", "kill_after_commit", "stop", "actor_fails", "handler_fails_late", "disk_full", "disk_slow", "disk_lies",
    "disk_unreadable", "clock_jumps", "cut_off", "cut_everybody",
)  # fmt: skip
TOPICS: Final = (
    "polls", "questions", "chat", "hands", "stage", "moderation", "lobby", "house", "breakouts", "registrations",
    "captions", "recording",
)  # fmt: skip


@frozen
class Climate:
    """`loses` and `doubles`: share of messages. `topics`: what people speak about most. `kept_every`: facts between two
    kept states. `faults`: names out of `FAULTS`; one about every `fault_every_s`. `forgets`: somebody, for good.
    """

    storm_s: float
    loses: float
    doubles: float
    delay_s: float
    commit_s: float
    faults: tuple[str, ...]
    fault_every_s: float
    topics: tuple[str, ...]
    kept_every: int
    think_s: float
    newcomers: int
    forgets: bool
    has_night: bool


def climate(chance: Random) -> Climate:
    faults = tuple(fault for fault in FAULTS if chance.random() < chance.choice((0.15, 0.6)))
    return Climate(
        storm_s=chance.choice((2.0, 3.0, 5.0)),
        loses=chance.choice((0.0, 0.03, 0.15)),
        doubles=chance.choice((0.0, 0.05, 0.2)),
        delay_s=chance.choice((0.0, 0.1, 0.5)),
        commit_s=chance.choice((0.0, 0.05, 0.3)),
        faults=faults,
        fault_every_s=chance.choice((0.7, 1.5, 3.0)),
        topics=tuple(chance.sample(TOPICS, 4)),
        kept_every=chance.choice((2, 7, 30, 1000)),
        think_s=chance.choice((0.4, 1.0)),
        newcomers=chance.choice((0, 1, 3)),
        forgets=chance.random() < 0.3,
        has_night=chance.random() < 0.05,
    )
