"""A journal in memory, for tests and for a node that may forget: as late and as badly as a test likes.

It keeps the very records that the durable one writes, and no chance but what it is given: by default the same every
time. Faults are switches: `fail_next`, `lie_next`, `is_holding` until `release`; `crash` loses what is not durable.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import count

from attrs import define, evolve, field, frozen

from actors.journal import states
from actors.journal.answers import StoredAnswer
from actors.journal.chain import Record, start
from actors.journal.entries import Head, Log, entry
from actors.journal.keys import Chance
from actors.journal.personal import STATE
from actors.journal.reading import read, whole
from actors.ports import JournalError, Remembered, StoredFact
from actors.webinar.state import State
from actors.words import WebinarId


@frozen
class _Append:
    webinar: WebinarId
    facts: Sequence[StoredFact]
    answers: Sequence[Remembered]
    on_durable: Callable[[], None]
    on_failure: Callable[[JournalError], None]


@define
class _Stored:
    log: Log
    records: list[Record] = field(factory=list)
    answers: list[StoredAnswer] = field(factory=list)
    state: bytes | None = None


def no_chance() -> Chance:
    """Bytes that look random, the same in every run."""
    numbers = count()
    return lambda size: blake2b(next(numbers).to_bytes(8), digest_size=size).digest()


@define(eq=False)
class MemoryJournal:
    """Implements `ports.Journal`."""

    fail_next: int = 0  # so many appends fail, as on a full disk
    lie_next: int = 0  # so many are written and yet reported as failed, as when only the report got lost
    is_holding: bool = False  # appends and states wait for `release`, as behind a slow disk
    appends: int = 0  # asked for so far
    epoch: int = 1
    _chance: Chance = field(factory=no_chance)
    _stored: dict[WebinarId, _Stored] = field(factory=dict)
    _waiting: deque[_Append | states.KeptState] = field(factory=deque)

    def append(
        self,
        webinar: WebinarId,
        facts: Sequence[StoredFact],
        answers: Sequence[Remembered],
        on_durable: Callable[[], None],
        on_failure: Callable[[JournalError], None],
    ) -> None:
        self.appends += 1
        self._put(_Append(webinar, facts, answers, on_durable, on_failure))

    def read(self, webinar: WebinarId, after_seq: int = 0) -> Iterable[StoredFact | Remembered]:
        self._fence(webinar)
        return self._read(webinar, after_seq)

    def history(self, webinar: WebinarId) -> Iterable[StoredFact | Remembered]:
        """As `read` from the beginning, but no fence: for exports."""
        return self._read(webinar, 0)

    def _read(self, webinar: WebinarId, after_seq: int) -> Iterable[StoredFact | Remembered]:
        stored = self._stored.get(webinar)
        if stored is None:
            return ()
        after = stored.records[after_seq - 1] if after_seq else start(webinar)
        answered = sum(answer.seq < after_seq for answer in stored.answers)
        return tuple(
            read(stored.log, after, stored.records[after_seq:], answered, stored.answers[max(0, answered - 1) :])
        )

    def records(self, webinar: WebinarId) -> Iterator[Record]:
        """The log as it is chained, checked. Raises LogDamaged."""
        stored = self._stored.get(webinar)
        return whole(stored.log.head, start(webinar), stored.records) if stored else iter(())

    def webinars(self, ended_after_ms: int = 0) -> Sequence[WebinarId]:
        heads = [stored.log.head for stored in self._stored.values()]
        return [head.webinar for head in heads if head.ended_at_ms is None or head.ended_at_ms > ended_after_ms]

    def keep_state(self, webinar: WebinarId, state: State) -> None:
        self._put(states.encode(webinar, state, self._chance))

    def newest_state(self, webinar: WebinarId) -> State | None:
        stored = self._stored.get(webinar)
        return states.decode(webinar, stored.state, stored.log.keys) if stored and stored.state else None

    def head(self, webinar: WebinarId) -> str:
        stored = self._stored.get(webinar)
        return (stored.log.head if stored else Head.of_new(webinar)).hash.hex()

    def retire(self, webinar: WebinarId) -> None:
        stored = self._stored.get(webinar)
        if stored is not None:
            stored.state, stored.answers = None, []
            stored.log.head = evolve(stored.log.head, answers=0)

    def release(self, appends: int | None = None) -> None:
        """Writes the oldest held appends, all by default; later ones are held on only if `appends` says how many."""
        self.is_holding = appends is not None
        self._write(appends)

    def crash(self) -> None:
        """Loses what is not durable. Nobody is told: who waited for it is gone as well."""
        self._waiting.clear()
        self.epoch += 1

    def _fence(self, webinar: WebinarId) -> None:
        """Whoever reads means to start from what is durable: what is still on its way for that webinar is void."""
        void = [item for item in self._waiting if isinstance(item, _Append) and item.webinar == webinar]
        self._waiting = deque(item for item in self._waiting if item not in void)
        for append in void:
            append.on_failure(JournalError("read before it was durable"))

    def _put(self, item: "_Append | states.KeptState") -> None:
        self._waiting.append(item)
        if not self.is_holding:
            self._write()

    def _write(self, appends: int | None = None) -> None:
        while self._waiting and appends != 0:
            item = self._waiting.popleft()
            if isinstance(item, _Append):
                self._write_append(item)
                appends = None if appends is None else appends - 1
            else:
                self._write_state(item)

    def _write_append(self, append: _Append) -> None:
        try:
            self._store(append)
        except JournalError as error:
            append.on_failure(error)
            return
        if self.lie_next > 0:
            self.lie_next -= 1
            append.on_failure(JournalError("written, but who knows"))
        else:
            append.on_durable()

    def _store(self, append: _Append) -> None:
        if self.fail_next > 0:
            self.fail_next -= 1
            raise JournalError("disk full")
        stored = self._stored.get(append.webinar) or _Stored(Log(Head.of_new(append.webinar)))
        new = entry(stored.log, append.facts, append.answers, self.epoch, self._chance)
        stored.log.adopt(new)
        stored.records.extend(new.records)
        stored.answers.extend(new.answers)
        self._stored[append.webinar] = stored

    def _write_state(self, state: states.KeptState) -> None:
        stored = self._stored.get(state.webinar)
        if stored is not None and state.seq >= stored.log.head.destroyed_seq:
            stored.log.keys[STATE] = state.key
            stored.state = state.sealed
