"""The durable journal: the contract, on a disk that works. What it does on others stands beside this."""

import os
from pathlib import Path

import pytest
import trio

from actors.journal.sqlite import SqliteJournal
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
