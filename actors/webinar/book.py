"""The webinar's log as it is being written: commands in, answers out, each command judged by all that came before it.

Two folds of one log. `decided` has every fact at once: the next command is judged by it. `durable` has only what the
journal has confirmed; whatever is shown or granted comes from it, and its owner applies the facts that are given to it.

When an append fails, `decided` becomes what is durable, once. From then on the journal is spared: commands are put off
with `try_again` and not noted, but for one append at once and one in a while, and the first that succeeds makes all
well. What is taken away by a command that was put off is given to the owner as `unnoted`: it is to end all the same.
"""

from enum import Enum, auto
from typing import Final

from attrs import define, field

from actors import facts as f
from actors.facts import Fact
from actors.future import TrioFuture
from actors.node import Node
from actors.ports import Answer, Done, Refusal, Remembered, StoredFact
from actors.webinar import commands as c
from actors.webinar.anonymity import is_hidden
from actors.webinar.apply import apply, fold_into
from actors.webinar.copying import copied
from actors.webinar.decide import decide
from actors.webinar.decision import Context
from actors.webinar.ledger import Batch, Ledger
from actors.webinar.messages import Ask
from actors.webinar.outcome import BUSY, TRY_AGAIN, Outcome, put_off, takes_away
from actors.webinar.recent import KEPT as SHOWN_AGAIN
from actors.webinar.remembered import HIDDEN, Answers, fingerprint, hidden_id
from actors.webinar.results import result_of
from actors.webinar.state import State

REFUSALS_KEPT: Final = 16  # per person, in memory alone: a refusal has no effect that could happen twice
KEEP_AFTER: Final = 500  # facts; folding so many takes milliseconds
KEEP_AFTER_PER_PERSON: Final = 2  # facts; so that a full house, which is long to write, is seldom written
SPOILS_STATES = (
    f.PollClosed | f.PersonForgotten | f.RegistrationWithdrawn | f.RoomsClosed | f.WebinarEnded
)  # the journal drops kept states with these


class Health(Enum):
    """Of the journal, as far as this webinar knows."""

    WELL = auto()
    FAILING = auto()  # the last append failed; nothing is on its way but what `may_try` has let through
    UNKNOWN = auto()  # the same, and what is durable could not be read: `decided` is of no use but to take away


@define(eq=False)
class Book:
    """Opened by `Book.read`. `ledger.wake` is called whenever `take` or `has_failed` may say something new."""

    node: Node
    ledger: Ledger
    decided: State
    durable: State
    kept_seq: int  # of the newest state that the journal keeps
    refused: Answers = field(factory=lambda: Answers(kept=REFUSALS_KEPT))
    health: Health = Health.WELL
    may_try: bool = False
    failures: int = 0  # running

    @classmethod
    def read(cls, node: Node, ledger: Ledger, shown_again: int = SHOWN_AGAIN) -> tuple["Book", list[StoredFact]]:
        """Also the last few facts: `durable` is without them, for its owner to show.

        Raises JournalError, LogDamaged.
        """
        kept = node.journal.newest_state(ledger.webinar) or State(ledger.webinar)
        kept_seq = kept.seq
        log = list(node.journal.read(ledger.webinar, after_seq=kept_seq))
        facts = [entry for entry in log if isinstance(entry, StoredFact)]
        first = max(len(facts) - shown_again, 0)
        durable = fold_into(kept, [*facts[:first], *(entry for entry in log if isinstance(entry, Remembered))])
        decided = fold_into(copied(durable), facts[first:])
        return cls(node, ledger, decided, durable, kept_seq), facts[first:]

    # --- in

    def obey(self, ask: Ask) -> Outcome:
        """Same person, same id, same command: same answer, and nothing else happens."""
        context = Context(ask.by, self.node.clock.now_ms(), self.node.ids.new)
        return self._pass(ask, context) if isinstance(ask.command, c.React) else self._judge(ask, context)

    def _pass(self, ask: Ask, context: Context) -> Outcome:
        """Nothing to note: the journal's health does not matter, and what is answered rests on what is durable."""
        refused = decide(self.durable, ask.command, context)
        return Outcome(refused if isinstance(refused, Refusal) else Done(None), rests=False)

    def _judge(self, ask: Ask, context: Context) -> Outcome:
        if self.health is Health.UNKNOWN:
            return put_off(self.decided, decide(self.decided, ask.command, context), TRY_AGAIN)
        known = self._known(ask)
        if known is not None:
            return self._hold_or_not(Outcome(known))
        decision = decide(self.decided, ask.command, context)
        if isinstance(decision, Refusal):
            return self._refuse(ask, decision)
        if self.health is Health.FAILING and not self.may_try:
            is_noted = decision or _is_remembered(ask)
            return put_off(self.decided, decision, TRY_AGAIN) if is_noted else self.record([], ask)
        if self.ledger.is_full and not any(takes_away(self.decided, fact) for fact in decision):
            return Outcome(BUSY, rests=False)
        return self.record(decision, ask)

    def record(self, facts: list[Fact], ask: Ask | None = None) -> Outcome:
        """Whatever the journal's health is."""
        at_ms = self.node.clock.now_ms()
        hidden = ask is not None and is_hidden(self.decided, ask.command)
        stored = [StoredFact(self.decided.seq + n, at_ms, fact) for n, fact in enumerate(facts, 1)]
        for each in stored:
            apply(self.decided, each)
        done = Done(self.decided.seq, result_of(self.decided, ask.command, facts) if ask else None)
        answers = [_remembered(ask, done, hidden)] if ask and _is_remembered(ask) else []
        for answer in answers:
            self.decided.answers.remember(answer)
        if stored or answers:
            self.may_try = False
            self.ledger.append(stored, answers)
        return Outcome(done, tuple(facts))

    def hold(self, outcome: Outcome) -> TrioFuture[Answer]:
        """The answer, as soon as all that it rests on is durable."""
        reply: TrioFuture[Answer] = TrioFuture()
        if outcome.rests:
            self.ledger.hold(reply, outcome.answer)
        else:
            reply.set(outcome.answer)
        return reply

    # --- durable

    def take(self) -> Batch | None:
        """The next batch that is durable; its owner applies its facts."""
        batch = self.ledger.take_durable()
        if batch is not None:
            self.health, self.failures = Health.WELL, 0
            for answer in batch.answers:
                self.durable.answers.remember(answer)
            if any(isinstance(stored.fact, SPOILS_STATES) for stored in batch.facts):
                self.kept_seq = 0
        return batch

    def keep_state(self) -> None:
        """If it is time. `durable` must be whole."""
        since = self.durable.seq - self.kept_seq
        is_over = self.durable.ended_at_ms is not None
        if not is_over and since >= max(KEEP_AFTER, KEEP_AFTER_PER_PERSON * len(self.durable.people)):
            self.node.journal.keep_state(self.ledger.webinar, self.durable)
            self.kept_seq = self.durable.seq

    # --- failure

    @property
    def has_failed(self) -> bool:
        return self.ledger.error is not None

    def abandon(self) -> list[Batch]:
        """After a failure: what has not become durable, as far as is known. `find_out` is to follow."""
        self.health, self.failures = Health.UNKNOWN, self.failures + 1
        return self.ledger.abandon()

    def find_out(self) -> list[StoredFact]:
        """What has become durable in spite of the failure, for the owner to show; from here on `decided` is that.

        Raises JournalError, LogDamaged.
        """
        log = list(self.node.journal.read(self.ledger.webinar, after_seq=self.durable.seq))
        found = [entry for entry in log if isinstance(entry, StoredFact)]
        for entry in log:
            if isinstance(entry, Remembered):
                self.durable.answers.remember(entry)
        self.decided = fold_into(copied(self.durable), found)
        self.refused = Answers(kept=REFUSALS_KEPT)
        self.health, self.may_try = Health.FAILING, self.failures == 1  # it may have been a single one
        return found

    # --- what is known already

    def _known(self, ask: Ask) -> Answer | None:
        if ask.by is None or not _is_remembered(ask):
            return None
        mark = fingerprint(ask.command, ask.command_id)
        done = self.decided.answers.get(ask.by, ask.command_id, mark)
        return done or self.refused.get(ask.by, ask.command_id, mark)

    def _refuse(self, ask: Ask, refusal: Refusal) -> Outcome:
        if ask.by is not None and ask.by in self.decided.people and _is_remembered(ask):
            mark = fingerprint(ask.command, ask.command_id)
            self.refused.keep(ask.by, ask.command_id, mark, refusal)
        return self._hold_or_not(Outcome(refusal))

    def _hold_or_not(self, outcome: Outcome) -> Outcome:
        return Outcome(BUSY, rests=False) if self.ledger.is_full else outcome


def _is_remembered(ask: Ask) -> bool:
    """What a person has said; not what our own code asks, which decides by the state it finds."""
    return ask.by is not None and not isinstance(ask.command, c.INNER)


def _remembered(ask: Ask, done: Done, hidden: bool) -> Remembered:
    by, mark = ask.by or "", fingerprint(ask.command, ask.command_id)
    if hidden:
        return Remembered(HIDDEN, hidden_id(by, ask.command_id), mark, done)
    return Remembered(by, ask.command_id, mark, done)
