"""The log as it is being written. How its owner shows and grants what is durable is in test_actor."""

from actors import facts as f
from actors.journal.memory import MemoryJournal
from actors.node import Node
from actors.ports import Done, Refusal, StoredFact
from actors.webinar import commands as c
from actors.webinar.apply import apply
from actors.webinar.book import REFUSALS_KEPT, Book
from actors.webinar.ledger import Ledger
from actors.webinar.messages import Ask


class Fixed:
    """A clock that stands, ids that are all alike."""

    def now_ms(self) -> int:
        return 1000

    def new(self) -> str:
        return "id"


def a_book(journal: MemoryJournal) -> Book:
    fixed = Fixed()
    node = Node(journal=journal, media=None, clock=fixed, ids=fixed, alarms=None, limits=None)  # type: ignore[arg-type]
    book = Book.read(node, Ledger("w", journal, lambda: None))
    if book.decided.seq == 0:
        book.record([f.WebinarCreated("T", "host", "Host", 10, 5)])
        catch_up(book)
    return book


def catch_up(book: Book) -> None:
    while (batch := book.take()) is not None:
        for stored in batch.facts:
            apply(book.durable, stored)


def test_the_next_command_is_judged_by_facts_that_are_not_durable_yet() -> None:
    journal = MemoryJournal()
    book = a_book(journal)
    journal.is_holding = True
    assert book.obey(Ask("host", "1", c.Start())).facts == (f.WebinarStarted(),)
    assert book.obey(Ask("host", "2", c.Start())).answer == Refusal("already_started", ANY)
    assert (book.decided.seq, book.durable.seq) == (2, 1)
    journal.release()
    catch_up(book)
    assert book.durable.seq == 2


ANY = "This webinar has started already."


def test_a_repeat_has_the_first_answer_and_no_facts() -> None:
    book = a_book(MemoryJournal())
    first = book.obey(Ask("host", "1", c.Lock()))
    again = book.obey(Ask("host", "1", c.Lock()))
    assert (again.answer, again.facts) == (first.answer, ())


def test_an_answer_is_stored_with_its_facts_and_a_refusal_is_not() -> None:
    journal = MemoryJournal()
    book = a_book(journal)
    book.obey(Ask("host", "1", c.Lock()))
    book.obey(Ask("host", "2", c.AcceptInvitation()))
    kinds = [type(entry.fact) if isinstance(entry, StoredFact) else entry.answer for entry in journal.read("w")]
    assert kinds == [f.WebinarCreated, f.WebinarLocked, Done(2)]


def test_what_a_stranger_asks_costs_no_memory_and_the_refusals_of_a_person_little() -> None:
    book = a_book(MemoryJournal())
    for n in range(REFUSALS_KEPT + 5):
        book.obey(Ask(f"stranger {n}", "1", c.Lock()))
        book.obey(Ask("host", str(n), c.AcceptInvitation()))
    assert list(book.refused._of) == ["host"]
    assert len(book.refused._of["host"]) == REFUSALS_KEPT


def test_presence_is_no_persons_command_and_is_not_remembered() -> None:
    journal = MemoryJournal()
    book = a_book(journal)
    for command in (c.Connected(), c.Disconnected(), c.Connected()):
        book.obey(Ask("host", "", command))
    assert book.decided.people["host"].connected
    assert journal.appends == 4


def test_after_a_failure_the_journal_says_what_has_happened() -> None:
    journal = MemoryJournal()
    book = a_book(journal)
    journal.is_holding = True
    book.obey(Ask("host", "1", c.Lock()))
    book.obey(Ask("host", "2", c.Start()))
    journal.release(1)
    journal.fail_next = 1
    journal.release()
    assert not book.has_failed  # the first batch comes first
    catch_up(book)
    assert book.has_failed
    found, batches = book.start_over()
    assert (found, len(batches), book.decided.locked, book.decided.started_at_ms) == ([], 1, True, None)
    assert not book.has_failed
    assert book.obey(Ask("host", "2", c.Start())).facts == (f.WebinarStarted(),)


def test_facts_that_are_durable_after_all_are_found() -> None:
    journal = MemoryJournal()
    book = a_book(journal)
    book.obey(Ask("host", "1", c.Lock()))
    found, batches = book.start_over()
    assert [stored.fact for stored in found] == [f.WebinarLocked()]
    assert len(batches) == 1
