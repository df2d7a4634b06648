"""One recording that is being written: whose tracks are taped for it, and the recorder that writes them.

All in the Trio thread. What waits for the recorder is bounded: packets are dropped when it does not keep up (which it
sees as holes), what is told about tracks is not. A recorder that dies is started anew and goes on in new segments.
"""

import fcntl
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import structlog
import trio
from attrs import define, field, frozen

from media.recording import messages
from media.tracks import UpTrack

ROOT = Path(__file__).parent.parent.parent
PIPE_BYTES = 1 << 20
MOST_WAITING_BYTES = 32 << 20  # some seconds of a full stage, while a disk thinks
CLOCK_HZ = {"audio": 48_000, "video": 90_000}
RESTARTS, RESTARTS_WITHIN_S = 5, 60.0
STOP_S = 5.0

log = structlog.get_logger("recording")


class Plane(Protocol):
    def record_up(self, up: int, recording: int) -> None: ...
    def want_key_frame(self, up: int, layer: int) -> None: ...


class Publisher(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def tracks(self) -> Mapping[str, UpTrack]: ...


@frozen
class Names:
    """What a recorder is told of what it writes."""

    folder: Path
    recording: str
    webinar: str
    room: str

    def command(self) -> list[str]:
        words = [str(self.folder), self.recording, self.webinar, self.room]
        return [sys.executable, "-m", "media.recording.recorder", *words]


@define(eq=False)
class Capture:
    """Implements actors.ports.Capture. `drain` brings what is taped so far; `run` is the task with the recorder."""

    number: int
    _names: Names
    _plane: Plane
    _drain: Callable[[], None]
    _on_ended: Callable[[str], None]
    dropped: int = 0  # taped messages, for which there was no room
    _publishers: dict[str, tuple[Publisher, str]] = field(factory=dict)
    _recorded: set[int] = field(factory=set)  # up tracks that are taped
    _waiting: deque[bytes] = field(factory=deque)
    _waiting_bytes: int = 0
    _news: trio.Event = field(factory=trio.Event)
    _is_paused: bool = False
    is_closed: bool = False

    def take(self, publisher: Publisher, participant: str) -> None:
        if publisher.id not in self._publishers and not self.is_closed:
            self._publishers[publisher.id] = publisher, participant
            self._tell(*self._introduced(publisher, participant))
            self._record(publisher)

    def drop(self, publisher: Publisher) -> None:
        if self._publishers.pop(publisher.id, None) is not None:
            self._release(publisher)
            self._drain()
            self._tell(*(messages.ended(track.id) for track in publisher.tracks.values()))

    def pause(self) -> None:
        if not self._is_paused:
            self._release_all()
            self._drain()
            self._is_paused = True
            self._tell(messages.cut())

    def resume(self) -> None:
        if self._is_paused and not self.is_closed:
            self._is_paused = False
            for publisher, _ in self._publishers.values():
                self._record(publisher)

    def close(self) -> None:
        if not self.is_closed:
            self._release_all()
            self._drain()
            self.is_closed = True
            self._news.set()

    def track_changed(self, track: UpTrack) -> None:
        """It may be open now."""
        for publisher, _ in self._publishers.values():
            if publisher.tracks.get(track.label) is track:
                self._record(publisher)

    def taped(self, records: bytes) -> None:
        """For who drains the plane's tape."""
        if self._is_paused or self.is_closed:
            return
        if self._waiting_bytes + len(records) > MOST_WAITING_BYTES:
            self.dropped += 1
            return
        self._tell(messages.message(messages.TAPED, records))

    async def run(self) -> None:
        """Until it is closed and everything is written, or writing ended by itself."""
        begun_s: deque[float] = deque(maxlen=RESTARTS)
        status = messages.FAILED
        while len(begun_s) < RESTARTS or trio.current_time() - begun_s[0] > RESTARTS_WITHIN_S:
            begun_s.append(trio.current_time())
            status = await self._record_once()
            if status in (messages.DONE, messages.DISK_FULL):
                break
            log.warning("recorder_died", recording=self._names.recording, status=status)
            if self.is_closed:
                return
            self._forget_what_waits()
        if status != messages.DONE or not self.is_closed:
            self.fail("disk_full" if status == messages.DISK_FULL else "failed")

    def fail(self, reason: str = "failed") -> None:
        """Writing ended by itself."""
        if not self.is_closed:
            self.close()
            self._on_ended(reason)

    def _introduced(self, publisher: Publisher, participant: str) -> list[bytes]:
        tracks = publisher.tracks.values()
        return [
            messages.up(each.id, participant, _source(each.label, each.kind), each.kind, CLOCK_HZ[each.kind])
            for each in tracks
        ]

    def _record(self, publisher: Publisher) -> None:
        for track in publisher.tracks.values():
            if track.is_open and track.id not in self._recorded and not self._is_paused and not self.is_closed:
                self._recorded.add(track.id)
                self._plane.record_up(track.id, self.number)

    def _release(self, publisher: Publisher) -> None:
        for track in publisher.tracks.values():
            if track.id in self._recorded:
                self._recorded.remove(track.id)
                with suppress(KeyError):  # it has ended
                    self._plane.record_up(track.id, 0)

    def _release_all(self) -> None:
        for publisher, _ in self._publishers.values():
            self._release(publisher)

    def _tell(self, *told: bytes) -> None:
        self._waiting.extend(told)
        self._waiting_bytes += sum(map(len, told))
        self._news.set()

    def _forget_what_waits(self) -> None:
        """A new recorder knows nothing: it is told of the tracks again, whose next packets it gets."""
        self._waiting.clear()
        self._waiting_bytes = 0
        for publisher, participant in self._publishers.values():
            self._tell(*self._introduced(publisher, participant))

    async def _record_once(self) -> int:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = await trio.lowlevel.open_process(
            self._names.command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(OSError):  # the kernel may allow less
            fcntl.fcntl(process.stdin.fileno(), fcntl.F_SETPIPE_SZ, PIPE_BYTES)  # type: ignore[attr-defined]
        try:
            async with process.stdin, process.stdout, trio.open_nursery() as talk:
                talk.start_soon(self._feed, process.stdin)
                await self._listen(process.stdout)
                talk.cancel_scope.cancel()
        finally:  # its input has ended: it writes what it has, also when the server stops
            with trio.move_on_after(STOP_S, shield=True):
                await process.wait()
        return messages.FAILED if process.returncode is None else process.returncode

    async def _feed(self, recorder: trio.abc.SendStream) -> None:
        with suppress(trio.BrokenResourceError):  # it died, which `_listen` sees too
            while True:
                while self._waiting:
                    told = self._waiting.popleft()
                    self._waiting_bytes -= len(told)
                    await recorder.send_all(told)
                if self.is_closed:
                    await recorder.aclose()
                    return
                self._news = trio.Event()
                await self._news.wait()

    async def _listen(self, recorder: trio.abc.ReceiveStream) -> None:
        """Until it is gone."""
        line = b""
        async for data in recorder:
            *lines, line = (line + data).split(b"\n")
            for each in lines:
                self._hear(each)

    def _hear(self, line: bytes) -> None:
        word, up, layer = line.split()
        if word == b"key" and int(up) in self._recorded:
            with suppress(KeyError):  # it has ended
                self._plane.want_key_frame(int(up), int(layer))


def _source(label: str, kind: str) -> str:
    """Labels are any words; two sources of each kind are known."""
    known = ("microphone", "screen_audio") if kind == "audio" else ("camera", "screen")
    return label if label in known else known[0]
