"""How much a publisher may send where REMB, not transport-cc, steers it: the server is the congestion controller.

A REMB is obeyed at once and for ever, so it starts high enough for the upper simulcast layers (Chromium's 720p needs
1.5 Mbit/s, Firefox's 3), falls with loss and with growing delay, and climbs slowly back. Time is passed in.
"""

from aiortc.rate import (
    INTER_ARRIVAL_SHIFT,
    TIMESTAMP_GROUP_LENGTH_MS,
    TIMESTAMP_TO_MS,
    BandwidthUsage,
    InterArrival,
    OveruseDetector,
    OveruseEstimator,
)
from attrs import define, field

START_BPS = 5_000_000
MIN_BPS = 100_000
MAX_BPS = 10_000_000
CLIMB = 1.08  # a second, as GCC
BACK_OFF = 0.85  # of what arrives, when delay grows
HEAVY_LOSS = 0.10
LIGHT_LOSS = 0.02


def _inter_arrival() -> InterArrival:
    return InterArrival((TIMESTAMP_GROUP_LENGTH_MS << INTER_ARRIVAL_SHIFT) // 1000, TIMESTAMP_TO_MS)


@define
class Uplink:
    """One publishing peer, all its streams together."""

    bps: float = START_BPS
    received_bytes: int = 0
    updated_s: float | None = None
    delay_grows: bool = False
    _groups: InterArrival = field(factory=_inter_arrival)
    _estimator: OveruseEstimator = field(factory=OveruseEstimator)
    _detector: OveruseDetector = field(factory=OveruseDetector)

    def arrived(self, send_time: bytes | None, size_bytes: int, now_s: float) -> None:
        """A packet came, with its abs-send-time if it has one."""
        self.received_bytes += size_bytes
        if send_time is None or len(send_time) != 3:  # noqa: PLR2004
            return
        now_ms = round(now_s * 1000)
        delta = self._groups.compute_deltas(int.from_bytes(send_time, "big") << 8, now_ms, size_bytes)
        if delta is None:
            return
        sent_ms = delta.timestamp * TIMESTAMP_TO_MS
        self._estimator.update(delta.arrival_time, sent_ms, delta.size, self._detector.state(), now_ms)
        usage = self._detector.detect(self._estimator.offset(), sent_ms, self._estimator.num_of_deltas(), now_ms)
        self.delay_grows = self.delay_grows or usage is BandwidthUsage.OVERUSING

    def update(self, loss: float, now_s: float) -> int:
        """The REMB to send now, in bits a second; `loss` (0-1) of the publisher's packets since the last call."""
        elapsed_s = 0.0 if self.updated_s is None else now_s - self.updated_s
        received_bps = self.received_bytes * 8 / elapsed_s if elapsed_s > 0 else 0.0
        if elapsed_s <= 0:
            pass
        elif self.delay_grows and received_bps:
            self.bps = min(self.bps, BACK_OFF * received_bps)
        elif loss > HEAVY_LOSS:
            self.bps *= 1 - loss / 2
        elif loss < LIGHT_LOSS:
            self.bps *= CLIMB ** min(elapsed_s, 1.0)
        self.bps = min(max(self.bps, MIN_BPS), MAX_BPS)
        self.updated_s, self.received_bytes, self.delay_grows = now_s, 0, False
        return int(self.bps)
