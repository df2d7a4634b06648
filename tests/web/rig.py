"""A front on a free port of 127.0.0.1, and clients that send bytes as they are."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import trio
from attrs import define, evolve

from web.exchange import ASGIApp, BodyLimits
from web.front import Front, FrontLimits, ServeSession
from web.strangers import Strangers

LIMITS = FrontLimits(
    connections=100, head_bytes=16384, head_timeout_s=10, keep_alive_s=10, body=BodyLimits(bytes=1000, timeout_s=5)
)
HOST = b"Host: localhost\r\n"


@define
class Rig:
    front: Front
    port: int

    async def connect(self, source: str = "127.0.0.1") -> trio.SocketStream:
        return await trio.open_tcp_stream("127.0.0.1", self.port, local_address=source)

    async def talk(self, data: bytes, source: str = "127.0.0.1") -> bytes:
        """Sends, then reads until the server closes; a server that does not is told that we have nothing more."""
        async with await self.connect(source) as stream:
            with suppress(trio.BrokenResourceError):  # it may have closed already
                await stream.send_all(data)
                await stream.send_eof()
            return await read_all(stream)


async def read_all(stream: trio.abc.ReceiveStream) -> bytes:
    """Everything until the server closed or reset the connection."""
    received = b""
    with trio.fail_after(30), suppress(trio.BrokenResourceError):
        while data := await stream.receive_some():
            received += data
    return received


async def read_until(stream: trio.abc.ReceiveStream, end: bytes) -> bytes:
    received = b""
    with trio.fail_after(30):
        while end not in received:
            data = await stream.receive_some()
            assert data, f"closed after {received!r}"
            received += data
    return received


def statuses(answer: bytes) -> list[int]:
    return [int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]]


async def echo(scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]) -> None:
    """Answers with method, path and body."""
    message = await receive()
    body = f"{scope['method']} {scope['path']} ".encode() + message["body"]
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def no_session(*_: object) -> None:
    raise AssertionError("no session was expected")


@asynccontextmanager
async def fronted(
    app: ASGIApp = echo, serve_session: ServeSession = no_session, *, strangers: int = 256, **limits: object
) -> AsyncIterator[Rig]:
    front = Front(app, serve_session, Strangers(strangers), evolve(LIMITS, **limits))
    async with trio.open_nursery() as server:
        port = await server.start(front.serve, "127.0.0.1", 0)
        yield Rig(front, port)
        server.cancel_scope.cancel()
