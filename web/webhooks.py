"""Webhooks: what happens, told to the operator's receivers, signed (Standard Webhooks), with retry, at least once.

Actors only drop an event into a bounded box and go on. A box that is full, and every box after a start of the server,
is filled from where they can be read again (`webhook_sources.py`), so that neither a crash nor a slow receiver loses
anything. Within one webinar, and of one recording, events go in order, one after the other; a receiver that is dead
holds up its own events alone. Only the operator names receivers. docs/webhooks.md is the same in prose.
"""

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Final

import httpx
import structlog
import trio
from attrs import define, field
from standardwebhooks import Webhook

from actors.facts import PersonForgotten, RegistrationWithdrawn
from actors.news import Event, event_of
from actors.ports import JournalError, LogDamaged, StoredFact
from actors.webinar.state import State
from config.settings import WebhookSettings
from web.auth import Tokens
from web.recordings.news import PREFIX, FilmNews
from web.webhook_cursors import Cursors
from web.webhook_sender import TIMEOUT_S, Sender
from web.webhook_sources import BothEvents, History, Source, WebinarEvents

BOX_LIMIT: Final = 1000  # events of one webinar in memory; the others wait in the journal
AT_ONCE: Final = 8  # requests to one receiver
RETRY_AFTER_S: Final = (5, 30, 120, 300, 900, 1800, 3600)  # eight tries in two hours
SAVE_EVERY_S: Final = 1.0
LOOK_BACK_MS: Final = 7 * 86_400_000  # webinars that ended earlier are not looked at after a start

log = structlog.get_logger(__name__)


@define
class _Box:
    """One stream's events for one receiver, by number. `is_behind`: its source has later ones that are not here.

    Then none is added, so that they stay in order. `forgettings`: how often somebody of that webinar was forgotten.
    """

    events: dict[int, Event] = field(factory=dict)
    is_behind: bool = False
    is_served: bool = False
    forgettings: int = 0


@define(eq=False)
class Receiver:
    url: str
    kinds: frozenset[str]
    cursors: Cursors
    source: Source
    sender: Sender
    _boxes: dict[str, _Box] = field(factory=dict)
    _news: trio.Event = field(factory=trio.Event)
    _at_once: trio.CapacityLimiter = field(factory=lambda: trio.CapacityLimiter(AT_ONCE))
    _reading: trio.CapacityLimiter = field(factory=lambda: trio.CapacityLimiter(1))

    def take(self, event: Event) -> None:
        """Never blocks."""
        if event.kind not in self.kinds:
            return
        box = self._boxes.setdefault(event.stream, _Box())
        if box.is_behind or len(box.events) >= BOX_LIMIT:
            box.is_behind = True
        else:
            box.events[event.seq] = event
        self._news.set()

    def forget(self, webinar: str) -> None:
        """What waits may name somebody who is to be named no more: the journal will say it without them."""
        box = self._boxes.get(webinar)
        if box is not None:
            box.events, box.is_behind, box.forgettings = {}, True, box.forgettings + 1

    def look_back(self, streams: Iterable[str]) -> None:
        """After a start: whatever there is of these and has not been delivered."""
        known = list(streams)
        self.cursors.keep_only({*known})
        for stream in known:
            self._boxes.setdefault(stream, _Box()).is_behind = True
        self._news.set()

    async def serve(self) -> None:
        async with trio.open_nursery() as boxes:
            boxes.start_soon(self._save_now_and_then, name="webhook cursors")
            while True:
                await self._news.wait()
                self._news = trio.Event()
                for stream, box in list(self._boxes.items()):
                    if not box.is_served:
                        box.is_served = True
                        boxes.start_soon(self._empty, stream, box, name=f"webhooks of {stream}")

    async def _empty(self, stream: str, box: _Box) -> None:
        while box.events or box.is_behind:
            if not box.events:
                await self._read(stream, box)
            if box.events:
                event = box.events[min(box.events)]
                if await self._deliver(box, event):
                    self.cursors.deliver(stream, event.seq)
                    box.events.pop(event.seq, None)
        del self._boxes[stream]

    async def _deliver(self, box: _Box, event: Event) -> bool:
        """Until it is taken, or has been tried often enough. False: it is no longer what is to be told."""
        if event.seq <= self.cursors.delivered.get(event.stream, 0):
            return True
        for wait_s in (*RETRY_AFTER_S, None):
            async with self._at_once:
                if box.events.get(event.seq) is not event:
                    return False
                if await self.sender.post(self.url, event):
                    return True
            if wait_s is not None:
                await trio.sleep(wait_s)
        log.error("webhook_given_up", stream=event.stream, seq=event.seq, kind=event.kind)
        return True

    async def _read(self, stream: str, box: _Box) -> None:
        box.is_behind = False  # what is too much from now on is behind again
        forgettings = box.forgettings
        after = self.cursors.delivered.get(stream, 0)
        try:
            found = await trio.to_thread.run_sync(self._missed, stream, after, limiter=self._reading)
        except LogDamaged:  # the directory says so, loudly
            return
        except JournalError as error:
            log.warning("webhook_history_unreadable", stream=stream, reason=str(error))
            await trio.sleep(RETRY_AFTER_S[0])
            box.is_behind = True
            return
        if box.forgettings != forgettings:  # it may have been read before
            return
        box.is_behind = box.is_behind or len(found) > BOX_LIMIT
        box.events = {event.seq: event for event in found[:BOX_LIMIT]} | ({} if box.is_behind else box.events)

    def _missed(self, stream: str, after: int) -> list[Event]:
        """In a thread: the oldest events after that fact, one more than a box holds if there are."""
        found = (event for event in self.source.events(stream) if self._is_wanted(event, after))
        return list(islice(found, BOX_LIMIT + 1))

    def _is_wanted(self, event: Event, after: int) -> bool:
        return event.seq > after and event.at_ms >= self.cursors.since_ms and event.kind in self.kinds

    async def _save_now_and_then(self) -> None:
        while True:
            if not self.cursors.is_saved:
                written = self.cursors.written()
                try:
                    await trio.to_thread.run_sync(self.cursors.save, written)
                except OSError as error:  # told again after a crash, at worst
                    self.cursors.is_saved = False
                    log.warning("webhook_cursors_not_saved", reason=str(error))
            await trio.sleep(SAVE_EVERY_S)


@define(eq=False)
class Webhooks:
    """The node's herald. `serve` ends when it is cancelled."""

    receivers: tuple[Receiver, ...]
    source: Source
    now_ms: Callable[[], int]

    def happened(self, state: State, stored: StoredFact) -> None:
        if isinstance(stored.fact, PersonForgotten | RegistrationWithdrawn):
            for receiver in self.receivers:
                receiver.forget(state.id)
        event = event_of(state, stored) if self.receivers else None
        if event is not None:
            self.take(event)

    def take(self, event: Event) -> None:
        for receiver in self.receivers:
            receiver.take(event)

    async def serve(self) -> None:
        if not self.receivers:
            return
        streams = await self._streams()
        async with trio.open_nursery() as receivers:
            for receiver in self.receivers:
                receiver.look_back(streams)
                receivers.start_soon(receiver.serve, name=f"webhooks to {httpx.URL(receiver.url).host}")

    async def _streams(self) -> list[str]:
        while True:
            try:
                return list(self.source.streams(self.now_ms() - LOOK_BACK_MS))
            except (JournalError, OSError) as error:
                log.warning("webhook_history_unreadable", reason=str(error))
                await trio.sleep(RETRY_AFTER_S[0])


def make_webhooks(
    settings: WebhookSettings,
    *,
    data_dir: Path,
    journal: History,
    films: FilmNews,
    tokens: Tokens,
    origin: str,
    now_ms: Callable[[], int],
) -> Webhooks:
    """A secret as receivers know it (`whsec_…`, base64), or any other text."""
    client = httpx.AsyncClient(timeout=TIMEOUT_S, follow_redirects=False, trust_env=False)
    secret, receivers = settings.webhook_secret, list[Receiver]()
    source = BothEvents(WebinarEvents(journal), films, PREFIX)
    for url in settings.webhook_urls:
        signer = Webhook(secret if secret.startswith("whsec_") else secret.encode())
        sender = Sender(client, signer, tokens, origin, lambda: now_ms() / 1000)
        receivers.append(
            Receiver(url, frozenset(settings.webhook_events), Cursors.of(data_dir, url, now_ms()), source, sender)
        )
    hooks = Webhooks(tuple(receivers), source, now_ms)
    films.listeners += [hooks.take] if receivers else []
    return hooks
