"""One HTTP/1.1 request and its answer, between a vetted head and the ASGI application. h11 speaks the protocol.

The whole body is read, within its limits, before the application is called, so a slow sender never holds more than its
own connection. Each request gets a fresh h11 connection: what follows the body is judged anew by `head.py`.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from email.utils import formatdate
from http import HTTPStatus
from typing import Any, Literal
from urllib.parse import unquote

import h11
import structlog
import trio
from attrs import define, field, frozen

from web.errors import error_body
from web.head import BadRequest, Head, malformed
from web.stream import Stream

READ_BYTES = 64 * 1024
STALL_S = 20  # a client that takes no byte of its answer for so long is gone

ASGIMessage = MutableMapping[str, Any]
ASGIApp = Callable[[Any, Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]]

log = structlog.get_logger(__name__)


@frozen
class BodyLimits:
    bytes: int
    timeout_s: float


@frozen
class Peer:
    """Who is at the other end of the connection, and how it reached us."""

    address: str
    port: int
    scheme: Literal["http", "https"]


async def refuse(stream: Stream, refused: BadRequest) -> None:
    """Answers what never reached the application, and lets the answer arrive before the connection is closed."""
    body = error_body(refused.code, refused.message)
    connection = h11.Connection(h11.SERVER)
    headers = [*standard_headers(body), ("connection", "close")]
    if refused.status == HTTPStatus.UPGRADE_REQUIRED:
        headers += [("upgrade", "websocket"), ("sec-websocket-version", "13")]
    head = connection.send(h11.Response(status_code=refused.status, headers=headers))
    with trio.move_on_after(STALL_S):
        try:
            await stream.send_all((head or b"") + body)
        except (trio.BrokenResourceError, trio.ClosedResourceError):
            return


def standard_headers(body: bytes) -> list[tuple[str, str]]:
    return [
        ("date", formatdate(usegmt=True)),
        ("content-type", "application/json"),
        ("content-length", str(len(body))),
        ("x-content-type-options", "nosniff"),
    ]


@define(eq=False)
class Exchange:
    """First `read`, then `answer`. `unread` are bytes after the head, and after `read` those after the body."""

    app: ASGIApp
    stream: Stream
    head: Head
    unread: bytes
    peer: Peer
    limits: BodyLimits
    is_last: Callable[[], bool]  # asked when the answer begins and when it ends
    _http: h11.Connection = field(factory=lambda: h11.Connection(h11.SERVER))
    _body: bytes = b""
    _complete: bool = False
    _started: bool = False
    _gone: bool = False
    _held: bytes = b""  # the answer's head waits for the first of the body: one packet instead of two
    _done: trio.Event = field(factory=trio.Event)

    async def read(self) -> None:
        """Takes the whole body. Raises `BadRequest` if there is none to be had."""
        try:
            self._body = await self._read_body()
        except h11.RemoteProtocolError as error:
            raise malformed(str(error)) from None
        self.unread = bytes(self._http.trailing_data[0])

    async def answer(self) -> bool:
        """True if another request may follow. Raises `BadRequest` if the application failed before it said anything."""
        try:
            await self.app(self._scope(), self._receiver(), self._send)
        except Exception:
            if self._gone:
                raise trio.BrokenResourceError from None
            log.exception("request_failed", path=self.head.path)
            if self._started:
                raise trio.BrokenResourceError from None
        if not self._started:
            raise BadRequest(500, "internal_error", "Something went wrong on our side.")
        return self._http.our_state is h11.DONE and self._http.their_state is h11.DONE and not self._last

    @property
    def _last(self) -> bool:
        # Parsers disagree about the end of a chunked body (extensions, trailers, bare LF), so no request follows one.
        return self.is_last() or bool(self.head.header(b"transfer-encoding"))

    async def _read_body(self) -> bytes:
        declared = self.head.header(b"content-length")
        if declared and int(declared) > self.limits.bytes:
            raise self._too_large()
        self._http.receive_data(self.head.raw + self.unread)
        body = bytearray()
        with trio.move_on_after(self.limits.timeout_s):
            while not self._complete:
                body += await self._read_piece()
                if len(body) > self.limits.bytes:
                    raise self._too_large()
            return bytes(body)
        raise BadRequest(408, "too_slow", "The body did not arrive in time.")

    def _too_large(self) -> BadRequest:
        return BadRequest(413, "body_too_large", f"The body is larger than {self.limits.bytes} bytes.")

    async def _read_piece(self) -> bytes:
        """A piece of the body, maybe empty."""
        if self._http.they_are_waiting_for_100_continue:
            await self._write(self._http.send(h11.InformationalResponse(status_code=100, headers=[])))
        event = self._http.next_event()
        if event is h11.NEED_DATA:
            self._http.receive_data(await self._read())
        self._complete = isinstance(event, h11.EndOfMessage)
        return bytes(event.data) if isinstance(event, h11.Data) else b""

    async def _read(self) -> bytes:
        data = await self.stream.receive_some(READ_BYTES)
        if not data:
            raise trio.BrokenResourceError
        return bytes(data)

    def _scope(self) -> dict[str, object]:
        path, _, query = self.head.target.partition("?")
        return {
            "type": "http",
            "asgi": {"spec_version": "2.3", "version": "3.0"},
            "http_version": self.head.version,
            "method": self.head.method,
            "scheme": self.peer.scheme,
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": list(self.head.headers),
            "client": (self.peer.address, self.peer.port),
            "server": None,
            "extensions": {},
        }

    def _receiver(self) -> Callable[[], Awaitable[ASGIMessage]]:
        messages: list[ASGIMessage] = [{"type": "http.request", "body": self._body, "more_body": False}]

        async def receive() -> ASGIMessage:
            if messages:
                return messages.pop()
            await self._done.wait()
            return {"type": "http.disconnect"}

        return receive

    async def _send(self, message: ASGIMessage) -> None:
        if message["type"] == "http.response.start":
            self._start(message)
        elif message["type"] == "http.response.body":
            await self._send_body(message.get("body", b""), more=message.get("more_body", False))

    def _start(self, message: ASGIMessage) -> None:
        headers = [("date", formatdate(usegmt=True)), *message["headers"]]
        if self._last:
            headers.append(("connection", "close"))
        self._held = self._http.send(h11.Response(status_code=message["status"], headers=headers)) or b""

    async def _send_body(self, body: bytes, *, more: bool) -> None:
        data, self._held = self._held, b""
        if body and self.head.method != "HEAD":
            data += self._http.send(h11.Data(data=body)) or b""
        if not more:
            data += self._http.send(h11.EndOfMessage()) or b""
        if data:
            await self._write(data)
        if not more:
            self._done.set()

    async def _write(self, data: bytes | None) -> None:
        self._started = True
        try:
            with trio.fail_after(STALL_S):
                await self.stream.send_all(data or b"")
        except (trio.BrokenResourceError, trio.ClosedResourceError, trio.TooSlowError):
            self._gone = True
            raise
