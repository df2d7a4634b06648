"""The durable journal: the contract, on a disk that works. What it does on others stands beside this."""

import os
from pathlib import Path

import apsw
import pytest
import trio

from actors import facts as f
from actors.journal.database import FILE
from actors.journal.sqlite import SqliteJournal
from actors.ports import StoredFact
from tests.actors.journal.contract import JournalContract, Reopened


class TestSqliteJournal(JournalContract):
    @pytest.fixture
    async def journal(self, tmp_path: Path, nursery: trio.Nursery) -> SqliteJournal:  # type: ignore[override]
        journal = SqliteJournal.open(tmp_path, os.urandom)
        nursery.start_soon(journal.serve)
        return journal

    @pytest.fixture
    def reopened(self, journal: SqliteJournal, tmp_path: Path, nursery: trio.Nursery) -> Reopened:  # type: ignore[override]
        newest = journal

        async def reopened() -> SqliteJournal:
            nonlocal newest
            await newest.stop()
            newest = SqliteJournal.open(tmp_path, os.urandom)
            nursery.start_soon(newest.serve)
            return newest

        return reopened


async def test_what_a_reader_kept_in_the_write_ahead_log_is_wiped_later_though_nobody_appends(
    tmp_path: Path, nursery: trio.Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actors.journal.sqlite.WIPE_AGAIN_S", 0.01)
    journal = SqliteJournal.open(tmp_path, os.urandom)
    nursery.start_soon(journal.serve)
    reader = apsw.Connection(str(tmp_path / FILE))
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM records").get == 0
    is_durable = trio.Event()
    facts = [StoredFact(1, 1, f.WebinarCreated("t", "h", "Hanna", 10, 5)), StoredFact(2, 1, f.PersonForgotten("h"))]
    journal.append("w", facts, [], is_durable.set, pytest.fail)
    await is_durable.wait()
    log = tmp_path / f"{FILE}-wal"
    assert log.stat().st_size > 0
    reader.close()
    with trio.fail_after(10):
        while log.stat().st_size > 0:
            await trio.lowlevel.checkpoint()
    await journal.stop()
