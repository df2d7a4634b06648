"""Two of fifty stop reading while the host writes to them.

The others' answers come as quickly as before, the server keeps a bounded amount for them, and they are told the truth:
who wakes up in time gets a snapshot instead of what it missed, the other is let go.
"""

from pathlib import Path
from random import Random
from typing import Final

import trio

from tests.attacks.watching import memory_bytes
from tests.chaos.crowd import joined
from tests.chaos.numbers import percentile, sessions, waits_s
from tests.chaos.scene import Outcome, Scene, scene
from tests.chaos.slow_page import SlowPage
from tests.chaos.waiting import came_true, took_s

VOTERS: Final = 48
NAP_S: Final = 4.0
PING_S, PONG_S = 5, 5
SLACK_S: Final = 3.0
LETTER: Final = "\N{MUSICAL SYMBOL G CLEF}" * 2000
LETTER_CHARS: Final = 2000  # 8 KB in UTF-8
LETTERS: Final = 1000  # 8 MB to each at most: more than sockets and outbox hold together
LETTERS_AT_ONCE: Final = 8
BEHIND: Final = "session_behind"  # what the server's log says when it begins to keep things back
CALM_S: Final = 3.0  # between two things of one person: a server with nothing else to do
GROWTH_BYTES: Final = 48 * 1024 * 1024
SLOWED_BY_S: Final = 0.5  # what the others may wait longer at the 95th percentile


async def slow_reader(folder: Path) -> Outcome:
    limits = {
        "command_rate_per_s": 10_000,
        "command_burst": 10_000,
        "ping_interval_s": PING_S,
        "pong_timeout_s": PONG_S,
    }
    async with scene(folder, "slow reader", VOTERS, pause_s=CALM_S, **limits) as hall, trio.open_nursery() as slow:
        napper, sleeper = await _open(hall, "Napper"), await _open(hall, "Sleeper")
        for page in (napper, sleeper):
            slow.start_soon(page.serve)
        assert await came_true(lambda: napper.is_in and sleeper.is_in, 10)
        everybody = len(hall.crowd.pages) + 2
        await trio.sleep(NAP_S / 2)
        before = waits_s(hall, 0)
        resident = memory_bytes(hall.process.server)
        napper.fall_asleep()
        sleeper.fall_asleep()
        asleep_s, seen = trio.current_time(), napper.snapshots
        await _write_letters(hall, [napper.person.id, sleeper.person.id])
        growth = memory_bytes(hall.process.server) - resident
        napper.wake_up()
        caught_up_s = await took_s(lambda: _is_told(napper, seen), PING_S + PONG_S, "a snapshot or a goodbye")
        await took_s(lambda: _sessions_are(hall, everybody - 1), PING_S + PONG_S + SLACK_S, "the sleeper is let go")
        let_go_s = trio.current_time() - asleep_s
        after = waits_s(hall, asleep_s)
        sleeper.wake_up()
        assert await came_true(lambda: sleeper.entries == 2 and sleeper.is_in, 10)
        slow.cancel_scope.cancel()
    figures = {
        "caught_up_s": caught_up_s,
        "on_one_connection": napper.entries == 1,
        "let_go_s": let_go_s,
        "growth_mb": growth / 1e6,
        "others_ack_p95_ms_before": 1000 * percentile(before, 0.95),
        "others_ack_p95_ms": 1000 * percentile(after, 0.95),
    }
    assert growth < GROWTH_BYTES, figures
    assert percentile(after, 0.95) < percentile(before, 0.95) + SLOWED_BY_S, figures
    return hall.verdict, figures


async def _open(hall: Scene, name: str) -> SlowPage:
    person = await trio.to_thread.run_sync(joined, hall.crowd.url, name, hall.crowd.attendee_invite)
    return SlowPage(hall.process.door, person, hall.crowd.history, Random(name))


async def _write_letters(hall: Scene, to: list[str]) -> None:
    """Direct messages, which only the host and the one they are for are shown, until both fall behind."""

    async def write(first: int) -> None:
        for number in range(first, LETTERS, LETTERS_AT_ONCE):
            if hall.process.server.text.count(BEHIND) >= len(to):
                return
            for each in to:
                text = f"{number} for {each}: {LETTER}"[:LETTER_CHARS]
                await hall.crowd.host.do("send_message", to="direct", recipient=each, text=text)

    async with trio.open_nursery() as nursery:
        for first in range(LETTERS_AT_ONCE):
            nursery.start_soon(write, first)


async def _is_told(page: SlowPage, snapshots: int) -> bool:
    """What it missed: by a snapshot on the same connection, or on the next after a goodbye."""
    return page.snapshots > snapshots and (page.entries == 1 or "slow" in page.goodbyes)


async def _sessions_are(hall: Scene, number: int) -> bool:
    return await sessions(hall) == number
