"""Torn and flipped files: copies of what a killed server left behind are damaged at random and opened.

Whatever was acknowledged is there, or the journal refuses to open and says why. Nothing in between.
"""

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final

import trio

from actors.ports import JournalError
from tests.chaos import checkers
from tests.chaos.journal import read_log
from tests.chaos.process import Process
from tests.chaos.scene import Outcome, Scene, scene

VOTERS: Final = 15
BUSY_S: Final = 2.0
DAMAGES: Final = 80
LONGEST_CUT_BYTES: Final = 64 * 1024
FILES: Final = ("journal.sqlite-wal", "journal.sqlite-wal", "journal.sqlite", "journal.witness")  # the log most often


async def torn_files(folder: Path) -> Outcome:
    async with scene(folder, "torn files", VOTERS) as hall:
        await trio.sleep(BUSY_S)
        hall.process.kill()
        assert hall.look().is_clean, str(hall.verdict)
        found = Counter(_try(hall, folder, Random(f"damage {number}")) for number in range(DAMAGES))
        await _try_on_a_server(folder / "refused")
        await hall.process.start()
    return hall.verdict, dict(found)


def _try(hall: Scene, folder: Path, chance: Random) -> str:
    """What became of one damage: `harmless` or `refused`; the last that was refused is kept."""
    damaged = folder / "damaged"
    shutil.rmtree(damaged, ignore_errors=True)
    shutil.copytree(hall.process.data_dir, damaged)
    what = _damage(damaged / chance.choice(FILES), chance)
    try:
        log = read_log(damaged, hall.crowd.webinar)
    except JournalError:
        shutil.rmtree(folder / "refused", ignore_errors=True)
        damaged.rename(folder / "refused")
        return "refused"
    verdict = checkers.check(hall.crowd.history, log)
    hall.verdict.lost += [f"after {what}: {fault}" for fault in (*verdict.lost, *verdict.doubled, *verdict.wrong)]
    return "harmless"


def _damage(file: Path, chance: Random) -> str:
    harm = chance.choice(HARMS)
    data = bytearray(file.read_bytes())
    where = harm(data, chance) if data else 0
    file.write_bytes(data)
    return f"{harm.__name__} of {file.name} at {where} of {len(data)}"


def flip(data: bytearray, chance: Random) -> int:
    where = chance.randrange(len(data))
    data[where] ^= 1 << chance.randrange(8)
    return where


def cut(data: bytearray, chance: Random) -> int:
    length = chance.randint(1, min(LONGEST_CUT_BYTES, len(data)))
    del data[-length:]
    return len(data)


def blank(data: bytearray, chance: Random) -> int:
    """A sector that was never written."""
    where = chance.randrange(len(data)) // 512 * 512
    data[where : where + 512] = bytes(len(data[where : where + 512]))
    return where


HARMS: Final[tuple[Callable[[bytearray, Random], int], ...]] = (flip, cut, blank)


async def _try_on_a_server(refused: Path) -> None:
    """The program itself refuses too, and leaves what it found as it was."""
    before = {file: (refused / file).read_bytes() for file in FILES}
    process = Process(refused, Random("refused"))
    try:
        refusal = await process.refusal()
    finally:
        process.end()
    assert "journal" in refusal, refusal or "a server came up with a journal that cannot be trusted"
    assert {file: (refused / file).read_bytes() for file in FILES} == before
