"""Opens webinars, finds those of the journal again after a restart, and forgets the ended ones after a while.

It is not on anybody's way: a webinar is reached by its name. The journal keeps what is forgotten here. After a restart
webinars are built a few at a time, so that whoever is here already is heard in between; one that somebody asks for
comes first. A webinar whose log is damaged stays closed and harms no other. The file is long because it begins with all
that a directory can be told.
"""

from functools import partial
from typing import Final

import structlog
from attrs import frozen

from actors.alarms import Alarm
from actors.facts import WebinarCreated
from actors.future import TrioFuture
from actors.node import Node
from actors.ports import Done, JournalError, LogDamaged, Refusal
from actors.runtime import TrioActor, TrioActorRef
from actors.webinar.commands import Reschedule
from actors.webinar.lifecycle import NOTHING_PLANNED, create
from actors.webinar.messages import CountsDue, Open, ReadInfo, WebinarChanged, WebinarDamaged
from actors.webinar.outcome import TRY_AGAIN
from actors.webinar.room import open_webinar
from actors.webinar.room_ids import is_room
from actors.words import ParticipantId, Status, WebinarId

WEBINAR_MAILBOX: Final = 20_000  # two messages of everybody in a full house
RESTORED_AT_ONCE: Final = 4  # webinars
RESTORE_AGAIN_S: Final = 1.0  # the journal could not say what there is
LOOK_AROUND_S: Final = 5.0  # for webinars that could not be built, as while a disk could not be read
TOO_MANY_WEBINARS = Refusal("too_many_webinars", "This server holds as many webinars as it can.", 60_000)
NO_SUCH_WEBINAR = Refusal("no_such_webinar", "There is no such webinar.")
LOG_DAMAGED = Refusal("log_damaged", "This webinar's record is damaged. Whoever runs this server has to look at it.")

log = structlog.get_logger(__name__)


@frozen
class CreateWebinar:
    """Empty ones get a default. Answered once the webinar is durable."""

    title: str = ""
    host_name: str = ""
    plan: Reschedule = NOTHING_PLANNED


@frozen
class Created:
    webinar: WebinarId
    host: ParticipantId


@frozen
class Find:
    """Whether there is such a webinar here. Done: it can be asked by its name from now on, though it may be slow to
    answer the first time. Reads no disk.
    """

    webinar: WebinarId


@frozen
class Reopen:
    """As `Find`; but one that ended long ago is here again for a while, if the journal has it."""

    webinar: WebinarId


@frozen
class Restore:
    """Start every webinar that the journal knows and that has not been over for long."""


@frozen
class RestoreNext:
    """One has been built."""


@frozen
class LookAround: ...


@frozen
class Forget:
    webinar: WebinarId


@frozen
class ReadTotals: ...


@frozen
class Totals:
    """`inside`: people, in all webinars. `damaged`: webinars whose log cannot be read. `unopened`: those still to be
    built after a restart.
    """

    webinars: int
    live: int
    inside: int
    damaged: int = 0
    unopened: int = 0


Message = (
    CreateWebinar | Find | Reopen | ReadTotals
    | Restore | RestoreNext | LookAround | Forget | WebinarChanged | WebinarDamaged
)  # fmt: skip


class Directory(TrioActor):
    def __init__(self, node: Node) -> None:
        super().__init__()
        self.node = node
        self.webinars: dict[WebinarId, WebinarChanged] = {}  # as last heard of
        self.unopened: dict[WebinarId, None] = {}  # those of them that are still to be restored
        self.is_listed = False  # whether the journal has said what there is
        self.damaged: dict[WebinarId, None] = {}
        self.forgetting: dict[WebinarId, Alarm] = {}

    def on_start(self) -> None:
        self.node.alarms.tell(self.actor_ref, Restore())
        self.node.alarms.after(LOOK_AROUND_S, self.actor_ref, LookAround())

    def on_receive(self, message: Message) -> object:
        match message:
            case CreateWebinar():
                return self.create_webinar(message)
            case Find(webinar):
                return self.find(webinar)
            case Reopen(webinar):
                return self.reopen(webinar)
            case ReadTotals():
                return self.totals()
            case WebinarChanged():
                self.webinar_changed(message)
            case WebinarDamaged(webinar):
                self.webinar_damaged(webinar)
            case _:
                self._on_time(message)
        return None

    def _on_time(self, message: Message) -> None:
        match message:
            case Restore():
                self.restore()
            case RestoreNext():
                self.restore_next()
            case LookAround():
                self.look_around()
            case Forget(webinar):
                self.forget(webinar)

    # --- new ones

    def create_webinar(self, wish: CreateWebinar) -> Refusal | TrioFuture[Created | Refusal]:
        limits, webinar, host = self.node.limits, self.node.ids.new(), self.node.ids.new()
        is_open = (known.status is not Status.ENDED for known in self.webinars.values())
        if sum(is_open) >= limits.max_webinars:
            return TOO_MANY_WEBINARS
        facts = create(wish.title, wish.host_name, host, limits.max_participants, limits.max_stage, wish.plan)
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

    # --- those of the journal

    def restore(self) -> None:
        memory_ms = int(self.node.limits.ended_webinar_memory_s * 1000)
        try:
            known = self.node.journal.webinars(self.node.clock.now_ms() - memory_ms)
        except JournalError:
            log.exception("webinars_unreadable")
            self.node.alarms.after(RESTORE_AGAIN_S, self.actor_ref, Restore())
            return
        self.is_listed = True
        for webinar in known:
            if is_room(webinar):  # its webinar starts it
                continue
            self.webinars.setdefault(webinar, WebinarChanged(webinar, Status.WAITING, 0, None))
            running = self.system.find(name_of(webinar))
            if running is None:
                self.unopened[webinar] = None
            else:  # it is this directory that has been built anew
                self.node.alarms.tell(running, CountsDue())
        self._restore_some()

    def _restore_some(self) -> None:
        for _ in range(RESTORED_AT_ONCE):
            self.restore_next()

    def restore_next(self) -> None:
        if self.unopened:
            built = self._start(next(iter(self.unopened))).ask(ReadInfo(None))
            built.on_done(lambda _: self.node.alarms.tell(self.actor_ref, RestoreNext()))

    def look_around(self) -> None:
        self.node.alarms.after(LOOK_AROUND_S, self.actor_ref, LookAround())
        if not self.unopened:
            gone = [webinar for webinar in self.webinars if self.system.find(name_of(webinar)) is None]
            self.unopened = dict.fromkeys(gone)
            self._restore_some()

    def find(self, webinar: WebinarId) -> Done | Refusal:
        if webinar in self.damaged:
            return LOG_DAMAGED
        if webinar not in self.webinars:
            return NO_SUCH_WEBINAR if self.is_listed else TRY_AGAIN
        self._start(webinar)
        return Done(None)

    def reopen(self, webinar: WebinarId) -> Done | Refusal:
        found = self.find(webinar)
        if found is NO_SUCH_WEBINAR:
            found = NO_SUCH_WEBINAR if is_room(webinar) else self._look_up(webinar)
            if isinstance(found, Done):
                self.webinars[webinar] = WebinarChanged(webinar, Status.ENDED, 0, None)
                self._start(webinar)
        if isinstance(found, Done) and self.webinars[webinar].status is Status.ENDED:
            self._forget_later(webinar, self.node.limits.ended_webinar_memory_s)
        return found

    def _look_up(self, webinar: WebinarId) -> Done | Refusal:
        try:
            is_known = next(iter(self.node.journal.read(webinar)), None) is not None
        except LogDamaged:
            self.webinar_damaged(webinar)
            return LOG_DAMAGED
        except JournalError:
            return TRY_AGAIN
        return Done(None) if is_known else NO_SUCH_WEBINAR

    def webinar_damaged(self, webinar: WebinarId) -> None:
        if webinar not in self.damaged:
            log.error("log_damaged", webinar=webinar)
        self.damaged[webinar] = None
        self.webinars.pop(webinar, None)
        self.unopened.pop(webinar, None)

    # --- what becomes of them

    def webinar_changed(self, change: WebinarChanged) -> None:
        before = self.webinars.get(change.webinar)
        if before is None:  # forgotten by now
            return
        self.webinars[change.webinar] = change
        if change.status is not Status.ENDED:
            self._keep(change.webinar)
        elif before.status is not Status.ENDED:
            memory_s = self.node.limits.ended_webinar_memory_s
            ended_for_s = (self.node.clock.now_ms() - (change.ended_at_ms or 0)) / 1000
            self._forget_later(change.webinar, min(max(0.0, memory_s - ended_for_s), memory_s))

    def _forget_later(self, webinar: WebinarId, after_s: float) -> None:
        self._keep(webinar)
        self.forgetting[webinar] = self.node.alarms.after(after_s, self.actor_ref, Forget(webinar))

    def _keep(self, webinar: WebinarId) -> None:
        alarm = self.forgetting.pop(webinar, None)
        if alarm is not None:
            alarm.cancel()

    def forget(self, webinar: WebinarId) -> None:
        self.forgetting.pop(webinar, None)
        self.unopened.pop(webinar, None)
        known = self.webinars.pop(webinar, None)
        if known is not None and known.status is Status.ENDED:
            self.node.journal.retire(webinar)
        ref = self.system.find(name_of(webinar))
        if ref is not None:
            ref.kill()

    def totals(self) -> Totals:
        known = self.webinars.values()
        is_open = [webinar for webinar in known if webinar.status is not Status.ENDED]
        live = sum(webinar.status is Status.LIVE for webinar in is_open)
        inside = sum(webinar.inside for webinar in is_open)
        return Totals(len(is_open), live, inside, len(self.damaged), len(self.unopened))

    def _start(self, webinar: WebinarId) -> TrioActorRef:
        self.unopened.pop(webinar, None)
        return self.system.find(name_of(webinar)) or self.system.start_actor(
            partial(open_webinar, webinar, self.node, self.actor_ref),
            name=name_of(webinar),
            parent=self.actor_ref,
            mailbox_limit=WEBINAR_MAILBOX,
        )


def name_of(webinar: WebinarId) -> str:
    return f"webinar:{webinar}"
