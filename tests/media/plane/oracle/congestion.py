"""What of that which is sent to a far end arrives, by its transport-cc feedback.

The server as sender: it numbers what it sends across all tracks, and each feedback tells when that came. The rate is of
the newest window alone: a link that fell is to be seen at once. What follows from it is media/bandwidth.py's business.
A line through the delays (draft-ietf-rmcat-gcc-02) was tried here too: it told nothing sooner. Time is passed in.
"""

from collections.abc import Iterable

from attrs import define, field

from tests.media.plane.oracle.twcc import TICK_S
from tests.media.plane.oracle.wrap import unwrap

RATE_WINDOW_S = 0.25
MOST_BPS = 30_000_000.0  # the far end says when packets came, and may lie
LONGEST_PAUSE_S = 2.0  # between two arrivals: beyond, the rate is measured anew
REMEMBERED = 1024  # packets sent that no feedback has told of: a second at 9 Mbit/s
FRESH_S = 2.0  # what no feedback has touched for longer says nothing


@define
class Congestion:
    """One far end. `number` is the next packet's, without wrap."""

    number: int = 0
    _arrived_bps: float = 0.0
    _sent: dict[int, tuple[int, int]] = field(factory=dict)  # place -> number, bytes
    _counted_bytes: int = 0
    _counted_from_s: float | None = None
    _updated_s: float = float("-inf")

    def sent(self, size_bytes: int) -> None:
        """A packet left under `number`."""
        self._sent[self.number % REMEMBERED] = (self.number, size_bytes)
        self.number += 1

    def told(self, arrivals: Iterable[tuple[int, int | None]], now_s: float) -> None:
        """A feedback as twcc.read gives it: (sequence, arrival in ticks or None)."""
        for sequence, ticks in arrivals:
            number = unwrap(sequence, self.number - 1, 16)
            of, size_bytes = self._sent.get(number % REMEMBERED, (None, 0))
            if of != number:
                continue
            self._updated_s = now_s
            if ticks is not None:  # what has not come may still come, and be told of then
                del self._sent[number % REMEMBERED]
                self._count(size_bytes, ticks * TICK_S)

    def arrived_bps(self, now_s: float) -> int | None:
        return round(self._arrived_bps) if now_s - self._updated_s < FRESH_S else None

    def _count(self, size_bytes: int, arrived_s: float) -> None:
        span_s = -1.0 if self._counted_from_s is None else arrived_s - self._counted_from_s
        if not 0.0 <= span_s <= LONGEST_PAUSE_S:
            self._counted_from_s, self._counted_bytes = arrived_s, 0
            return
        self._counted_bytes += size_bytes
        if span_s >= RATE_WINDOW_S:
            self._arrived_bps = min(self._counted_bytes * 8 / span_s, MOST_BPS)
            self._counted_from_s, self._counted_bytes = arrived_s, 0
