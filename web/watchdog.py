"""Notices when the event loop stood still: whoever blocked it delayed every person on this node.

It measures by sleeping; a stall is told when it is over.
"""

from collections.abc import Callable

import structlog
import trio

EVERY_S = 0.1
STALL_S = 0.25

log = structlog.get_logger(__name__)


async def watch(observe: Callable[[float], None]) -> None:
    """Runs until cancelled. `observe` gets each lateness in seconds."""
    while True:
        wanted_s = trio.current_time() + EVERY_S
        await trio.sleep_until(wanted_s)
        late_s = trio.current_time() - wanted_s
        observe(late_s)
        if late_s > STALL_S:
            log.warning("loop_stalled", late_ms=round(late_s * 1000))
