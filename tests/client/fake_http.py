"""The HTTP calls that the client makes, answered from a fake world, and the client's own files under its policy."""

import json
from http import HTTPStatus
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl

import trio

from tests.client import fake_desk
from tests.client.fake_tokens import OPERATOR, claims_of, invite, person_of, token_of
from tests.client.fake_world import Json, World

HERE = Path(__file__).parent
CLIENT = HERE.parents[1] / "web" / "client"
PAGES = {"/": "index.html", "/ops": "ops.html"}
TYPES = {".js": "text/javascript", ".html": "text/html", ".css": "text/css", ".svg": "image/svg+xml"}
KEPT = ("text/javascript", "text/css", "image/svg+xml")  # by the browser, from one test to the next
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob: mediastream:; connect-src 'self' ws: wss:; font-src 'self'"
)

Answer = tuple[int, Json]


class Told(Protocol):
    """What a test told the server to say: the actors of /ops/actors, what was parked, and whether POSTs are refused."""

    actors: list[Json]
    parked: list[Json]
    refuse: dict[str, Json]


class Http:
    """One request."""

    def __init__(self, world: World, url: str, told: Told) -> None:
        self.world = world
        self.url = url
        self.told = told

    async def answer(self, stream: trio.SocketStream, head: bytes) -> None:
        top, _, body = head.partition(b"\r\n\r\n")
        lines = top.decode().split("\r\n")
        method, target, _ = lines[0].split(" ")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:])}
        while len(body) < int(headers.get("content-length", 0)):
            body += await stream.receive_some()
        path, _, query = target.partition("?")
        self.query = dict(parse_qsl(query))
        if path.startswith(("/api/", "/ops/", "/health")):
            status, answer = self._api(method, path, headers, json.loads(body or b"{}"))
            await self._send(stream, status, "application/json", json.dumps(answer).encode())
        else:
            await self._file(stream, path)

    async def _file(self, stream: trio.SocketStream, path: str) -> None:
        if path.startswith("/client/"):
            file = CLIENT / path.removeprefix("/client/")
        elif path.startswith("/media_peer"):
            file = HERE / path.removeprefix("/")
        else:
            file = CLIENT / ("webinar.html" if path.startswith("/w/") else PAGES.get(path, "none"))
        if file.is_file():
            await self._send(stream, 200, TYPES[file.suffix], file.read_bytes())
        else:
            await self._send(stream, 404, "text/plain", b"no such file")

    async def _send(self, stream: trio.SocketStream, status: int, kind: str, body: bytes) -> None:
        keep = "max-age=3600" if kind in KEPT else "no-store"
        head = (
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nContent-Type: {kind}; charset=utf-8\r\n"
            f"Content-Length: {len(body)}\r\nContent-Security-Policy: {POLICY}\r\n"
            f"Cache-Control: {keep}\r\nConnection: close\r\n\r\n"
        )
        await stream.send_all(head.encode() + body)
        await stream.aclose()

    def _api(self, method: str, path: str, headers: dict[str, str], body: Json) -> Answer:
        token = headers.get("authorization", "").removeprefix("Bearer ")
        if path == "/ops/actors":
            return (
                (200, {"actors": self.told.actors, "parked": self.told.parked})
                if token == OPERATOR
                else (401, {"error": "no", "code": "bad_token"})
            )
        if path == "/health":
            return 200, {"status": "ok"}
        if path == "/api/webinars":
            return self._create(body)
        parts = path.split("/")
        if parts[3] != self.world.webinar["id"]:
            return 404, {"error": "There is no such webinar.", "code": "no_such_webinar"}
        return self._of_webinar(method, parts[4:], token, body)

    def _of_webinar(self, method: str, rest: list[str], token: str, body: Json) -> Answer:
        if "http" in self.told.refuse and method == "POST":
            return 409, self.told.refuse["http"]
        if rest == ["join"]:
            return self._join(token, body)
        if rest[:1] == ["registrations"]:
            return fake_desk.answer(self.world, method, rest[1:], token, body)
        found = self._read(rest, token)
        return (404, {"error": "no", "code": "not_found"}) if found is None else (200, found)

    def _read(self, rest: list[str], token: str) -> Json | None:
        match rest:
            case []:
                announced = {key: self.world.webinar.get(key) for key in ("description", "registration")}
                when = {"startsAt": self.world.webinar.get("starts_at"), "durationMinutes": 60}
                return (
                    {key: self.world.webinar[key] for key in ("id", "title", "status")}
                    | announced
                    | when
                    | self._recorded()
                    | {"consents": self._has_agreed(token)}
                )
            case ["links"]:
                link = {role: f"{self.url}/w/w1town#invite={invite(role)}" for role in ("presenter", "attendee")}
                return {role: {"role": role, "token": "t", "link": url} for role, url in link.items()}
            case ["films"]:
                return {"films": self.world.films}
            case ["chat"]:
                return self._chat()
        is_file = rest[0] in ("exports", "record", "calendar.ics")
        return {"file": rest[-1]} if is_file else None

    def _has_agreed(self, token: str) -> bool:
        return bool(self.world.own.get(person_of(token) or "", {}).get("consents"))

    def _recorded(self) -> Json:
        return {key: self.world.webinar.get(key, False) for key in ("isRecording", "recordingAnnounced")}

    def _chat(self) -> Json:
        """A page, oldest first; a message's number is its place in the archive."""
        limit, before = int(self.query["limit"]), int(self.query.get("before", 10**9))
        older = [each for n, each in enumerate(self.world.archive) if n < before]
        names = {"author": "userId", "text": "content", "sent_at": "timestamp"}
        numbered = [{names.get(k, k): v for k, v in m.items()} | {"seq": n} for n, m in enumerate(older)]
        return {"messages": numbered[-limit:]}

    def _create(self, body: Json) -> Answer:
        self.world.webinar |= {"title": body["title"] or "Untitled webinar", "status": "waiting", "started_at": None}
        pid = self.world.add(body["hostName"], "host")
        made = {"id": self.world.webinar["id"], "title": self.world.webinar["title"], "participantId": pid}
        return 201, made | {"hostToken": token_of(pid)}

    def _join(self, token: str, body: Json) -> Answer:
        pid = person_of(token)
        if any(self._recorded().values()) and not (body.get("consent") or self._has_agreed(token)):
            return 403, {"error": "This is being recorded.", "code": "consent_needed"}
        if pid is None:
            role = claims_of(body.get("invite", "")).get("role", "attendee")
            place = "waiting" if self.world.webinar["status"] == "waiting" and role == "attendee" else "in"
            pid = self.world.add(body["name"], role, place=place)
            kind = "participant_waits" if place == "waiting" else "participant_appeared"
            self.world.fact(kind, person=self.world.person(pid))
        return 200, {"admitted": True, "participantId": pid, "token": token_of(pid)}
