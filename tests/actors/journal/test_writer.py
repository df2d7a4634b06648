"""What is written together, and what is done in between. Disks that fail stand in test_full_disk.py."""

import os
from pathlib import Path

import pytest
import trio

from actors import facts as f
from actors.journal import waiting, writer
from actors.journal.sqlite import SqliteJournal
from actors.ports import JournalError
from actors.words import ChatTo
from tests.actors.journal.contract import a_state, append, facts_in, written
from tests.actors.journal.facts import stored


@pytest.fixture
def journal(tmp_path: Path) -> SqliteJournal:
    return SqliteJournal.open(tmp_path, os.urandom)


def commits(journal: SqliteJournal) -> int:
    return journal._writer.store.newest.number


async def test_what_waits_together_is_written_together(journal: SqliteJournal, nursery: trio.Nursery) -> None:
    heard = [append(journal, stored(f.WebinarLocked()), webinar=f"w{n}") for n in range(100)]
    nursery.start_soon(journal.serve)
    assert [await each.outcome() for each in heard] == ["durable"] * 100
    assert commits(journal) == 1


async def test_a_batch_is_bounded_in_appends(
    journal: SqliteJournal, nursery: trio.Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "BATCH_APPENDS", 10)
    heard = [append(journal, stored(f.WebinarLocked()), webinar=f"w{n}") for n in range(25)]
    nursery.start_soon(journal.serve)
    assert [await each.outcome() for each in heard] == ["durable"] * 25
    assert commits(journal) == 3


async def test_a_batch_is_bounded_in_bytes(
    journal: SqliteJournal, nursery: trio.Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "BATCH_BYTES", 10_000)
    message = f.MessageSent("m", "ann", ChatTo.EVERYONE, None, "x" * 6000)  # 8 kB when it is sealed
    heard = [append(journal, stored(message), webinar=f"w{n}") for n in range(4)]
    nursery.start_soon(journal.serve)
    assert [await each.outcome() for each in heard] == ["durable"] * 4
    assert commits(journal) == 2


async def test_whoever_comes_when_there_is_no_room_is_told_at_once(
    journal: SqliteJournal, nursery: trio.Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "LIMIT", 2)
    heard = [append(journal, stored(f.WebinarLocked()), webinar=f"w{n}") for n in range(3)]
    assert isinstance(heard[2].calls[0], JournalError)
    nursery.start_soon(journal.serve)
    assert [await each.outcome() for each in heard[:2]] == ["durable"] * 2
    await written(journal, f.WebinarLocked(), webinar="w2")


async def test_what_was_read_past_fails_in_its_turn(journal: SqliteJournal, nursery: trio.Nursery) -> None:
    order = list[str]()
    for webinar in ("a", "b", "a"):
        journal.append(
            webinar,
            stored(f.WebinarLocked()),
            [],
            lambda webinar=webinar: order.append(f"{webinar} durable"),  # type: ignore[misc]
            lambda _error, webinar=webinar: order.append(f"{webinar} failed"),  # type: ignore[misc]
        )
    assert facts_in(journal, "a") == []
    assert order == []
    nursery.start_soon(journal.serve)
    await written(journal, f.WebinarLocked(), webinar="c")
    assert order == ["a failed", "b durable", "a failed"]
    assert facts_in(journal, "a") == []


async def test_an_older_writers_appends_fail_for_ever(
    journal: SqliteJournal, tmp_path: Path, nursery: trio.Nursery
) -> None:
    nursery.start_soon(journal.serve)
    await written(journal, f.WebinarLocked())
    newer = SqliteJournal.open(tmp_path, os.urandom)
    nursery.start_soon(newer.serve)
    for after in (1, 1):
        assert isinstance(await append(journal, stored(f.WebinarUnlocked(), after=after)).outcome(), JournalError)
    await written(newer, f.WebinarUnlocked(), after=1)
    assert isinstance(await append(journal, stored(f.WebinarLocked(), after=2)).outcome(), JournalError)
    assert facts_in(newer) == facts_in(journal) == [f.WebinarLocked(), f.WebinarUnlocked()]


async def test_a_stop_writes_what_waits_and_takes_nothing_more(
    journal: SqliteJournal, tmp_path: Path, nursery: trio.Nursery
) -> None:
    heard = [append(journal, stored(f.WebinarLocked()), webinar=f"w{n}") for n in range(1000)]
    nursery.start_soon(journal.serve)
    await journal.stop()
    assert all(each.calls == ["durable"] for each in heard)
    assert isinstance(append(journal, stored(f.WebinarLocked(), after=1)).calls[0], JournalError)
    assert len(SqliteJournal.open(tmp_path, os.urandom).webinars()) == 1000


async def test_a_cancelled_writer_closes_the_database(journal: SqliteJournal, tmp_path: Path) -> None:
    async with trio.open_nursery() as serving:
        serving.start_soon(journal.serve)
        await written(journal, f.WebinarLocked())
        serving.cancel_scope.cancel()
    assert not (tmp_path / "journal.sqlite-wal").exists()


async def test_the_write_ahead_log_stays_small(
    journal: SqliteJournal, nursery: trio.Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "WAL_PAGES", 20)
    nursery.start_soon(journal.serve)
    pages = []
    for n in range(40):
        await written(journal, f.WebinarLocked(), webinar=f"w{n}")
        pages.append(journal._writer.store.wal_pages)
    assert 10 < max(pages) < 40


async def test_webinars_that_ended_long_ago_are_packed_when_the_others_are_listed(
    journal: SqliteJournal, nursery: trio.Nursery
) -> None:
    unpacked = journal._writer.store.unpacked
    nursery.start_soon(journal.serve)
    for webinar in ("old", "older"):
        await written(journal, f.WebinarLocked(), f.WebinarEnded("host"), webinar=webinar)
    assert sorted(unpacked(2000)) == ["old", "older"]
    assert journal.webinars(2000) == []
    for n in range(6):
        await written(journal, f.WebinarLocked(), webinar="open", after=n)
    assert unpacked(2000) == []
    assert facts_in(journal, "old") == [f.WebinarLocked(), f.WebinarEnded("host")]


async def test_an_append_to_a_packed_webinar_goes_on_where_its_answers_ended(
    journal: SqliteJournal, nursery: trio.Nursery
) -> None:
    nursery.start_soon(journal.serve)
    await written(journal, f.WebinarLocked(), f.WebinarEnded("host"))
    bad = append(journal, stored(f.WebinarLocked(), after=9))
    journal.retire("w")
    await bad.outcome()
    for n in range(4):
        await written(journal, f.WebinarLocked(), webinar="open", after=n)
    await written(journal, f.PersonForgotten("ann"), after=2)
    assert len(facts_in(journal)) == 3


async def test_a_state_nobody_can_use_is_not_kept(journal: SqliteJournal, nursery: trio.Nursery) -> None:
    nursery.start_soon(journal.serve)
    journal.keep_state("unknown", a_state(1))
    await written(journal, f.WebinarLocked())
    journal.keep_state("w", a_state(2))  # of a fact that failed
    for n in range(2):
        await written(journal, f.WebinarLocked(), webinar="open", after=n)
    assert journal.newest_state("w") is None
    assert journal.newest_state("unknown") is None
