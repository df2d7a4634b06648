"""The server's side of one WebSocket (RFC 6455): whole text messages in, whole frames out, no extensions.

wsproto judges the frames; this file adds what it leaves open: sizes, rates, silence, the end. A client that has said
nothing for `ping_interval_s` is pinged, and is gone if it stays silent for `pong_timeout_s` more, so a half-open
connection never lives longer than both together. One task reads; anything may push.
"""

import base64
import binascii
from collections import deque

import trio
from attrs import define, field, frozen
from wsproto.connection import Connection, ConnectionState, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Event, Ping, TextMessage
from wsproto.utilities import generate_accept_token

from web.head import BadRequest, Head, malformed, tokens
from web.limits import Bucket
from web.stream import FrameWriter, Stream

READ_BYTES = 16 * 1024
PING = b"\x89\x00"

NORMAL = 1000
GOING_AWAY = 1001
UNSUPPORTED_DATA = 1003
POLICY_VIOLATION = 1008
MESSAGE_TOO_BIG = 1009

# A busy client sends 50 messages a second; pings and fragments count as well, so that they are no way around.
FRAMES_PER_S = 100
FRAME_BURST = 400


@frozen
class SocketLimits:
    message_bytes: int
    ping_interval_s: float
    pong_timeout_s: float


def accept(head: Head) -> bytes:
    """The answer that turns the connection into a WebSocket (section 4.2). Raises `BadRequest`."""
    is_upgrade = head.wants_websocket and b"upgrade" in tokens(head.header(b"connection")) and head.version == "1.1"
    if not is_upgrade or head.header(b"sec-websocket-version") != b"13":
        raise BadRequest(426, "websocket_required", "WebSocket, version 13, is spoken here and nothing else.")
    key = head.header(b"sec-websocket-key")
    if not is_nonce(key):
        raise malformed("The Sec-WebSocket-Key is malformed.")
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + generate_accept_token(key) + b"\r\n\r\n"
    )


def is_nonce(key: bytes) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == 16  # noqa: PLR2004 - bytes, RFC 6455 section 4.1
    except binascii.Error:
        return False


def text_frame(payload: bytes) -> bytes:
    """One unmasked text frame: the same bytes for every client, so that it is made once (section 5.2)."""
    size = len(payload)
    if size < 126:  # noqa: PLR2004
        return b"\x81" + size.to_bytes() + payload
    if size < 1 << 16:
        return b"\x81\x7e" + size.to_bytes(2) + payload
    return b"\x81\x7f" + size.to_bytes(8) + payload


@define(eq=False)
class WebSocket:
    """`first` are bytes that arrived together with the handshake."""

    stream: Stream
    writer: FrameWriter
    limits: SocketLimits
    first: bytes = b""
    closed: bool = False
    _protocol: Connection = field(factory=lambda: Connection(ConnectionType.SERVER))
    _frames: Bucket = field(factory=lambda: Bucket(FRAMES_PER_S, FRAME_BURST))
    _messages: deque[str] = field(factory=deque)
    _parts: list[str] = field(factory=list)
    _part_chars: int = 0
    _reading: trio.CancelScope | None = None

    async def receive(self) -> str | None:
        """The next whole text message; None once the client is gone or has been told to go."""
        while not self._messages and not self.closed:
            data, self.first = self.first or await self._read(), b""
            if data:
                self._take_bytes(data)
            else:
                self.closed = True
        return None if self.closed else self._messages.popleft()

    async def _read(self) -> bytes:
        """Bytes, or b"" if the client is gone, silent for too long, or `close` was called meanwhile."""
        for patience_s, then in ((self.limits.ping_interval_s, PING), (self.limits.pong_timeout_s, b"")):
            with trio.move_on_after(patience_s) as self._reading:
                try:
                    return bytes(await self.stream.receive_some(READ_BYTES))
                except (trio.BrokenResourceError, trio.ClosedResourceError):
                    return b""
            if self.closed or not then or not self.writer.push(then):
                break
        return b""

    def _take_bytes(self, data: bytes) -> None:
        self._protocol.receive_data(data)
        for event in self._protocol.events():
            self._take(event)
            if self.closed:
                return

    def _take(self, event: Event) -> None:
        if getattr(event, "frame_finished", True) and not self._frames.take(trio.current_time()):
            self.close(POLICY_VIOLATION, "too many frames")
        elif isinstance(event, TextMessage):
            self._take_text(event)
        elif isinstance(event, BytesMessage):
            self.close(UNSUPPORTED_DATA, "text only")
        elif isinstance(event, Ping):
            self.writer.push(self._protocol.send(event.response()))
        elif isinstance(event, CloseConnection):
            # Still open: wsproto's own verdict on a frame, 1002 or 1007; otherwise the client's Close.
            wrong = self._protocol.state is ConnectionState.OPEN
            self.close(event.code if wrong else NORMAL, "malformed" if wrong else "")

    def _take_text(self, event: TextMessage) -> None:
        self._part_chars += len(event.data)
        if self._part_chars > self.limits.message_bytes:
            self.close(MESSAGE_TOO_BIG, "message too big")
            return
        self._parts.append(event.data)
        if event.message_finished:
            self._messages.append("".join(self._parts))
            self._parts.clear()
            self._part_chars = 0

    def close(self, code: int, reason: str) -> None:
        """Says Close and ends the reader; the connection itself is closed by whoever reads."""
        if self.closed:
            return
        self.closed = True
        if self._protocol.state in (ConnectionState.OPEN, ConnectionState.REMOTE_CLOSING):
            self.writer.push_last(self._protocol.send(CloseConnection(code=code, reason=reason)))
        if self._reading is not None:
            self._reading.cancel()
