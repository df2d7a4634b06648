"""The journal's database as it is read: only what is durable, never waiting for a commit that is under way.

Blocks for as long as the reading itself takes; whoever calls holds the lock of this connection.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import apsw
from attrs import define

from actors.journal import rows
from actors.journal.answers import StoredAnswer
from actors.journal.chain import Record, start
from actors.journal.database import told
from actors.journal.entries import Head, Log
from actors.journal.packs import unpack
from actors.ports import LogDamaged
from actors.words import WebinarId

CHUNK: Final = 1000  # records or answers that are read or packed at once


@define(eq=False)
class Reader:
    """Everything here raises JournalError, or LogDamaged."""

    database: apsw.Connection

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """All that is read inside is of the same moment, whatever is committed meanwhile."""
        with told():
            self.database.execute("BEGIN")
        try:
            yield
        finally:
            self.database.execute("ROLLBACK")

    def log(self, webinar: WebinarId) -> Log | None:
        with told():
            return rows.log(self.database, webinar)

    def head(self, webinar: WebinarId) -> Head | None:
        with told():
            return rows.head(self.database, webinar)

    def webinars(self) -> list[tuple[WebinarId, int | None]]:
        """Each with its end, in ms."""
        with told():
            return rows.webinars(self.database)

    def unpacked(self, ended_before_ms: int) -> list[WebinarId]:
        """Those that ended by then, of which some is not packed."""
        with told():
            return [head.webinar for head in rows.unpacked(self.database, ended_before_ms)]

    def state(self, webinar: WebinarId) -> bytes | None:
        with told():
            return rows.state(self.database, webinar)

    def record(self, webinar: WebinarId, seq: int) -> Record:
        if seq == 0:
            return start(webinar)
        found = self.records(webinar, seq)
        if not found or found[0].seq != seq:
            raise LogDamaged(f"record {seq} is missing")
        return found[0]

    def records(self, webinar: WebinarId, first_seq: int) -> list[Record]:
        """Some of those from `first_seq` on; none if there are no more."""
        with told():
            packed = rows.pack_with(self.database, webinar, first_seq)
            if packed is None:
                return rows.records(self.database, webinar, first_seq, CHUNK)
        return [record for record in unpack(packed) if record.seq >= first_seq]

    def answers_before(self, webinar: WebinarId, seq: int) -> int:
        with told():
            return rows.answers_before(self.database, webinar, seq)

    def answers(self, webinar: WebinarId, first: int) -> list[StoredAnswer]:
        with told():
            return rows.answers(self.database, webinar, first)
