"""The log as it is being written. How its owner shows and grants what is durable is in test_actor.

Long because a journal can fail at every turn, and each time the same must hold: nothing is promised that is not there.
"""

from collections.abc import Iterable

import pytest

from actors import facts as f
from actors.journal.memory import MemoryJournal
from actors.node import Node
from actors.ports import Done, JournalError, Refusal, Remembered, StoredFact
from actors.webinar import commands as c
from actors.webinar.apply import apply
from actors.webinar.book import KEEP_AFTER, REFUSALS_KEPT, Book, Health
from actors.webinar.ledger import Batch, Ledger
from actors.webinar.messages import Ask
from actors.webinar.outcome import BUSY, TRY_AGAIN, Outcome
from actors.words import Ballots, Role


class Fixed:
    """A clock that stands, ids that are all alike."""

    def now_ms(self) -> int:
        return 1000

    def new(self) -> str:
        return "id"


def a_book(journal: MemoryJournal) -> Book:
    fixed = Fixed()
    node = Node(journal=journal, media=None, clock=fixed, ids=fixed, alarms=None, limits=None)  # type: ignore[arg-type]
    book, tail = Book.read(node, Ledger("w", journal, lambda: None))
    for stored in tail:
        apply(book.durable, stored)
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


def test_both_folds_remember_what_was_answered() -> None:
    journal = MemoryJournal(is_holding=True)
    book = a_book(journal)
    journal.release()
    catch_up(book)
    journal.is_holding = True
    book.obey(Ask("host", "1", c.Lock()))
    assert ("host" in book.decided.answers.of, "host" in book.durable.answers.of) == (True, False)
    journal.release()
    catch_up(book)
    assert book.durable == book.decided


def test_an_anonymous_ballots_answer_names_nobody_and_is_found_again() -> None:
    journal = MemoryJournal()
    book = a_book(journal)
    for command in (c.Start(), c.CreatePoll("Tea?", ("yes", "no"), ballots=Ballots.ANONYMOUS), c.OpenPoll("id")):
        assert isinstance(book.obey(Ask("host", type(command).__name__, command)).answer, Done)
    vote = Ask("host", "v", c.Vote("id", (1,)))
    first = book.obey(vote).answer
    assert isinstance(first, Done)
    entry = [entry for entry in journal.read("w") if isinstance(entry, Remembered)][-1]
    assert (entry.by, entry.answer) == ("", first)
    assert entry.command_id not in ("v", "host")
    assert book.obey(vote).answer == first
    assert a_book(journal).obey(vote).answer == first


def test_what_a_stranger_asks_costs_no_memory_and_the_refusals_of_a_person_little() -> None:
    book = a_book(MemoryJournal())
    for n in range(REFUSALS_KEPT + 5):
        book.obey(Ask(f"stranger {n}", "1", c.Lock()))
        book.obey(Ask("host", str(n), c.AcceptInvitation()))
    assert list(book.refused.of) == ["host"]
    assert len(book.refused.of["host"]) == REFUSALS_KEPT


def test_presence_is_no_persons_command_and_is_not_remembered() -> None:
    journal = MemoryJournal()
    book = a_book(journal)
    for command in (c.Connected(), c.Disconnected(), c.Connected()):
        book.obey(Ask("host", "", command))
    assert book.decided.people["host"].connected
    assert journal.appends == 4


# --- read again


def test_a_book_is_read_from_the_newest_state_and_what_follows() -> None:
    journal = MemoryJournal()
    book = a_book(journal)
    toggle(book, KEEP_AFTER + 10)
    assert book.kept_seq >= KEEP_AFTER
    again = a_book(journal)
    assert again.kept_seq == book.kept_seq
    assert (again.durable, again.decided) == (book.durable, book.decided)
    assert again.durable is not again.decided


def toggle(book: Book, facts: int) -> None:
    for n in range(facts):
        book.obey(Ask("host", f"t{n}", c.Lock() if n % 2 == 0 else c.Unlock()))
        catch_up(book)
        book.keep_state()


def test_a_state_is_kept_after_so_many_facts_and_after_more_where_there_are_more_people() -> None:
    journal = MemoryJournal()
    book = a_book(journal)
    toggle(book, KEEP_AFTER - 2)
    assert (book.kept_seq, journal.newest_state("w")) == (0, None)
    toggle(book, 1)
    assert book.kept_seq == KEEP_AFTER == book.durable.seq
    for n in range(KEEP_AFTER):
        book.durable.people[f"p{n}"] = book.durable.people["host"]
    toggle(book, KEEP_AFTER + 10)
    assert book.kept_seq == KEEP_AFTER


def test_a_state_that_the_journal_had_to_drop_is_kept_anew_and_none_when_all_is_over() -> None:
    journal = MemoryJournal()
    book = a_book(journal)
    toggle(book, KEEP_AFTER)
    book.record([f.PersonForgotten("nobody")])
    catch_up(book)
    assert journal.newest_state("w") is None
    book.keep_state()
    kept = journal.newest_state("w")
    assert kept == book.durable
    book.obey(Ask("host", "end", c.End()))
    book.record([f.PersonForgotten("nobody")])
    catch_up(book)
    book.keep_state()
    assert journal.newest_state("w") is None


def test_the_last_facts_are_left_for_the_owner_to_show_and_answers_are_not() -> None:
    journal = MemoryJournal()
    toggle(a_book(journal), 20)
    node, ledger = a_book(journal).node, Ledger("w", journal, lambda: None)
    book, tail = Book.read(node, ledger, shown_again=5)
    assert ([stored.seq for stored in tail], book.durable.seq, book.decided.seq) == ([17, 18, 19, 20, 21], 16, 21)
    assert book.durable.answers == book.decided.answers
    for stored in tail:
        apply(book.durable, stored)
    assert book.durable == book.decided


# --- too much waits


def test_when_too_much_waits_only_what_takes_away_is_heard() -> None:
    journal = MemoryJournal()
    book = a_book(journal)
    join(book)
    catch_up(book)
    journal.is_holding = True
    fill(book)
    appends = journal.appends
    for command in (c.Lock(), c.SendMessage("hello"), c.AcceptInvitation()):  # facts, and a refusal
        outcome = book.obey(Ask("host", type(command).__name__, command))
        assert (outcome.answer, outcome.facts, outcome.rests) == (BUSY, (), False)
    assert book.obey(Ask("host", "k", c.Kick("id"))).facts == (f.ParticipantLeft("id", "removed"),)
    assert journal.appends == appends + 1
    journal.release()
    catch_up(book)
    assert book.obey(Ask("host", "again", c.Lock())).facts == (f.WebinarLocked(),)


def join(book: Book) -> None:
    """Somebody who is called as every id here is."""
    book.record([f.ParticipantJoined("id", "Ann", Role.ATTENDEE, waiting=False)])


def fill(book: Book) -> None:
    book.obey(Ask("host", "full", c.Start()))
    while not book.ledger.is_full:
        book.hold(Outcome(Done(1)))


# --- failure


def failed(book: Book, journal: MemoryJournal, times: int = 2) -> None:
    """An outage that has begun: so many appends were tried in vain."""
    for n in range(times):
        journal.fail_next = 1
        assert book.obey(Ask("host", f"f{n}", c.Lock())).facts
        settle(book)


def settle(book: Book) -> list[Batch]:
    """What an owner does when the book wakes it."""
    catch_up(book)
    if not book.has_failed:
        return []
    batches = book.abandon()
    for stored in book.find_out():
        apply(book.durable, stored)
    return batches


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
    (lost,) = settle(book)
    assert ([stored.fact for stored in lost.facts], book.decided.locked) == ([f.WebinarStarted()], True)
    assert book.decided == book.durable
    assert not book.has_failed
    assert book.obey(Ask("host", "2", c.Start())).facts == (f.WebinarStarted(),)


def test_facts_that_are_durable_after_all_are_found_with_their_answers() -> None:
    journal = MemoryJournal()
    book = a_book(journal)
    journal.lie_next = 1
    book.obey(Ask("host", "1", c.Lock()))
    assert len(settle(book)) == 1
    assert book.durable.locked
    assert book.durable.answers == book.decided.answers
    assert book.obey(Ask("host", "1", c.Lock())) == Outcome(Done(2))


def test_one_failure_is_tried_again_at_once_and_more_of_them_after_a_while() -> None:
    journal = MemoryJournal()
    book = a_book(journal)
    failed(book, journal, times=1)
    assert book.may_try
    failed(book, journal, times=1)
    assert not book.may_try


def test_an_outage_costs_the_journal_one_append_in_a_while_and_no_command_a_fold() -> None:
    journal = MemoryJournal()
    book = a_book(journal)
    failed(book, journal)
    appends, decided = journal.appends, book.decided
    for n in range(1000):
        assert book.obey(Ask("host", str(n), c.Lock())) == Outcome(TRY_AGAIN, rests=False)
    assert (journal.appends, book.decided) == (appends, decided)
    assert book.decided is decided
    book.may_try, journal.fail_next = True, 1
    assert book.obey(Ask("host", "x", c.Lock())).facts
    assert book.obey(Ask("host", "y", c.SendMessage("hello"))).answer == TRY_AGAIN  # one at a time
    settle(book)
    assert (book.health, book.may_try, journal.appends) == (Health.FAILING, False, appends + 1)


def test_in_an_outage_what_is_taken_away_is_told_and_refusals_and_old_answers_are_given() -> None:
    journal = MemoryJournal()
    book = a_book(journal)
    known = book.obey(Ask("host", "known", c.Start())).answer
    join(book)
    catch_up(book)
    failed(book, journal)
    kicked = book.obey(Ask("host", "k", c.Kick("id")))
    assert kicked == Outcome(TRY_AGAIN, unnoted=(f.ParticipantLeft("id", "removed"),), rests=False)
    assert book.obey(Ask("host", "known", c.Start())).answer == known
    assert book.obey(Ask("host", "r", c.AcceptInvitation())).answer.code == "no_invitation"  # type: ignore[union-attr]
    assert book.obey(Ask("id", "", c.Disconnected())) == Outcome(Done(book.decided.seq))  # nothing to note


def test_the_first_append_that_succeeds_ends_an_outage() -> None:
    journal = MemoryJournal()
    book = a_book(journal)
    failed(book, journal)
    book.may_try = True
    assert book.obey(Ask("host", "x", c.Lock())).facts
    catch_up(book)
    assert (book.health, book.failures, book.durable.locked) == (Health.WELL, 0, True)
    assert book.obey(Ask("host", "y", c.Start())).facts
    failed_again = book.obey(Ask("host", "x", c.Lock()))
    assert isinstance(failed_again.answer, Done)  # the repeat of what had failed, and then has not


class Unreadable(MemoryJournal):
    """A disk that cannot be read for so many times."""

    unreadable = 0

    def read(self, webinar: str, after_seq: int = 0) -> Iterable[StoredFact | Remembered]:
        if self.unreadable:
            self.unreadable -= 1
            raise JournalError("input/output error")
        return super().read(webinar, after_seq)


def test_while_nobody_knows_what_is_durable_nothing_is_answered_and_what_is_taken_away_is_told() -> None:
    journal = Unreadable()
    book = a_book(journal)
    join(book)
    catch_up(book)
    journal.fail_next, journal.unreadable = 1, 1
    book.obey(Ask("host", "1", c.Start()))
    with pytest.raises(JournalError):
        settle(book)
    assert book.health is Health.UNKNOWN
    for command in (c.Start(), c.Lock(), c.AcceptInvitation()):
        assert book.obey(Ask("host", "1", command)) == Outcome(TRY_AGAIN, rests=False)
    assert book.obey(Ask("host", "k", c.Kick("id"))).unnoted == (f.ParticipantLeft("id", "removed"),)
    assert book.find_out() == []
    assert (book.health, book.decided) == (Health.FAILING, book.durable)
    assert book.obey(Ask("host", "1", c.Start())).facts == (f.WebinarStarted(),)
