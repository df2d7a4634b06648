"""Writes what waits: one batch in one commit after another, each reported in order. Its worker thread blocks, it never.

A batch that fails is tried again one append at a time, so that a bad one harms nobody else; not if another program
holds the database, for each would wait for that again. Between batches there is time for a chore: a state to keep, a
webinar to pack, the write-ahead log to be copied into the database.
"""

from collections.abc import Callable, Iterator
from functools import partial
from threading import Lock
from typing import Final

import structlog
import trio
from attrs import define, field, frozen

from actors.journal.database import Held
from actors.journal.entries import Entry, Head, Log, entry
from actors.journal.keys import Chance
from actors.journal.personal import STATE
from actors.journal.states import KeptState
from actors.journal.store import Store
from actors.journal.waiting import Append, Waiting
from actors.ports import JournalError
from actors.words import WebinarId

BATCH_APPENDS: Final = 256  # more make each wait longer and save little: by then a sync is spread over many
BATCH_BYTES: Final = 1 << 20
WAL_PAGES: Final = 1000  # 4 MB: then the write-ahead log is copied into the database

log = structlog.get_logger("townhall.journal")


@frozen(eq=False)
class Draft:
    """What an append comes to; None: it fails, for this reason."""

    append: Append
    entry: Entry | None
    error: JournalError | None = None


@define(eq=False)
class Writer:
    """`lock` is the store's. `logs` are as they will be when what is in hand is durable; a failure drops them."""

    store: Store
    chance: Chance
    lock: Lock = field(factory=Lock)
    waiting: Waiting = field(factory=Waiting)
    states: dict[WebinarId, KeptState] = field(factory=dict)  # to be kept
    retiring: dict[WebinarId, None] = field(factory=dict)  # to be packed
    _in_hand: list[Append] = field(factory=list)
    _logs: dict[WebinarId, Log] = field(factory=dict)
    _thread: trio.CapacityLimiter = field(factory=lambda: trio.CapacityLimiter(1))

    def void(self, webinar: WebinarId) -> None:
        """What is not durable when this returns never will be. Waits for a commit only if it has to do with it."""
        self.waiting.void(webinar)
        in_hand = [append for append in self._in_hand if append.webinar == webinar]
        if in_hand:
            with self.lock:
                for append in in_hand:
                    append.is_void = True

    @property
    def has_chore(self) -> bool:
        return bool(self.states or self.retiring)

    async def work(self) -> None:
        """One batch, and what there is to do after it."""
        batch = list(self._take())
        self._in_hand = [draft.append for draft in batch]
        await self._write(batch)
        self._in_hand = []
        for chore in self._chores():
            await self._do(chore)

    # --- batches

    def _take(self) -> Iterator[Draft]:
        appends = size = 0
        while self.waiting and appends < BATCH_APPENDS and size < BATCH_BYTES:
            draft = self._draft(self.waiting.take())
            appends, size = appends + 1, size + (draft.entry.size if draft.entry else 0)
            yield draft

    def _draft(self, append: Append) -> Draft:
        try:
            append.check()
            log = self._log(append.webinar)
            drafted = entry(log, append.facts, append.answers, self.store.epoch, self.chance)
        except JournalError as error:
            return Draft(append, None, error)
        log.adopt(drafted)
        return Draft(append, drafted)

    def _log(self, webinar: WebinarId) -> Log:
        if webinar not in self._logs:
            with self.lock:
                self._logs[webinar] = self.store.log(webinar) or Log(Head.of_new(webinar))
        return self._logs[webinar]

    async def _write(self, batch: list[Draft]) -> None:
        failure = await self._commit(batch)
        if failure is not None and len(batch) > 1 and not isinstance(failure, Held):
            for draft in batch:
                await self._write([self._draft(draft.append)])
            return
        for draft in batch:
            if error := draft.error or failure:
                draft.append.on_failure(error)
            else:
                draft.append.on_durable()

    async def _commit(self, batch: list[Draft]) -> JournalError | None:
        entries = [draft.entry for draft in batch if draft.entry is not None]
        try:
            if entries:
                await self._in_thread(partial(self._commit_now, batch, entries))
        except JournalError as error:
            log.warning("journal.commit_failed", appends=len(entries), error=str(error))
            self._forget(entries)
            return error
        self._forget([entry for entry in entries if entry.head.ended_at_ms is not None])
        return None

    def _forget(self, entries: list[Entry]) -> None:
        for each in entries:
            self._logs.pop(each.head.webinar, None)

    def _commit_now(self, batch: list[Draft], entries: list[Entry]) -> None:
        for draft in batch:
            if draft.entry is not None:
                draft.append.check()  # the log may have been read since it was drafted
        self.store.commit(entries)

    # --- chores

    def _chores(self) -> Iterator[Callable[[], None]]:
        if self.store.has_residue:
            yield self.store.wipe
        if self.store.wal_pages >= WAL_PAGES:
            yield self.store.checkpoint
        if self.states:
            yield partial(self._keep, self.states.pop(next(iter(self.states))))
        elif self.retiring:
            yield partial(self._retire, next(iter(self.retiring)))

    async def _do(self, chore: Callable[[], None]) -> None:
        try:
            await self._in_thread(chore)
        except JournalError as error:
            log.warning("journal.chore_failed", error=str(error))

    def _keep(self, state: KeptState) -> None:
        head = self.store.head(state.webinar)
        if head is not None and head.destroyed_seq <= state.seq <= head.seq:
            self.store.keep_state(state)
            if state.webinar in self._logs:
                self._logs[state.webinar].keys[STATE] = state.key  # to be destroyed when its time comes

    def _retire(self, webinar: WebinarId) -> None:
        del self.retiring[webinar]
        self._logs.pop(webinar, None)
        if self.store.pack(webinar):
            self.retiring[webinar] = None  # there may be more

    async def _in_thread(self, work: Callable[[], None]) -> None:
        def locked() -> None:
            with self.lock:
                work()

        await trio.to_thread.run_sync(locked, limiter=self._thread)
