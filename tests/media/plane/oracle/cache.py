"""What was lately sent on one down track, as ciphertext, to answer a viewer's NACK with the very same datagram.

Nothing is ever encrypted twice: under AES-GCM other bytes at a used index would give the key stream away. Bounded by
age, count and a share of what is sent, so that a viewer who asks for everything again gets little.
"""

from collections import deque

KEEP_S = 1.0
MAX_PACKETS = 1000
MAX_RESENDS = 3  # per packet, as LiveKit
RESEND_PAUSE_S = 0.1  # at most: a repair on its way is not sent again within two round trips
SHARE = 0.25  # bytes resent per byte sent
MAX_CREDIT_BYTES = 24_000  # more would fill a slow link for a second, with pictures that are over


class SentCache:
    def __init__(self) -> None:
        self.nacked = 0  # packets asked for at least once, since start
        self._packets: dict[int, tuple[float, bytes]] = {}
        self._order: deque[int] = deque()
        self._resends: dict[int, tuple[int, float]] = {}  # how often, when last
        self._credit_bytes = float(MAX_CREDIT_BYTES)

    def keep(self, sequence: int, datagram: bytes, now_s: float) -> None:
        """A datagram went out under this sequence number."""
        packets, order = self._packets, self._order
        packets[sequence] = (now_s, datagram)
        order.append(sequence)
        if self._credit_bytes < MAX_CREDIT_BYTES:
            self._credit_bytes += len(datagram) * SHARE
        while len(order) > MAX_PACKETS or packets[order[0]][0] < now_s - KEEP_S:
            self._drop(order.popleft())

    def _drop(self, sequence: int) -> None:
        del self._packets[sequence]
        self._resends.pop(sequence, None)

    def forget(self) -> None:
        """Another source begins with a key frame: what its viewer lacks of the last one would only hold it up."""
        self._packets.clear()
        self._order.clear()
        self._resends.clear()

    def kept(self, sequence: int, now_s: float) -> bytes | None:
        kept = self._packets.get(sequence)
        return None if kept is None or kept[0] < now_s - KEEP_S else kept[1]

    def again(self, sequence: int, rtt_s: float, now_s: float) -> bytes | None:
        """The datagram to send once more, or None."""
        kept = self._packets.get(sequence)
        if kept is None or kept[0] < now_s - KEEP_S:
            return None
        count, last_s = self._resends.get(sequence, (0, kept[0]))
        self.nacked += not count
        too_soon = count and now_s - last_s < min(RESEND_PAUSE_S, 2 * rtt_s)
        if too_soon or count >= MAX_RESENDS or self._credit_bytes < len(kept[1]):
            return None
        self._resends[sequence] = (count + 1, now_s)
        self._credit_bytes -= len(kept[1])
        return kept[1]
