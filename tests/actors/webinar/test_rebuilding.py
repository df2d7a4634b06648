"""A webinar's memory, built anew."""

from collections.abc import Iterable

import pytest
from structlog.testing import capture_logs

from actors import facts as f
from actors.journal.memory import MemoryJournal
from actors.node import Node
from actors.ports import JournalError, LogDamaged, Remembered, StoredFact
from actors.webinar import commands as c
from actors.webinar import rebuilding
from actors.webinar.ledger import Ledger
from actors.webinar.publication import Publication
from actors.webinar.rebuilding import rebuild
from actors.webinar.recent import KEPT
from actors.webinar.state import State
from actors.webinar.views import advance
from tests.actors.webinar.town import Town


def journal_of(town: Town) -> MemoryJournal:
    journal = MemoryJournal()
    journal.append("w1", town.log, (), lambda: None, pytest.fail)
    return journal


def node_of(journal: MemoryJournal) -> Node:
    return Node(journal=journal, media=None, clock=None, ids=None, alarms=None, limits=None)


def ledger(journal: MemoryJournal) -> Ledger:
    return Ledger("w1", journal, lambda: None)


def test_whoever_was_away_for_a_moment_gets_what_they_missed_and_not_a_snapshot() -> None:
    town = Town()
    seq = town.state.seq
    for _ in range(KEPT):
        town.do("host", c.Lock())
        town.do("host", c.Unlock())
    journal = journal_of(town)
    book, recent = rebuild(node_of(journal), ledger(journal))
    assert book.durable == book.decided == town.state
    host = book.durable.people["host"]
    missed = recent.missed(book.durable, host, town.state.seq - 2)
    assert [shown.fact for shown in missed or ()] == [f.WebinarLocked(), f.WebinarUnlocked()]
    assert recent.missed(book.durable, host, seq) is None


def test_a_fact_that_cannot_be_shown_costs_a_snapshot_and_not_the_webinar(monkeypatch: pytest.MonkeyPatch) -> None:
    town = Town().live()
    journal = journal_of(town)

    def stumble(state: State, stored: StoredFact) -> Publication:
        if stored.seq == town.state.seq:
            raise RuntimeError("no view for it")
        return advance(state, stored)

    monkeypatch.setattr(rebuilding, "advance", stumble)
    with capture_logs() as logs:
        book, recent = rebuild(node_of(journal), ledger(journal))
    assert [log["event"] for log in logs] == ["not_shown_again"]
    assert book.durable == book.decided == town.state
    assert recent.missed(book.durable, book.durable.people["host"], town.state.seq - 1) is None


@pytest.mark.parametrize("error", [JournalError("input/output error"), LogDamaged("a record was changed")])
def test_a_log_that_cannot_be_read_is_no_reason_to_guess(error: JournalError) -> None:
    class Bad(MemoryJournal):
        def read(self, *_: object, **__: object) -> Iterable[StoredFact | Remembered]:
            raise error

    with pytest.raises(type(error)):
        rebuild(node_of(Bad()), ledger(Bad()))
