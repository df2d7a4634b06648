"""A Trio run that is the same each time: virtual time, and a scheduler whose dice are seeded.

Trio keeps this switch private (Hypothesis sets the same one). It does not order everything, so each seed runs twice.
"""

import gc
from collections.abc import Awaitable, Callable

import trio
from trio._core import _run
from trio.testing import MockClock


def run_seeded(seed: int, main: Callable[[], Awaitable[None]], when_idle: Callable[[], None]) -> None:
    """`when_idle` is called whenever all tasks wait, before time jumps. Collecting garbage is the caller's business."""
    setattr(_run, "_ALLOW_DETERMINISTIC_SCHEDULING", True)  # noqa: B010 - it is a constant to everybody else
    _run._r.seed(seed)  # type: ignore[attr-defined, unused-ignore]  # it is a random.Random
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        trio.run(main, clock=_clock(when_idle))
    finally:
        if was_collecting:
            gc.enable()


def _clock(when_idle: Callable[[], None]) -> MockClock:
    clock = MockClock(autojump_threshold=0)

    def jump() -> None:
        when_idle()
        at_s = _run.GLOBAL_RUN_CONTEXT.runner.deadlines.next_deadline()
        clock.jump(max(0.0, at_s - clock.current_time()))

    clock._autojump = jump  # type: ignore[method-assign]  # Trio lets nobody derive from its class
    return clock
