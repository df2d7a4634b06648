"""The one TCP port: every connection enters here, and every request head is judged here, the later ones too.

/ws becomes a session; everything else is an exchange with the HTTP application. Whatever happens on one
connection ends that connection and nothing else. Strangers hold little: heads and bodies have deadlines, and when too
many of one address have not yet sent a whole request, the longest waiting one goes.
"""

import ssl
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import count

import structlog
import trio
from attrs import define, field, frozen

from web.exchange import ASGIApp, BodyLimits, Exchange, Peer, refuse
from web.head import BadRequest, Head, find_end, parse
from web.strangers import Strangers
from web.stream import Stream, finish, tls_server

READ_BYTES = 16 * 1024
BACKLOG = 4096  # a join storm: 1000 in six seconds
REQUESTS_PER_CONNECTION = 1000
SESSION_PATH = "/ws"

log = structlog.get_logger(__name__)

ServeSession = Callable[[Stream, Head, bytes, Peer], Awaitable[None]]


@frozen
class FrontLimits:
    connections: int
    head_bytes: int
    head_timeout_s: float
    keep_alive_s: float
    body: BodyLimits


@define(eq=False)
class Front:
    app: ASGIApp
    serve_session: ServeSession
    strangers: Strangers
    limits: FrontLimits
    tls: ssl.SSLContext | None = None
    open_connections: int = 0
    _accepting: trio.CancelScope = field(factory=trio.CancelScope)

    async def serve(
        self, host: str, port: int, *, task_status: trio.TaskStatus[int] = trio.TASK_STATUS_IGNORED
    ) -> None:
        """Starts with the port once it listens; returns when `stop` was called and the last connection has ended."""
        listeners = await trio.open_tcp_listeners(port, host=host, backlog=BACKLOG)
        async with trio.open_nursery() as connections:
            with self._accepting:
                listen = partial(trio.serve_listeners, self.handle, listeners, handler_nursery=connections)
                task_status.started(listeners[0].socket.getsockname()[1])
                await listen()

    def stop(self) -> None:
        """No new connections and no further requests; what is being answered is answered."""
        self._accepting.cancel()
        self.strangers.drop_all()

    async def handle(self, stream: trio.SocketStream) -> None:
        """One connection. Never raises: an exception here would end the listener."""
        self.open_connections += 1
        try:
            if self.open_connections <= self.limits.connections:
                await self._serve(stream)
        except (OSError, trio.BrokenResourceError, trio.ClosedResourceError, trio.TooSlowError):
            log.debug("connection_lost")
        except Exception:
            log.exception("connection_failed")
        finally:
            self.open_connections -= 1
            await trio.aclose_forcefully(stream)

    async def _serve(self, raw: trio.SocketStream) -> None:
        address, port = raw.socket.getpeername()[:2]
        peer = Peer(address, port, "https" if self.tls else "http")
        with self.strangers.waiting(address):
            stream = await tls_server(raw, self.tls) if self.tls else raw
        try:
            await self._serve_requests(stream, peer)
        except BadRequest as refused:
            log.info("request_refused", address=address, status=refused.status, code=refused.code)
            await refuse(stream, refused)
            await finish(stream)

    async def _serve_requests(self, stream: Stream, peer: Peer) -> None:
        unread, patience_s = b"", self.limits.head_timeout_s
        for nth in count(1):
            with self.strangers.waiting(peer.address):
                head, unread = await self._read_head(stream, unread, patience_s)
                if head.path == SESSION_PATH:
                    break
                is_last = partial(self._is_last, nth)
                exchange = Exchange(self.app, stream, head, unread, peer, self.limits.body, is_last)
                await exchange.read()
            if not await exchange.answer():
                await finish(stream)
                return
            unread, patience_s = exchange.unread, self.limits.keep_alive_s
        await self.serve_session(stream, head, unread, peer)

    def _is_last(self, nth: int) -> bool:
        return nth >= REQUESTS_PER_CONNECTION or self._accepting.cancel_called

    async def _read_head(self, stream: Stream, unread: bytes, patience_s: float) -> tuple[Head, bytes]:
        """The head, and what came with it. Raises `BadRequest`; a client that goes or says nothing is just lost."""
        data = unread
        with trio.fail_after(patience_s):
            while not (end := find_end(data, self.limits.head_bytes)):
                received = await stream.receive_some(READ_BYTES)
                if not received:
                    raise trio.BrokenResourceError
                data += received
        return parse(data[:end]), data[end:]
