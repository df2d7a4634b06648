"""The webinar's log as it is being written: commands in, answers out, each command judged by all that came before it.

Two folds of one log. `decided` has every fact at once: the next command is judged by it. `durable` has only what the
journal has confirmed; whatever is shown or granted comes from it, and its owner applies the facts that `take` gives.
"""

from typing import Final

from attrs import define, field, frozen

from actors.facts import Fact
from actors.future import TrioFuture
from actors.node import Node
from actors.ports import Answer, Done, Refusal, Remembered, StoredFact
from actors.webinar import commands as c
from actors.webinar.apply import apply, fold
from actors.webinar.decide import decide
from actors.webinar.decision import Context
from actors.webinar.ledger import Batch, Ledger
from actors.webinar.messages import Ask
from actors.webinar.remembered import Answers
from actors.webinar.results import result_of
from actors.webinar.state import State

REFUSALS_KEPT: Final = 16  # per person, in memory alone: a refusal has no effect that could happen twice
TRY_AGAIN = Refusal("try_again", "The server could not do this just now. Try again.", retry_after_ms=1000)


@frozen
class Outcome:
    """`facts` have been applied to `decided` and are on their way to the journal."""

    answer: Answer
    facts: tuple[Fact, ...] = ()


@define(eq=False)
class Book:
    """Opened by `Book.read`. `ledger.wake` is called whenever `take` or `has_failed` may say something new."""

    node: Node
    ledger: Ledger
    decided: State
    durable: State
    refused: Answers = field(factory=lambda: Answers(kept=REFUSALS_KEPT))

    @classmethod
    def read(cls, node: Node, ledger: Ledger) -> "Book":
        """Raises JournalError."""
        log = tuple(node.journal.read(ledger.webinar))
        shown = (entry for entry in log if isinstance(entry, StoredFact))
        return cls(node, ledger, fold(ledger.webinar, log), fold(ledger.webinar, shown))

    def obey(self, ask: Ask) -> Outcome:
        """Same person, same id, same command: same answer, and nothing else happens."""
        known = self._known(ask)
        if known is not None:
            return Outcome(known)
        context = Context(ask.by, self.node.clock.now_ms(), self.node.ids.new)
        decision = decide(self.decided, ask.command, context)
        if not isinstance(decision, Refusal):
            return self.record(decision, ask)
        if ask.by is not None and ask.by in self.decided.people:
            self.refused.keep(ask.by, ask.command_id, ask.command, decision)
        return Outcome(decision)

    def record(self, facts: list[Fact], ask: Ask | None = None) -> Outcome:
        at_ms = self.node.clock.now_ms()
        stored = [StoredFact(self.decided.seq + n, at_ms, fact) for n, fact in enumerate(facts, 1)]
        for each in stored:
            apply(self.decided, each)
        done = Done(self.decided.seq, result_of(self.decided, ask.command, facts) if ask else None)
        answers = [Remembered(ask.by, ask.command_id, ask.command, done)] if ask and ask.by and _is_spoken(ask) else []
        for answer in answers:
            self.decided.answers.keep(answer.by, answer.command_id, answer.command, done)
        if stored or answers:
            self.ledger.append(stored, answers)
        return Outcome(done, tuple(facts))

    def hold(self, answer: Answer) -> TrioFuture[Answer]:
        """The answer, as soon as all that it rests on is durable."""
        reply: TrioFuture[Answer] = TrioFuture()
        self.ledger.hold(reply, answer)
        return reply

    def take(self) -> Batch | None:
        return self.ledger.take_durable()

    @property
    def has_failed(self) -> bool:
        return self.ledger.error is not None

    def start_over(self) -> tuple[list[StoredFact], list[Batch]]:
        """After a failure, from the journal. Gives the facts that turn out to be durable, and the batches that are not.

        `durable` is left to whoever shows those facts. Raises JournalError.
        """
        batches = self.ledger.abandon()
        self.decided = fold(self.ledger.webinar, self.node.journal.read(self.ledger.webinar))
        self.refused = Answers(kept=REFUSALS_KEPT)
        log = self.node.journal.read(self.ledger.webinar, after_seq=self.durable.seq)
        return [entry for entry in log if isinstance(entry, StoredFact)], batches

    def _known(self, ask: Ask) -> Answer | None:
        if ask.by is None or not _is_spoken(ask):
            return None
        done = self.decided.answers.get(ask.by, ask.command_id, ask.command)
        return done or self.refused.get(ask.by, ask.command_id, ask.command)


def _is_spoken(ask: Ask) -> bool:
    return not isinstance(ask.command, c.INNER)
