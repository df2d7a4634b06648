"""Files that are not as they were left: what was acknowledged is there, or somebody is told; nothing is guessed."""

import os
from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
import trio
from attrs import frozen

from actors import facts as f
from actors.journal.database import FILE
from actors.journal.opening import WITNESS
from actors.journal.sqlite import SqliteJournal
from actors.ports import Done, JournalError, LogDamaged, Remembered
from actors.words import ChatTo, Role
from tests.actors.journal.contract import a_state, write, written
from tests.actors.journal.disk import Files, laid_out
from tests.actors.journal.facts import plain, stored

pytestmark = pytest.mark.usefixtures("hurried")

WAL = f"{FILE}-wal"
WEBINARS = ("a", "b", "over")
FRAME_BYTES, HEADER_BYTES, PAGE_BYTES = 24 + 4096, 32, 4096


@frozen
class Left:
    """A journal as it lay on the disk, when all was in the main file and ten commits later, of which only the
    write-ahead log knows."""

    settled: Files
    files: Files
    commits: list[tuple[int, bytes]]  # size of the write-ahead log, and witness


def on_disk(folder: Path) -> Files:
    return {name: bytearray((folder / name).read_bytes()) for name in (FILE, WAL, WITNESS)}


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Left:
    return trio.run(leave, tmp_path_factory.mktemp("before"))


async def leave(folder: Path) -> Left:
    async with trio.open_nursery() as serving:
        journal = SqliteJournal.open(folder, os.urandom)
        serving.start_soon(journal.serve)
        await written(journal, *(f.WebinarLocked() for _ in range(30)), f.WebinarEnded("host"), webinar="over")
        journal.retire("over")
        for n in range(20):
            for webinar in ("a", "b"):
                await say(journal, webinar, n)
        journal.keep_state("a", a_state(20))
        await say(journal, "a", 20)
        journal._writer.store.wipe()  # so far in the main file, from here on in the write-ahead log
        settled, commits = on_disk(folder), []
        for n in range(20, 30):
            await say(journal, "b", n)
            files = on_disk(folder)
            commits.append((len(files[WAL]), bytes(files[WITNESS])))
        await journal.stop()
    return Left(settled, files, commits)


async def say(journal: SqliteJournal, webinar: str, n: int) -> None:
    fact = f.MessageSent(f"m{n}", f"p{n % 5}", ChatTo.EVERYONE, None, f"Message {n}")
    if n < 5:
        fact = f.ParticipantJoined(f"p{n}", f"Person {n}", Role.ATTENDEE, waiting=False)  # type: ignore[assignment]
    answer = Remembered(f"p{n % 5}", f"c{n}", "fingerprint", Done(n + 1))
    assert await write(journal, stored(fact, after=n), [answer], webinar) == "durable"


def said(journal: SqliteJournal, webinar: str) -> object:
    try:
        return plain(journal.read(webinar)), list(journal.records(webinar))
    except LogDamaged:
        return "damaged"


def found(files: Files, folder: Path) -> dict[str, object] | None:
    """What a journal says of each webinar that opens on these files; None: it refuses."""
    try:
        journal = SqliteJournal.open(laid_out(files, folder), os.urandom)
    except JournalError:
        return None
    try:
        heard = {webinar: said(journal, webinar) for webinar in WEBINARS}
        with suppress(LogDamaged):
            assert journal.newest_state("a") in (None, a_state(20))
        with suppress(LogDamaged):
            unknown = {*journal.webinars(-1)} - {*WEBINARS}
            assert all(said(journal, webinar) == "damaged" for webinar in unknown)
    except BaseException:
        journal._writer.store.database.close()
        raise
    journal._writer.store.close()
    return heard


def flipped(files: Files, name: str, at: int, chance: Random) -> Files:
    changed = bytearray(files[name])
    changed[at] ^= 1 << chance.randrange(8)
    return {**files, name: changed}


def test_what_was_left_alone_is_all_there(left: Left, tmp_path: Path) -> None:
    heard = found(left.files, tmp_path / "after")
    assert heard is not None
    assert "damaged" not in heard.values()
    assert [len(heard[webinar][0]) for webinar in WEBINARS] == [42, 60, 31]  # type: ignore[index]


def test_a_torn_tail_is_cut_if_nobody_was_told_of_it_and_refused_if_anybody_was(left: Left, tmp_path: Path) -> None:
    whole = len(left.files[WAL])
    cuts = {HEADER_BYTES + n * FRAME_BYTES + more for n in range(whole // FRAME_BYTES) for more in (0, 24, 2000)}
    for cut in sorted({0, 1, 31, *cuts, whole - 1, whole}):
        files = {**left.files, WAL: left.files[WAL][:cut]}
        for n, (end, witness) in enumerate(left.commits):
            is_cut_off = end > cut
            if n not in (0, 5, 9):
                continue
            heard = found({**files, WITNESS: bytearray(witness)}, tmp_path / "after")
            assert (heard is None) is is_cut_off, (cut, n)
            if heard is not None:
                there = sum(end <= cut for end, _ in left.commits)
                assert len(heard["b"][0]) == 2 * (20 + there)  # type: ignore[index]


def test_a_flipped_bit_in_the_write_ahead_log_is_refused_or_harmless(left: Left, tmp_path: Path) -> None:
    chance, intact = Random(1), found(left.files, tmp_path / "after")
    size = len(left.files[WAL])
    heads = [HEADER_BYTES + n * FRAME_BYTES + byte for n in range(size // FRAME_BYTES) for byte in (0, 4, 8, 16)]
    outcomes = Counter[bool]()
    for at in [*range(HEADER_BYTES), *heads, *(chance.randrange(size) for _ in range(100))]:
        heard = found(flipped(left.files, WAL, at, chance), tmp_path / "after")
        assert heard in (None, intact), at
        outcomes[heard is None] += 1
    assert outcomes[True] > 100


def test_a_flipped_bit_in_the_database_is_refused_or_damages_its_webinar_or_is_harmless(
    left: Left, tmp_path: Path
) -> None:
    chance, intact = Random(2), found(left.settled, tmp_path / "after")
    assert intact is not None
    size = len(left.settled[FILE])
    heads = [page + byte for page in range(0, size, PAGE_BYTES) for byte in (0, 1, 3, 5, 6, 8, 9, 11, 12, 15)]
    outcomes = Counter[str]()
    for at in [*range(100), *heads, *(chance.randrange(size) for _ in range(300))]:
        heard = found(flipped(left.settled, FILE, at, chance), tmp_path / "after")
        wrong = {webinar for webinar in (heard or {}) if heard[webinar] != intact.get(webinar)}  # type: ignore[index]
        assert all(heard[webinar] == "damaged" for webinar in wrong), at  # type: ignore[index]
        outcomes["refused" if heard is None else f"{len(wrong)} damaged"] += 1
    assert outcomes["refused"] > 100, outcomes
    assert outcomes["1 damaged"] > 50, outcomes


@pytest.mark.parametrize("lost", [FILE, WAL])
def test_a_file_that_is_gone_is_missed(left: Left, tmp_path: Path, lost: str) -> None:
    files = {name: content for name, content in left.files.items() if name != lost}
    folder = laid_out(files, tmp_path / "after")
    with pytest.raises(LogDamaged, match="acknowledged"):
        SqliteJournal.open(folder, os.urandom)
    assert {path.name for path in folder.iterdir()} - {f"{FILE}-shm"} >= files.keys()
    assert all((folder / name).read_bytes() == content for name, content in files.items())


def test_a_refused_journal_is_left_as_it_was(left: Left, tmp_path: Path) -> None:
    files = {**left.files, WAL: left.files[WAL][:-1]}
    folder = laid_out(files, tmp_path / "after")
    for _ in range(2):
        with pytest.raises(LogDamaged, match="1 are missing"):
            SqliteJournal.open(folder, os.urandom)
    assert all((folder / name).read_bytes() == content for name, content in files.items())


def test_without_its_witness_an_older_journal_is_accepted(left: Left, tmp_path: Path) -> None:
    heard = found({FILE: left.files[FILE]}, tmp_path / "after")
    assert heard is not None
    assert len(heard["b"][0]) == 40  # type: ignore[index]


def test_another_journals_database_is_refused(left: Left, tmp_path: Path) -> None:
    witness = bytearray(left.files[WITNESS])
    witness[30:32] = b"00" if witness[30:32] != b"00" else b"11"
    assert found({**left.files, WITNESS: witness}, tmp_path / "after") is None
