"""The end of the process or of the power at any moment: everything that anybody was told of is there afterwards."""

import os
from pathlib import Path
from random import Random

import pytest
import trio

from actors import facts as f
from actors.facts import Fact
from actors.journal.sqlite import SqliteJournal
from actors.ports import Done, JournalError, Remembered, StoredFact
from actors.words import Role
from tests.actors.journal.contract import a_state
from tests.actors.journal.disk import Disk, Event, Told, killed, laid_out, without_power
from tests.actors.journal.facts import stored

pytestmark = pytest.mark.usefixtures("hurried")


def life_of(webinar: str) -> list[Fact]:
    """Keys made and destroyed on the way, and an end."""
    joins = [f.ParticipantJoined(f"p{n}", f"Person {n}", Role.ATTENDEE, waiting=False) for n in range(4)]
    return [
        f.WebinarCreated(webinar, "host", "Hanna", 50, 5),
        *joins,
        f.PollOpened("p", 1, None, "secret"),
        f.PersonForgotten("p1"),
        f.PollClosed("p", 1, (), 0),
        f.WebinarEnded("host"),
    ]


async def live(folder: Path, disk: Disk) -> None:
    """Two webinars lead their lives, a state is kept, one is packed, the write-ahead log is copied now and then."""
    journal = SqliteJournal.open(folder, os.urandom)
    async with trio.open_nursery() as serving:
        serving.start_soon(journal.serve)
        async with trio.open_nursery() as writers:
            writers.start_soon(write_all, journal, disk, "a")
            writers.start_soon(write_all, journal, disk, "b")
        journal.retire("a")
        await append(journal, disk, "c", f.WebinarLocked(), 1)
        await journal.stop()


async def write_all(journal: SqliteJournal, disk: Disk, webinar: str) -> None:
    for seq, fact in enumerate(life_of(webinar), 1):
        await append(journal, disk, webinar, fact, seq)
        if seq == 3:
            journal.keep_state(webinar, a_state(seq))
        if seq == 5:
            journal._writer.store.wal_pages = 10_000


async def append(journal: SqliteJournal, disk: Disk, webinar: str, fact: Fact, seq: int) -> None:
    done = trio.Event()

    def on_durable() -> None:
        disk.events.append(Told((webinar, seq)))
        done.set()

    answer = Remembered("host", f"c{seq}", "fingerprint", Done(seq))
    journal.append(webinar, stored(fact, after=seq - 1), [answer], on_durable, pytest.fail)
    await done.wait()


@pytest.fixture
async def events(tmp_path: Path, disk: Disk) -> list[Event]:
    await live(tmp_path, disk)
    return list(disk.events)


def expect_everything_told(folder: Path, events: list[Event]) -> None:
    """Opened again, each log is a beginning of what was written, and reaches as far as anybody was told."""
    told = {event.what for event in events if isinstance(event, Told)}
    journal = SqliteJournal.open(folder, os.urandom)
    for webinar in ("a", "b", "c"):
        log = list(journal.read(webinar))
        facts = [each for each in log if isinstance(each, StoredFact)]
        assert {(webinar, seq) for seq in range(1, len(facts) + 1)} >= {each for each in told if each[0] == webinar}  # type: ignore[index]
        assert [type(each.fact) for each in facts] == [
            type(fact) for fact in life_of(webinar)[: len(facts)]
        ] or webinar == "c"
        answers = [each for each in log if isinstance(each, Remembered)]
        assert [each.command_id for each in answers] in ([], [f"c{n}" for n in range(1, len(facts) + 1)])
        assert answers or not facts or isinstance(facts[-1].fact, f.WebinarEnded)
        journal.newest_state(webinar)
    journal._writer.store.close()


async def test_after_a_kill_at_any_moment_nothing_anybody_was_told_is_missing(
    events: list[Event], tmp_path: Path
) -> None:
    assert sum(isinstance(event, Told) for event in events) == 2 * len(life_of("a")) + 1
    for moment in range(len(events) + 1):
        expect_everything_told(laid_out(killed(events[:moment]), tmp_path / "after"), events[:moment])


@pytest.mark.parametrize("seed", range(3))
async def test_after_a_power_failure_at_any_moment_nothing_anybody_was_told_is_missing(
    events: list[Event], tmp_path: Path, seed: int
) -> None:
    chance = Random(seed)
    for moment in range(len(events) + 1):
        files = without_power(events[:moment], chance)
        try:
            expect_everything_told(laid_out(files, tmp_path / "after"), events[:moment])
        except JournalError as refused:
            pytest.fail(f"at {moment} of {len(events)}: {refused}")
