"""Appends that wait for the disk, bounded: whoever comes when there is no room is refused, never made to wait."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from attrs import define, field

from actors.ports import JournalError, Remembered, StoredFact
from actors.words import WebinarId

LIMIT: Final = 65_536  # facts and answers: what a very busy second makes, in a few dozen megabytes


@define(eq=False)
class Append:
    """`is_void`: somebody has read the log without it, so it must not come true any more."""

    webinar: WebinarId
    facts: Sequence[StoredFact]
    answers: Sequence[Remembered]
    on_durable: Callable[[], None]
    on_failure: Callable[[JournalError], None]
    is_void: bool = False

    def check(self) -> None:
        """Raises JournalError."""
        if self.is_void:
            raise JournalError("read before it was durable")

    @property
    def size(self) -> int:
        return len(self.facts) + len(self.answers)


@define(eq=False)
class Waiting:
    _queue: deque[Append] = field(factory=deque)
    _size: int = 0

    def __bool__(self) -> bool:
        return bool(self._queue)

    def put(self, append: Append) -> bool:
        """False: there is no room."""
        if self._size + append.size > LIMIT:
            return False
        self._queue.append(append)
        self._size += append.size
        return True

    def take(self) -> Append:
        append = self._queue.popleft()
        self._size -= append.size
        return append

    def void(self, webinar: WebinarId) -> None:
        for append in self._queue:
            append.is_void = append.is_void or append.webinar == webinar
