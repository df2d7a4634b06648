"""Opens webinars, finds those of the journal again after a restart, and forgets the ended ones after a while.

It is not on anybody's way: a webinar is reached by its name. The journal keeps what is forgotten here.
"""

from functools import partial
from typing import Final

from attrs import frozen

from actors.facts import WebinarCreated
from actors.future import TrioFuture
from actors.node import Node
from actors.ports import Done, Refusal
from actors.runtime import TrioActor, TrioActorRef
from actors.webinar.actor import Webinar
from actors.webinar.lifecycle import create
from actors.webinar.messages import Open, WebinarChanged
from actors.words import ParticipantId, Status, WebinarId

WEBINAR_MAILBOX: Final = 20_000  # two messages of everybody in a full house
TOO_MANY_WEBINARS = Refusal("too_many_webinars", "This server holds as many webinars as it can.", 60_000)
TRY_AGAIN = Refusal("try_again", "The server could not do this just now. Try again.", 1000)


@frozen
class CreateWebinar:
    """Empty ones get a default. Answered once the webinar is durable."""

    title: str = ""
    host_name: str = ""


@frozen
class Created:
    webinar: WebinarId
    host: ParticipantId


@frozen
class Restore:
    """Start every webinar that the journal knows."""


@frozen
class Forget:
    webinar: WebinarId


@frozen
class ReadTotals: ...


@frozen
class Totals:
    """`inside`: people, in all webinars."""

    webinars: int
    live: int
    inside: int


Message = CreateWebinar | Restore | Forget | ReadTotals | WebinarChanged


class Directory(TrioActor):
    def __init__(self, node: Node) -> None:
        super().__init__()
        self.node = node
        self.webinars: dict[WebinarId, WebinarChanged] = {}  # as last heard of

    def on_start(self) -> None:
        self.actor_ref.tell(Restore())

    def on_receive(self, message: Message) -> object:
        match message:
            case CreateWebinar():
                return self.create_webinar(message)
            case WebinarChanged():
                self.webinar_changed(message)
            case ReadTotals():
                return self.totals()
            case Restore():
                self.restore()
            case Forget(webinar):
                self.forget(webinar)
        return None

    def create_webinar(self, wish: CreateWebinar) -> Refusal | TrioFuture[Created | Refusal]:
        limits, webinar, host = self.node.limits, self.node.ids.new(), self.node.ids.new()
        is_open = (known.status is not Status.ENDED for known in self.webinars.values())
        if sum(is_open) >= limits.max_webinars:
            return TOO_MANY_WEBINARS
        facts = create(wish.title, wish.host_name, host, limits.max_participants, limits.max_stage)
        if isinstance(facts, Refusal):
            return facts
        (created,) = facts
        assert isinstance(created, WebinarCreated)
        self.webinars[webinar] = WebinarChanged(webinar, Status.WAITING, 0, None)
        reply: TrioFuture[Created | Refusal] = TrioFuture()
        self._start(webinar).ask(Open(created)).on_done(partial(self._opened, Created(webinar, host), reply))
        return reply

    def _opened(self, created: Created, reply: TrioFuture[Created | Refusal], result: object) -> None:
        if isinstance(result, Done):
            reply.set(created)
        else:
            reply.set(TRY_AGAIN)
            self.node.alarms.tell(self.actor_ref, Forget(created.webinar))

    def webinar_changed(self, change: WebinarChanged) -> None:
        was_open = change.webinar in self.webinars and self.webinars[change.webinar].status is not Status.ENDED
        self.webinars[change.webinar] = change
        if change.status is Status.ENDED and was_open:
            ended_for_s = (self.node.clock.now_ms() - (change.ended_at_ms or 0)) / 1000
            memory_s = max(0.0, self.node.limits.ended_webinar_memory_s - ended_for_s)
            self.node.alarms.after(memory_s, self.actor_ref, Forget(change.webinar))

    def restore(self) -> None:
        for webinar in self.node.journal.webinars():
            self.webinars.setdefault(webinar, WebinarChanged(webinar, Status.WAITING, 0, None))
            self._start(webinar)

    def forget(self, webinar: WebinarId) -> None:
        self.webinars.pop(webinar, None)
        ref = self.system.find(name_of(webinar))
        if ref is not None:
            ref.kill()

    def totals(self) -> Totals:
        known = self.webinars.values()
        is_open = [webinar for webinar in known if webinar.status is not Status.ENDED]
        live = sum(webinar.status is Status.LIVE for webinar in is_open)
        return Totals(len(is_open), live, sum(webinar.inside for webinar in is_open))

    def _start(self, webinar: WebinarId) -> TrioActorRef:
        return self.system.find(name_of(webinar)) or self.system.start_actor(
            partial(Webinar, webinar, self.node, self.actor_ref),
            name=name_of(webinar),
            parent=self.actor_ref,
            mailbox_limit=WEBINAR_MAILBOX,
        )


def name_of(webinar: WebinarId) -> str:
    return f"webinar:{webinar}"
