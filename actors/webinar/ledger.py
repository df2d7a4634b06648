"""What has been decided but is not durable yet, and who waits for it.

Facts, answers and refusals leave in the order in which they were decided, each when everything it rests on is in the
journal. A refusal rests on facts too: on those that were decided before it. Bounded: see `is_full`.
"""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from attrs import define, field

from actors.future import TrioFuture
from actors.ports import Answer, Journal, JournalError, Remembered, StoredFact
from actors.words import WebinarId

WAITING_MAX: Final = 20_000  # appends and answers: two commands of everybody in a full house, while a disk stands still


@define(eq=False)
class Batch:
    """One append: all of it durable, or none."""

    facts: Sequence[StoredFact]
    answers: Sequence[Remembered] = ()
    replies: list[tuple[TrioFuture[Answer], Answer]] = field(factory=list)
    is_durable: bool = False
    error: JournalError | None = None

    def reply(self, instead: Answer | None = None) -> None:
        """To all who wait for it: their answers, or this one instead."""
        for reply, answer in self.replies:
            reply.set(instead or answer)


@define(eq=False)
class Ledger:
    """`wake` is called when a batch has an outcome: soon afterwards the owner looks at `durable` and `error`."""

    webinar: WebinarId
    journal: Journal
    wake: Callable[[], None]
    _batches: deque[Batch] = field(factory=deque)
    _replies: int = 0

    @property
    def is_full(self) -> bool:
        """So much waits that nothing more may be asked; its owner says who is heard nevertheless."""
        return len(self._batches) + self._replies >= WAITING_MAX

    def append(self, facts: Sequence[StoredFact], answers: Sequence[Remembered]) -> None:
        batch = Batch(facts, answers)
        self._batches.append(batch)

        def on_durable() -> None:
            batch.is_durable = True
            self.wake()

        def on_failure(error: JournalError) -> None:
            batch.error = error
            self.wake()

        self.journal.append(self.webinar, facts, answers, on_durable, on_failure)

    def hold(self, reply: TrioFuture[Answer], answer: Answer) -> None:
        """Gives the answer as soon as all that was decided so far is durable: at once, if it is."""
        if self._batches:
            self._batches[-1].replies.append((reply, answer))
            self._replies += 1
        else:
            reply.set(answer)

    def take_durable(self) -> Batch | None:
        """The oldest batch, if it is durable; its facts are for showing, then its replies for giving."""
        if not (self._batches and self._batches[0].is_durable):
            return None
        batch = self._batches.popleft()
        self._replies -= len(batch.replies)
        return batch

    @property
    def error(self) -> JournalError | None:
        return self._batches[0].error if self._batches else None

    def abandon(self) -> list[Batch]:
        """All that was not durable, after a failure: none of it has happened."""
        batches = list(self._batches)
        self._batches.clear()
        self._replies = 0
        return batches
