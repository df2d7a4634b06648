"""What waits for one session. Whatever an actor pushes leaves in the same turn of the loop if it can; here is what
happens when it cannot.

Signals are conflated: of one kind only the latest waits. Facts are never dropped silently: a client that falls behind
gets nothing until its queue has drained, then a snapshot instead of what it missed; if that takes too long it is told
`slow` and closed. Nothing here blocks or raises: it is called from within actors.
"""

from collections.abc import Callable

import structlog
import trio
from attrs import define, field

from actors.ports import Answer, Goodbye
from actors.shown import ShownFact
from actors.signals import ConnectionEnded, Signal, conflated, kind_of
from actors.webinar.snapshots import Snapshot
from actors.words import STAGE
from web.cork import Joined, uncork_soon
from web.websocket import WebSocket
from web.wire import answer_frame, fact_frame, goodbye_frame, signal_frame, snapshot_frame

SLOW_S = 15.0
RETRY_MS = 1000
CORKED_BYTES = 16 * 1024  # of one turn: more are as well written now, and found out to be too much
LAG_BYTES = 256 * 1024  # what a healthy client never lets wait; a snapshot alone may be larger

CLOSE_CODES = {"shutting_down": 1012, "restarting": 1012, "slow": 1013, "removed": 1008, "banned": 1008, "denied": 1008}

log = structlog.get_logger(__name__)


@define(eq=False)
class SessionOutbox:
    """Holds everything back until `open`, so that hello's answer comes first. `resync` asks for a snapshot."""

    socket: WebSocket
    limit_frames: int
    resync: Callable[[], None]
    is_on_stage: bool = False  # as the newest snapshot says: whoever's role changes gets one
    _held: list[bytes] | None = field(factory=list)
    _corked: list[bytes] | None = None  # what this turn of the loop has brought
    _signals: dict[tuple[type[Signal], str | None], Signal] = field(factory=dict)
    _behind_since_s: float | None = None
    _snapshot_bytes: int = 0  # of those that wait: they may be large, and are no sign of a slow client

    def open(self) -> None:
        held, self._held = self._held or [], None
        self.socket.writer.on_drained = self._drained
        for frame in held:
            self._send(frame)
        self._send_signals()

    # --- the Outbox of actors/ports.py

    def push_fact(self, shown: ShownFact) -> None:
        if self._held is None and self._behind_since_s is None and not self.socket.writer.waiting_bytes:
            self._cork(fact_frame(shown))  # almost always, and then ten thousand times
        elif not self._is_behind():
            if self._lags():
                self._fall_behind()
            else:
                self._send(fact_frame(shown))

    def push_snapshot(self, snapshot: Snapshot) -> None:
        self.is_on_stage = snapshot.you.role in STAGE
        if self._lags():
            self._fall_behind()
            return
        self._behind_since_s = None
        frame = snapshot_frame(snapshot)
        self._snapshot_bytes += len(frame)
        self._send(frame)

    def push_signal(self, signal: Signal) -> None:
        if isinstance(signal, ConnectionEnded):
            self._send(signal_frame(signal))
            return
        kind = kind_of(signal)
        self._signals[kind] = conflated(self._signals.get(kind), signal)
        if self._held is None and not self.socket.writer.waiting_bytes:
            self._send_signals()
        else:
            self._is_behind()

    def close(self, goodbye: Goodbye) -> None:
        if not self.socket.closed:
            self._held = None
            self.uncork(Joined())
            self.socket.writer.push(goodbye_frame(goodbye))
            self.socket.close(CLOSE_CODES.get(goodbye.code, 1000), goodbye.code)

    # --- what else the session says

    def answer(self, message_id: str | None, answer: Answer) -> None:
        """Never left out: an answer that finds no room ends the session."""
        self._send(answer_frame(message_id, answer))

    def _cork(self, frame: bytes) -> None:
        if self._corked is None:
            self._corked = [frame]
            uncork_soon(self)
        else:
            self._corked.append(frame)
            if sum(map(len, self._corked)) > CORKED_BYTES:
                self.uncork(Joined())

    def uncork(self, joined: Joined) -> None:
        frames, self._corked = self._corked, None
        if frames and not self.socket.writer.push(joined(frames)):
            self._give_up()

    def _send(self, frame: bytes) -> None:
        if self._held is not None:
            self._held.append(frame)
        elif self._corked is not None:
            self._cork(frame)
        elif not self.socket.writer.push(frame):
            self._give_up()

    def _send_signals(self) -> None:
        signals, self._signals = self._signals, {}
        for signal in signals.values():
            self._send(signal_frame(signal))

    def _lags(self) -> bool:
        writer = self.socket.writer
        if self._held is not None:
            return len(self._held) >= self.limit_frames
        return writer.waiting_bytes > LAG_BYTES + self._snapshot_bytes or writer.waiting_frames >= self.limit_frames

    def _fall_behind(self) -> None:
        if self._behind_since_s is None:
            self._behind_since_s = trio.current_time()
            log.info("session_behind", waiting_bytes=self.socket.writer.waiting_bytes)

    def _is_behind(self) -> bool:
        """Also the place where who stays behind is given up on: everything that is pushed comes by."""
        if self._behind_since_s is None:
            return False
        if trio.current_time() - self._behind_since_s > SLOW_S:
            self._give_up()
        return True

    def _give_up(self) -> None:
        self.close(Goodbye("slow", "Your connection takes less than there is to send.", retry_after_ms=RETRY_MS))

    def _drained(self) -> None:
        self._snapshot_bytes = 0
        if self._behind_since_s is not None:
            self.resync()
        else:
            self._send_signals()
