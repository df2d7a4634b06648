"""Plain WebSocket clients that stay in a webinar and come back as pages do (tests/returning.py), whatever becomes of
the server. They read what they are told and say nothing but hello.
"""

import json
import time
from collections.abc import Sequence
from random import Random
from typing import Any, Final

import httpx
import trio
from attrs import define, field
from trio_websocket import ConnectionClosed, HandshakeError, WebSocketConnection, connect_websocket_url

from tests.returning import return_ms

JOINS_AT_ONCE: Final = 8
CONNECT_S: Final = 8  # as long as a page waits for hello's answer
MESSAGE_BYTES: Final = 8 * 1024 * 1024

Wish = dict[str, Any]  # what the server said about coming back: retry_after_ms, code


def now_ms() -> float:
    """The wall clock's milliseconds, as other processes of this machine have them."""
    return time.time() * 1000


@define(eq=False)
class Returner:
    """One page of the audience. Times as `now_ms` has them."""

    url: str
    token: str
    inside: int
    dice: Random
    resume: str = ""
    is_in: bool = False
    knocks_ms: list[float] = field(factory=list)  # connections that were taken
    entered_ms: list[float] = field(factory=list)
    hellos_ms: list[float] = field(factory=list)  # how long each answer to hello took
    refusals: list[str] = field(factory=list)

    async def serve(self, after_s: float) -> None:
        """Until cancelled; comes `after_s` from now for the first time."""
        await trio.sleep(after_s)
        attempt = 0
        while True:
            entered = len(self.entered_ms)
            wish = await self._visit()
            self.is_in = False
            attempt = 0 if len(self.entered_ms) > entered else attempt + 1
            pause_ms = return_ms(attempt, self.dice.random(), on_stage=False, inside=self.inside, **wish)
            await trio.sleep(pause_ms / 1000)

    async def _visit(self) -> Wish:
        """One connection from its making to its end."""
        wish: Wish = {}
        try:
            async with trio.open_nursery() as connection:
                wish = await self._stay(connection)
                connection.cancel_scope.cancel()
        except* (OSError, HandshakeError, ConnectionClosed, trio.TooSlowError, trio.BrokenResourceError):
            pass  # the server is gone, or not there yet
        return wish

    async def _stay(self, connection: trio.Nursery) -> Wish:
        with trio.fail_after(CONNECT_S):
            socket = await connect_websocket_url(
                connection, self.url, max_message_size=MESSAGE_BYTES, message_queue_size=1000
            )
            answer = await self._greet(socket)
        if not answer["ok"]:
            return self._refused(answer["error"])
        self._entered(answer["result"])
        while True:
            await socket.get_message()

    async def _greet(self, socket: WebSocketConnection) -> dict[str, Any]:
        self.knocks_ms.append(now_ms())
        proof = {"resume": self.resume} if self.resume else {"token": self.token}
        await socket.send_message(json.dumps({"id": "hello", "type": "hello", "last_seq": None} | proof))
        answer: dict[str, Any] = json.loads(await socket.get_message())
        return answer

    def _entered(self, welcome: dict[str, Any]) -> None:
        self.hellos_ms.append(now_ms() - self.knocks_ms[-1])
        self.entered_ms.append(now_ms())
        self.resume, self.is_in = welcome["resume"], True

    def _refused(self, error: dict[str, Any]) -> Wish:
        self.refusals.append(error["code"])
        if error["code"] == "stale_token":
            self.resume = ""
        return {"retry_after_ms": error["retry_after_ms"] or 0, "code": error["code"]}


async def join_all(server_url: str, webinar: str, invite: str, people: int) -> list[str]:
    """The tokens of so many new attendees."""
    tokens: list[str] = []
    async with httpx.AsyncClient(base_url=server_url, timeout=30, trust_env=False) as http:

        async def join(numbers: Sequence[int]) -> None:
            for number in numbers:
                body = {"name": f"Viewer {number}", "invite": invite}
                response = await http.post(f"/api/webinars/{webinar}/join", json=body)
                tokens.append(response.raise_for_status().json()["token"])

        async with trio.open_nursery() as joins:
            for part in range(JOINS_AT_ONCE):
                joins.start_soon(join, range(part, people, JOINS_AT_ONCE))
    return tokens
