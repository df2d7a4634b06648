"""The server stands still for a while (SIGSTOP, SIGCONT), as on a machine that swaps or is moved.

Pages lose patience and knock again and again; when it goes on all are in, once each, and nothing was done twice.
"""

from pathlib import Path
from typing import Final

import trio

from tests.chaos.numbers import sessions
from tests.chaos.scene import Outcome, Scene, scene
from tests.chaos.waiting import took_s

VOTERS: Final = 40
PAUSES_S: Final = (0.5, 3.0)  # shorter and longer than the pages' patience
PATIENCE_S: Final = 1.0
CALM_S: Final = 0.5
BETWEEN_S: Final = 1.0
BACK_S: Final = 8.0


async def paused_server(folder: Path) -> Outcome:
    async with scene(folder, "paused server", VOTERS, pause_s=CALM_S) as hall:
        everybody, back_s = len(hall.crowd.pages), 0.0
        for page in hall.crowd.pages:
            page.patience_s = PATIENCE_S
        for pause_s in PAUSES_S:
            await trio.sleep(BETWEEN_S)
            hall.process.pause()
            await trio.sleep(pause_s)
            hall.process.go_on()
            back_s = await took_s(lambda: _all_are_in_once(hall, everybody), BACK_S, "all in, once each")
            assert await hall.is_acknowledging(), "nothing is acknowledged any more"
    return hall.verdict, {"back_s": back_s}


async def _all_are_in_once(hall: Scene, everybody: int) -> bool:
    return hall.crowd.all_are_in() and await sessions(hall) == everybody
