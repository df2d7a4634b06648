"""Everything that is written to one WebSocket client, in order: a queue of whole frames that is usually empty.

A push writes to the socket at once and without blocking when nothing waits; otherwise, and after a partial write, the
rest waits and a flusher task runs until it is gone. So a frame encoded once reaches 10,000 sockets without 10,000 task
switches, and frames are never cut or reordered. What it guarantees: a push never raises (a dead socket, a full queue,
an ended nursery give False); nothing follows the last frame; `aclose` lets the last bytes arrive instead of a reset.
"""

import os
import ssl
from collections import deque
from collections.abc import Callable

import trio

Stream = trio.SocketStream | trio.SSLStream[trio.SocketStream]

TLS_HANDSHAKE_S = 10
CLOSE_LINGER_S = 2  # a Close frame needs one round trip; a client that is gone needs nothing


def socket_of(stream: Stream) -> trio.socket.SocketType:
    return stream.transport_stream.socket if isinstance(stream, trio.SSLStream) else stream.socket


async def tls_server(stream: trio.SocketStream, context: ssl.SSLContext) -> Stream:
    """Our side of TLS. Raises `trio.TooSlowError` or `trio.BrokenResourceError`."""
    secured = trio.SSLStream(stream, context, server_side=True, https_compatible=True)
    with trio.fail_after(TLS_HANDSHAKE_S):
        await secured.do_handshake()
    return secured


async def finish(stream: Stream) -> None:
    """Ends our side and reads away the peer's: closing with unread input sends RST, and our last bytes may be lost."""
    with trio.CancelScope(deadline=trio.current_time() + CLOSE_LINGER_S, shield=True):
        try:
            socket_of(stream).shutdown(trio.socket.SHUT_WR)
            while await stream.receive_some(4096):
                pass
        except (OSError, trio.BrokenResourceError, trio.ClosedResourceError, trio.BusyResourceError):
            return


class FrameWriter:
    """`on_drained` is called, in the Trio thread, each time the queue has become empty after it was not."""

    __slots__ = (
        "_flushed", "_limit_bytes", "_nursery", "_shut", "_socket", "_stream", "_waiting", "on_drained", "waiting_bytes"
    )  # fmt: skip

    def __init__(self, stream: Stream, nursery: trio.Nursery, limit_bytes: int) -> None:
        self._stream = stream
        self._nursery = nursery
        self._limit_bytes = limit_bytes
        # TLS records are made by the stream, so only plain sockets can be written past it.
        self._socket = None if isinstance(stream, trio.SSLStream) else stream.socket
        self._waiting: deque[memoryview] | None = None  # made when first needed: an empty one has 760 bytes
        self._flushed: trio.Event | None = None  # there while a flusher runs
        self._shut = False
        self.waiting_bytes = 0
        self.on_drained: Callable[[], None] | None = None

    @property
    def waiting_frames(self) -> int:
        return len(self._waiting) if self._waiting else 0

    def push(self, frame: bytes) -> bool:
        """Takes one whole frame. False: it will never arrive (closed, dead, or more than `limit_bytes` would wait)."""
        if self._shut:
            return False
        if self._flushed is not None:
            return self._queue(memoryview(frame))
        sent = self._write_now(frame)
        if sent is None:
            return False
        return sent == len(frame) or self._queue(memoryview(frame)[sent:], cut=sent > 0)

    def push_last(self, frame: bytes) -> bool:
        """Like `push`, and shuts the door behind it: the Close frame."""
        taken = self.push(frame)
        self._shut = True
        return taken

    def _write_now(self, data: bytes | memoryview) -> int | None:
        """How many bytes left; None: the socket is dead, and so are we."""
        if self._socket is None:
            return 0
        try:
            return os.write(self._socket.fileno(), data)
        except BlockingIOError:
            return 0
        except OSError:
            self.abandon()
            return None

    def _queue(self, rest: memoryview, *, cut: bool = False) -> bool:
        if self.waiting_bytes + len(rest) > self._limit_bytes:
            if cut:  # half a frame is out: no frame can follow it
                self.abandon()
            return False
        if self._waiting is None:
            self._waiting = deque()
        self._waiting.append(rest)
        self.waiting_bytes += len(rest)
        return self._flushed is not None or self._start_flusher()

    def _start_flusher(self) -> bool:
        flushed = trio.Event()
        try:
            self._nursery.start_soon(self._flush, flushed, name="flush")
        except RuntimeError:  # the session's nursery has ended; raised here it would end the broadcaster
            self.abandon()
            return False
        self._flushed = flushed
        return True

    async def _flush(self, flushed: trio.Event) -> None:
        try:
            while self._waiting:
                await self._send_some(self._waiting[0])
        except (OSError, trio.BrokenResourceError, trio.ClosedResourceError):
            self.abandon()
        finally:
            self._flushed = None
            flushed.set()
        if self.on_drained is not None and not self._shut:
            self.on_drained()

    async def _send_some(self, frame: memoryview) -> None:
        """Gets at least one byte of the first waiting frame out, or finds the socket dead."""
        sent: int | None = len(frame)
        if self._socket is None:
            await self._stream.send_all(frame)
        elif self._socket.fileno() < 0:  # closed before this task first ran
            raise trio.ClosedResourceError
        else:
            await trio.lowlevel.wait_writable(self._socket)
            sent = self._write_now(frame)
        if sent is None or not self._waiting:
            return
        self.waiting_bytes -= sent
        if sent < len(frame):
            self._waiting[0] = frame[sent:]
        else:
            self._waiting.popleft()

    def abandon(self) -> None:
        """Forgets what waits and takes nothing more."""
        self._shut = True
        self._waiting = None
        self.waiting_bytes = 0

    async def aclose(self) -> None:
        """Waits shortly for the queue, then closes the connection in good order. Never raises, never hangs.

        To be called when no other task reads the stream and while the nursery is open.
        """
        self._shut = True
        with trio.CancelScope(deadline=trio.current_time() + CLOSE_LINGER_S, shield=True):
            if self._flushed is not None:
                await self._flushed.wait()
        self.abandon()
        await finish(self._stream)
        await trio.aclose_forcefully(self._stream)
