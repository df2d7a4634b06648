"""A vote's whole way, from a command on a WebSocket to its acknowledgement, with so many of them under way.

The real server, its journal in `folder`. When a vote has been acknowledged, the page that has rested longest votes
again, for the other option: one page alone would soon have said more than a page may.
"""

import sys
import time
from collections import deque
from pathlib import Path
from typing import Any, Final

from attrs import define, field, frozen

from bench.crowd.audience import ANSWER
from bench.crowd.pages import Crowd, Page
from bench.crowd.processes import post_all
from tests.browser.server import Server
from tests.peers.api import Webinar
from tests.sources import ROOT

ENTER_S: Final = 60
VOTES_S: Final = 120  # at most
SETTINGS: Final = {
    "hello_rate_per_s": 2000,
    "join_rate_per_minute": 1_000_000,
    "command_rate_per_s": 10_000,
    "command_burst": 10_000,
    "log_format": "json",
}


@frozen
class Acknowledged:
    per_s: float
    waits_ms: list[float]


@define(eq=False)
class Voting:
    crowd: Crowd
    poll: str
    left: int
    resting: deque[Page]
    sent_s: dict[Page, float] = field(factory=dict)
    votes: dict[Page, int] = field(factory=dict)
    waits_ms: list[float] = field(factory=list)

    def run(self, under_way: int) -> Acknowledged:
        votes, began_s = self.left, time.monotonic()
        self.crowd.hear = self.hear
        for _ in range(under_way):
            self.vote()
        self.crowd.wait(lambda: len(self.waits_ms) == votes, VOTES_S)
        return Acknowledged(votes / (time.monotonic() - began_s), self.waits_ms)

    def vote(self) -> None:
        if self.left:
            self.left -= 1
            page = self.resting.popleft()
            number = self.votes[page] = self.votes.get(page, 0) + 1
            self.sent_s[page] = time.monotonic()
            vote = {"id": f"{self.poll}-{number}", "type": "vote", "poll": self.poll, "options": [number % 2]}
            page.say(vote)

    def hear(self, page: Page, payload: bytes, at_s: float) -> None:
        if payload.startswith(ANSWER):
            assert b'"ok":true' in payload, payload
            self.waits_ms.append((at_s - self.sent_s[page]) * 1000)
            self.resting.append(page)
            self.vote()


def acknowledged(folder: Path, sizes: dict[int, int]) -> dict[int, Acknowledged]:
    """`sizes`: how many votes, by how many are under way."""
    server = Server(folder, "127.0.0.1", (sys.executable, str(ROOT / "run.py")), **SETTINGS)
    try:
        webinar = Webinar.create(server.url)
        crowd = Crowd(int(server.url.rpartition(":")[2]), hear=lambda *_: None)
        pages = crowd.enter(_joined(server, webinar, max(sizes)), within_s=ENTER_S)
        found = {
            under_way: Voting(crowd, _opened(webinar), votes, deque(pages)).run(under_way)
            for under_way, votes in sizes.items()
        }
        crowd.close()
        return found
    finally:
        server.stop()


def _joined(server: Server, webinar: Webinar, people: int) -> list[str]:
    join = f"/api/webinars/{webinar.id}/join"
    bodies: list[dict[str, Any]] = [
        {"name": f"Voter {nth}", "invite": webinar.attendee_invite} for nth in range(people)
    ]
    return [str(joined["token"]) for joined in post_all(server.url, [(join, body, "") for body in bodies])]


def _opened(webinar: Webinar) -> str:
    """A poll whose results nobody in the audience is shown meanwhile: what is measured is the way of a vote."""
    poll = webinar.command("create-poll", question="Which?", options=["One", "The other"], reveal="later")["poll"]
    webinar.command("open-poll", poll=poll)
    return str(poll)
