import pytest

from actors import facts as f
from actors.journal import waiting
from actors.journal.waiting import Append, Waiting
from actors.ports import JournalError
from tests.actors.journal.facts import stored


def append(webinar: str = "w", facts: int = 1) -> Append:
    return Append(webinar, stored(*(f.WebinarLocked() for _ in range(facts))), [], lambda: None, lambda _: None)


def test_what_waits_is_taken_in_order() -> None:
    queue, appends = Waiting(), [append() for _ in range(3)]
    assert not queue
    assert all(queue.put(each) for each in appends)
    assert queue
    assert [queue.take() for _ in range(3)] == appends
    assert not queue


def test_there_is_room_for_so_many_facts_and_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "LIMIT", 10)
    queue = Waiting()
    assert [queue.put(append(facts=4)) for _ in range(3)] == [True, True, False]
    queue.take()
    assert queue.put(append(facts=6))
    assert not queue.put(append(facts=1))


def test_what_is_void_is_that_webinars_alone() -> None:
    queue, mine, theirs = Waiting(), append("mine"), append("theirs")
    for each in (mine, theirs):
        queue.put(each)
    queue.void("mine")
    with pytest.raises(JournalError):
        mine.check()
    theirs.check()
