"""The server's side of one WebSocket (RFC 6455): whole text messages in, whole frames out, no extensions.

trio-websocket speaks the protocol, on our own stream below it (`frame_stream`), which adds what it leaves open: rates,
silence, and one order for everything that is written. The library's own `aclose` is not used, since it waits for the
client's Close without limit; its own handshake sees a request that has been judged here. One task reads; anything may
push.
"""

import base64
import binascii

import trio
from attrs import define, frozen
from trio_websocket import ConnectionClosed, WebSocketConnection, wrap_server_stream

from web.frame_stream import FrameStream
from web.frames import INVALID_TEXT, PROTOCOL_ERROR, UNSUPPORTED_DATA
from web.head import BadRequest, Head, malformed, tokens
from web.stream import CLOSE_LINGER_S, FrameWriter, Stream


@frozen
class SocketLimits:
    message_bytes: int
    ping_interval_s: float
    pong_timeout_s: float


def accept(head: Head) -> bytes:
    """The request that trio-websocket gets to answer (section 4.1). Raises `BadRequest`.

    Made anew around the client's key: whatever else a head may hold, two parsers could read differently.
    """
    is_upgrade = head.wants_websocket and b"upgrade" in tokens(head.header(b"connection")) and head.version == "1.1"
    if not is_upgrade or head.header(b"sec-websocket-version") != b"13":
        raise BadRequest(426, "websocket_required", "WebSocket, version 13, is spoken here and nothing else.")
    key = head.header(b"sec-websocket-key")
    if not is_nonce(key):
        raise malformed("The Sec-WebSocket-Key is malformed.")
    return (
        b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + key + b"\r\n\r\n"
    )


def is_nonce(key: bytes) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == 16  # noqa: PLR2004 - bytes, RFC 6455 section 4.1
    except binascii.Error:
        return False


@define(eq=False)
class WebSocket:
    """Made by `open_websocket`."""

    writer: FrameWriter
    _stream: FrameStream
    _connection: WebSocketConnection

    @property
    def closed(self) -> bool:
        return self._stream.closed

    async def receive(self) -> str | None:
        """The next whole text message; None once the client is gone or has been told to go."""
        message: str | bytes | None = None
        try:
            message = await self._connection.get_message()
        except ConnectionClosed as end:
            self._over(end)
        if isinstance(message, bytes):
            self.close(UNSUPPORTED_DATA, "text only")
        return message if isinstance(message, str) and not self.closed else None

    def _over(self, end: ConnectionClosed) -> None:
        """The library's verdict on a frame is left to us to say; what it has said itself is not said twice."""
        if end.reason is not None and end.reason.code in {PROTOCOL_ERROR, INVALID_TEXT}:
            self.close(end.reason.code, "malformed")
        self._stream.stop_reading()

    def close(self, code: int, reason: str) -> None:
        """Says Close and ends the reader; the connection itself is closed by `aclose`."""
        self._stream.close(code, reason)

    async def aclose(self) -> None:
        """Lets the reader end, then closes in good order. Never raises, never hangs.

        To be called while the nursery of `open_websocket` is open.
        """
        self._stream.stop_reading()
        with trio.CancelScope(deadline=trio.current_time() + CLOSE_LINGER_S, shield=True):
            while await self._drain():
                pass
        await self.writer.aclose()

    async def _drain(self) -> bool:
        """Takes a message that nobody wants any more. False: the reader has ended."""
        try:
            await self._connection.get_message()
        except ConnectionClosed:
            return False
        return True


async def open_websocket(
    nursery: trio.Nursery,
    stream: Stream,
    writer: FrameWriter,
    limits: SocketLimits,
    request: bytes,
    *,
    unread: bytes = b"",
) -> WebSocket:
    """Answers the `request` made by `accept`; from then on a task in `nursery` reads. `unread` came with the head."""
    frames = FrameStream(stream, writer, limits.ping_interval_s, limits.pong_timeout_s, request, unread)
    asked = await wrap_server_stream(nursery, frames, max_message_size=limits.message_bytes)
    connection = await asked.accept()
    frames.accept()
    return WebSocket(writer, frames, connection)
