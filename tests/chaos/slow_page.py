"""A page on a computer that does not keep up: it can stop reading, and its system buffers little for it."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

import trio
from attrs import define, field
from trio_websocket import WebSocketConnection, wrap_client_stream

from tests.chaos.page import MESSAGE_BYTES, Page

RECEIVE_BUFFER_BYTES: Final = 4096


@define(eq=False)
class SlowPage(Page):
    """`fall_asleep`, and nothing is read any more until `wake_up`."""

    _awake: trio.Event = field(factory=trio.Event)

    def __attrs_post_init__(self) -> None:
        self._awake.set()

    def fall_asleep(self) -> None:
        self._awake = trio.Event()

    def wake_up(self) -> None:
        self._awake.set()

    def _open(self) -> AbstractAsyncContextManager[WebSocketConnection]:
        return self._open_narrow()

    @asynccontextmanager
    async def _open_narrow(self) -> AsyncIterator[WebSocketConnection]:
        socket = trio.socket.socket()
        socket.setsockopt(trio.socket.SOL_SOCKET, trio.socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
        async with trio.SocketStream(socket) as stream, trio.open_nursery() as nursery:
            await socket.connect((self.door.host, self.door.port))
            yield await wrap_client_stream(
                nursery, stream, self.door.host, "/ws", message_queue_size=0, max_message_size=MESSAGE_BYTES
            )
            nursery.cancel_scope.cancel()

    async def _listen(self, socket: WebSocketConnection) -> None:
        while True:
            await self._awake.wait()
            self._hear_text(await socket.get_message())
