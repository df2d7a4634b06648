"""All WebSocket sessions of this node: the door for new ones, and the goodbye to all when the server stops."""

from collections.abc import Callable
from contextlib import suppress

import structlog
import trio
from attrs import define, field, frozen

from actors.ports import Goodbye
from web.exchange import Peer
from web.frames import POLICY_VIOLATION
from web.head import BadRequest, Head
from web.origins import Origins
from web.session import House, Session
from web.strangers import Strangers
from web.stream import FrameWriter, Stream
from web.websocket import SocketLimits, accept, open_websocket

RETURN_MS = 1000  # no sooner: the new server has to be there


@frozen
class SessionLimits:
    hello_timeout_s: float
    outbox_bytes: int
    socket: SocketLimits


@define(eq=False)
class Sessions:
    house: House
    origins: Origins
    strangers: Strangers
    limits: SessionLimits
    new_id: Callable[[], str]
    open: dict[Session, None] = field(factory=dict)
    past_messages: int = 0

    async def serve(self, stream: Stream, head: Head, unread: bytes, peer: Peer) -> None:
        """One WebSocket from handshake to end. Raises `BadRequest` before the handshake is answered."""
        origin = head.header(b"origin").decode("latin-1") or None
        if not self.origins.allows(origin, head.header(b"host").decode()):
            raise BadRequest(403, "bad_origin", "Pages of that origin may not open a session here.")
        request = accept(head)
        with structlog.contextvars.bound_contextvars(session=self.new_id()):
            async with trio.open_nursery() as nursery:
                writer = FrameWriter(stream, nursery, self.limits.outbox_bytes)
                socket = await open_websocket(nursery, stream, writer, self.limits.socket, request, unread=unread)
                try:
                    await self._serve(Session(self.house, socket, peer.address, self.house.links.base(head, peer)))
                finally:
                    await socket.aclose()
                    nursery.cancel_scope.cancel()

    async def _serve(self, session: Session) -> None:
        self.open[session] = None
        try:
            hello = await self._first_words(session)
            if hello is not None and await session.greet(hello):
                await session.listen()
        finally:
            del self.open[session]
            self.past_messages += session.messages
            await session.leave()

    async def _first_words(self, session: Session) -> str | None:
        """None if there were none in time."""
        with (
            suppress(trio.TooSlowError),  # one of too many
            self.strangers.waiting(session.address),
            trio.move_on_after(self.limits.hello_timeout_s),
        ):
            return await session.socket.receive()
        session.socket.close(POLICY_VIOLATION, "hello_timeout")
        return None

    @property
    def messages(self) -> int:
        """Received since the start."""
        return self.past_messages + sum(session.messages for session in self.open)

    def stop(self) -> None:
        """Says goodbye to all, and asks them to come back one after the other as fast as they may, the stage first."""
        rate_per_s = self.house.entrance.admission.rate_per_s
        for nth, session in enumerate(sorted(self.open, key=lambda session: not session.outbox.is_on_stage)):
            wait_ms = RETURN_MS + int(1000 * nth / rate_per_s)
            session.outbox.close(Goodbye("shutting_down", "The server is restarting.", retry_after_ms=wait_ms))
