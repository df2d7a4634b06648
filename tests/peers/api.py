"""The HTTP API as a program uses it: create a webinar, join it, start it, ask for people and counters."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any, Self

TIMEOUT_S = 10


class RefusedError(Exception):
    """The server said no; `status` and the stable `code`."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status, self.code = status, code


def call(method: str, url: str, body: object = None, token: str = "") -> Any:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:
            return json.loads(response.read())
    except urllib.error.HTTPError as error:
        with error:
            refusal = json.loads(error.read())
        raise RefusedError(error.code, refusal["code"], refusal["error"]) from None


@dataclass(frozen=True)
class Webinar:
    """One webinar with its host's token and the invite tokens of its two shared links."""

    url: str
    host: str
    presenter_invite: str
    attendee_invite: str

    @classmethod
    def create(cls, server_url: str, *, start: bool = True) -> Self:
        made = call("POST", f"{server_url}/api/webinars", {"title": "Peers", "hostName": "Hedy"})
        invites = made["invites"]
        webinar = cls(
            f"{server_url}/api/webinars/{made['id']}", made["hostToken"], invites["presenter"], invites["attendee"]
        )
        if start:
            webinar.command("start")
        return webinar

    @property
    def id(self) -> str:
        return self.url.rsplit("/", 1)[1]

    @property
    def whip(self) -> str:
        return f"{self.url}/whip"

    @property
    def whep(self) -> str:
        return f"{self.url}/whep"

    def command(self, name: str, token: str = "", **fields: object) -> Any:
        """By the host, if no other token is given."""
        return call("POST", f"{self.url}/{name}", fields, token or self.host)

    def presenter(self, name: str = "Percy") -> str:
        """The token of a new presenter."""
        return self.join(name, self.presenter_invite)[1]

    def attendee(self, name: str = "Ada") -> str:
        """The token of a new attendee."""
        return self.join(name, self.attendee_invite)[1]

    def join(self, name: str, invite: str) -> tuple[str, str]:
        """The participant's id and token."""
        joined = call("POST", f"{self.url}/join", {"name": name, "invite": invite})
        assert joined["admitted"]
        return joined["participantId"], joined["token"]

    def rejoin(self, token: str) -> Any:
        """Back with a token from before."""
        return call("POST", f"{self.url}/join", {"name": "Somebody"}, token)

    def people(self) -> list[dict[str, Any]]:
        people: list[dict[str, Any]] = call("GET", f"{self.url}/participants", token=self.host)["participants"]
        return people


def counters(server_url: str) -> dict[str, float]:
    """Every sample of /metrics by its name with labels."""
    with urllib.request.urlopen(f"{server_url}/metrics", timeout=TIMEOUT_S) as response:
        lines = response.read().decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


def counted(server_url: str, what: str) -> float:
    """The sum of all counters whose name holds `what`, such as "unverified_source"."""
    return sum(value for name, value in counters(server_url).items() if what in name)
