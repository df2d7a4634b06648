"""A small server of our own for the client's tests: its files, the HTTP calls it makes, and its WebSocket.

It runs Trio in a thread; tests talk to it through `do`. Media is passed on to a page of its own (media_peer.html),
which answers offers with moving pictures, so that the client meets real WebRTC without our SFU.
"""

import json
import socket
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import trio
from trio_websocket import ConnectionClosed, WebSocketConnection, wrap_server_stream

from tests.browser.waiting import wait_until
from tests.client.fake_http import Http
from tests.client.fake_tokens import greeter_of, resume_of
from tests.client.fake_world import Json, World

HEAD_LIMIT = 64 * 1024
CODECS = ["vp8", "h264"]


class Replayed(trio.abc.Stream):
    """A stream that gives back what was already read of it."""

    def __init__(self, unread: bytes, stream: trio.SocketStream) -> None:
        self.unread = unread
        self.stream = stream

    async def receive_some(self, max_bytes: int | None = None) -> bytes:
        unread, self.unread = self.unread, b""
        return unread or bytes(await self.stream.receive_some(max_bytes))

    async def send_all(self, data: bytes | bytearray | memoryview) -> None:
        await self.stream.send_all(data)

    async def wait_send_all_might_not_block(self) -> None:
        await self.stream.wait_send_all_might_not_block()

    async def aclose(self) -> None:
        await self.stream.aclose()


class FakeServer:
    """`said` holds every command the pages sent, as (person, message). `refuse[type]` makes a command fail."""

    def __init__(self, door: socket.socket) -> None:
        self.door = door
        self.world = World(self._push)
        self.said: list[tuple[str, Json]] = []
        self.refuse: dict[str, Json] = {}
        self.refuse_hello: Json | None = None
        self.refuse_resume: Json | None = None  # as long as a page says hello with its resume token
        self.incarnation = "s1"
        self.rooms: dict[str, World] = {}  # breakout rooms by id, for whoever says hello there
        self.actors: list[Json] = []
        self.parked: list[Json] = []
        self.media_is_slow = False
        self._outboxes: dict[str, list[trio.MemorySendChannel[Json]]] = {}
        self._media: trio.MemorySendChannel[Json] | None = None
        self._media_waiting: dict[str, trio.MemorySendChannel[Json]] = {}
        self._connections = 0
        self._ready = threading.Event()
        self._thread = threading.Thread(target=trio.run, args=(self._serve,), daemon=True)

    # --- from the test's thread

    def start(self) -> "FakeServer":
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def stop(self) -> None:
        trio.from_thread.run_sync(self._scope.cancel, trio_token=self._token)
        self._thread.join(10)

    def do(self, action: Callable[[], Any]) -> Any:
        """Runs an action in the server's thread: the world may only be touched there while pages are connected."""
        return trio.from_thread.run_sync(action, trio_token=self._token)

    def fact(self, kind: str, **fields: Any) -> None:
        self.do(lambda: self.world.fact(kind, **fields))

    def signal(self, kind: str, **fields: Any) -> None:
        self.do(lambda: self.world.signal(kind, **fields))

    def push(self, pid: str, message: Json) -> None:
        self.do(lambda: self._push(pid, message))

    def drop(self, pid: str, goodbye: Json | None = None) -> None:
        """Ends a person's sockets, with a goodbye or without a word."""
        self.do(lambda: self._drop(pid, goodbye))

    def commands(self, kind: str, pid: str | None = None) -> list[Json]:
        return [m for who, m in list(self.said) if m["type"] == kind and pid in (None, who)]

    def command(self, kind: str, nth: int = 0, pid: str | None = None) -> Json:
        """Waits until it has come: what a page shows at once may be on its way for a while."""
        fewest = nth + 1 if nth >= 0 else -nth
        wait_until(lambda: len(self.commands(kind, pid)) >= fewest, what=f"{fewest} of {kind}")
        return self.commands(kind, pid)[nth]

    # --- serving

    async def _serve(self) -> None:
        self._token = trio.lowlevel.current_trio_token()
        async with trio.open_nursery() as nursery:
            self._scope = nursery.cancel_scope
            self._nursery = nursery
            listener = trio.SocketListener(trio.socket.from_stdlib_socket(self.door))
            self.url = f"http://localhost:{self.door.getsockname()[1]}"
            await nursery.start(partial(trio.serve_listeners, self._connection, [listener]))
            self._ready.set()

    async def _connection(self, stream: trio.SocketStream) -> None:
        try:
            head = await self._read_head(stream)
            if b"upgrade: websocket" in head.lower():
                await self._websocket(Replayed(head, stream), head.split(b" ")[1].decode())
            elif head:
                await Http(self.world, self.url, self).answer(stream, head)
        except* (trio.BrokenResourceError, trio.ClosedResourceError, ConnectionClosed):
            pass  # the page is gone

    async def _read_head(self, stream: trio.SocketStream) -> bytes:
        head = b""
        while b"\r\n\r\n" not in head and len(head) < HEAD_LIMIT:
            piece = await stream.receive_some()
            if not piece:
                return b""
            head += piece
        return head

    # --- WebSocket

    async def _websocket(self, stream: Replayed, path: str) -> None:
        request = await wrap_server_stream(self._nursery, stream)
        socket = await request.accept()
        await (self._media_peer(socket) if path == "/media" else self._session(socket))

    async def _session(self, socket: WebSocketConnection) -> None:
        hello = json.loads(await socket.get_message())
        pid = greeter_of(hello)
        refusal = self.refuse_hello or (self.refuse_resume if "resume" in hello else None)
        if refusal or pid not in self.world.people:
            error = {"code": "bad_token", "message": "", "retry_after_ms": None} | (refusal or {})
            await socket.send_message(json.dumps({"answer": hello["id"], "ok": False, "error": error}))
            return
        if hello.get("room"):
            await self._room_session(socket, pid, hello)
            return
        self.said.append((pid, hello))
        send, receive = trio.open_memory_channel[Json](1000)
        self._outboxes.setdefault(pid, []).append(send)
        welcome = {"resume": resume_of(pid, len(self.said)), "server": self.incarnation, "video_codecs": CODECS}
        send.send_nowait({"answer": hello["id"], "ok": True, "seq": self.world.seq, "result": welcome})
        send.send_nowait(self.world.snapshot(pid))
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._write, socket, receive, nursery.cancel_scope)
            with trio.CancelScope():
                while True:
                    message = json.loads(await socket.get_message())
                    self.said.append((pid, message))
                    nursery.start_soon(self._obey, pid, message, send)

    async def _room_session(self, socket: WebSocketConnection, pid: str, hello: Json) -> None:
        """Of a breakout room: its snapshot, and every command to a room succeeds until the test closes the room."""
        self.said.append((pid, hello))
        room = self.rooms[hello["room"]]
        welcome = {"resume": f"room-{pid}", "server": self.incarnation, "video_codecs": CODECS}
        await socket.send_message(json.dumps({"answer": hello["id"], "ok": True, "seq": room.seq, "result": welcome}))
        await socket.send_message(json.dumps(room.snapshot(pid)))
        send, receive = trio.open_memory_channel[Json](1000)
        room.on_push = lambda to, message: send.send_nowait(message) if to == pid else None
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._write, socket, receive, nursery.cancel_scope)
            while True:
                message = json.loads(await socket.get_message())
                self.said.append((f"{hello['room']} {pid}", message))
                if message["type"] not in ("publish", "watch"):
                    result = room.obey(pid, message)
                    send.send_nowait({"answer": message["id"], "ok": True, "seq": room.seq, "result": result})

    async def _write(
        self, socket: WebSocketConnection, receive: trio.MemoryReceiveChannel[Json], scope: trio.CancelScope
    ) -> None:
        async for message in receive:
            if message.get("type") == "hang up":
                break
            await socket.send_message(json.dumps(message))
        await socket.aclose()
        scope.cancel()

    async def _obey(self, pid: str, message: Json, send: trio.MemorySendChannel[Json]) -> None:
        kind = message["type"]
        if kind in self.refuse:
            send.send_nowait({"answer": message["id"], "ok": False, "error": {"message": "", **self.refuse[kind]}})
            return
        opens = kind in ("publish", "watch")
        result = await self._media_answer(pid, message) if opens else self.world.obey(pid, message)
        with_seq = {"answer": message["id"], "ok": True, "seq": self.world.seq, "result": result}
        send.send_nowait(with_seq)
        if kind == "watch" and result:
            self._push(pid, self._seating(pid, message, result["connection"]))

    def _push(self, pid: str, message: Json) -> None:
        for send in self._outboxes.get(pid, []):
            try:
                send.send_nowait(message)
            except trio.BrokenResourceError:
                continue

    def _drop(self, pid: str, goodbye: Json | None) -> None:
        for send in self._outboxes.pop(pid, []):
            if goodbye:
                send.send_nowait({"type": "goodbye", "message": "", "retry_after_ms": None, **goodbye})
            send.send_nowait({"type": "hang up"})

    # --- media

    def _seating(self, pid: str, watch: Json, connection: str) -> Json:
        others = [other for other in self.world.stage() if other != pid]
        sharing = [other for other in others if "screen" in self.world.people[other]["on"]]
        seats = [*others, *[None] * len(watch["seats"])][: len(watch["seats"])]
        return {"type": "seats", "connection": connection, "seats": seats, "screens": [*sharing, None][:1]}

    async def _media_answer(self, pid: str, message: Json) -> Json:
        self._connections += 1
        connection = f"c{self._connections}"
        if self._media is None:
            return await trio.sleep_forever()
        send, receive = trio.open_memory_channel[Json](1)
        self._media_waiting[connection] = send
        names = {p: self.world.people[p]["name"] for p in self.world.stage()}
        seating = self._seating(pid, message, connection) if message["type"] == "watch" else {}
        lit = [p for p in names if "camera" in self.world.people[p]["on"]]
        await self._media.send({"connection": connection, "names": names, "lit": lit, "seating": seating, **message})
        return {"connection": connection, "sdp": (await receive.receive())["sdp"]}

    async def _media_peer(self, socket: WebSocketConnection) -> None:
        self._media, requests = trio.open_memory_channel[Json](100)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._write, socket, requests, nursery.cancel_scope)
            while True:
                answer = json.loads(await socket.get_message())
                await self._media_waiting.pop(answer["connection"]).send(answer)
