"""The journal's database as its one writer sees it: entries in, logs out. Blocks; whoever calls holds the lock.

Each writer has an epoch; once another one has taken a later epoch, this one reads on but never writes again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256

import apsw
import structlog
from attrs import define, evolve

from actors.journal import rows
from actors.journal.chain import Record, checked
from actors.journal.database import BUSY_MS, told, transaction
from actors.journal.entries import Entry
from actors.journal.packs import pack
from actors.journal.personal import STATE
from actors.journal.reader import CHUNK, Reader
from actors.journal.states import KeptState
from actors.journal.witness import Commit, Witness
from actors.ports import JournalError
from actors.words import WebinarId

log = structlog.get_logger("townhall.journal")


@define(eq=False)
class Store(Reader):
    """Everything here raises JournalError, or LogDamaged."""

    witness: Witness
    epoch: int
    newest: Commit
    wal_pages: int = 0  # in the write-ahead log, since the last checkpoint
    has_residue: bool = False  # the write-ahead log may hold keys that have been destroyed

    def __attrs_post_init__(self) -> None:
        self.database.set_wal_hook(self._committed)  # which also leaves checkpoints to us

    def _committed(self, _database: apsw.Connection, _name: str, pages: int) -> int:
        self.wal_pages = pages
        return apsw.SQLITE_OK

    # --- writing

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """All of it durable, or none."""
        with transaction(self.database):
            if rows.journal(self.database) != (self.epoch, self.newest):
                raise JournalError("another server has opened this journal: this one writes no more")
            yield

    def take_epoch(self) -> None:
        with self._writing():
            rows.write_journal(self.database, self.epoch + 1, self.newest)
        self.epoch += 1

    def commit(self, entries: Sequence[Entry]) -> None:
        """In the order in which they were made."""
        digest = sha256(b"".join([self.newest.digest, *(entry.head.hash for entry in entries)])).digest()
        commit = Commit(self.newest.number + 1, digest)
        with self._writing():
            for entry in entries:
                self._write(entry)
            rows.write_heads(self.database, {entry.head.webinar: entry.head for entry in entries}.values())
            rows.write_journal(self.database, self.epoch, commit)
        self.newest = commit
        self._testify()
        if any(entry.destroys for entry in entries):
            self.has_residue = True
            self.wipe()

    def _write(self, entry: Entry) -> None:
        webinar = entry.head.webinar
        rows.write_records(self.database, webinar, entry.records)
        rows.write_answers(self.database, webinar, entry.answers)
        for name, key in entry.keys.items():
            rows.write_key(self.database, webinar, name, key)
        if entry.destroys:
            rows.delete_state(self.database, webinar)

    def _testify(self) -> None:
        try:
            self.witness.write(self.newest)
        except OSError:  # what is committed is durable all the same
            log.exception("journal.witness_failed")

    def keep_state(self, kept: KeptState) -> None:
        with self._writing():
            rows.write_key(self.database, kept.webinar, STATE, kept.key)
            rows.write_state(self.database, kept.webinar, kept.sealed)

    def pack(self, webinar: WebinarId) -> bool:
        """The oldest records that are not packed yet; in the end answers and state are dropped, and it gives False."""
        with self._writing():
            oldest = rows.records(self.database, webinar, 0, CHUNK)
            if oldest:
                self._pack(webinar, oldest)
            elif (head := rows.head(self.database, webinar)) is not None:
                rows.delete_answers(self.database, webinar)
                rows.delete_state(self.database, webinar)
                rows.write_heads(self.database, [evolve(head, answers=0)])
        return bool(oldest)

    def _pack(self, webinar: WebinarId, oldest: list[Record]) -> None:
        before = self.record(webinar, oldest[0].seq - 1)
        intact = list(checked(oldest, before.seq, before.hash))
        rows.write_pack(self.database, webinar, pack(before.hash, intact))
        rows.delete_records(self.database, webinar, oldest[-1].seq)

    # --- the write-ahead log

    def checkpoint(self) -> None:
        with told():
            self.database.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
        self.wal_pages = 0

    def wipe(self) -> None:
        """Leaves nothing in the write-ahead log, so no key that has been destroyed. To be tried again if it fails."""
        self.database.set_busy_timeout(0)  # who reads it from outside, for a backup, is not waited for
        try:
            self.database.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        except apsw.Error as error:
            log.warning("journal.wipe_failed", error=str(error))
        else:
            self.wal_pages, self.has_residue = 0, False
        finally:
            self.database.set_busy_timeout(BUSY_MS)

    def close(self) -> None:
        self.database.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0)
        self.database.close()
        self.witness.close()
