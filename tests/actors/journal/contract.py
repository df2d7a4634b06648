"""What every journal promises. A journal's own test file derives `JournalContract` and says how one is made."""

from collections.abc import Callable

import pytest
import trio
from attrs import define, field

from actors import facts as f
from actors.facts import Fact
from actors.ports import Done, Journal, JournalError, Remembered, StoredFact
from actors.words import Role

ANSWER = Remembered("host", "1", "fingerprint", Done(1))


def stored(*facts: Fact, after: int = 0) -> list[StoredFact]:
    return [StoredFact(after + n, 1000 * n, fact) for n, fact in enumerate(facts, 1)]


def plain(log: object) -> list[object]:
    """StoredFact compares by identity; what it says is what counts."""
    assert isinstance(log, list | tuple)
    return [(e.seq, e.at_ms, e.fact) if isinstance(e, StoredFact) else e for e in log]


@define
class Heard:
    """The callbacks of one append."""

    calls: list[object] = field(factory=list)
    done: trio.Event = field(factory=trio.Event)

    def on_durable(self) -> None:
        self.calls.append("durable")
        self.done.set()

    def on_failure(self, error: JournalError) -> None:
        self.calls.append(error)
        self.done.set()


class JournalContract:
    """`journal` makes a fresh one for a test; `reopened` gives the same log as after a restart of the node."""

    @pytest.fixture
    def journal(self) -> Journal:
        raise NotImplementedError

    @pytest.fixture
    def reopened(self, journal: Journal) -> Callable[[], Journal]:
        return lambda: journal

    async def write(
        self, journal: Journal, facts: list[StoredFact], answers: list[Remembered] | None = None, webinar: str = "w"
    ) -> object:
        heard = Heard()
        journal.append(webinar, facts, answers or [], heard.on_durable, heard.on_failure)
        with trio.fail_after(5):
            await heard.done.wait()
        assert len(heard.calls) == 1
        return heard.calls[0]

    async def test_what_is_durable_is_read_in_order_with_its_answers(
        self, journal: Journal, reopened: Callable[[], Journal]
    ) -> None:
        assert await self.write(journal, stored(f.WebinarLocked(), f.WebinarUnlocked()), [ANSWER]) == "durable"
        assert await self.write(journal, stored(f.RoleOffered("ann", Role.PRESENTER), after=2)) == "durable"
        assert plain(tuple(reopened().read("w"))) == [
            (1, 1000, f.WebinarLocked()),
            (2, 2000, f.WebinarUnlocked()),
            ANSWER,
            (3, 1000, f.RoleOffered("ann", Role.PRESENTER)),
        ]

    async def test_an_answer_without_facts_has_its_place_too(self, journal: Journal) -> None:
        await self.write(journal, stored(f.WebinarLocked()))
        await self.write(journal, [], [ANSWER])
        assert plain(tuple(journal.read("w")))[1:] == [ANSWER]

    async def test_reading_from_behind_a_fact_skips_what_was_before(self, journal: Journal) -> None:
        await self.write(journal, stored(f.WebinarLocked(), f.WebinarUnlocked()), [ANSWER])
        assert plain(tuple(journal.read("w", after_seq=1))) == [(2, 2000, f.WebinarUnlocked()), ANSWER]
        assert plain(tuple(journal.read("w", after_seq=2))) == [ANSWER]

    async def test_webinars_do_not_meet(self, journal: Journal, reopened: Callable[[], Journal]) -> None:
        await self.write(journal, stored(f.WebinarLocked()), webinar="a")
        await self.write(journal, stored(f.WebinarUnlocked()), webinar="b")
        assert sorted(reopened().webinars()) == ["a", "b"]
        assert plain(tuple(journal.read("b"))) == [(1, 1000, f.WebinarUnlocked())]
        assert plain(tuple(journal.read("unknown"))) == []

    @pytest.mark.parametrize("after", [0, 2])
    async def test_facts_that_do_not_follow_are_refused_whole(self, journal: Journal, after: int) -> None:
        await self.write(journal, stored(f.WebinarLocked()))
        outcome = await self.write(journal, stored(f.WebinarUnlocked(), f.WebinarLocked(), after=after), [ANSWER])
        assert isinstance(outcome, JournalError)
        assert plain(tuple(journal.read("w"))) == [(1, 1000, f.WebinarLocked())]

    async def test_callbacks_come_in_the_order_of_the_appends(self, journal: Journal) -> None:
        heard, last = list[int](), trio.Event()
        for n in range(20):
            journal.append(
                "w",
                stored(f.WebinarLocked(), after=n),
                [],
                lambda n=n: (heard.append(n), last.set() if n == 19 else None),  # type: ignore[misc, func-returns-value]
                lambda _error: None,
            )
        with trio.fail_after(5):
            await last.wait()
        assert heard == list(range(20))

    async def test_reading_is_a_fence_behind_what_was_appended_before(self, journal: Journal) -> None:
        heard = Heard()
        journal.append("w", stored(f.WebinarLocked()), [], heard.on_durable, heard.on_failure)
        was_read = plain(tuple(journal.read("w"))) != []
        with trio.fail_after(5):
            await heard.done.wait()
        assert (heard.calls == ["durable"]) is was_read
