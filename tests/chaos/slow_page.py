"""A page on a computer that does not keep up: it can stop reading, and its system buffers little for it."""

from typing import Final

import trio
from attrs import define, field
from trio_websocket import WebSocketConnection

from tests.chaos.page import Page

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

    def _socket(self) -> trio.socket.SocketType:
        socket = super()._socket()
        socket.setsockopt(trio.socket.SOL_SOCKET, trio.socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
        return socket

    async def _listen(self, socket: WebSocketConnection) -> None:
        while True:
            await self._awake.wait()
            self._hear_text(await socket.get_message())
