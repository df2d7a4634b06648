"""A whole server in this process: real actors, real web on a free port, a journal in memory, media that pretends."""

import itertools
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import trio
import trio_websocket
from attrs import define, evolve, field

import config
from actors.alarms import Alarms
from actors.directory import Directory
from actors.journal.memory import MemoryJournal
from actors.node import Node
from actors.runtime import ActorSystem
from config.settings import Settings
from tests.web.fake_node import CountedIds, FakeMedia, StandingClock
from tests.web.rig import Rig
from web.recordings.library import Library, make_library
from web.recordings.news import FilmNews
from web.site import Site, make_site

PATIENCE_S = 10
MESSAGE_IDS = itertools.count()  # of all clients: two tabs of one person must not use one id for two commands
OPERATOR = "operator-" + "o" * 40
SIGNING_KEY = "signing-" + "k" * 40


def settings_with(**web: object) -> Settings:
    settings = config.read([], {})
    ours = {"port": 0} | {name: value for name, value in web.items() if hasattr(settings.web, name)}
    others = {name: value for name, value in web.items() if name not in ours}
    identity = {"signing_key": SIGNING_KEY, "create_rate_per_minute": 10_000, "join_rate_per_minute": 10_000} | others
    return evolve(
        settings,
        web=evolve(settings.web, **ours),
        identity=evolve(settings.identity, **identity),
        ops=evolve(settings.ops, operator_token=OPERATOR),
    )


@define(eq=False)
class Client:
    """A person's program on a WebSocket."""

    socket: trio_websocket.WebSocketConnection
    heard: deque[dict[str, Any]] = field(factory=deque)

    async def say(self, **fields: object) -> str:
        message_id = str(next(MESSAGE_IDS))
        await self.socket.send_message(json.dumps({"id": message_id} | fields))
        return message_id

    async def answered(self, **fields: object) -> dict[str, Any]:
        message_id = await self.say(**fields)
        return await self.next(answer=message_id)

    async def done(self, **fields: object) -> Any:
        answer = await self.answered(**fields)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, **fields: object) -> str:
        answer = await self.answered(**fields)
        assert not answer["ok"], answer
        code: str = answer["error"]["code"]
        return code

    async def next(self, **wanted: object) -> dict[str, Any]:
        """The first message with these fields, of those not taken yet; the ones before it stay."""
        for kept in self.heard:
            if wanted.items() <= kept.items():
                self.heard.remove(kept)
                return kept
        with trio.fail_after(PATIENCE_S):
            while True:
                message: dict[str, Any] = json.loads(await self.socket.get_message())
                if wanted.items() <= message.items():
                    return message
                self.heard.append(message)

    async def closed_with(self) -> int:
        """The code with which the server closes; what was said before it is kept."""
        with trio.fail_after(PATIENCE_S), suppress(trio_websocket.ConnectionClosed):
            while True:
                self.heard.append(json.loads(await self.socket.get_message()))
        assert self.socket.closed is not None
        return self.socket.closed.code


@define(eq=False)
class Webinar:
    """One webinar as its host knows it."""

    hall: "Hall"
    made: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.made["id"])

    @property
    def path(self) -> str:
        return f"/api/webinars/{self.id}"

    @property
    def host(self) -> str:
        return str(self.made["hostToken"])

    async def call(self, what: str, token: str | None = None, **body: object) -> Any:
        """A command that succeeds, by the host if nobody else is named."""
        response = await self.hall.post(f"{self.path}/{what}", body, token or self.host)
        assert response.status_code == 200, response.text
        return response.json()

    async def join(self, name: str, invite: str | None = None) -> tuple[str, str]:
        """Id and token of somebody new; `invite`: the role of the shared link that they use."""
        body = {"name": name} | ({"invite": self.made["invites"][invite]} if invite else {})
        response = await self.hall.post(f"{self.path}/join", body)
        assert response.status_code == 200, response.text
        return response.json()["participantId"], response.json()["token"]


@define(eq=False)
class Hall:
    system: ActorSystem
    site: Site
    journal: MemoryJournal
    media: FakeMedia
    ids: CountedIds
    http: httpx.AsyncClient
    url: str

    @property
    def rig(self) -> Rig:
        """For bytes as they are."""
        return Rig(self.site.front, int(self.url.rpartition(":")[2]))

    async def post(self, path: str, body: object = None, token: str | None = None, **headers: str) -> httpx.Response:
        return await self.call("POST", path, body, token, **headers)

    async def get(self, path: str, token: str | None = None) -> httpx.Response:
        return await self.call("GET", path, None, token)

    async def call(
        self, method: str, path: str, body: object = None, token: str | None = None, **headers: str
    ) -> httpx.Response:
        bearer = {"Authorization": f"Bearer {token}"} if token is not None else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.http.request(method, path, json=body, headers=bearer | named)

    async def webinar(self, *, start: bool = True) -> Webinar:
        response = await self.post("/api/webinars", {"title": "Town hall", "hostName": "Hedy"})
        assert response.status_code == 201, response.text
        webinar = Webinar(self, response.json())
        if start:
            await webinar.call("start")
        return webinar

    @asynccontextmanager
    async def socket(self, origin: str | None = None) -> AsyncIterator[Client]:
        headers = [] if origin is None else [(b"Origin", origin.encode())]
        url = self.url.replace("http", "ws", 1) + "/ws"
        async with trio.open_nursery() as ours:  # the library's own would wait for messages that nobody takes
            connect = trio_websocket.connect_websocket_url
            socket = await connect(ours, url, extra_headers=headers, message_queue_size=1000)
            try:
                yield Client(socket)
            finally:
                with trio.move_on_after(3):
                    await socket.aclose()
                await trio.aclose_forcefully(socket._stream)  # it leaves it open when the server closed first
                ours.cancel_scope.cancel()

    @asynccontextmanager
    async def session(self, token: str, last_seq: int | None = None) -> AsyncIterator[Client]:
        """Hello has been said and answered."""
        async with self.socket() as client:
            await client.done(type="hello", token=token, last_seq=last_seq)
            yield client


@asynccontextmanager
async def opened(
    journal: MemoryJournal | None = None,
    ids: CountedIds | None = None,
    library: Library | None = None,
    **settings: object,
) -> AsyncIterator[Hall]:
    """With the journal and the ids of an earlier hall it is the same house after a restart."""
    given = settings_with(**settings)
    journal, media, alarms, ids = journal or MemoryJournal(), FakeMedia(), Alarms(), ids or CountedIds()
    async with trio.open_nursery() as node:
        node.start_soon(alarms.serve)
        system = ActorSystem(node)
        world = Node(journal=journal, media=media, clock=StandingClock(), ids=ids, alarms=alarms, limits=given.limits)
        system.start_actor(partial(Directory, world), name="directory")
        news = FilmNews(Path("unused"), StandingClock().now_ms)
        library = library or make_library(given.recordings, Path("unused"), archive=journal, news=news, new_id=ids.new)
        site = make_site(
            *(given.web, given.identity, given.ops, Path("unused")),
            system=system,
            archive=journal,
            library=library,
            media_counters=lambda: {"packets_forwarded": 7},
            new_id=ids.new,
            video_codecs=given.media.video_codecs,
        )
        scope = trio.CancelScope()
        port = (await node.start(site.serve, scope)).rpartition(":")[2]
        url = f"http://127.0.0.1:{port}"  # no name: looking one up takes a thread, for which no virtual clock waits
        async with httpx.AsyncClient(base_url=url, timeout=PATIENCE_S, verify=False, trust_env=False) as http:
            yield Hall(system, site, journal, media, ids, http, url)
        node.cancel_scope.cancel()
