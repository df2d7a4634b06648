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

from actors.errors import ActorDead, MailboxFull
from actors.facts import Fact, WebinarCreated
from actors.future import TrioFuture
from actors.node import Node
from actors.participant import Participant, Reattend
from actors.ports import Answer, Done, Goodbye, Refusal, StoredFact
from actors.router import Router
from actors.runtime import MAILBOX_LIMIT, TrioActor, TrioActorRef
from actors.signals import Signal
from actors.webinar import reading
from actors.webinar.book import TRY_AGAIN, Book
from actors.webinar.census import Census
from actors.webinar.commands import Expire
from actors.webinar.deadlines import Deadlines
from actors.webinar.grants import Grants
from actors.webinar.ledger import Ledger
from actors.webinar.messages import (
    Ask,
    Attend,
    Broadcast,
    CountsDue,
    EmptyForLong,
    Message,
    Open,
    ReadInfo,
    ReadLink,
    ReadPeople,
    ReadStanding,
    RevokeAgain,
    RouterStarted,
    Settled,
    TellRouter,
    Unattend,
    WebinarChanged,
)
from actors.webinar.permits import anew, concerned
from actors.webinar.recent import Recent
from actors.webinar.rights import ELSEWHERE, ENDED, NO_SUCH_PARTICIPANT
from actors.webinar.snapshots import Gallery
from actors.webinar.state import HERE
from actors.webinar.views import advance
from actors.webinar.watchers import Watchers
from actors.words import ParticipantId, Place, Status, WebinarId

REVOKE_AGAIN_S: Final = 1.0  # until a journal that failed is asked once more to note what was taken away
ROUTER_MAILBOX: Final = 20_000  # two messages of everybody in a full house
SENT_AWAY = frozenset({Place.REMOVED, Place.BANNED, Place.DENIED})


class Webinar(TrioActor):
    def __init__(self, webinar: WebinarId, node: Node, directory: TrioActorRef) -> None:
        super().__init__()
        self.id = webinar
        self.node = node
        self.directory = directory
        self.recent = Recent()
        self.latest: dict[type[Signal], Signal] = {}  # for whoever comes later
        self.is_woken = False

    def on_start(self) -> None:
        self.book = Book.read(self.node, Ledger(self.id, self.node.journal, self._wake))
        self.gallery = Gallery(self.book.durable)
        self.watchers = Watchers(self.gallery)
        self.census = Census(self.actor_ref, self.node.alarms, self.node.limits)
        self.deadlines = Deadlines(self.actor_ref, self.node.alarms, self.node.clock)
        router = self._child("router:main", partial(Router, self.actor_ref, self.node), ROUTER_MAILBOX)
        self.grants = Grants(self.actor_ref, router, self.node.alarms)
        self.router_started()
        for participant in self._everybody_here():
            self.node.alarms.tell(self._participant(participant), Reattend())
        self._look_round()

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
            case ReadInfo() | ReadPeople() | ReadLink() | ReadStanding():
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
            case EmptyForLong():
                self.obey(Ask(None, "", Expire()))
            case RevokeAgain():
                self.revoke_again()

    # --- commands: decided now, answered when durable

    def obey(self, ask: Ask) -> TrioFuture[Answer]:
        outcome = self.book.obey(ask)
        self._take_away(outcome.facts)
        return self.book.hold(outcome.answer)

    def _take_away(self, facts: Iterable[Fact]) -> None:
        """What these facts end, ends now."""
        people = concerned(self.book.decided, self.book.durable, facts)
        self._tell_router(people)
        for participant in people:
            if self.book.decided.people[participant].place in SENT_AWAY:
                self._part_with(participant)

    def open(self, created: WebinarCreated) -> TrioFuture[Answer]:
        outcome = self.book.record([created] if self.book.decided.seq == 0 else [])
        return self.book.hold(outcome.answer)

    def revoke_again(self) -> None:
        for owed in self.grants.permits.owed:
            self._take_away(self.book.record(anew(self.book.decided, owed)).facts)

    # --- what is durable: shown, answered, granted, in this order

    def settle(self) -> None:
        self.is_woken = False
        while (batch := self.book.take()) is not None:
            self._show(batch.facts)
            batch.reply()
            self._grant([stored.fact for stored in batch.facts])
        if self.book.has_failed:
            self.start_over()

    def _show(self, facts: Iterable[StoredFact]) -> None:
        for stored in facts:
            publication = advance(self.book.durable, stored)
            self.recent.keep(publication)
            self.watchers.publish(publication)

    def _grant(self, facts: list[Fact]) -> None:
        people = concerned(self.book.decided, self.book.durable, facts)
        self.grants.permits.owe(self.book.durable)
        self._tell_router(people)
        for participant in people:
            if self._has_gone(participant):
                self._part_with(participant)
            else:
                self._participant(participant)
        self._look_round()

    def start_over(self) -> None:
        """The journal has failed: nothing that was not durable has happened, except that what is off stays off."""
        found, batches = self.book.start_over()
        lost = [stored.fact for batch in batches for stored in batch.facts if stored.seq > self.book.decided.seq]
        self._show(found)
        self.grants.permits.owe(self.book.durable, lost)
        self._grant([*lost, *(stored.fact for stored in found)])
        for batch in batches:
            batch.reply(TRY_AGAIN)
        if self.grants.permits.owed:
            self.node.alarms.after(REVOKE_AGAIN_S, self.actor_ref, RevokeAgain())

    # --- people who look on

    def attend(self, wish: Attend) -> Answer:
        refusal = self._absence(wish.by)
        if refusal is not None:
            return refusal
        state = self.book.durable
        person = state.people[wish.by]
        self.watchers.add(person, wish.outbox, self.recent.missed(person, wish.last_seq, state.seq))
        if person.place is Place.IN:
            for signal in self.latest.values():
                wish.outbox.push_signal(signal)
        return Done(state.seq)

    def broadcast(self, signal: Signal) -> None:
        self.latest[type(signal)] = signal
        self.watchers.broadcast(signal)

    def tell_counts(self) -> None:
        self.census.counted(self.book.durable)
        self.watchers.tell_counts()
        self._tell_directory()

    def _absence(self, participant: ParticipantId) -> Refusal | None:
        """Why somebody is not here; a person is here only when both folds say so."""
        for state in (self.book.decided, self.book.durable):
            person = state.people.get(participant)
            if state.status is Status.ENDED:
                return ENDED
            if person is None:
                return NO_SUCH_PARTICIPANT
            if person.place not in HERE:
                return ELSEWHERE[person.place]
        return ELSEWHERE[Place.REMOVED] if self.grants.permits.keeps_out(participant) else None

    # --- children

    def router_started(self) -> None:
        self.grants.tell_all(self.book.decided, self.book.durable)

    def _tell_router(self, people: Iterable[ParticipantId]) -> None:
        self.grants.tell(self.book.decided, self.book.durable, people)

    def _participant(self, participant: ParticipantId) -> TrioActorRef:
        factory = partial(Participant, participant, self.actor_ref, self.grants.router, self.node)
        return self._child(f"participant:{participant}", factory)

    def _part_with(self, participant: ParticipantId) -> None:
        reason = self._absence(participant) or ELSEWHERE[Place.LEFT]
        self.watchers.dismiss(participant, Goodbye(reason.code, reason.message))
        ref = self.system.find(f"{self.actor_ref.actor_urn}/participant:{participant}")
        if ref is not None:
            ref.kill()

    def _child(self, name: str, factory: Callable[[], TrioActor], mailbox_limit: int = MAILBOX_LIMIT) -> TrioActorRef:
        urn = f"{self.actor_ref.actor_urn}/{name}"
        return self.system.find(urn) or self.system.start_actor(
            factory, name=urn, parent=self.actor_ref, mailbox_limit=mailbox_limit
        )

    # --- the rest

    def _look_round(self) -> None:
        if self.book.durable.status is not Status.ENDED:
            self.census.look(self.book.durable)
            self.deadlines.look(self.book.durable)
            return
        self.deadlines.close()
        self.census.close()  # nobody is here any more; the actor stays to say so until its directory forgets it
        self.grants.router.kill()
        self._tell_directory()

    def _tell_directory(self) -> None:
        state = self.book.durable
        with suppress(ActorDead, MailboxFull):
            self.directory.tell(WebinarChanged(self.id, state.status, len(state.inside), state.ended_at_ms))

    def _everybody_here(self) -> list[ParticipantId]:
        state = self.book.durable
        return [] if state.status is Status.ENDED else [*state.inside, *state.waiting]

    def _has_gone(self, participant: ParticipantId) -> bool:
        """Durably, or sent away: who goes by themselves stays until that is certain, and hears the answer."""
        state = self.book.durable
        decided, durable = self.book.decided.people.get(participant), state.people.get(participant)
        is_away = decided is None or decided.place in SENT_AWAY or self.grants.permits.keeps_out(participant)
        return is_away or durable is None or durable.place not in HERE or state.status is Status.ENDED

    def _wake(self) -> None:
        """One message at a time; when the mailbox is full, the next of many will do."""
        if not self.is_woken:
            with suppress(ActorDead, MailboxFull):
                self.actor_ref.tell(Settled())
                self.is_woken = True
