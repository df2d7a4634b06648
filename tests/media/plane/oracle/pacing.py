"""How fast one viewer's video leaves, so that a key frame does not flood a slow link and drown the sound behind it.

A budget of bytes that grows with time and that each packet uses up; what finds it used up waits its turn. Nothing is
lost here: what would wait too long is sent, and loss then tells the truth about the link. Audio is never asked.
Values in, decisions out; time is passed in.
"""

from attrs import define

FASTER = 1.5  # than the link is believed to be: what waits shall end, and the next larger layer can be tried
BURST_S = 0.02  # of sending at once: a frame of a fitting layer goes out as it came
LONGEST_S = 0.4  # that anything waits
MOST_DEBT_BYTES = 1500  # one packet: what left unpaced is not paid for by those that follow


@define
class Pacer:
    """One viewer. `bps` 0 = send at once, as on every link of which nothing bad is known."""

    bps: float = 0.0
    waiting_bytes: int = 0
    _credit_bytes: float = 0.0
    _at_s: float = 0.0

    def set_link(self, link_bps: float | None, now_s: float) -> None:
        """What the link carries, as far as is known; None: it has shown no limit."""
        self._refill(now_s)
        self.bps = 0.0 if link_bps is None else FASTER * link_bps

    def may_send(self, size_bytes: int, now_s: float) -> bool:
        """Whether the next packet leaves now; it is counted then. If not, it waits: call `waits` once."""
        if not self.bps:
            return True
        self._refill(now_s)
        if self._credit_bytes <= 0 and self.waiting_bytes * 8 < LONGEST_S * self.bps:
            return False
        self._credit_bytes = max(self._credit_bytes - size_bytes, -MOST_DEBT_BYTES)
        return True

    def waits(self, size_bytes: int) -> None:
        """A packet was put behind those that wait."""
        self.waiting_bytes += size_bytes

    def left(self, size_bytes: int) -> None:
        """A packet that waited has left."""
        self.waiting_bytes = max(0, self.waiting_bytes - size_bytes)

    def _refill(self, now_s: float) -> None:
        elapsed_s, self._at_s = max(0.0, now_s - self._at_s), max(now_s, self._at_s)
        most = BURST_S * self.bps / 8
        self._credit_bytes = min(most, self._credit_bytes + elapsed_s * self.bps / 8)
