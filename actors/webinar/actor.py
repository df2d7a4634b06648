"""The webinar as an actor: the one place where commands are put in order, and the one writer of the webinar's log.

It holds two folds of that log. `decided` has every fact at once: the next command is judged by it, and whatever was
taken away ends with it. `durable` has only what the journal has confirmed: everything shown, answered and granted comes
from it. When the journal fails, `decided` is folded anew and whoever waits is told to try again.

The file is long because it lists all that a webinar can be told; what each comes to stands in the files beside it.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Final

import structlog

from actors.alarms import Alarm
from actors.errors import ActorDead, MailboxFull
from actors.facts import Fact, ParticipantLeft, PersonForgotten, RegistrationWithdrawn, WebinarCreated
from actors.future import TrioFuture
from actors.node import Node
from actors.participant import Reattend
from actors.ports import Answer, Done, Goodbye, JournalError, LogDamaged, StoredFact
from actors.runtime import TrioActor, TrioActorRef
from actors.signals import Signal
from actors.webinar import reading
from actors.webinar.book import Health
from actors.webinar.breakouts import NO_SUCH_ROOM
from actors.webinar.census import Census
from actors.webinar.commands import CaptureEnded, Expire, React
from actors.webinar.consent import CONSENT_NEEDED, is_to_consent
from actors.webinar.deadlines import Deadlines
from actors.webinar.grants import Grants
from actors.webinar.household import Household
from actors.webinar.ledger import Ledger
from actors.webinar.messages import (
    Ask,
    Attached,
    Attend,
    Broadcast,
    CountsDue,
    EmptyForLong,
    FindRoom,
    JournalAgain,
    Message,
    Open,
    ReactionsDue,
    RecordingBroke,
    RecordingDue,
    RecordRoom,
    RoomAnswered,
    RoomsDue,
    RoomStarted,
    RouterStarted,
    Settled,
    TalliesDue,
    TellRouter,
    Unattend,
    WebinarChanged,
    WebinarDamaged,
)
from actors.webinar.outcome import BUSY, TRY_AGAIN
from actors.webinar.permits import anew, concerned
from actors.webinar.presence import absence, everybody_here, has_gone, is_sent_away
from actors.webinar.reactions import Applause
from actors.webinar.rebuilding import rebuild
from actors.webinar.recent import Recent
from actors.webinar.recordings_keeper import RecordingLine, RecordingsKeeper, where
from actors.webinar.resuming import next_number
from actors.webinar.rights import ELSEWHERE
from actors.webinar.rooms_keeper import RoomsKeeper
from actors.webinar.snapshots import Gallery
from actors.webinar.tallies import Tallies
from actors.webinar.views import advance
from actors.webinar.watchers import Watchers
from actors.words import ParticipantId, Place, RoomId, Status, WebinarId

JOURNAL_AGAIN_S: Final = 1.0  # after a failure; so long at most is everything back later than the disk

log = structlog.get_logger(__name__)


class Webinar(TrioActor):
    def __init__(
        self,
        webinar: WebinarId,
        node: Node,
        directory: TrioActorRef,
        build_room: Callable[[RoomId, TrioActorRef], TrioActor],
    ) -> None:
        super().__init__()
        self.id = webinar
        self.node = node
        self.directory = directory
        self.build_room = build_room
        self.latest: dict[type[Signal], Signal] = {}  # for whoever comes later
        self.is_woken = False
        self.again: Alarm | None = None

    def on_start(self) -> None:
        try:
            self.book, self.recent = rebuild(self.node, Ledger(self.id, self.node.journal, self._wake))
        except LogDamaged:
            self.node.alarms.tell(self.directory, WebinarDamaged(self.id))
            raise
        self.gallery = Gallery(self.book.durable)
        self.watchers = Watchers(self.gallery)
        self.tallies = Tallies(self.actor_ref, self.node.alarms, self.watchers)
        self.applause = Applause(self.actor_ref, self.node.alarms, self.watchers)
        self.census = Census(self.actor_ref, self.node.alarms, self.node.limits)
        self.deadlines = Deadlines(self.actor_ref, self.node.alarms, self.node.clock)
        self.household = Household(self.system, self.actor_ref, self.node, where(self.id))
        self.grants = Grants(self.actor_ref, self.household.router, self.node.alarms)
        self.rooms = RoomsKeeper(self.system, self.actor_ref, self.node, self.build_room)
        self.rooms.touch_all(self.book.decided, self.book.durable)
        line = RecordingLine(self.actor_ref, self.household.router, self.node.alarms)
        self.recordings = RecordingsKeeper(line, self.rooms.find, self.rooms.known)
        self.recordings.begin(self.book.decided, self.book.durable)
        self.router_started()
        here = dict.fromkeys(everybody_here(self.book.durable))
        for participant in here:
            self.node.alarms.tell(self.household.participant(participant), Reattend())
        for gone in [member for member in self.household.members() if member not in here]:  # while this actor failed
            self._part_with(gone)
        self._look_round()
        self._tell_directory()

    def on_receive(self, message: Message) -> object:
        self.settle()  # of earlier messages: by now their askers wait for the answers
        return self._handle(message)

    def _handle(self, message: Message) -> object:
        match message:
            case Ask():
                return self.obey(message)
            case Attend():
                return self.attend(message)
            case Unattend(by, outbox):
                self.watchers.remove(by, outbox)
            case Open(created):
                return self.open(created)
            case FindRoom(room):
                return self.find_room(room)
            case _ if isinstance(message, reading.Wish):
                return reading.read(self.gallery, message)
            case _:
                self._handle_inner(message)
        return None

    def _handle_inner(self, message: Message) -> None:
        match message:
            case Settled():
                pass  # it is only to call `settle`, which precedes every message
            case Broadcast(signal):
                self.broadcast(signal)
            case RouterStarted():
                self.router_started()
            case TellRouter(people):
                self._tell_router(people)
            case CountsDue():
                self.tell_counts()
            case TalliesDue():
                self.tallies.tell()
            case ReactionsDue():
                self.applause.tell()
            case EmptyForLong():
                self.obey(Ask(None, "", Expire()))
            case JournalAgain():
                self.journal_again()
            case _:
                self._handle_rooms(message)

    def _handle_rooms(self, message: Message) -> None:
        match message:
            case RoomsDue(again):
                self.rooms.tell(self.book.decided, self.book.durable, self.grants.permits, again)
            case RoomAnswered():
                merge = self.rooms.answered(message)
                if merge is not None:
                    self.obey(Ask(None, "", merge)).on_done(partial(self.rooms.merged, message.room))
            case RoomStarted(room):
                self.rooms.room_started(room)
                self.recordings.room_started(self.book.decided, self.book.durable, room)
            case RecordRoom(wish):
                self.recordings.line.tell(wish)
            case RecordingDue():
                self.recordings.again(self.book.decided, self.book.durable)
            case RecordingBroke():
                self.recording_broke(message)

    # --- commands: decided now, answered when durable

    def obey(self, ask: Ask) -> TrioFuture[Answer]:
        outcome = self.book.obey(ask)
        if isinstance(ask.command, React) and isinstance(outcome.answer, Done):
            self.applause.note(ask.command.kind)
        self.watchers.aliases.spoke(ask.by, outcome.facts)
        self.grants.permits.owe(self.book.durable, outcome.unnoted)
        self._take_away([*outcome.facts, *outcome.unnoted])
        return self.book.hold(outcome)

    def _take_away(self, facts: Iterable[Fact]) -> None:
        """What these facts end, ends now."""
        facts = list(facts)
        people = concerned(self.book.decided, self.book.durable, facts)
        self._tell_router(people)
        self.rooms.look(self.book.decided, self.book.durable, facts)
        self.recordings.look(self.book.decided, self.book.durable)
        for participant in people:
            if is_sent_away(self.book.decided, self.grants.permits, participant):
                self._part_with(participant)

    def open(self, created: WebinarCreated) -> TrioFuture[Answer]:
        return self.book.hold(self.book.record([created] if self.book.decided.seq == 0 else []))

    # --- what is durable: shown, answered, granted, in this order

    def settle(self) -> None:
        self.is_woken = False
        while (batch := self.book.take()) is not None:
            self._show(batch.facts)
            batch.reply()
            self._grant([stored.fact for stored in batch.facts])
        self.book.keep_state()
        if self.book.has_failed:
            self.start_over()

    def _show(self, facts: Iterable[StoredFact]) -> None:
        for stored in facts:
            publication = advance(self.book.durable, stored)
            self.recent.keep(publication)
            self.watchers.publish(publication)
            self.tallies.note(stored.fact)
            self.node.herald.happened(self.book.durable, stored)
            if isinstance(stored.fact, PersonForgotten | RegistrationWithdrawn):
                self.recent = Recent()  # in the old one they still have a name, and in what has been drawn
                self.gallery.clear()

    def _grant(self, facts: list[Fact]) -> None:
        people = concerned(self.book.decided, self.book.durable, facts)
        self.grants.permits.owe(self.book.durable)
        self._tell_router(people)
        self.rooms.look(self.book.decided, self.book.durable, facts)
        self.recordings.look(self.book.decided, self.book.durable)
        for participant in people:
            if has_gone(self.book.decided, self.book.durable, self.grants.permits, participant):
                self._part_with(participant)
            else:
                self.household.participant(participant)
        self._look_round()

    # --- the journal's failures: what was not durable has not happened, except that what is off stays off

    def start_over(self) -> None:
        batches = self.book.abandon()
        log.warning("journal_failed", webinar=self.id, reason=str(batches[0].error), appends=len(batches))
        self._find_out([stored.fact for batch in batches for stored in batch.facts])
        for batch in batches:
            batch.reply(TRY_AGAIN)
        self._ask_journal_later()

    def _find_out(self, lost: list[Fact]) -> None:
        found: list[StoredFact] = []
        try:
            found = self.book.find_out()
        except LogDamaged:
            raise
        except JournalError as error:  # until it can be read nothing is granted or noted, and media goes on
            log.warning("journal_unreadable", webinar=self.id, reason=str(error))
        for stored in found:
            self._show([stored])
            if isinstance(stored.fact, ParticipantLeft):  # what comes after it is not for them
                self._part_with(stored.fact.participant)
        self.grants.permits.owe(self.book.durable, lost)
        self._grant([*lost, *(stored.fact for stored in found)])
        self.rooms.touch_all(self.book.decided, self.book.durable)

    def journal_again(self) -> None:
        if self.book.health is Health.UNKNOWN:
            self._find_out([])
        if self.book.health is not Health.UNKNOWN:
            self.book.may_try = True
            for owed in self.grants.permits.owed:
                self._take_away(self.book.record(anew(self.book.decided, owed)).facts)
        self._look_round()
        if self.book.health is not Health.WELL or self.grants.permits.owed:
            self._ask_journal_later()

    def _ask_journal_later(self) -> None:
        if self.again is None or not self.again.is_pending:
            self.again = self.node.alarms.after(JOURNAL_AGAIN_S, self.actor_ref, JournalAgain())

    # --- people who look on

    def attend(self, wish: Attend) -> Answer:
        refusal = absence(self.book.decided, self.book.durable, self.grants.permits, wish.by)
        if refusal is None and wish.is_new and is_to_consent(self.book.durable, wish.by):
            refusal = CONSENT_NEEDED
        if refusal is not None:
            return refusal
        state = self.book.durable
        person = state.people[wish.by]
        self.watchers.add(person, wish.outbox, self.recent.missed(state, person, wish.last_seq))
        if person.place is Place.IN:
            for signal in self.latest.values():
                wish.outbox.push_signal(signal)
        return Done(state.seq, Attached(wish.page, next_number(person, wish.page)) if wish.page else None)

    def broadcast(self, signal: Signal) -> None:
        self.latest[type(signal)] = signal
        self.watchers.broadcast(signal)

    def tell_counts(self) -> None:
        self.census.counted(self.book.durable)
        self.watchers.tell_counts()
        self._tell_directory()

    # --- the router, and who has an actor

    def router_started(self) -> None:
        self.grants.tell_all(self.book.decided, self.book.durable)
        self.recordings.line.again()

    def _tell_router(self, people: Iterable[ParticipantId]) -> None:
        self.grants.tell(self.book.decided, self.book.durable, people)

    def recording_broke(self, broke: RecordingBroke) -> None:
        """A full disk may be the journal's too: until it is noted, it is tried again."""
        answer = self.obey(Ask(None, "", CaptureEnded(broke.recording, broke.reason)))
        answer.on_done(lambda done: self._say_again(broke) if done in (TRY_AGAIN, BUSY) else None)

    def _say_again(self, broke: RecordingBroke) -> None:
        self.node.alarms.after(JOURNAL_AGAIN_S, self.actor_ref, broke)

    def find_room(self, room: RoomId) -> Answer:
        if room not in self.book.durable.rooms_made:
            return NO_SUCH_ROOM
        self.rooms.find(room)
        return Done(None)

    def _part_with(self, participant: ParticipantId) -> None:
        self.watchers.dismiss(participant, self._farewell(participant))
        self.household.part_with(participant)

    def _farewell(self, participant: ParticipantId) -> Goodbye:
        why = absence(self.book.decided, self.book.durable, self.grants.permits, participant)
        reason = why or ELSEWHERE[Place.LEFT]
        return Goodbye(reason.code, reason.message)

    # --- the rest

    def _look_round(self) -> None:
        if self.book.durable.status is not Status.ENDED:
            self.census.look(self.book.durable)
            self.deadlines.look(self.book.durable)
            return
        self.tallies.close()
        self.applause.close()
        self.census.close()  # nobody is here any more; the actor stays to say so until its directory forgets it
        self.deadlines.close()
        self.household.router.kill()
        self._tell_directory()

    def _tell_directory(self) -> None:
        state = self.book.durable
        with suppress(ActorDead, MailboxFull):
            self.directory.tell(WebinarChanged(self.id, state.status, len(state.inside), state.ended_at_ms))

    def _wake(self) -> None:
        """One message at a time; when the mailbox is full, the next of many will do."""
        if not self.is_woken:
            with suppress(ActorDead, MailboxFull):
                self.actor_ref.tell(Settled())
                self.is_woken = True
