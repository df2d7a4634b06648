"""A journal in memory, for tests and for a node that may forget: as late and as badly as a test likes.

Faults are switches: `fail_next`, `lie_next`, `is_holding` until `release`; `crash` loses what is not durable.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence

from attrs import define, field, frozen

from actors.ports import JournalError, Remembered, StoredFact
from actors.words import WebinarId


@frozen
class _Append:
    webinar: WebinarId
    facts: Sequence[StoredFact]
    answers: Sequence[Remembered]
    on_durable: Callable[[], None]
    on_failure: Callable[[JournalError], None]


@define(eq=False)
class MemoryJournal:
    """Implements `ports.Journal`."""

    fail_next: int = 0  # so many appends fail, as on a full disk
    lie_next: int = 0  # so many are written and yet reported as failed, as when only the report got lost
    is_holding: bool = False  # appends wait for `release`, as behind a slow disk
    appends: int = 0  # asked for so far
    _logs: dict[WebinarId, list[StoredFact | Remembered]] = field(factory=dict)
    _waiting: deque[_Append] = field(factory=deque)

    def append(
        self,
        webinar: WebinarId,
        facts: Sequence[StoredFact],
        answers: Sequence[Remembered],
        on_durable: Callable[[], None],
        on_failure: Callable[[JournalError], None],
    ) -> None:
        self.appends += 1
        self._waiting.append(_Append(webinar, facts, answers, on_durable, on_failure))
        if not self.is_holding:
            self._write()

    def read(self, webinar: WebinarId, after_seq: int = 0) -> Iterable[StoredFact | Remembered]:
        self._fence(webinar)
        log = self._logs.get(webinar, [])
        known = (n for n, entry in enumerate(log, 1) if isinstance(entry, StoredFact) and entry.seq == after_seq)
        return tuple(log[next(known, 0) :])

    def webinars(self) -> Sequence[WebinarId]:
        return tuple(self._logs)

    def release(self, appends: int | None = None) -> None:
        """Writes the oldest held appends, all by default; later ones are held on only if `appends` says how many."""
        self.is_holding = appends is not None
        self._write(appends)

    def crash(self) -> None:
        """Loses what is not durable. Nobody is told: who waited for it is gone as well."""
        self._waiting.clear()

    def _fence(self, webinar: WebinarId) -> None:
        """Whoever reads means to start from what is durable: what is still on its way for that webinar is void."""
        void = [append for append in self._waiting if append.webinar == webinar]
        self._waiting = deque(append for append in self._waiting if append.webinar != webinar)
        for append in void:
            append.on_failure(JournalError("read before it was durable"))

    def _write(self, appends: int | None = None) -> None:
        while self._waiting and appends != 0:
            append = self._waiting.popleft()
            error = self._error(append)
            if error is None:
                self._logs.setdefault(append.webinar, []).extend([*append.facts, *append.answers])
                self._report(append)
            else:
                append.on_failure(error)
            appends = None if appends is None else appends - 1

    def _report(self, append: _Append) -> None:
        if self.lie_next > 0:
            self.lie_next -= 1
            append.on_failure(JournalError("written, but who knows"))
        else:
            append.on_durable()

    def _error(self, append: _Append) -> JournalError | None:
        if self.fail_next > 0:
            self.fail_next -= 1
            return JournalError("disk full")
        log = self._logs.get(append.webinar, [])
        last = next((entry.seq for entry in reversed(log) if isinstance(entry, StoredFact)), 0)
        if [fact.seq for fact in append.facts] != list(range(last + 1, last + 1 + len(append.facts))):
            return JournalError(f"facts do not follow {last}")
        return None
