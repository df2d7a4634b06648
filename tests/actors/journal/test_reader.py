"""Reading beside a writer: of one moment, and without waiting for a sync of others."""

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Event

import pytest
import trio

from actors import facts as f
from actors.journal.entries import Entry
from actors.journal.sqlite import SqliteJournal
from actors.journal.store import Store
from tests.actors.journal.contract import append, facts_in, written
from tests.actors.journal.facts import stored


async def test_a_slow_sync_holds_up_no_reader_of_another_webinar(
    tmp_path: Path, nursery: trio.Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = SqliteJournal.open(tmp_path, os.urandom)
    nursery.start_soon(journal.serve)
    await written(journal, f.WebinarLocked(), webinar="other")
    entered, synced, commit = Event(), Event(), Store.commit

    def slow_commit(store: Store, entries: Sequence[Entry]) -> None:
        entered.set()
        assert synced.wait(20)
        commit(store, entries)

    monkeypatch.setattr(Store, "commit", slow_commit)
    heard = append(journal, stored(f.WebinarLocked()))
    assert await trio.to_thread.run_sync(entered.wait, 20)
    assert journal._writer.lock.locked()
    assert facts_in(journal, "other") == [f.WebinarLocked()]  # else this would stand still for ever
    assert journal.newest_state("other") is None
    assert journal.webinars() == ["other"]
    synced.set()
    assert await heard.outcome() == "durable"
    await journal.stop()


async def test_what_is_read_is_of_one_moment(tmp_path: Path, nursery: trio.Nursery) -> None:
    journal = SqliteJournal.open(tmp_path, os.urandom)
    nursery.start_soon(journal.serve)
    await written(journal, f.WebinarLocked())
    with journal._reader.at_one_moment():
        before = journal._reader.head("w")
        await written(journal, f.WebinarUnlocked(), after=1)
        assert journal._reader.head("w") == before
    assert journal._reader.head("w") != before
    await journal.stop()
