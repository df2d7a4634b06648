"""One stream's records in the order of their numbers: what is late is waited for, what is lost is given up."""

from collections.abc import Iterator

from attrs import define, field

from media.recording.tape import Record

PATIENCE_S = 1.0  # the plane asks ten times for a lost packet, each 40 ms and more
MOST_WAITING = 2048  # some 2 MB


@define
class Reorder:
    """`take`, then `ready`. A record is ready once all before it came, or were given up: `lost` of them."""

    _next: int | None = None
    _waiting: dict[int, Record] = field(factory=dict)
    _hole_since_s: float | None = None

    def take(self, record: Record, now_s: float) -> None:
        if self._next is None:
            self._next = record.number
        if record.number >= self._next:
            self._waiting[record.number] = record
        if self._hole_since_s is None and self._waiting and self._next not in self._waiting:
            self._hole_since_s = now_s

    def ready(self, now_s: float) -> Iterator[tuple[int, Record]]:
        """(lost before it, record) in order."""
        while self._waiting and self._next is not None:
            record, lost = self._waiting.pop(self._next, None), 0
            if record is None:
                self._hole_since_s = now_s if self._hole_since_s is None else self._hole_since_s
                if now_s - self._hole_since_s < PATIENCE_S and len(self._waiting) < MOST_WAITING:
                    return
                first = min(self._waiting)
                record, lost = self._waiting.pop(first), first - self._next
            self._hole_since_s = None
            self._next = record.number + 1
            yield lost, record
