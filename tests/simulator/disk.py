"""The disk below the journal: commits in groups, late; is full, slow, unreadable or lies for a while; loses at a crash
what was not synced. The journal itself is the shipped one that keeps its records in memory.
"""

from collections.abc import Callable, Iterable, Sequence
from random import Random

import trio
from attrs import define, field

from actors.journal.memory import MemoryJournal
from actors.ports import JournalError, Remembered, StoredFact
from actors.webinar.state import State
from actors.words import WebinarId
from tests.simulator.network import some_steps


@define(eq=False)
class Disk:
    """`serve` runs as long as the world; `after_commit` is called once, after the next group is durable."""

    journal: MemoryJournal
    chance: Random
    commit_s: float
    is_full: bool = False
    is_unreadable: bool = False
    is_slow: bool = False
    lies: int = 0
    after_commit: Callable[[], None] | None = None
    commits: int = 0
    _waiting: int = 0
    _asked: trio.Event = field(factory=trio.Event)

    def heal(self) -> None:
        self.is_full = self.is_unreadable = self.is_slow = False
        self.lies, self.commit_s, self.after_commit = 0, 0.0, None

    async def serve(self) -> None:
        self.journal.is_holding = True
        while True:
            await self._asked.wait()
            self._asked = trio.Event()
            while self._waiting:
                await trio.sleep(2.0 if self.is_slow else some_steps(self.chance, self.commit_s))
                self._commit()

    def _commit(self) -> None:
        group = self._waiting if self.chance.random() < 0.7 else self.chance.randint(0, self._waiting)
        self._waiting -= group
        self.journal.fail_next = group if self.is_full else 0
        self.journal.lie_next, self.lies = min(self.lies, group), 0
        self.journal.release(group)
        self.journal.is_holding, self.journal.fail_next = True, 0
        self.commits += 1
        if group and self.after_commit is not None:
            then, self.after_commit = self.after_commit, None
            then()

    def asked(self) -> None:
        self._waiting += 1
        self._asked.set()

    def crash(self) -> None:
        self._waiting = 0
        self.journal.crash()


@define(eq=False)
class Handle:
    """The journal as one life of the node holds it: once that is over, nothing reaches the disk through it."""

    disk: Disk
    is_open: bool = True

    def append(
        self,
        webinar: WebinarId,
        facts: Sequence[StoredFact],
        answers: Sequence[Remembered],
        on_durable: Callable[[], None],
        on_failure: Callable[[JournalError], None],
    ) -> None:
        if self.is_open:
            self.disk.journal.append(webinar, facts, answers, on_durable, on_failure)
            self.disk.asked()

    def read(self, webinar: WebinarId, after_seq: int = 0) -> Iterable[StoredFact | Remembered]:
        return self._journal().read(webinar, after_seq)

    def webinars(self, ended_after_ms: int = 0) -> Sequence[WebinarId]:
        return self._journal().webinars(ended_after_ms)

    def keep_state(self, webinar: WebinarId, state: State) -> None:
        if self.is_open:
            self.disk.journal.keep_state(webinar, state)

    def newest_state(self, webinar: WebinarId) -> State | None:
        return self._journal().newest_state(webinar)

    def head(self, webinar: WebinarId) -> str:
        return self._journal().head(webinar)

    def retire(self, webinar: WebinarId) -> None:
        if self.is_open:
            self.disk.journal.retire(webinar)

    def _journal(self) -> MemoryJournal:
        if not self.is_open or self.disk.is_unreadable:
            raise JournalError("the disk cannot be read just now")
        return self.disk.journal
