"""A disk that is full, fails, or takes its time: whoever cannot be served is told, and all goes on by itself."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest
import trio
from attrs import define, field

from actors import facts as f
from actors.journal.sqlite import SqliteJournal
from actors.journal.writer import WAL_PAGES
from actors.ports import JournalError
from actors.words import ChatTo
from tests.actors.journal.contract import append, facts_in, write, written
from tests.actors.journal.disk import Disk, killed, laid_out
from tests.actors.journal.facts import stored


@pytest.fixture
async def journal(tmp_path: Path, disk: Disk, nursery: trio.Nursery) -> SqliteJournal:
    journal = SqliteJournal.open(tmp_path, os.urandom)
    nursery.start_soon(journal.serve)
    return journal


@define
class Room:
    """How much there is on the disk."""

    size_bytes: int
    ends: dict[str, int] = field(factory=dict)

    def take(self, name: str, end: int, _data: bytes) -> None:
        grown = self.ends | {name: max(end, self.ends.get(name, 0))}
        if sum(grown.values()) > self.size_bytes:
            raise apsw.FullError("database or disk is full")
        self.ends = grown


def message(n: int) -> f.MessageSent:
    return f.MessageSent(f"m{n}", "ann", ChatTo.EVERYONE, None, f"{n} " * 500)


async def test_a_full_disk_fails_what_is_not_durable_and_only_that_until_there_is_room(
    journal: SqliteJournal, disk: Disk, tmp_path: Path
) -> None:
    room = Room(300_000)
    disk.before_write = room.take
    said = 0
    while await write(journal, stored(message(said), after=said)) == "durable":
        said += 1
    assert said > 5
    assert [await write(journal, stored(message(said), after=said)) == "durable" for _ in range(3)] == [False] * 3
    assert facts_in(journal) == [message(n) for n in range(said)]
    room.size_bytes *= 100
    await written(journal, message(said), after=said)
    await journal.stop()
    assert facts_in(SqliteJournal.open(tmp_path, os.urandom)) == [message(n) for n in range(said + 1)]


def refuses(poison: bytes) -> Callable[[str, int, bytes], None]:
    def before_write(_name: str, _end: int, data: bytes) -> None:
        if poison in data:
            raise apsw.FullError("database or disk is full")

    return before_write


async def test_one_append_that_cannot_be_written_harms_nobody_else(journal: SqliteJournal, disk: Disk) -> None:
    disk.before_write = refuses(b"poison")
    titles = ["fine", "fine too", "poison", "as fine"]
    facts = [f.WebinarCreated(title, "host", "Hanna", 50, 5) for title in titles]
    heard = [append(journal, stored(fact), webinar=fact.title) for fact in facts]
    outcomes = [await each.outcome() for each in heard]
    assert [outcome == "durable" for outcome in outcomes] == [True, True, False, True]
    assert [facts_in(journal, title) == [fact] for title, fact in zip(titles, facts, strict=True)] == [
        *(True, True, False, True)
    ]


async def test_after_a_failure_those_fail_that_were_made_in_the_hope_of_it(journal: SqliteJournal, disk: Disk) -> None:
    disk.before_write = refuses(b"poison")
    facts = [f.WebinarLocked(), f.WebinarCreated("poison", "host", "Hanna", 50, 5), f.WebinarUnlocked()]
    heard = [append(journal, stored(fact, after=n)) for n, fact in enumerate(facts)]
    outcomes = [await each.outcome() for each in heard]
    assert [outcome == "durable" for outcome in outcomes] == [True, False, False]
    assert facts_in(journal) == [f.WebinarLocked()]
    await written(journal, f.WebinarUnlocked(), after=1)


async def test_a_sync_that_fails_is_no_durability_and_the_next_may_succeed(
    journal: SqliteJournal, disk: Disk, tmp_path: Path
) -> None:
    await written(journal, f.WebinarLocked())

    def fail(_name: str) -> None:
        raise apsw.IOError("disk I/O error")

    disk.before_sync = fail
    assert isinstance(await write(journal, stored(f.WebinarUnlocked(), after=1)), JournalError)
    assert facts_in(journal) == [f.WebinarLocked()]
    disk.before_sync = lambda _name: None
    if_killed_now = SqliteJournal.open(laid_out(killed(disk.events), tmp_path / "after"), os.urandom)
    assert facts_in(if_killed_now)[:1] == [f.WebinarLocked()]  # whether the other is there nobody knows
    await written(journal, f.ChatBlocked("ann"), after=1)
    assert facts_in(journal) == [f.WebinarLocked(), f.ChatBlocked("ann")]


async def test_a_slow_sync_holds_up_nobody_but_who_waits_for_it(
    journal: SqliteJournal, disk: Disk, nursery: trio.Nursery
) -> None:
    is_slow = threading.Event()
    disk.before_sync = lambda _name: (is_slow.wait(20), None)[1]
    heard = append(journal, stored(f.WebinarLocked()))
    for _ in range(100):
        await trio.lowlevel.checkpoint()  # the loop runs on
    assert heard.calls == []
    late = append(journal, stored(f.WebinarUnlocked(), after=1))
    is_slow.set()
    assert (await heard.outcome(), await late.outcome()) == ("durable", "durable")


async def test_reading_behind_a_slow_sync_has_it_or_it_fails(journal: SqliteJournal, disk: Disk) -> None:
    is_slow, is_syncing = threading.Event(), threading.Event()

    def before_sync(_name: str) -> None:
        is_syncing.set()
        is_slow.wait(20)

    disk.before_sync = before_sync
    first = append(journal, stored(f.WebinarLocked()))
    await trio.to_thread.run_sync(is_syncing.wait)
    second = append(journal, stored(f.WebinarUnlocked(), after=1))
    threading.Timer(0.05, is_slow.set).start()
    assert facts_in(journal) == [f.WebinarLocked()]
    assert await first.outcome() == "durable"
    assert isinstance(await second.outcome(), JournalError)
    assert facts_in(journal) == [f.WebinarLocked()]


async def test_what_cannot_be_copied_out_of_the_write_ahead_log_stays_in_it(journal: SqliteJournal, disk: Disk) -> None:
    room = Room(1 << 40)

    def no_growth_of_the_main_file(name: str, end: int, data: bytes) -> None:
        if name == "journal.sqlite":
            room.take(name, end + (1 << 40), data)

    disk.before_write = no_growth_of_the_main_file
    await written(journal, f.WebinarLocked())
    journal._writer.store.wal_pages = WAL_PAGES
    await written(journal, f.WebinarUnlocked(), after=1)
    await written(journal, f.PersonForgotten("ann"), after=2)
    assert journal._writer.store.wal_pages > 0
    disk.before_write = lambda _name, _end, _data: None
    await written(journal, f.WebinarLocked(), after=3)
    await written(journal, f.WebinarLocked(), after=4)
    assert len(facts_in(journal)) == 5
