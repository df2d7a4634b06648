"""Waiting for another process: always for a condition, always with a deadline."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
POLL_S = 0.05


def wait_until(check: Callable[[], T], within_s: float = 10, what: str = "") -> T:
    """The first truthy result of `check`; fails with the last one after the deadline."""
    deadline = time.monotonic() + within_s
    while not (result := check()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what or check} did not come true within {within_s} s; last: {result!r}")
        time.sleep(POLL_S)
    return result
