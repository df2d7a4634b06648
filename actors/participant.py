"""One person as an actor: their sessions, whether they are present, and how much they may ask.

It passes on and decides nothing: commands go to the webinar, media commands to the router, each with this person's name
on it. It exists while the person waits or is inside, and keeps nothing durable. The file is long because it begins with
all that this actor can be told.
"""

from functools import partial
from math import ceil
from typing import Final

from attrs import frozen

from actors.alarms import Alarm
from actors.bucket import Bucket
from actors.future import TrioFuture
from actors.media_commands import HangUp, MediaCommand, Opened, Publish, Show, Watch
from actors.node import Node
from actors.ports import Answer, Done, Goodbye, Outbox, Refusal
from actors.router_messages import Request
from actors.runtime import TrioActor, TrioActorRef
from actors.signals import ConnectionEnded, Hear
from actors.webinar import commands as c
from actors.webinar.messages import Ask, Attend, Unattend
from actors.words import PageId, ParticipantId

SESSIONS_MAX: Final = 8  # of one person; the oldest makes room
REACTIONS_PER_S, REACTIONS_BURST = 3, 3
OFFERS_PER_S, OFFERS_BURST = 0.5, 8  # each costs the server milliseconds; a page that reconnects makes two
PRESENCE_AGAIN_S: Final = 1.0
PLACE_LOST_AGAIN_S: Final = 60.0
GONE = Refusal("gone", "This session has ended.")
CONNECT_AGAIN = Goodbye("restarting", "Connect again.", retry_after_ms=1000)


@frozen
class Attach:
    """A session's outbox. Answered once its snapshot, or what it missed after `last_seq`, is in it.

    `page`: whose outbox it is; an older one of the same page is replaced. `number`: of the resume token by which the
    page proves that it is one of this person's; None where another token has proven who this is. See `Attached`.
    `consent`: to being recorded, of a page that is new.
    """

    outbox: Outbox
    last_seq: int | None = None
    page: PageId = ""
    number: int | None = None
    consent: bool = False


@frozen
class Detach:
    outbox: Outbox


@frozen
class Do:
    command_id: str
    command: c.SPOKEN


@frozen
class Reattend:
    """The webinar was built anew and knows no outbox."""


@frozen
class FirstAnswered:
    """What the webinar says about a page's resume token or consent, or what went wrong between actors."""

    wish: Attach
    answer: object


@frozen
class GraceOver:
    """No session for so long that it is no reload."""


@frozen
class PlaceLost:
    """No session for so long that others may have the place."""


@frozen
class PresenceUnheard:
    """The webinar could not note whether this person is here."""


@frozen
class PlainOpened:
    """A connection without a session: a plain encoder or player, whose presence it is."""

    connection: str


Message = (
    Attach | Detach | Do | MediaCommand | Hear | Reattend | FirstAnswered
    | GraceOver | PlaceLost | PresenceUnheard | PlainOpened
)  # fmt: skip


class Participant(TrioActor):
    def __init__(self, participant: ParticipantId, webinar: TrioActorRef, router: TrioActorRef, node: Node) -> None:
        super().__init__()
        self.id = participant
        self.webinar = webinar
        self.router = router
        self.node = node
        self.outboxes: dict[Outbox, PageId] = {}  # the oldest first
        self.resuming: dict[Outbox, TrioFuture[Answer]] = {}
        self.plain: set[str] = set()  # connections
        self.commands = Bucket(node.limits.command_rate_per_s, node.limits.command_burst)
        self.reactions = Bucket(REACTIONS_PER_S, REACTIONS_BURST)
        self.offers = Bucket(OFFERS_PER_S, OFFERS_BURST)
        self.is_connected = False
        self.alarm: Alarm | None = None

    def on_start(self) -> None:
        self._mind_presence()

    def on_receive(self, message: Message) -> object:
        match message:
            case Attach():
                return self.attach(message)
            case Detach(outbox):
                self.detach(outbox)
            case Do():
                return self.do(message)
            case Publish() | Watch():
                return self.offer(message)
            case Show() | HangUp():
                return self._too_fast(self.commands) or self.router.ask(Request(self.id, message))
            case Hear():
                self.hear(message)
            case Reattend():
                self.reattend()
            case FirstAnswered():
                self.first_answered(message)
            case _:
                self._on_time(message)
        return None

    def _on_time(self, message: Message) -> None:
        match message:
            case GraceOver():
                self.grace_over()
            case PlaceLost():
                self.place_lost()
            case PresenceUnheard():
                self._say(c.Connected() if self.is_connected else c.Disconnected())
            case PlainOpened(connection):
                self.plain.add(connection)
                self._mind_presence()

    def on_stop(self) -> None:
        for outbox in self.outboxes:
            outbox.close(CONNECT_AGAIN)

    def on_failure(self, *_: object) -> None:
        """The next one knows none of these sessions: they come back by themselves."""
        self.on_stop()
        for outbox in self.outboxes:
            self.node.alarms.tell(self.webinar, Unattend(self.id, outbox))

    # --- sessions

    def attach(self, wish: Attach) -> TrioFuture[Answer]:
        first = self._first(wish)
        if first is None or wish.outbox in self.outboxes:
            return self._attend(wish)
        reply = self.resuming[wish.outbox] = TrioFuture()
        self.webinar.ask(first).on_done(
            lambda answer: self.node.alarms.tell(self.actor_ref, FirstAnswered(wish, answer))
        )
        return reply

    def _first(self, wish: Attach) -> Ask | None:
        """What the webinar has to note before it shows anything."""
        if wish.number is not None:
            return Ask(self.id, "", c.Resume(wish.page, wish.number))
        return Ask(self.id, self.node.ids.new(), c.ConsentToRecording()) if wish.consent else None

    def first_answered(self, message: FirstAnswered) -> None:
        reply = self.resuming.pop(message.wish.outbox, None)
        if reply is None:  # its session has gone, or an earlier self of this actor was asked
            return
        if isinstance(message.answer, Done):
            self._attend(message.wish).on_done(reply.settle)
        else:
            reply.settle(message.answer)

    def _attend(self, wish: Attach) -> TrioFuture[Answer]:
        is_new = wish.outbox not in self.outboxes and wish.number is None
        if wish.outbox not in self.outboxes:
            self._make_room(wish.page)
            self.outboxes[wish.outbox] = wish.page
            self._mind_presence()
        answer = self.webinar.ask(Attend(self.id, wish.outbox, wish.last_seq, self.outboxes[wish.outbox], is_new))
        answer.on_done(partial(self._attended, wish.outbox))
        return answer

    def _make_room(self, page: PageId) -> None:
        for outbox in [known for known, its_page in self.outboxes.items() if its_page == page != ""]:
            self._replace(outbox, "This page has connected again.")
        if len(self.outboxes) >= SESSIONS_MAX:
            self._replace(next(iter(self.outboxes)), "You have opened this webinar too many times.")

    def _replace(self, outbox: Outbox, why: str) -> None:
        self._drop(outbox)
        outbox.close(Goodbye("replaced", why))

    def _attended(self, outbox: Outbox, result: object) -> None:
        if not isinstance(result, Done):
            self.node.alarms.tell(self.actor_ref, Detach(outbox))

    def detach(self, outbox: Outbox) -> None:
        resuming = self.resuming.pop(outbox, None)
        if resuming is not None:
            resuming.set(GONE)
        if outbox in self.outboxes:
            self._drop(outbox)
            self._mind_presence()

    def _drop(self, outbox: Outbox) -> None:
        del self.outboxes[outbox]
        self.node.alarms.tell(self.webinar, Unattend(self.id, outbox))

    def reattend(self) -> None:
        for outbox, page in self.outboxes.items():
            self.webinar.ask(Attend(self.id, outbox, None, page)).on_done(partial(self._reattended, outbox))

    def _reattended(self, outbox: Outbox, result: object) -> None:
        """Its session waits for no answer: without a word it would show for ever what was before."""
        if not isinstance(result, Done):
            outbox.close(CONNECT_AGAIN)
            self.node.alarms.tell(self.actor_ref, Detach(outbox))

    def hear(self, message: Hear) -> None:
        for outbox in self.outboxes:
            outbox.push_signal(message.signal)
        if isinstance(message.signal, ConnectionEnded) and message.signal.connection in self.plain:
            self.plain.remove(message.signal.connection)
            self._mind_presence()

    # --- what the person asks

    def do(self, wish: Do) -> Refusal | TrioFuture[Answer]:
        refusal = self._too_fast(self.commands)
        if refusal is None and isinstance(wish.command, c.React):
            refusal = self._too_fast(self.reactions)
        return refusal or self.webinar.ask(Ask(self.id, wish.command_id, wish.command))

    def offer(self, wish: Publish | Watch) -> Refusal | TrioFuture[Answer]:
        refusal = self._too_fast(self.offers)
        if refusal is not None:
            return refusal
        answer = self.router.ask(Request(self.id, wish))
        is_plain = not wish.sources if isinstance(wish, Publish) else not (wish.seats or wish.screens)
        if is_plain:
            answer.on_done(self._plain_answered)
        return answer

    def _plain_answered(self, result: object) -> None:
        if isinstance(result, Done) and isinstance(result.result, Opened):
            self.node.alarms.tell(self.actor_ref, PlainOpened(result.result.connection))

    def _too_fast(self, bucket: Bucket) -> Refusal | None:
        wait_s = bucket.take(self.system.now_s())
        return Refusal("too_fast", "You are asking too much at once.", ceil(wait_s * 1000)) if wait_s else None

    # --- presence

    def _mind_presence(self) -> None:
        if self.outboxes or self.plain:
            self._set_alarm(None)
            if not self.is_connected:
                self.is_connected = True
                self._say(c.Connected())
        elif self.alarm is None:
            self._set_alarm(self.node.alarms.after(self.node.limits.absence_s, self.actor_ref, GraceOver()))

    def grace_over(self) -> None:
        if not (self.outboxes or self.plain):
            self.is_connected = False
            self._say(c.Disconnected())
            self._set_alarm(self.node.alarms.after(self.node.limits.lost_place_s, self.actor_ref, PlaceLost()))

    def place_lost(self) -> None:
        if not (self.outboxes or self.plain):
            self.webinar.ask(Ask(self.id, "", c.Absent()))
            self._set_alarm(self.node.alarms.after(PLACE_LOST_AGAIN_S, self.actor_ref, PlaceLost()))

    def _say(self, presence: c.Connected | c.Disconnected) -> None:
        self.webinar.ask(Ask(self.id, "", presence)).on_done(self._said)

    def _said(self, result: object) -> None:
        """A refusal for good means that this person is not here any more: then neither is this actor, soon."""
        is_final = isinstance(result, Refusal) and result.retry_after_ms is None
        if not isinstance(result, Done) and not is_final:
            self.node.alarms.after(PRESENCE_AGAIN_S, self.actor_ref, PresenceUnheard())

    def _set_alarm(self, alarm: Alarm | None) -> None:
        if self.alarm is not None:
            self.alarm.cancel()
        self.alarm = alarm
