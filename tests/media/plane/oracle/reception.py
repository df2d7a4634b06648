"""What a receiver knows of one SSRC: which packets came, which are new, and the figures of a report block (RFC 3550 A).

Numbers are sequence numbers without wrap. Knows no payload and no clock: time is passed in.
"""

from enum import Enum

from attrs import define

from tests.media.plane.oracle.clock import middle
from tests.media.plane.oracle.rtcp import ReportBlock
from tests.media.plane.oracle.wrap import unwrap

WINDOW = 1024  # packets behind the newest that are still told apart: 2 s of a busy 1080p layer
_MASK = (1 << WINDOW) - 1


class Arrival(Enum):
    NEW = "new"  # newer than everything so far
    LATE = "late"  # reordered or repaired
    STALE = "stale"  # a duplicate, or too old to tell


@define
class Reception:
    clock_hz: int
    highest: int = -1
    base: int = 0
    seen: int = 0  # bit n: packet highest - n came
    received: int = 0  # on this SSRC itself: what repair brought does not count
    mended: int = 0
    reported: tuple[int, int] = (0, 0)  # expected and received when the last block was made
    jitter: float = 0.0
    transit: float | None = None
    last_sr: int = 0
    last_sr_at_s: float = 0.0

    def number(self, sequence: int) -> int:
        """The sequence number without wrap."""
        return sequence if self.highest < 0 else unwrap(sequence, self.highest, 16)

    def arrived(self, number: int, *, repair: bool = False) -> Arrival:
        """`repair`: it came by RTX, on another SSRC."""
        ahead = number - self.highest
        if self.highest < 0:
            self.highest, self.base, self.seen = number, number, 1
            arrival = Arrival.NEW
        elif ahead > 0:
            self.highest = number
            self.seen = (self.seen << min(ahead, WINDOW) | 1) & _MASK
            arrival = Arrival.NEW
        elif ahead <= -WINDOW or self.seen >> -ahead & 1:
            return Arrival.STALE
        else:
            self.seen |= 1 << -ahead
            self.base = min(self.base, number)
            arrival = Arrival.LATE
        self.received += not repair
        self.mended += repair
        return arrival

    def timed(self, timestamp: int, now_s: float) -> None:
        """Jitter, from packets that are the first of their timestamp or not alike (RFC 3550 A.8)."""
        transit = now_s * self.clock_hz - timestamp
        if self.transit is not None:
            change = abs(unwrap(int(transit - self.transit) & 0xFFFFFFFF, 0, 32))
            self.jitter += (min(change, self.clock_hz) - self.jitter) / 16
        self.transit = transit

    def sender_report(self, ntp: int, now_s: float) -> None:
        self.last_sr, self.last_sr_at_s = middle(ntp), now_s

    @property
    def expected(self) -> int:
        return self.highest - self.base + 1 if self.highest >= 0 else 0

    def block(self, ssrc: int, now_s: float) -> ReportBlock:
        """The next report block; loss is counted since the one before."""
        expected, received = self.expected - self.reported[0], self.received - self.reported[1]
        self.reported = (self.expected, self.received)
        lost = max(0, expected - received)
        delay = int((now_s - self.last_sr_at_s) * 65536) & 0xFFFFFFFF if self.last_sr else 0
        return ReportBlock(
            ssrc=ssrc,
            lost_fraction=min(255, lost * 256 // expected) if expected > 0 else 0,
            lost=self.expected - self.received,
            highest_sequence=self.highest & 0xFFFFFFFF,
            jitter=int(self.jitter),
            last_sr=self.last_sr,
            delay=delay,
        )
