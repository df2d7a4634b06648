"""Fifty people and a host in one webinar, each with a page or two, and what they do all the time.

What is voted on and talked about is known to all of them here (`Floor`), as people know it from a screen.
"""

import time
from collections.abc import Callable, Coroutine
from random import Random
from typing import Any, Final

import trio
from attrs import define, field

from tests.chaos.history import History, Op
from tests.chaos.page import Door, Page, Person
from tests.peers.api import RefusedError, call

VOTERS: Final = 50
TWINS: Final = 5  # voters with a second page open, who vote there too
PAUSE_S: Final = 0.15  # between two things of one kind that one person does; at random up to that
IMPATIENCE: Final = 0.05  # how many commands a page forgets before they are answered
PATIENCE_S: Final = 0.05
KNOCKS_S: Final = 5.0


@define(eq=False)
class Floor:
    """`polls`: id → number of options, those that were opened and may be open."""

    polls: dict[str, int] = field(factory=dict)
    questions: list[str] = field(factory=list)
    messages: list[str] = field(factory=list)


@define(eq=False)
class Crowd:
    """One webinar's people. Made by `gather`."""

    webinar: str
    url: str
    history: History
    chance: Random
    host: Page
    auditor: Page  # the host's second page, which only looks, and gets a snapshot after each restart
    voters: list[Page]
    twins: list[Page]
    presenter_invite: str
    attendee_invite: str
    floor: Floor = field(factory=Floor)
    guests: dict[str, str] = field(factory=dict)  # further people of a scenario, by name
    pause_s: float = PAUSE_S
    is_tired: bool = False  # nobody begins anything new

    @property
    def pages(self) -> list[Page]:
        return [self.host, self.auditor, *self.voters, *self.twins]

    def all_are_in(self) -> bool:
        return all(page.is_in for page in self.pages)

    def unanswered(self) -> list[Op]:
        return [op for page in self.pages for op in page.unanswered]


def gather(url: str, door: Door, seed: str, voters: int = VOTERS, twins: int = TWINS) -> Crowd:
    """A live webinar with this many people in it, over HTTP; blocks."""
    made = call("POST", f"{url}/api/webinars", {"title": "Chaos", "hostName": "Hedy"})
    webinar = f"{url}/api/webinars/{made['id']}"
    call("POST", f"{webinar}/start", {}, made["hostToken"])
    history = History()

    def page(person: Person, name: str, **more: Any) -> Page:
        return Page(door, person, history, Random(f"{seed}/{name}"), **more)

    host = Person(made["participantId"], made["hostToken"])
    people = [joined(webinar, f"Voter {n}", made["invites"]["attendee"]) for n in range(voters)]
    return Crowd(
        webinar=made["id"],
        url=webinar,
        history=history,
        chance=Random(f"{seed}/crowd"),
        host=page(host, "host"),
        auditor=page(host, "auditor", is_forgetful=True),
        voters=[page(person, f"voter {n}") for n, person in enumerate(people)],
        twins=[page(person, f"twin {n}") for n, person in enumerate(people[:twins])],
        presenter_invite=made["invites"]["presenter"],
        attendee_invite=made["invites"]["attendee"],
    )


def joined(webinar: str, name: str, invite: str) -> Person:
    """Knocks again while the host has just locked the door; blocks."""
    deadline = time.monotonic() + KNOCKS_S
    while True:
        try:
            answer = call("POST", f"{webinar}/join", {"name": name, "invite": invite})
            return Person(answer["participantId"], answer["token"])
        except RefusedError as refused:
            if refused.code != "locked" or time.monotonic() > deadline:
                raise


Act = Callable[[Page, Crowd], Coroutine[Any, Any, None]]


async def keep(act: Act, page: Page, crowd: Crowd) -> None:
    """Does it again and again, now and then without waiting for the answer."""
    while not (page.is_over or crowd.is_tired):
        await trio.sleep(page.chance.uniform(0, crowd.pause_s))
        is_patient = page.chance.random() > IMPATIENCE
        with trio.move_on_after(float("inf") if is_patient else page.chance.uniform(0, PATIENCE_S)):
            await act(page, crowd)
