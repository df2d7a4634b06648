"""Laptops are closed: ten pages keep their sockets open and answer nothing (SIGSTOP). The server lets go of them in the
time that its settings say, the others notice nothing, and whoever wakes up is back, once.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import attrs
import trio

from tests.chaos.crowd import joined
from tests.chaos.numbers import connected, percentile, sessions, waits_s
from tests.chaos.page import Door, Person
from tests.chaos.scene import Outcome, Scene, scene
from tests.chaos.waiting import took_s
from tests.sources import ROOT

VOTERS, SLEEPERS = 30, 10
PING_S, PONG_S, ABSENCE_S = 2, 2, 2
CALM_S: Final = 1.0
SLACK_S: Final = 1.5
BACK_S: Final = 5.0
BUSY_S: Final = 3.0  # nobody else waits longer than this for an answer, whatever else the machine does


async def half_open(folder: Path) -> Outcome:
    settings = {"ping_interval_s": PING_S, "pong_timeout_s": PONG_S, "absence_s": ABSENCE_S}
    async with scene(folder, "half open", VOTERS, pause_s=CALM_S, **settings) as hall:
        people = [await trio.to_thread.run_sync(joined, *_door(hall, n)) for n in range(SLEEPERS)]
        ids, others = {person.id for person in people}, len(hall.crowd.pages)
        with sleeping(hall.process.door, people) as sleepers:
            stopped_s = trio.current_time()
            sleepers.send_signal(signal.SIGSTOP)
            let_go_s = await took_s(lambda: _sessions_are(hall, others), PING_S + PONG_S + SLACK_S, "let go")
            gone_s = let_go_s + await took_s(lambda: _are(hall, ids, False), ABSENCE_S + SLACK_S, "shown as gone")
            waits = waits_s(hall, stopped_s)
            sleepers.send_signal(signal.SIGCONT)
            back_s = await took_s(lambda: _are(hall, ids, True), BACK_S, "back")
            await took_s(lambda: _sessions_are(hall, others + SLEEPERS), BACK_S, "no ghost beside the returned")
            told = await trio.to_thread.run_sync(sleepers.communicate)
        seen: dict[str, Any] = json.loads(told[0])
        hall.verdict.wrong += seen["faults"]
        assert seen["entries"] == [2] * SLEEPERS, seen
        assert waits[-1] < BUSY_S, f"somebody else waited {waits[-1]:.2f} s"
    return hall.verdict, {
        "let_go_s": let_go_s,
        "shown_gone_s": gone_s,
        "back_s": back_s,
        "others_ack_p95_ms": 1000 * percentile(waits, 0.95),
        "others_ack_max_ms": 1000 * waits[-1],
    }


def _door(hall: Scene, n: int) -> tuple[str, str, str]:
    return hall.crowd.url, f"Sleeper {n}", hall.crowd.attendee_invite


@contextmanager
def sleeping(door: Door, people: list[Person]) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.chaos.sleepers", door.host, str(door.port)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps([attrs.asdict(person) for person in people]) + "\n")
            process.stdin.flush()
            assert process.stdout.readline() == "in\n"
            yield process
        finally:
            process.kill()


async def _are(hall: Scene, ids: set[str], is_connected: bool) -> bool:
    return {who for who, is_ in (await connected(hall)).items() if is_ is is_connected} >= ids


async def _sessions_are(hall: Scene, number: int) -> bool:
    return await sessions(hall) == number
