"""One page of one person, as the browser's client behaves.

One WebSocket at a time, back after every loss with the resume token and the last number seen; unanswered commands are
sent again in their order under the same ids.

It keeps what it did and was told in a `History`, and notes at once what no server may do to it.
"""

import json
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from math import inf
from random import Random
from typing import Any, Final

import trio
from attrs import define, field, frozen
from trio_websocket import ConnectionClosed, HandshakeError, WebSocketConnection, wrap_client_stream

from tests.chaos.history import NOT_NOW, History, Op, Reply, Stream

CONNECT_S, HELLO_S = 5, 10
BACK_WITHIN_S: Final = 0.4  # full jitter, from the first try on
ANSWERED_KEPT: Final = 64  # acknowledged commands that may be repeated; the server remembers more
MESSAGE_BYTES: Final = 4 * 1024 * 1024
GONE: Final = frozenset({"left", "removed", "banned", "denied", "ended", "no_such_participant", "no_such_webinar"})

Message = dict[str, Any]


@frozen
class Door:
    """Where the server listens, before and after it was killed."""

    host: str
    port: int


@frozen
class Person:
    id: str
    token: str


class Turned(Exception):
    """Hello was refused: come back after `wait_s`, or never."""

    def __init__(self, code: str, wait_s: float) -> None:
        super().__init__(code)
        self.code, self.wait_s = code, wait_s


@define(eq=False)
class Page:
    """`serve` until cancelled, or until the person is not welcome any more; meanwhile `do`."""

    door: Door
    person: Person
    history: History
    chance: Random
    back_within_s: float = BACK_WITHIN_S
    is_forgetful: bool = False  # begins anew each time, with the person's token and nothing seen
    patience_s: float = inf  # with a server that answers nothing
    may_go_as: str = ""  # how this person may be turned away; anything else is a fault
    resume: str = ""
    last_seq: int | None = None
    goodbyes: list[str] = field(factory=list)
    entries: int = 0  # hellos that were answered well
    snapshots: int = 0
    newest: Message = field(factory=dict)  # snapshot
    is_in: bool = False
    is_over: bool = False
    gone_as: str = ""
    _stream: Stream | None = None
    _waiting: OrderedDict[str, tuple[Op, trio.Event]] = field(factory=OrderedDict)
    _say: trio.MemorySendChannel[str] | None = None
    _repeatable: list[Op] = field(factory=list)

    # --- what the person does

    async def do(self, kind: str, /, **fields: Any) -> Op:
        """Until it is acknowledged or refused for good, however often the server dies; or until cancelled."""
        op = self.history.begin(f"{self.chance.getrandbits(128):032x}", self.person.id, kind, fields)
        began = trio.current_time()
        reply = await self._ask(op)
        while reply.code in NOT_NOW:
            await trio.sleep(reply.retry_after_s * self.chance.random() + 0.01)
            reply = await self._ask(op)
        self.history.latencies_s.append((trio.current_time(), trio.current_time() - began))
        if reply.ok:
            self._repeatable = [*self._repeatable[1 - ANSWERED_KEPT :], op]
        return op

    async def repeat(self) -> None:
        """Sends an acknowledged command again, as a page that does not trust its ears."""
        if self._repeatable:
            await self._ask(self.chance.choice(self._repeatable))

    async def _ask(self, op: Op) -> Reply:
        if op.id in self._waiting:  # somebody else repeats it already
            await self._waiting[op.id][1].wait()
            return op.replies[-1]
        answered = trio.Event()
        self._waiting[op.id] = op, answered
        if self._say is not None:
            self._say.send_nowait(op.id)
        try:
            await answered.wait()
        finally:
            self._waiting.pop(op.id, None)
        return op.replies[-1]

    @property
    def unanswered(self) -> list[Op]:
        return [op for op, _ in self._waiting.values()]

    # --- one connection after the other

    async def serve(self) -> None:
        wait_s = 0.0
        while not self.is_over:
            await trio.sleep(wait_s + self.chance.uniform(0, self.back_within_s))
            wait_s = 0.0
            try:
                await self._connect()
            except* Turned as group:
                (turned,) = (each for each in group.exceptions if isinstance(each, Turned))
                wait_s = turned.wait_s
                self._turned(turned.code)
            except* (HandshakeError, ConnectionClosed, OSError, trio.TooSlowError):
                pass
            finally:
                self.is_in, self._say = False, None

    def _turned(self, code: str) -> None:
        if code in NOT_NOW:
            return
        if code in GONE:
            self.is_over, self.gone_as = True, code
        if code != self.may_go_as:
            self.history.faults.append(f"{self.person.id} was turned away as {code}")
            self.resume = ""

    async def _connect(self) -> None:
        async with self._open() as socket:
            with trio.fail_after(HELLO_S):
                await self._hello(socket)
            say, said = trio.open_memory_channel[str](len(self._waiting) + 1000)
            for op_id in self._waiting:
                say.send_nowait(op_id)
            self._say, self.is_in = say, True
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._speak, socket, said)
                with suppress(ConnectionClosed):
                    await self._listen(socket)
                nursery.cancel_scope.cancel()

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[WebSocketConnection]:
        """On a stream of our own: the library leaves the socket of a peer that died to the garbage collector."""
        async with trio.SocketStream(self._socket()) as stream, trio.open_nursery() as nursery:
            with trio.fail_after(CONNECT_S):
                await stream.socket.connect((self.door.host, self.door.port))
                socket = await wrap_client_stream(
                    nursery, stream, self.door.host, "/ws", message_queue_size=0, max_message_size=MESSAGE_BYTES
                )
            yield socket
            nursery.cancel_scope.cancel()

    def _socket(self) -> trio.socket.SocketType:
        return trio.socket.socket()

    async def _listen(self, socket: WebSocketConnection) -> None:
        """Until the connection is closed, or says nothing for long though there is something to answer."""
        while True:
            with trio.move_on_after(self.patience_s) as patience:
                self._hear_text(await socket.get_message())
            if patience.cancelled_caught and self._waiting:
                return

    async def _hello(self, socket: WebSocketConnection) -> None:
        if self.is_forgetful:
            self.resume, self.last_seq = "", None
        hello_id = f"{self.chance.getrandbits(64):x}"
        who = {"resume": self.resume} if self.resume else {"token": self.person.token}
        await socket.send_message(json.dumps({"id": hello_id, "type": "hello", "last_seq": self.last_seq} | who))
        answer = json.loads(await socket.get_message())
        if answer.get("answer") != hello_id:
            self.history.faults.append(f"{self.person.id} heard {answer} before hello's answer")
            raise Turned("busy", 0)
        if not answer["ok"]:
            raise Turned(answer["error"]["code"], (answer["error"]["retry_after_ms"] or 0) / 1000)
        self.resume = (answer["result"] or {}).get("resume", "")
        self.entries += 1
        if self.last_seq is not None:
            self._begin(self.last_seq, answer["seq"])

    async def _speak(self, socket: WebSocketConnection, said: trio.MemoryReceiveChannel[str]) -> None:
        with suppress(ConnectionClosed):
            async for op_id in said:
                if op_id in self._waiting:
                    op = self._waiting[op_id][0]
                    await socket.send_message(json.dumps({"id": op.id, "type": op.kind} | op.fields))

    # --- what the server says

    def _hear_text(self, text: str | bytes) -> None:
        message = json.loads(text)
        if "answer" in message:
            self._answered(message)
        elif message["type"] == "snapshot":
            self._redrawn(message)
        elif message["type"] == "goodbye":
            self.goodbyes.append(message["code"])
        elif "seq" in message:
            self._shown(message["seq"], message)

    def _answered(self, message: Message) -> None:
        op = self.history.ops.get(message["answer"] or "")
        if op is None:
            self.history.faults.append(f"{self.person.id} heard an answer to nothing: {message}")
            return
        self.history.answered(op, message)
        if waiting := self._waiting.pop(op.id, None):
            waiting[1].set()

    def _redrawn(self, snapshot: Message) -> None:
        if self.last_seq is not None and snapshot["seq"] < self.last_seq:
            self.history.faults.append(f"{self.person.id} was shown {snapshot['seq']} after {self.last_seq}")
        self.snapshots += 1
        self.newest = snapshot
        self.history.snapshots.append(snapshot)
        self.last_seq = snapshot["seq"]
        self._begin(snapshot["seq"])

    def _begin(self, seq: int, met_seq: int = 0) -> None:
        self._stream = Stream(self.person.id, seq, met_seq)
        self.history.streams.append(self._stream)

    def _shown(self, seq: int, message: Message) -> None:
        if self._stream is None or seq <= self._stream.last_seq:
            known = self._stream and self._stream.last_seq
            self.history.faults.append(f"{self.person.id} was shown {seq} after {known}: {message}")
            return
        self._stream.facts.append((seq, message))
        self.last_seq = seq
