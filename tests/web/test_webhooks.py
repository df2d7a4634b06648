"""Webhooks: signed, in order, again until taken, once more after a crash, and never in anybody's way.

The file is long because it plays the receiver and the journal, too.
"""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import trio
from attrs import define, evolve, field
from standardwebhooks import Webhook
from trio.testing import MockClock

from actors.facts import ParticipantJoined
from actors.webinar import commands as c
from actors.words import Registering
from config.loading import read
from tests.actors.webinar.town import Town
from tests.web.hall import settings_with
from web import webhooks as module
from web.auth import InviteToken, RegistrationToken
from web.recordings.news import FilmNews
from web.site import make_tokens
from web.webhook_cursors import Cursors
from web.webhook_sender import Sender
from web.webhook_sources import WebinarEvents
from web.webhooks import BOX_LIMIT, RETRY_AFTER_S, SAVE_EVERY_S, Receiver, Webhooks, make_webhooks

URL, SECRET = "https://mailer.example/townhall", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
KINDS = frozenset(read([], {}).webhooks.webhook_events)


@define(eq=False)
class Shelf:
    """A journal of one town."""

    town: Town
    reads: int = 0

    def webinars(self, ended_after_ms: int = 0) -> list[str]:
        return ["w1"] if ended_after_ms <= 0 else []

    def history(self, webinar: str) -> list[Any]:
        self.reads += 1
        return list(self.town.log) if webinar == "w1" else []


@define(eq=False)
class Mailer:
    """A receiver that takes everything, unless `status` says otherwise."""

    status: Callable[[int], int] = lambda _: 204
    posts: list[httpx.Request] = field(factory=list)
    at_s: list[float] = field(factory=list)

    async def take(self, request: httpx.Request) -> httpx.Response:
        self.posts.append(request)
        self.at_s.append(trio.current_time())
        return httpx.Response(self.status(len(self.posts)))

    @property
    def told(self) -> list[str]:
        return [json.loads(post.content)["type"] for post in self.posts]


def receiver(tmp_path: Path, mailer: Mailer, shelf: Shelf, url: str = URL) -> Receiver:
    client = httpx.AsyncClient(transport=httpx.MockTransport(mailer.take))
    tokens = make_tokens(settings_with().identity)
    sender = Sender(client, Webhook(SECRET), tokens, "https://hall.example", lambda: 1_800_000_000.0)
    return Receiver(url, KINDS, Cursors.of(tmp_path, url, 0), WebinarEvents(shelf), sender)


@asynccontextmanager
async def running(*receivers: Receiver, shelf: Shelf) -> AsyncIterator[Webhooks]:
    hooks = Webhooks(receivers, WebinarEvents(shelf), lambda: 0)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(hooks.serve)
        await quiet()
        yield hooks
        nursery.cancel_scope.cancel()


async def quiet() -> None:
    """Threads that read the journal are done, and what they found is on its way."""
    threads = trio.to_thread.current_default_thread_limiter()
    for _ in range(5):
        await trio.testing.wait_all_tasks_blocked(0.01)
        while threads.borrowed_tokens:
            await trio.lowlevel.checkpoint()


def happens(hooks: Webhooks, town: Town, command: c.Command, by: str | None = "host") -> None:
    before = len(town.log)
    town.do(by, command)
    for stored in town.log[before:]:
        hooks.happened(town.state, stored)


async def test_what_happens_is_told_signed_and_in_order(tmp_path: Path) -> None:
    shelf, mailer = Shelf(Town()), Mailer()
    async with running(receiver(tmp_path, mailer, shelf), shelf=shelf) as hooks:
        for command in (c.Start(), c.Lock(), c.End()):
            happens(hooks, shelf.town, command)
        await quiet()
    assert mailer.told == ["webinar.created", "webinar.started", "webinar.ended"]
    assert [post.headers["webhook-id"] for post in mailer.posts] == ["w1.1", "w1.2", "w1.4"]
    assert json.loads(mailer.posts[0].content)["data"] == {"webinar": "w1", "title": "All hands", "host": "host"}
    for post in mailer.posts:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("standardwebhooks.webhooks.datetime", StandingTime)
            Webhook(SECRET).verify(post.content, dict(post.headers))


class StandingTime:
    """The library compares with the present; the receiver's clock is the sender's here."""

    @classmethod
    def now(cls, tz: Any) -> Any:
        return datetime.fromtimestamp(1_800_000_000, tz)

    @classmethod
    def fromtimestamp(cls, at_s: float, tz: Any) -> Any:
        return datetime.fromtimestamp(at_s, tz)


async def test_a_receiver_is_tried_eight_times_and_then_given_up_and_the_next_event_comes(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    shelf, mailer = Shelf(Town()), Mailer(lambda n: 500 if n <= 8 else 200)
    hook = receiver(tmp_path, mailer, shelf)
    async with running(hook, shelf=shelf) as hooks:
        happens(hooks, shelf.town, c.Start())
        await trio.sleep(sum(RETRY_AFTER_S) + 60)
    assert mailer.told == ["webinar.created"] * 8 + ["webinar.started"]
    waits = [round(later - before) for before, later in zip(mailer.at_s[:7], mailer.at_s[1:8], strict=True)]
    assert waits == list(RETRY_AFTER_S)
    assert hook.cursors.delivered == {"w1": 2}


async def test_the_same_event_keeps_its_id_when_it_is_tried_again(tmp_path: Path, autojump_clock: MockClock) -> None:
    shelf, mailer = Shelf(Town()), Mailer(lambda n: 503 if n == 1 else 200)
    async with running(receiver(tmp_path, mailer, shelf), shelf=shelf):
        await trio.sleep(60)
    assert [post.headers["webhook-id"] for post in mailer.posts] == ["w1.1", "w1.1"]


async def test_after_a_crash_what_was_not_taken_is_told_and_what_was_is_not(
    tmp_path: Path, autojump_clock: MockClock
) -> None:
    shelf, mailer = Shelf(Town()), Mailer()
    async with running(receiver(tmp_path, mailer, shelf), shelf=shelf):
        await trio.sleep(2 * SAVE_EVERY_S)
    shelf.town.do("host", c.Start())  # nobody was told: the server died first
    async with running(receiver(tmp_path, mailer, shelf), shelf=shelf):
        await trio.sleep(2 * SAVE_EVERY_S)
    assert mailer.told == ["webinar.created", "webinar.started"]


async def test_a_dead_receiver_holds_up_nobody_else(tmp_path: Path, autojump_clock: MockClock) -> None:
    shelf, dead, alive = Shelf(Town()), Mailer(lambda _: 500), Mailer()
    hooks = receiver(tmp_path, dead, shelf, "https://dead.example/"), receiver(tmp_path, alive, shelf)
    async with running(*hooks, shelf=shelf) as both:
        await trio.sleep(1)
        began_s = trio.current_time()
        for _ in range(BOX_LIMIT + 10):
            happens(both, shelf.town, c.Join("Ann"), by=None) if not shelf.town.state.is_full else None
        assert trio.current_time() == began_s
        await trio.sleep(1)
    assert len(alive.told) == 1 + len([fact for fact in shelf.town.log if type(fact.fact).__name__.endswith("Joined")])


async def test_a_box_that_was_full_is_filled_from_the_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BOX_LIMIT", 3)
    shelf, mailer = Shelf(Town()), Mailer()
    hook = receiver(tmp_path, mailer, shelf)
    async with running(hook, shelf=shelf) as hooks:
        for _ in range(20):
            happens(hooks, shelf.town, c.Join("Ann"), by=None)
        assert all(len(box.events) <= 3 for box in hook._boxes.values())
        for _ in range(20):  # three at a time
            await quiet()
    numbers = [int(post.headers["webhook-id"].partition(".")[2]) for post in mailer.posts]
    assert numbers == [1, *(stored.seq for stored in shelf.town.log if type(stored.fact).__name__.endswith("Joined"))]


async def test_a_receiver_that_is_new_is_told_what_happens_from_then_on(tmp_path: Path) -> None:
    shelf, mailer = Shelf(Town()), Mailer()
    hook = receiver(tmp_path, mailer, shelf)
    hook.cursors.since_ms = shelf.town.log[-1].at_ms + 1
    async with running(hook, shelf=shelf) as hooks:
        happens(hooks, shelf.town, c.Start())
        await quiet()
    assert mailer.told == ["webinar.started"]


async def test_only_the_events_that_are_wanted_are_told(tmp_path: Path) -> None:
    shelf, mailer = Shelf(Town()), Mailer()
    hook = receiver(tmp_path, mailer, shelf)
    hook.kinds = frozenset({"webinar.ended"})
    async with running(hook, shelf=shelf) as hooks:
        happens(hooks, shelf.town, c.Start())
        happens(hooks, shelf.town, c.End())
        await quiet()
    assert mailer.told == ["webinar.ended"]


async def test_a_mailer_is_given_the_links_that_people_need(tmp_path: Path) -> None:
    shelf, mailer = Shelf(Town()), Mailer()
    shelf.town.do("host", c.Reschedule(registration=Registering.OPEN))
    tokens = make_tokens(settings_with().identity)
    async with running(receiver(tmp_path, mailer, shelf), shelf=shelf) as hooks:
        happens(hooks, shelf.town, c.Register("Ida", "ida@example.org"), by=None)
        await quiet()
    created, approved = (json.loads(post.content)["data"] for post in mailer.posts[-2:])
    registration = created["registration"]
    assert tokens.read(created["link"].partition("#registration=")[2]) == RegistrationToken("w1", registration)
    invite = tokens.read(approved["link"].partition("#invite=")[2])
    assert isinstance(invite, InviteToken)
    assert (invite.inv, approved["email"]) == (registration, "ida@example.org")
    assert approved["link"].startswith("https://hall.example/w/w1#")


@pytest.mark.parametrize("failing", [(1, 2, 3), (2, 3)], ids=["waits behind another", "is being tried again"])
async def test_who_is_forgotten_is_not_named_in_what_was_yet_to_be_told(
    tmp_path: Path, mock_clock: MockClock, failing: tuple[int, ...]
) -> None:
    shelf, mailer = Shelf(Town()), Mailer(lambda n: 500 if n in failing else 200)
    async with running(receiver(tmp_path, mailer, shelf), shelf=shelf) as hooks:
        happens(hooks, shelf.town, c.Join("Ida"), by=None)
        await quiet()
        joined = shelf.town.log[1]
        assert isinstance(joined.fact, ParticipantJoined)
        shelf.town.log[1] = evolve(joined, fact=evolve(joined.fact, name=""))  # as the journal gives it from now on
        happens(hooks, shelf.town, c.ForgetPerson(joined.fact.participant), by=None)
        posts = len(mailer.posts)
        for wait_s in RETRY_AFTER_S[
            :3
        ]:  # the journal is read in a thread, for which no clock that jumps by itself waits
            mock_clock.jump(wait_s)
            await quiet()
    assert mailer.told[-2:] == ["participant.joined", "participant.left"]
    assert not any(b"Ida" in post.content for post in mailer.posts[posts:])


async def test_without_receivers_nothing_runs(tmp_path: Path) -> None:
    settings = evolve(read([], {}).webhooks, webhook_secret=SECRET)
    tokens, films = make_tokens(settings_with().identity), FilmNews(tmp_path / "films", lambda: 0)

    def made(*urls: str) -> Webhooks:
        wanted = evolve(settings, webhook_urls=urls)
        return make_webhooks(
            wanted, data_dir=tmp_path, journal=Shelf(Town()), films=films, tokens=tokens, origin="", now_ms=lambda: 0
        )

    with trio.fail_after(1):
        await made().serve()
    assert films.listeners == []
    hooks = made(URL, URL + "/2")
    assert [receiver.url for receiver in hooks.receivers] == [URL, URL + "/2"]
    assert films.listeners == [hooks.take]
