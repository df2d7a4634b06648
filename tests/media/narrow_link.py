"""A link of a given rate, queue, delay and loss, and what a browser at its end believes that it carries.

The estimate is told as a REMB each quarter of a second, is never above 1.5 times what arrived, and is cut when the
delay grows.
"""

from collections.abc import Callable
from random import Random

from attrs import define, field

FIRST_REMB_S = 5.0  # Chromium's, after media starts
REMB_PERIOD_S, REMB_CLIMB, REMB_CUT = 0.25, 1.08, 0.85


@define
class NarrowLink:
    """Drops what finds more than `queue_s` of waiting before it."""

    rate_bps: Callable[[float], float]
    delay_s: float = 0.025
    loss: float = 0.0
    queue_s: float = 0.3
    dice: Random = field(factory=lambda: Random(1))
    free_at_s: float = 0.0

    def send(self, size: int, now_s: float) -> float | None:
        """When it arrives; None if it never does."""
        starts_s = max(now_s, self.free_at_s)
        if starts_s - now_s > self.queue_s:
            return None
        self.free_at_s = starts_s + size * 8 / self.rate_bps(starts_s)
        return None if self.dice.random() < self.loss else self.free_at_s + self.delay_s


@define
class Estimate:
    """The receiver's REMB."""

    bps: float = 500_000.0
    arrivals: list[tuple[float, float, int]] = field(factory=list)  # arrival, transit, size
    transit_s: float | None = None

    def update(self, now_s: float, started_s: float = 0.0) -> int | None:
        recent = [each for each in self.arrivals if each[0] > now_s - 2 * REMB_PERIOD_S]
        self.arrivals = recent
        received_bps = sum(size for _, _, size in recent) * 8 / (2 * REMB_PERIOD_S)
        newest = [transit for at, transit, _ in recent if at > now_s - REMB_PERIOD_S]
        transit_s = sum(newest) / len(newest) if newest else self.transit_s
        grows = transit_s is not None and self.transit_s is not None and transit_s > self.transit_s + 0.02
        self.transit_s = transit_s
        if grows:
            self.bps = REMB_CUT * received_bps
        else:
            self.bps = min(self.bps * REMB_CLIMB**REMB_PERIOD_S, max(self.bps, 1.5 * received_bps + 10_000))
        return int(self.bps) if now_s >= started_s + FIRST_REMB_S else None
