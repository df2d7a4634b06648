"""The durable journal: SQLite in the data directory, many appends to a sync.

What actors ask is asked in the Trio thread and answered there; `serve` is the task that writes. Reading has a
connection of its own and waits for no commit, except for one that has to do with the very webinar.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import inf
from pathlib import Path
from threading import Lock
from typing import Final

import trio
from attrs import define, field

from actors.journal import states
from actors.journal.chain import Record, start
from actors.journal.database import FILE, connect_reader
from actors.journal.entries import Head
from actors.journal.keys import Chance
from actors.journal.opening import open_store
from actors.journal.reader import Reader
from actors.journal.reading import read, whole
from actors.journal.waiting import Append
from actors.journal.writer import Writer
from actors.ports import JournalError, Remembered, StoredFact
from actors.webinar.state import State
from actors.words import WebinarId

WIPE_AGAIN_S: Final = 5.0  # somebody reads the database from outside, and what is to be wiped is still there


@define(eq=False)
class SqliteJournal:
    """Implements `ports.Journal`. Made by `open`."""

    _writer: Writer
    _reader: Reader
    _lock: Lock = field(factory=Lock)  # of the reader: exports read in threads
    _work: trio.Event = field(factory=trio.Event)
    _is_stopping: bool = False
    _stopped: trio.Event = field(factory=trio.Event)

    @classmethod
    def open(cls, folder: Path, chance: Chance) -> "SqliteJournal":
        """As its only writer from now on. Raises JournalError, LogDamaged, saying what a person can do."""
        store = open_store(folder)
        return cls(Writer(store, chance), Reader(connect_reader(folder / FILE)))

    def append(
        self,
        webinar: WebinarId,
        facts: Sequence[StoredFact],
        answers: Sequence[Remembered],
        on_durable: Callable[[], None],
        on_failure: Callable[[JournalError], None],
    ) -> None:
        """If there is no room for it, or after a stop, `on_failure` is called at once."""
        append = Append(webinar, facts, answers, on_durable, on_failure)
        if self._is_stopping:
            on_failure(JournalError("the journal is stopping"))
        elif self._writer.waiting.put(append):
            self._work.set()
        else:
            on_failure(JournalError("more waits for the disk than there is room for"))

    def read(self, webinar: WebinarId, after_seq: int = 0) -> Iterable[StoredFact | Remembered]:
        """In pieces, as they are asked for. Whoever wrote what is void now is told in its turn."""
        self._writer.void(webinar)
        with self._reading():
            return self._read(webinar, after_seq)

    def history(self, webinar: WebinarId) -> Iterable[StoredFact | Remembered]:
        """As `read` from the beginning, but no fence: for exports, in any thread."""
        with self._reading():
            return self._read(webinar, 0)

    def _read(self, webinar: WebinarId, after_seq: int) -> Iterable[StoredFact | Remembered]:
        """For who holds the lock."""
        log = self._reader.log(webinar)
        if log is None:
            return ()
        after, answered = self._reader.record(webinar, after_seq), self._reader.answers_before(webinar, after_seq)
        answers = self._reader.answers(webinar, answered)
        return read(log, after, self._records(log.head, after_seq), answered, answers)

    def records(self, webinar: WebinarId) -> Iterator[Record]:
        """The log as it is chained, checked. Raises LogDamaged."""
        with self._reading():
            log = self._reader.log(webinar)
        return whole(log.head, start(webinar), self._records(log.head, 0)) if log else iter(())

    def webinars(self, ended_after_ms: int = 0) -> Sequence[WebinarId]:
        """Those that ended earlier are packed if they are not yet, when there is time."""
        with self._reading():
            known, unpacked = self._reader.webinars(), self._reader.unpacked(ended_after_ms)
        for webinar in unpacked:
            self.retire(webinar)
        return [webinar for webinar, ended_ms in known if ended_ms is None or ended_ms > ended_after_ms]

    def keep_state(self, webinar: WebinarId, state: State) -> None:
        self._writer.states[webinar] = states.encode(webinar, state, self._writer.chance)
        self._work.set()

    def newest_state(self, webinar: WebinarId) -> State | None:
        with self._reading():
            log, sealed = self._reader.log(webinar), self._reader.state(webinar)
        return states.decode(webinar, sealed, log.keys) if log and sealed else None

    def head(self, webinar: WebinarId) -> str:
        with self._reading():
            head = self._reader.head(webinar)
        return (head or Head.of_new(webinar)).hash.hex()

    def retire(self, webinar: WebinarId) -> None:
        self._writer.retiring[webinar] = None
        self._work.set()

    async def serve(self) -> None:
        """Until `stop`, and then until nothing waits to be written."""
        try:
            while await self._something_to_do():
                await self._writer.work()
        finally:
            self._is_stopping = True
            with self._lock:
                self._reader.database.close()
            with self._writer.lock:
                self._writer.store.close()
            self._stopped.set()

    async def stop(self) -> None:
        """Returns when everything that waited is written, or has failed, and the database is closed."""
        self._is_stopping = True
        self._work.set()
        await self._stopped.wait()

    async def _something_to_do(self) -> bool:
        while not (self._writer.waiting or self._writer.has_chore or self._is_stopping):
            self._work = trio.Event()
            with trio.move_on_after(WIPE_AGAIN_S if self._writer.store.has_residue else inf) as pause:
                await self._work.wait()
            if pause.cancelled_caught:
                return True
        return bool(self._writer.waiting) or not self._is_stopping

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._lock, self._reader.at_one_moment():
            yield

    def _records(self, head: Head, seq: int) -> Iterator[Record]:
        """From behind `seq` on, up to what was the last one at first."""
        while seq < head.seq:
            with self._reading():
                piece = self._reader.records(head.webinar, seq + 1)
            if not piece:
                return  # which its reader notices
            yield from piece[: head.seq - seq]
            seq = piece[-1].seq
