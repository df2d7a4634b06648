"""All recordings of a node: carries what the plane taped to them. All in the Trio thread."""

import re
from collections.abc import Callable
from pathlib import Path

import structlog
import trio

from media.plane import Plane
from media.recording.capture import Capture, Names

CARRY_S = 0.1
SAFE = re.compile(r"[A-Za-z0-9_-]{1,64}")  # a recording's id is its folder's name

log = structlog.get_logger("recording")


class Captures:
    """`folder`: where recordings lie. `await nursery.start(captures.serve)`, then `open`."""

    def __init__(self, plane: Plane, folder: Path) -> None:
        self._plane = plane
        self._folder = folder
        self._open: dict[int, Capture] = {}
        self._last_number = 0
        self._nursery: trio.Nursery | None = None
        self._begun = trio.Event()

    async def serve(self, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        async with trio.open_nursery() as recorders:
            self._nursery = recorders
            task_status.started()
            while True:
                await self._begun.wait()
                await trio.sleep(CARRY_S)
                self.carry()

    def open(self, recording: str, webinar: str, room: str, on_ended: Callable[[str], None]) -> Capture:
        assert self._nursery is not None, "recordings begin only while serving"
        assert SAFE.fullmatch(recording), "ids are ours"
        self._last_number += 1
        names = Names(self._folder / recording, recording, webinar, room)
        capture = Capture(self._last_number, names, self._plane, self.carry, on_ended)
        self._open[capture.number] = capture
        self._begun.set()
        self._nursery.start_soon(self._run, capture, name=f"recording:{recording}")
        return capture

    def carry(self) -> None:
        """What is taped so far goes to its recorders."""
        for number, records in self._plane.tape().items():
            capture = self._open.get(number)
            if capture is not None:
                capture.taped(records)

    def dropped(self) -> int:
        """Pieces of tape that recorders did not take in time, of recordings that go on."""
        return sum(capture.dropped for capture in self._open.values())

    async def _run(self, capture: Capture) -> None:
        """Whatever goes wrong with one recording ends that recording alone."""
        try:
            await capture.run()
        except Exception:
            log.exception("recording_crashed")
            capture.fail()
        finally:
            del self._open[capture.number]
            if not self._open:
                self._begun = trio.Event()
