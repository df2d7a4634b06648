"""One down track's timestamps: a single straight clock for the viewer, whatever source feeds it.

Sender reports tell this clock, and browsers draw a line through twenty of them, so a switch must not shift it: a new
source's timestamps are mapped by when they were captured. Where its first frame was captured before the last one sent
(it took longer to us), its time starts behind that one and runs at half speed until it has caught up. Audio cannot be
stretched so; it waits instead. Timestamps are without wrap; time is passed in.
"""

MOST_CATCH_UP_S = 2.0  # beyond, the clock itself is moved
MOST_WAIT_S = 0.5  # so long audio may be silent


class Timeline:
    def __init__(self, first: int, clock_hz: int) -> None:
        self.newest = first  # stamp sent
        self.offset = 0  # sent stamp less the source's timestamp
        self._clock_hz = clock_hz
        self._line: tuple[int, float] | None = None  # this stamp is captured at this time
        self._from = self._start = self._span = 0  # catching up: timestamps from `from` on, stamps from `start` on

    def behind(self, timestamp: int, captured_now: int, now_s: float) -> int:
        """Ticks by which a switch to a packet would go back in time, 0 if not. `captured_now`: what its source
        captures at this moment, as a timestamp.
        """
        return max(0, self.newest + 1 - timestamp - self._offset_of(timestamp, captured_now, now_s))

    def must_wait(self, timestamp: int, captured_now: int, now_s: float) -> bool:
        """Whether audio should switch a little later."""
        return 0 < self.behind(timestamp, captured_now, now_s) <= MOST_WAIT_S * self._clock_hz

    def switch(self, timestamp: int, captured_now: int, now_s: float) -> None:
        """From this timestamp on the source is another."""
        behind = self.behind(timestamp, captured_now, now_s)
        self.offset = self._offset_of(timestamp, captured_now, now_s)
        if behind > MOST_CATCH_UP_S * self._clock_hz:
            self.offset, behind = self.offset + behind, 0
        self._from, self._start, self._span = timestamp, self.newest + 1, 2 * behind
        self._line = captured_now + self.offset, now_s

    def stamp(self, timestamp: int) -> int:
        """The stamp to send with a packet of the source."""
        since = timestamp - self._from
        stamp = self._start + since // 2 if 0 <= since < self._span else timestamp + self.offset
        self.newest = max(self.newest, stamp)
        return stamp

    def _offset_of(self, timestamp: int, captured_now: int, now_s: float) -> int:
        if self._line is None:
            return self.newest + 1 - timestamp
        stamp, at_s = self._line
        return stamp + round((now_s - at_s) * self._clock_hz) - captured_now
