"""How much a far end that gives transport-cc feedback can be sent: growing delay and loss lower it, quiet raises it.

The server as sender: it notes what it sends under which transport sequence number, and each feedback tells when that
came. After Google Congestion Control (draft-ietf-rmcat-gcc-02), with aiortc's loop-free filter and detector for the
delay. A rate is never raised far above what has arrived: what was not sent proves nothing. Time is passed in.
"""

from collections import deque
from collections.abc import Iterable

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

from tests.media.plane.oracle.twcc import TICK_S
from tests.media.plane.oracle.wrap import unwrap

START_BPS, MIN_BPS, MAX_BPS = 1_200_000.0, 100_000.0, 30_000_000.0
CLIMB = 1.08  # a second, as GCC
NEAR_CLIMB_BPS = 100_000.0  # a second, once near the rate at which delay last grew
NEAR = 0.9
BACK_OFF = 0.85  # of what arrives
HEAVY_LOSS, LIGHT_LOSS = 0.10, 0.02
ROOM = 1.5  # times what arrives, and a little: so much may be believed unproven
ROOM_BPS = 100_000.0
RATE_WINDOW_S = 0.5
REMEMBERED = 4096  # packets sent that no feedback has told of
SETTLE_S = 0.5  # between two steps down: feedback on the first takes a round trip
UNIT = 1 << 18  # abs-send-time's fraction, which the filter counts in


def _inter_arrival() -> InterArrival:
    return InterArrival((TIMESTAMP_GROUP_LENGTH_MS << INTER_ARRIVAL_SHIFT) // 1000, TIMESTAMP_TO_MS)


@define
class Congestion:
    """One far end. `bps` is the estimate."""

    bps: float = START_BPS
    received_bps: float = 0.0
    _sent: dict[int, tuple[float, int]] = field(factory=dict)  # sequence without wrap -> when, bytes
    _newest: int = 0
    _arrived: deque[tuple[float, int]] = field(factory=deque)  # when by its clock, bytes
    _loss: float = 0.0
    _cut_s: float = float("-inf")
    _full_bps: float = float("inf")  # at which delay last grew
    _updated_s: float | None = None
    _groups: InterArrival = field(factory=_inter_arrival)
    _filter: OveruseEstimator = field(factory=OveruseEstimator)
    _detector: OveruseDetector = field(factory=OveruseDetector)

    def sent(self, sequence: int, size_bytes: int, now_s: float) -> None:
        """A packet left under this transport-wide number (16 bits)."""
        self._newest = unwrap(sequence, self._newest, 16) if self._sent else sequence
        self._sent[self._newest] = (now_s, size_bytes)
        while len(self._sent) > REMEMBERED:
            del self._sent[next(iter(self._sent))]

    def told(self, arrivals: Iterable[tuple[int, int | None]], now_s: float) -> float:
        """A feedback as twcc.read gives it: (sequence, arrival in ticks or None). Gives the new estimate."""
        told = lost = 0
        grows = False
        for sequence, ticks in arrivals:
            number = unwrap(sequence, self._newest, 16)
            sent = self._sent.get(number)
            if sent is None:
                continue
            told += 1
            if ticks is None:  # it may still come, and be told of then
                lost += 1
                continue
            del self._sent[number]
            grows = self._delay_grows(*sent, ticks * TICK_S) or grows
        if told:
            self._loss += (lost / told - self._loss) / 4
            self._update(grows, now_s)
        return self.bps

    def _delay_grows(self, sent_s: float, size_bytes: int, arrived_s: float) -> bool:
        self._count(size_bytes, arrived_s)
        arrived_ms = round(arrived_s * 1000)
        delta = self._groups.compute_deltas(round(sent_s * UNIT) << 8 & 0xFFFFFFFF, arrived_ms, size_bytes)
        if delta is None:
            return False
        sent_ms = delta.timestamp * TIMESTAMP_TO_MS
        self._filter.update(delta.arrival_time, sent_ms, delta.size, self._detector.state(), arrived_ms)
        usage = self._detector.detect(self._filter.offset(), sent_ms, self._filter.num_of_deltas(), arrived_ms)
        return usage is BandwidthUsage.OVERUSING

    def _count(self, size_bytes: int, arrived_s: float) -> None:
        self._arrived.append((arrived_s, size_bytes))
        while self._arrived[0][0] < arrived_s - RATE_WINDOW_S:
            self._arrived.popleft()
        self.received_bps = sum(size for _, size in self._arrived) * 8 / RATE_WINDOW_S

    def _update(self, grows: bool, now_s: float) -> None:
        elapsed_s = 0.0 if self._updated_s is None else min(1.0, max(0.0, now_s - self._updated_s))
        self._updated_s = now_s
        if grows and now_s >= self._cut_s + SETTLE_S:
            self._full_bps, self._cut_s = self.received_bps, now_s
            self.bps = min(self.bps, BACK_OFF * self.received_bps)
        elif self._loss > HEAVY_LOSS and now_s >= self._cut_s + SETTLE_S:
            self._cut_s = now_s
            self.bps *= 1 - self._loss / 2
        elif self._loss < LIGHT_LOSS and not grows:
            self._climb(elapsed_s)
        self.bps = min(max(self.bps, MIN_BPS), MAX_BPS)

    def _climb(self, elapsed_s: float) -> None:
        most_bps = ROOM * self.received_bps + ROOM_BPS
        is_near = NEAR * self._full_bps < self.bps < self._full_bps / NEAR
        higher = self.bps + NEAR_CLIMB_BPS * elapsed_s if is_near else self.bps * CLIMB**elapsed_s
        self.bps = max(self.bps, min(higher, most_bps))
