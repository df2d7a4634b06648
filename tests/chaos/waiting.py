"""Waiting for what no event tells us: another process. Always with a deadline."""

from collections.abc import Awaitable, Callable
from typing import Final

import trio

POLL_S: Final = 0.005


async def came_true(check: Callable[[], bool], within_s: float) -> bool:
    with trio.move_on_after(within_s):
        while not check():  # noqa: ASYNC110 - no event comes from another process
            await trio.sleep(POLL_S)
    return check()


async def took_s(check: Callable[[], Awaitable[bool]], within_s: float, what: str) -> float:
    """How long it took to come true. Fails after the deadline."""
    began = trio.current_time()
    with trio.move_on_after(within_s):
        while not await check():  # noqa: ASYNC110 - as above
            await trio.sleep(10 * POLL_S)
        return trio.current_time() - began
    raise AssertionError(f"not within {within_s} s: {what}")
