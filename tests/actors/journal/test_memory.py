"""The journal in memory: the contract, and its faults."""

import pytest

from actors import facts as f
from actors.journal.memory import MemoryJournal
from actors.ports import Journal, JournalError
from tests.actors.journal import contract
from tests.actors.journal.contract import Heard, JournalContract, a_state
from tests.actors.journal.facts import plain, stored


class TestMemoryJournal(JournalContract):
    @pytest.fixture
    def journal(self) -> Journal:
        return MemoryJournal()


def append(journal: MemoryJournal, after: int) -> Heard:
    return contract.append(journal, stored(f.WebinarLocked(), after=after))


def test_after_a_failed_append_those_made_in_the_hope_of_it_fail_too() -> None:
    journal = MemoryJournal(fail_next=1, is_holding=True)
    heard = [append(journal, after=n) for n in range(3)]
    journal.release()
    assert all(isinstance(call, JournalError) for each in heard for call in each.calls)
    assert append(journal, after=0).calls == ["durable"]


def test_a_slow_disk_answers_when_it_is_released_and_in_order() -> None:
    journal = MemoryJournal(is_holding=True)
    first, second = append(journal, 0), append(journal, 1)
    assert first.calls == []
    journal.release(1)
    assert (first.calls, second.calls) == (["durable"], [])
    journal.release()
    assert second.calls == ["durable"]


def test_what_is_read_past_is_void_and_its_writer_is_told() -> None:
    journal = MemoryJournal(is_holding=True)
    heard = append(journal, 0)
    assert plain(journal.read("w")) == []
    assert isinstance(heard.calls[0], JournalError)


def test_a_failure_may_be_reported_of_what_was_written() -> None:
    journal = MemoryJournal(lie_next=1)
    assert isinstance(append(journal, 0).calls[0], JournalError)
    assert len(plain(journal.read("w"))) == 1


def test_a_crash_loses_what_is_not_durable_and_nothing_else() -> None:
    journal = MemoryJournal()
    append(journal, 0)
    journal.is_holding = True
    lost = append(journal, 1)
    journal.keep_state("w", a_state(1))
    journal.crash()
    journal.release()
    assert lost.calls == []
    assert plain(journal.read("w")) == [(1, 1000, f.WebinarLocked())]
    assert journal.newest_state("w") is None


def test_two_runs_leave_the_same_bytes() -> None:
    def run() -> list[object]:
        journal = MemoryJournal()
        contract.append(journal, stored(f.InviteIssued("i", "attendee", "Ann")))  # type: ignore[arg-type]
        return list(journal.records("w"))

    assert run() == run()
