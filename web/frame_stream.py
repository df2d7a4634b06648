"""The stream on which trio-websocket runs: our patience, our limits and our one queue of writes below its protocol.

Everything the library writes goes through the `FrameWriter` of the connection, in line with what is pushed there past
the library; its Close shuts that door, as ours does. Reading hands over one frame at a time, so that each is counted,
and nothing that follows the end is looked at. The connection itself is closed by `FrameWriter.aclose`, never from here.
"""

import trio
from attrs import define, field

from web.frames import CLOSE, EMPTY_PONG, PING, POLICY_VIOLATION, close_frame, frame_bytes
from web.limits import Bucket
from web.stream import FrameWriter, Stream

READ_BYTES = 16 * 1024

# A busy client sends 50 messages a second; pings and fragments count as well, so that they are no way around.
FRAMES_PER_S = 100
FRAME_BURST = 400


@define(eq=False)
class FrameStream(trio.abc.Stream):
    """`request` is read first, and frames only after `accept`: the library loses what comes sooner.

    `unread` are bytes that arrived together with the handshake. A client that has said nothing for `ping_interval_s`
    is pinged, and is gone if it stays silent for `pong_timeout_s` more.
    """

    stream: Stream
    writer: FrameWriter
    ping_interval_s: float
    pong_timeout_s: float
    request: bytes
    unread: bytes = b""
    closed: bool = False
    _accepted: trio.Event | None = field(factory=trio.Event)
    _frame_rest: int = 0  # bytes of a frame whose beginning has been handed over
    _frames: Bucket = field(factory=lambda: Bucket(FRAMES_PER_S, FRAME_BURST))
    _reading: trio.CancelScope | None = None

    def accept(self) -> None:
        """The handshake has been answered."""
        if self._accepted is not None:
            self._accepted.set()
            self._accepted = None

    def close(self, code: int, reason: str) -> None:
        """Says Close, unless one has been said, and ends the reading."""
        self.writer.push_last(close_frame(code, reason))
        self.stop_reading()

    def stop_reading(self) -> None:
        self.closed = True
        if self._reading is not None:
            self._reading.cancel()

    # --- the Stream of trio

    async def receive_some(self, max_bytes: int | None = None) -> bytes:  # noqa: ARG002 - `READ_BYTES` are few
        """At most one frame; b"" if the client is gone, silent for too long, or has been told to go."""
        if self.request:
            request, self.request = self.request, b""
            return request
        if self._accepted is not None:
            await self._accepted.wait()
        while not self.closed:
            if piece := self._take():
                return piece
            if not self.closed:
                await self._read()
        return b""

    def _take(self) -> bytes:
        """Of what has been read: the rest of a frame, or the next one as far as it is there.

        Answers to our pings are counted and end here: the library would do nothing with them, at ten times the cost.
        """
        while not self._frame_rest and (size := frame_bytes(self.unread)):
            if not self._frames.take(trio.current_time()):
                self.close(POLICY_VIOLATION, "too many frames")
                return b""
            if self.unread.startswith(EMPTY_PONG):
                self.unread = self.unread[size:]
            else:
                self._frame_rest = size
        piece, self.unread = self.unread[: self._frame_rest], self.unread[self._frame_rest :]
        self._frame_rest -= len(piece)
        return piece

    async def _read(self) -> None:
        for patience_s, then in ((self.ping_interval_s, PING), (self.pong_timeout_s, b"")):
            with trio.move_on_after(patience_s) as self._reading:
                data = await self._receive()
                self.unread += data
                self.closed = self.closed or not data
                return
            if self.closed or not then or not self.writer.push(then):
                break
        self.closed = True

    async def _receive(self) -> bytes:
        try:
            return bytes(await self.stream.receive_some(READ_BYTES))
        except (trio.BrokenResourceError, trio.ClosedResourceError):
            return b""

    async def send_all(self, data: bytes | bytearray | memoryview) -> None:
        """Never waits and never raises: pongs are small, few, and left out when there is no room.

        That the client is gone, the reader finds out.
        """
        frame = bytes(data)
        push = self.writer.push_last if frame.startswith(CLOSE) else self.writer.push
        push(frame)
        await trio.lowlevel.checkpoint()

    async def wait_send_all_might_not_block(self) -> None:
        await trio.lowlevel.checkpoint()

    async def aclose(self) -> None:
        """The library is done reading. It may not have said why: see `WebSocket.receive`."""
        self.stop_reading()
        await trio.lowlevel.checkpoint()
