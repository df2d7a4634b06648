"""RTP time against wall time: what a publisher's sender reports say, and what to say in ours.

Lips are in sync at a viewer when the reports of a seat's audio and video speak of one clock. That clock is ours:
a publisher's NTP time is mapped to it by one offset per publisher, so audio and video cannot come apart.
Before the first report the packets' arrival stands in. What we tell is steered slowly, never stepped: browsers draw a
line through our last twenty reports, and a step bends it for as long. Times are seconds on one monotonic clock.
"""

from attrs import define, field

from tests.media.plane.oracle.wrap import unwrap

NTP_EPOCH_S = 2_208_988_800  # 1900 to 1970
STEP_S = 0.5  # a publisher whose clock moved this far against ours has set it
CREDIBLE_S = 2.0  # between a packet's capture by its sender's report and its arrival
LAG_S = 0.01  # between capture and the earliest arrivals where no report tells, as measured with Chromium
STEER = 0.005  # seconds a second, at least ...
STEER_SHARE = 0.2  # ... or this much of the error
SETTLE_S = 2.0  # a stream's first packets come in bursts: until then its clock is not told, and may still jump
LINE_WINDOW_S = 4.0  # a device that stumbled has shifted its timestamps for good
REPORT_WINDOW_S = 8.0  # Chromium reports on audio each 2.5-7.5 s, and late packets make its reports lag


def to_ntp(unix_s: float) -> int:
    """32.32 fixed point seconds since 1900."""
    return int((unix_s + NTP_EPOCH_S) * (1 << 32)) & 0xFFFFFFFFFFFFFFFF


def from_ntp(ntp: int) -> float:
    """Unix seconds."""
    return ntp / (1 << 32) - NTP_EPOCH_S


def middle(ntp: int) -> int:
    """The 32 bits that report blocks repeat as LSR: 16.16 seconds."""
    return ntp >> 16 & 0xFFFFFFFF


def round_trip_s(now_ntp: int, last_sr: int, delay: int) -> float | None:
    """RFC 3550 6.4.1; None without a report to go by, or if the figures are impossible."""
    if not last_sr:
        return None
    ticks = unwrap(middle(now_ntp) - last_sr - delay & 0xFFFFFFFF, 0, 32)
    return ticks / 65536 if 0 <= ticks < 60 * 65536 else None


@define
class Earliest:
    """The smallest sample (arrival minus sending time) of the last one or two windows: the least queued one."""

    window_s: float = 30.0
    value: float | None = None
    _newer: float = 0.0  # the smallest since the window began
    _began_s: float = 0.0

    def sample(self, value: float, now_s: float) -> None:
        if self.value is None or abs(value - self.value) > STEP_S:
            self.value, self._newer, self._began_s = value, value, now_s
        elif now_s - self._began_s > self.window_s:
            self.value, self._newer, self._began_s = min(value, self._newer), value, now_s
        else:
            self.value, self._newer = min(value, self.value), min(value, self._newer)

    def lower(self, value: float) -> None:
        """Something else shows that it is no more than this."""
        if self.value is not None:
            self.value, self._newer = min(value, self.value), min(value, self._newer)


@define
class StreamClock:
    """One SSRC. `remote` belongs to the whole publisher: its NTP time plus remote.value is our time."""

    clock_hz: int
    remote: Earliest
    line: Earliest = field(factory=lambda: Earliest(LINE_WINDOW_S))
    highest: int | None = None  # RTP timestamp without wrap
    reported: Earliest = field(factory=lambda: Earliest(REPORT_WINDOW_S))  # publisher's NTP less timestamp
    lead_s: float | None = None  # what is told: the timestamp of what is captured now, in seconds, less now
    steered_s: float = 0.0  # when it was last adjusted
    settled_s: float | None = None  # when it will have settled

    def unwrapped(self, timestamp: int) -> int:
        return timestamp if self.highest is None else unwrap(timestamp, self.highest, 32)

    def packet(self, timestamp: int, now_s: float) -> int:
        """A packet came; gives its timestamp without wrap."""
        stamp = self.unwrapped(timestamp)
        if self.highest is None or stamp > self.highest:
            self.highest = stamp
            self.line.sample(now_s - stamp / self.clock_hz, now_s)
            self._steer(now_s)
        return stamp

    def sender_report(self, ntp: int, timestamp: int, now_s: float) -> None:
        if not ntp:  # RFC 3550 6.4.1: a sender without a clock
            return
        ntp_s = from_ntp(ntp)
        self.remote.sample(now_s - ntp_s, now_s)
        self.reported.sample(ntp_s - self.unwrapped(timestamp) / self.clock_hz, now_s)

    def timestamp_at(self, now_s: float) -> int | None:
        """The RTP timestamp (without wrap) of what is captured now; None before anything came."""
        return None if self.lead_s is None else round((now_s + self.lead_s) * self.clock_hz)

    def is_settled(self, now_s: float) -> bool:
        return self.settled_s is not None and now_s >= self.settled_s

    def _steer(self, now_s: float) -> None:
        if self.settled_s is None:
            self.settled_s = now_s + SETTLE_S
        true_s = self._true_lead_s()
        if self.lead_s is None or now_s < self.settled_s or abs(true_s - self.lead_s) > STEP_S:
            self.lead_s = true_s
        else:
            error_s = true_s - self.lead_s
            most_s = max(STEER, STEER_SHARE * abs(error_s)) * max(0.0, now_s - self.steered_s)
            self.lead_s += max(-most_s, min(error_s, most_s))
        self.steered_s = now_s

    def _true_lead_s(self) -> float:
        """By sender reports; by arrival if there are none, or if they contradict what arrives."""
        line_s = self.line.value or 0.0
        if self.reported.value is None or self.remote.value is None:
            return LAG_S - line_s
        if abs(self.remote.value + self.reported.value - line_s) > CREDIBLE_S:
            return LAG_S - line_s
        self.remote.lower(line_s - self.reported.value)  # nothing arrives before its capture, whatever delays reports
        return -self.remote.value - self.reported.value
