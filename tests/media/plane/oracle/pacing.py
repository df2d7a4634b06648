"""How fast one viewer's video leaves, so that a key frame does not flood a slow link and drown the sound behind it.

A budget of bytes that grows with time and that each packet uses up; what finds it used up waits its turn. Nothing is
lost here: what would wait too long is sent, and loss then tells the truth about the link. Audio is never asked.
Values in, decisions out; time is passed in.
"""

from collections import deque
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from attrs import define, field

FASTER = 1.5  # than the link is believed to be: what waits shall end, and the next larger layer can be tried
BURST_S = 0.03  # of sending at once: a frame of a fitting layer goes out as it came, and a tick may come late
LONGEST_S = 0.4  # that anything waits
MOST_WAITING = 1024  # packets, however small
MOST_DEBT_BYTES = 1500  # one packet: what left unpaced is not paid for by those that follow

Item = TypeVar("Item")


@define
class Pacer(Generic[Item]):
    """One viewer. `bps` 0: what waits leaves as soon as it is asked for, as on a link of which nothing bad is known."""

    bps: float = 0.0
    _queue: deque[tuple[int, Item]] = field(factory=deque)
    _waiting_bytes: int = 0
    _credit_bytes: float = 0.0
    _at_s: float = 0.0

    def set_link(self, link_bps: float | None) -> None:
        """What the link carries, as far as is known; None: it has shown no limit."""
        self.bps = 0.0 if link_bps is None else FASTER * link_bps

    def put(self, size_bytes: int, item: Item) -> None:
        """A packet comes; ask at once what is due."""
        self._queue.append((size_bytes, item))
        self._waiting_bytes += size_bytes

    def due(self, now_s: float) -> Iterator[Item]:
        """Takes out what leaves now, in the order it came."""
        self._refill(now_s)
        while self._queue and (self._credit_bytes > 0 or self._is_full):
            size_bytes, item = self._queue.popleft()
            self._waiting_bytes -= size_bytes
            self._credit_bytes = max(self._credit_bytes - size_bytes, -MOST_DEBT_BYTES)
            yield item

    def forget(self, is_gone: Callable[[Item], bool]) -> bool:
        """Whether anything waited that was gone, and now does not."""
        kept = deque(entry for entry in self._queue if not is_gone(entry[1]))
        has_forgotten = len(kept) < len(self._queue)
        self._queue, self._waiting_bytes = kept, sum(size_bytes for size_bytes, _ in kept)
        return has_forgotten

    @property
    def is_idle(self) -> bool:
        """Nothing waits, and nothing will have to."""
        return not self.bps and not self._queue

    @property
    def _is_full(self) -> bool:
        """What waits would take too long; with `bps` 0 anything does."""
        return self._waiting_bytes * 8 >= LONGEST_S * self.bps or len(self._queue) > MOST_WAITING

    def _refill(self, now_s: float) -> None:
        elapsed_s, self._at_s = max(0.0, now_s - self._at_s), max(now_s, self._at_s)
        most = BURST_S * self.bps / 8
        self._credit_bytes = min(most, self._credit_bytes + elapsed_s * self.bps / 8)
