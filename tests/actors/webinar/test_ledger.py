"""What waits for the journal."""

from collections.abc import Callable

from actors import facts as f
from actors.future import TrioFuture
from actors.journal.memory import MemoryJournal
from actors.ports import Answer, Done, Refusal, Remembered, StoredFact
from actors.webinar.ledger import WAITING_MAX, Ledger

LOCKED, UNLOCKED = StoredFact(1, 0, f.WebinarLocked()), StoredFact(2, 0, f.WebinarUnlocked())


def ledger(journal: MemoryJournal) -> tuple[Ledger, Callable[[], int]]:
    woken: list[None] = []
    return Ledger("w", journal, lambda: woken.append(None)), lambda: len(woken)


def held(book: Ledger, answer: Answer) -> TrioFuture[Answer]:
    reply: TrioFuture[Answer] = TrioFuture()
    book.hold(reply, answer)
    return reply


def test_an_answer_that_rests_on_nothing_is_given_at_once() -> None:
    assert held(ledger(MemoryJournal())[0], Done(0)).is_done()


def test_answers_are_given_with_the_batch_they_rest_on_and_in_order() -> None:
    journal = MemoryJournal(is_holding=True)
    book, woken = ledger(journal)
    book.append([LOCKED], [])
    first = held(book, Done(1))
    book.append([UNLOCKED], [])
    second, refused = held(book, Done(2)), held(book, Refusal("x", "y"))
    assert book.take_durable() is None
    journal.release(1)
    batch = book.take_durable()
    assert batch is not None
    assert list(batch.facts) == [LOCKED]
    batch.reply()
    assert (first.is_done(), second.is_done(), refused.is_done(), woken()) == (True, False, False, 1)
    assert book.take_durable() is None
    journal.release()
    assert (book.take_durable() is not None, woken()) == (True, 2)


def test_answers_travel_with_the_facts_they_belong_to() -> None:
    journal = MemoryJournal()
    book, _ = ledger(journal)
    answer = Remembered("host", "1", "mark", Done(1))
    book.append([LOCKED], [answer])
    batch = book.take_durable()
    assert batch is not None
    assert list(batch.answers) == [answer]


def test_a_ledger_is_full_when_so_many_appends_and_answers_wait_and_not_for_longer() -> None:
    journal = MemoryJournal(is_holding=True)
    book, _ = ledger(journal)
    book.append([LOCKED], [])
    while not book.is_full:
        held(book, Done(1))
    batch = book._batches[0]
    assert len(batch.replies) == WAITING_MAX - 1
    journal.release()
    assert book.take_durable() is batch
    assert not book.is_full
    book.append([UNLOCKED], [])
    held(book, Done(2))
    book.abandon()
    assert book._replies == 0


async def test_after_a_failure_everything_that_waited_gets_another_answer() -> None:
    journal = MemoryJournal(is_holding=True, fail_next=1)
    book, woken = ledger(journal)
    book.append([LOCKED], [])
    book.append([UNLOCKED], [])
    reply = held(book, Done(2))
    assert book.error is None
    journal.release()
    assert (book.take_durable(), woken()) == (None, 2)
    assert book.error is not None
    batches = book.abandon()
    for batch in batches:
        batch.reply(Refusal("try_again", ""))
    assert len(batches) == 2
    assert await reply == Refusal("try_again", "")
    assert book.error is None
