"""Whether a viewer's link carries more than flows: what was sent lately is sent once more, for a moment.

The very same datagrams: the far end's SRTP drops them before anything counts them, so they cost no numbers, no picture
and no browser's agreement. What they show is in all else that flows between them: none of it is lost or has to wait,
where there is room. A sender report closes the probe, and the receiver report that answers tells how long that waited.
Values in, decisions out; time is passed in.
"""

from collections.abc import Iterator

from attrs import define

from tests.media.plane.oracle.downtrack import DownTrack
from tests.media.plane.oracle.peers import Peer

STEP_S = 0.02  # a tick
ANSWER_S = 1.6  # browsers report on video each second, give or take half of it
REPEATED = 16  # the newest packets of each track
MOST_REPEATS = 200  # in a tick, however small they are
ENOUGH_NACKED, NACKED_SHARE = 4, 0.15  # of what has left since: the probe does harm, and ends


@define
class Probe:
    """`found_bps`, once it has ended: what left in its time."""

    bps: int
    lasts_s: float
    found_bps: int | None = None
    closing_sr: int | None = None  # the sender reports that closed it
    is_answered: bool = False
    began_s: float | None = None
    _repeated_bytes: int = 0
    _turn: int = 0
    _before: tuple[int, int, int] = (0, 0, 0)

    def begin(self, peer: Peer, now_s: float) -> None:
        self.began_s, self._before = now_s, _totals(peer)

    def is_lossy(self, peer: Peer) -> bool:
        _, packets, nacked = _totals(peer)
        nacked -= self._before[2]
        return nacked >= ENOUGH_NACKED and nacked > NACKED_SHARE * max(0, packets - self._before[1])

    def end(self, peer: Peer, now_s: float) -> None:
        left_bytes = self._repeated_bytes + self._media_bytes(peer)
        self.found_bps = round(left_bytes * 8 / self._elapsed_s(now_s))

    def heard(self, last_sr: int) -> None:
        """A receiver report came, and told of a round trip that began with this sender report."""
        self.is_answered = self.is_answered or last_sr == self.closing_sr

    def is_over(self, now_s: float) -> bool:
        return self._elapsed_s(now_s) >= self.lasts_s

    def repeats(self, peer: Peer, now_s: float) -> Iterator[bytes]:
        """Not more at once than in two ticks: what a late one missed is not made up for."""
        due_bytes = self._elapsed_s(now_s) * self.bps / 8 - (self._repeated_bytes + self._media_bytes(peer))
        due_bytes = min(due_bytes, 2 * STEP_S * self.bps / 8)
        for _ in range(MOST_REPEATS):
            if due_bytes <= 0 or peer.address is None or (datagram := self._next(peer, now_s)) is None:
                return
            self._repeated_bytes += len(datagram)
            due_bytes -= len(datagram)
            yield datagram

    def _next(self, peer: Peer, now_s: float) -> bytes | None:
        """One of the newest packets of each video track in turn; None if there is none."""
        downs: list[DownTrack] = list(peer.downs.values())
        for _ in range(len(downs) * REPEATED):
            down, back = downs[self._turn % len(downs)], self._turn // len(downs) % REPEATED
            self._turn += 1
            datagram = None if down.cache is None else down.cache.kept(down.sent_number - back & 0xFFFF, now_s)
            if datagram is not None:
                return datagram
        return None

    def _media_bytes(self, peer: Peer) -> int:
        return max(0, _totals(peer)[0] - self._before[0])

    def _elapsed_s(self, now_s: float) -> float:
        """What leaves now is for the time until the next tick."""
        assert self.began_s is not None
        return now_s - self.began_s + STEP_S


def _totals(peer: Peer) -> tuple[int, int, int]:
    """Bytes of payload, packets, and those of them that were asked for again."""
    downs = peer.downs.values()
    nacked = sum(down.cache.nacked for down in downs if down.cache is not None)
    return sum(down.octets for down in downs), sum(down.packets for down in downs), nacked
