"""What durability costs: appends a second and the wait for an acknowledgement, with 1, 100 and 1000 commands under way.

Each is a ballot with its answer, in one webinar; its next one is sent when the last is durable. The floor is SQLite
alone: rows of the same size, as many to a commit, synced alike, in a loop that does nothing else. Both write to the
disk of the checkout, in turns, for the disk is not equally fast at all times. `floor_ratio`: how many times as long as
the floor an append takes with 1000 under way; the waits are those with 100. Then the same through the whole path: votes
on WebSockets to a server, each page's next one when the last is acknowledged; pages and server share the cores.
Last line: `journal appends_per_s_1=… _100=… _1000=… ack_p50_ms=… ack_p99_ms=… floor_ratio=… votes_per_s_1=… _100=… …`.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import apsw
import trio
from attrs import define, field, frozen

from actors.facts import BallotCast
from actors.journal.database import PRAGMAS
from actors.journal.sqlite import SqliteJournal
from actors.ports import Done, JournalError, Remembered, StoredFact
from bench.crowd.processes import allow_files
from bench.crowd.votes import acknowledged
from tests.sources import ROOT

RUNS: Final = 5
APPENDS: Final = {1: 500, 100: 10_000, 1000: 20_000}  # of one run, by how many are under way
VOTES: Final = {1: 500, 100: 5000, 1000: 10_000}  # through the whole path
OPEN_FILES: Final = 4000
POLL, RECEIPT, FINGERPRINT = "p" * 22, "r" * 22, "f" * 64  # as long as real ones


@frozen
class Run:
    per_s: float
    waits_ms: list[float]
    commits: int
    bytes_per_append: int
    floor_per_s: float


@define
class Voters:
    """Ballots of one webinar, each sent when its voter's last one is durable."""

    journal: SqliteJournal
    left: int
    seq: int = 0
    waits_ms: list[float] = field(factory=list)

    async def vote(self, voter: str) -> None:
        while self.left > 0:
            self.left, self.seq = self.left - 1, self.seq + 1
            done, sent_s = trio.Event(), time.perf_counter()
            fact = StoredFact(self.seq, 1_800_000_000_000, BallotCast(POLL, 1, voter, (1,), RECEIPT))
            answer = Remembered(voter, f"{self.seq:022d}", FINGERPRINT, Done(self.seq))
            self.journal.append("w" * 22, [fact], [answer], done.set, failed)
            await done.wait()
            self.waits_ms.append((time.perf_counter() - sent_s) * 1000)


def failed(error: JournalError) -> None:
    raise error


@contextmanager
def folder() -> Iterator[Path]:
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as made:
        yield Path(made)


async def journalled(under_way: int) -> tuple[float, list[float], int, int]:
    """Appends a second, waits, commits, and bytes of an append."""
    with folder() as where:
        journal = SqliteJournal.open(where, os.urandom)
        voters = Voters(journal, APPENDS[under_way])
        async with trio.open_nursery() as serving:
            serving.start_soon(journal.serve)
            began_s = time.perf_counter()
            async with trio.open_nursery() as voting:
                for number in range(under_way):
                    voting.start_soon(voters.vote, f"{number:022d}")
            took_s = time.perf_counter() - began_s
            await journal.stop()
        database = apsw.Connection(str(where / "journal.sqlite"))
        commits = int(database.execute("SELECT commits FROM journal").get)
        size = database.execute("SELECT avg(length(body) + length(hash)) FROM records").get
        size += database.execute("SELECT avg(length(sealed)) FROM answers").get
    return APPENDS[under_way] / took_s, voters.waits_ms, commits, round(size)


def floor(appends: int, commits: int, size: int) -> float:
    """Rows a second."""
    with folder() as where:
        database = apsw.Connection(str(where / "floor.sqlite"))
        for pragma in PRAGMAS:
            database.execute(pragma).fetchall()
        database.execute("CREATE TABLE rows (number INTEGER PRIMARY KEY, row BLOB)")
        batch = [(os.urandom(size),)] * max(1, appends // commits)
        began_s = time.perf_counter()
        for _ in range(commits):
            with database:
                database.executemany("INSERT INTO rows (row) VALUES (?)", batch)
        took_s = time.perf_counter() - began_s
        database.close()
    return commits * len(batch) / took_s


async def run(under_way: int) -> Run:
    per_s, waits_ms, commits, size = await journalled(under_way)
    return Run(per_s, waits_ms, commits, size, floor(APPENDS[under_way], commits, size))


async def appended() -> str:
    found = {under_way: [await run(under_way) for _ in range(RUNS)] for under_way in APPENDS}
    for under_way, runs in found.items():
        waits = quantiles([wait for each in runs for wait in each.waits_ms], n=100)
        each = median(APPENDS[under_way] / each.commits for each in runs)
        floor_per_s = median(each.floor_per_s for each in runs)
        print(f"{under_way} under way: {rate(runs):.0f}/s, floor {floor_per_s:.0f}/s, {each:.0f} to a commit,", end=" ")
        print(f"ack p50 {waits[49]:.2f} ms, p99 {waits[98]:.2f} ms, {runs[0].bytes_per_append} bytes an append")
    rates = " ".join(f"{'appends_per_s' * (n == 1)}_{n}={rate(runs):.0f}" for n, runs in found.items())
    waits = quantiles([wait for each in found[100] for wait in each.waits_ms], n=100)
    ratio = median(each.floor_per_s / each.per_s for each in found[1000])
    return f"{rates} ack_p50_ms={waits[49]:.2f} ack_p99_ms={waits[98]:.2f} floor_ratio={ratio:.1f}"


def rate(runs: list[Run]) -> float:
    return median(each.per_s for each in runs)


def voted() -> str:
    with folder() as where:
        found = acknowledged(where, VOTES)
    for under_way, run in found.items():
        waits = quantiles(run.waits_ms, n=100)
        print(f"{under_way} under way, WebSocket to acknowledgement: {run.per_s:.0f}/s,", end=" ")
        print(f"ack p50 {waits[49]:.2f} ms, p99 {waits[98]:.2f} ms")
    waits = quantiles(found[100].waits_ms, n=100)
    rates = " ".join(f"{'votes_per_s' * (n == 1)}_{n}={run.per_s:.0f}" for n, run in found.items())
    return f"{rates} vote_ack_p50_ms={waits[49]:.2f} vote_ack_p99_ms={waits[98]:.2f}"


def main() -> None:
    allow_files(OPEN_FILES)
    print("journal", trio.run(appended), voted())


if __name__ == "__main__":
    main()
