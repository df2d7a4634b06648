"""What has been destroyed is in no file of the data directory any more; what is personal never was, in the open."""

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import apsw
import pytest
import trio

from actors import facts as f
from actors.journal.database import FILE
from actors.journal.keys import Key
from actors.journal.sqlite import SqliteJournal
from actors.ports import Done, Remembered
from actors.webinar.state import Person, State
from actors.words import ChatTo, Place, Role
from tests.actors.journal.contract import a_state, facts_in, write, written
from tests.actors.journal.facts import stored

PEOPLE = 400  # keys on many pages


@pytest.fixture
async def journal(tmp_path: Path, nursery: trio.Nursery) -> SqliteJournal:
    journal = SqliteJournal.open(tmp_path, os.urandom)
    nursery.start_soon(journal.serve)
    return journal


def everything(folder: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def keys(journal: SqliteJournal, webinar: str = "w") -> dict[str, Key]:
    log = journal._writer.store.log(webinar)
    assert log is not None
    return {name: key for name, key in log.keys.items() if key.secret}


def life() -> Iterator[f.Fact]:
    yield f.WebinarCreated("All hands", "host", "Hanna Host", 50, 5)
    yield f.PollOpened("p", 1, None, "the round's secret")
    yield f.AnonymityBegan("the questions' secret")
    for n in range(PEOPLE):
        yield f.ParticipantJoined(f"p{n}", f"Person number {n}", Role.ATTENDEE, waiting=False)
        yield f.MessageSent(f"m{n}", f"p{n}", ChatTo.EVERYONE, None, f"Said by number {n}")


async def fill(journal: SqliteJournal) -> int:
    facts = list(life())
    for n in range(0, len(facts), 50):
        await written(journal, *facts[n : n + 50], after=n)
    return len(facts)


async def test_nothing_personal_or_secret_is_ever_in_the_open(journal: SqliteJournal, tmp_path: Path) -> None:
    await fill(journal)
    ann = Person("ann", "Somebody in a state", Role.ATTENDEE, Place.IN)
    journal.keep_state("w", State("w", seq=1, people={"ann": ann}))
    for n in range(2):
        await written(journal, f.WebinarLocked(), webinar="another", after=n)
    assert journal.newest_state("w") is not None
    for is_in_the_main_file in (False, True):
        if is_in_the_main_file:
            journal._writer.store.wipe()
        there = everything(tmp_path)
        for word in (b"Hanna Host", b"Person number", b"Said by", b"the round's", b"the questions'", b"Somebody"):
            assert word not in there
        assert b"All hands" in there  # it does look where things are


@pytest.mark.parametrize("seed", range(3))
async def test_a_destroyed_key_is_in_no_file_and_the_others_are_where_they_were(
    journal: SqliteJournal, tmp_path: Path, seed: int
) -> None:
    chance, seq = Random(seed), await fill(journal)
    gone = dict[str, Key]()
    for person in chance.sample(range(PEOPLE), 12):
        if chance.random() < 0.3:
            journal.keep_state("w", a_state(seq))
        had = keys(journal)
        await written(journal, f.PersonForgotten(f"p{person}"), after=seq)
        seq += 1
        left = keys(journal)
        gone |= {name: key for name, key in had.items() if name not in left}
        there = everything(tmp_path)
        assert not [name for name, key in gone.items() if key.secret in there]
    assert all(key.secret in there for key in chance.sample(list(keys(journal).values()), 20))
    assert len([name for name in gone if name.startswith("person:")]) == 12


async def test_secrets_of_rounds_and_questions_go_at_the_end(journal: SqliteJournal, tmp_path: Path) -> None:
    seq, had = await fill(journal), keys(journal)
    await written(journal, f.PollClosed("p", 1, (), 0), after=seq)
    assert had["round:p:1"].secret not in everything(tmp_path)
    assert had["anonymity"].secret in everything(tmp_path)
    await written(journal, f.WebinarEnded("host"), after=seq + 1)
    assert had["anonymity"].secret not in everything(tmp_path)


async def test_a_key_that_is_made_and_destroyed_at_once_never_reaches_the_disk(
    tmp_path: Path, nursery: trio.Nursery
) -> None:
    given: list[bytes] = []

    def chance(size: int) -> bytes:
        given.append(os.urandom(size))
        return given[-1]

    journal = SqliteJournal.open(tmp_path, chance)
    nursery.start_soon(journal.serve)
    await written(journal, f.ParticipantJoined("ann", "Ann", Role.ATTENDEE, False), f.PersonForgotten("ann"))
    assert given
    assert given[0] not in everything(tmp_path)


async def test_a_kept_state_and_its_key_go_when_another_is_kept_or_something_is_destroyed(
    journal: SqliteJournal, tmp_path: Path
) -> None:
    await written(journal, f.ParticipantJoined("ann", "Ann", Role.ATTENDEE, waiting=False))
    ann = Person("ann", "Ann", Role.ATTENDEE, Place.IN)
    seen = list[bytes]()
    for seq in (1, 3, 5):
        journal.keep_state("w", State("w", seq=seq, people={"ann": ann}))
        await written(journal, f.WebinarLocked(), after=seq)
        await written(journal, f.WebinarUnlocked(), after=seq + 1)  # by then it is kept
        seen.append(keys(journal)["state"].secret)
    assert len(set(seen)) == 3
    await written(journal, f.PersonForgotten("ann"), after=7)
    there = everything(tmp_path)
    assert not any(secret in there for secret in seen)
    assert journal.newest_state("w") is None


async def test_packing_brings_nothing_back(journal: SqliteJournal, tmp_path: Path) -> None:
    seq = await fill(journal)
    mine = Remembered("p7", "1", "fingerprint", Done(seq))
    await write(journal, stored(f.WebinarEnded("host"), after=seq), [mine])
    had = keys(journal)
    await written(journal, f.PersonForgotten("p7"), after=seq + 1)
    journal.retire("w")
    for n in range(5):
        await written(journal, f.WebinarLocked(), webinar="another", after=n)
    assert had["person:p7"].secret not in everything(tmp_path)
    assert f.ParticipantJoined("p7", "", Role.ATTENDEE, waiting=False) in facts_in(journal)
    assert f.ParticipantJoined("p8", "Person number 8", Role.ATTENDEE, waiting=False) in facts_in(journal)


async def test_a_restart_finishes_what_a_kill_left_in_the_write_ahead_log(
    journal: SqliteJournal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await written(journal, f.ParticipantJoined("ann", "Ann", Role.ATTENDEE, waiting=False))
    secret = keys(journal)["person:ann"].secret
    monkeypatch.setattr("actors.journal.store.Store.wipe", lambda _: None)
    await written(journal, f.PersonForgotten("ann"), after=1)
    assert secret in everything(tmp_path)
    monkeypatch.undo()
    SqliteJournal.open(tmp_path, os.urandom)
    assert secret not in everything(tmp_path)


async def test_a_backup_under_way_puts_it_off_and_holds_up_nobody(journal: SqliteJournal, tmp_path: Path) -> None:
    await written(journal, f.ParticipantJoined("ann", "Ann", Role.ATTENDEE, waiting=False))
    secret = keys(journal)["person:ann"].secret
    backup = apsw.Connection(str(tmp_path / FILE))
    backup.execute("BEGIN")
    assert backup.execute("SELECT count(*) FROM records").get == 1
    with trio.fail_after(20):
        await written(journal, f.PersonForgotten("ann"), after=1)
    assert secret in everything(tmp_path)
    backup.close()
    for n in range(2):
        await written(journal, f.WebinarLocked(), after=2 + n)
    assert secret not in everything(tmp_path)
