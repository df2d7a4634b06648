"""What every journal promises. A journal's own test file derives `JournalContract` and says how one is made.

It is long because it is the whole of the promise.
"""

from collections.abc import Awaitable, Callable

import pytest
import trio
from attrs import define, evolve, field

from actors import facts as f
from actors.facts import Fact
from actors.journal.chain import beginning, link
from actors.journal.personal import DESTROYS
from actors.ports import Done, Journal, JournalError, Remembered, StoredFact
from actors.webinar.state import Person, State
from actors.words import Ballots, ChatTo, Place, Reveal, Role
from tests.actors.journal.facts import EVERY_FACT, plain, stored

ANSWER = Remembered("host", "1", "fingerprint", Done(1))
Reopened = Callable[[], Awaitable[Journal]]


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

    async def outcome(self) -> object:
        with trio.fail_after(20):
            await self.done.wait()
        assert len(self.calls) == 1
        return self.calls[0]


def append(
    journal: Journal, facts: list[StoredFact], answers: list[Remembered] | None = None, webinar: str = "w"
) -> Heard:
    heard = Heard()
    journal.append(webinar, facts, answers or [], heard.on_durable, heard.on_failure)
    return heard


async def write(
    journal: Journal, facts: list[StoredFact], answers: list[Remembered] | None = None, webinar: str = "w"
) -> object:
    return await append(journal, facts, answers, webinar).outcome()


async def written(journal: Journal, *facts: Fact, webinar: str = "w", after: int = 0) -> None:
    assert await write(journal, stored(*facts, after=after), webinar=webinar) == "durable"


def facts_in(journal: Journal, webinar: str = "w") -> list[Fact]:
    return [each.fact for each in journal.read(webinar) if isinstance(each, StoredFact)]


def a_state(seq: int) -> State:
    ann = Person("ann", "Ann", Role.ATTENDEE, Place.IN, pages={"page": 2})
    return State("w", seq=seq, title="All hands", people={"ann": ann}, inside={"ann": None})


class JournalContract:
    """`journal` makes a fresh one for a test; `reopened` gives the same log as after a restart of the node."""

    @pytest.fixture
    def journal(self) -> Journal:
        raise NotImplementedError

    @pytest.fixture
    def reopened(self, journal: Journal) -> Reopened:
        async def reopened() -> Journal:
            return journal

        return reopened

    # --- in and out

    async def test_what_is_durable_is_read_in_order_with_its_answers(
        self, journal: Journal, reopened: Reopened
    ) -> None:
        assert await write(journal, stored(f.WebinarLocked(), f.WebinarUnlocked()), [ANSWER]) == "durable"
        assert await write(journal, stored(f.RoleOffered("ann", Role.PRESENTER), after=2)) == "durable"
        assert plain((await reopened()).read("w")) == [
            (1, 1000, f.WebinarLocked()),
            (2, 2000, f.WebinarUnlocked()),
            ANSWER,
            (3, 1000, f.RoleOffered("ann", Role.PRESENTER)),
        ]

    async def test_every_fact_comes_back_as_it_was(self, journal: Journal, reopened: Reopened) -> None:
        facts = [fact for fact in EVERY_FACT if type(fact) not in DESTROYS]
        for number, fact in enumerate(facts):
            await written(journal, fact, after=number)
        assert facts_in(await reopened()) == facts

    async def test_an_answer_without_facts_has_its_place_too(self, journal: Journal) -> None:
        await written(journal, f.WebinarLocked())
        await write(journal, [], [ANSWER])
        await written(journal, f.WebinarUnlocked(), after=1)
        assert plain(journal.read("w"))[1] == ANSWER

    async def test_reading_from_behind_a_fact_skips_what_was_before(self, journal: Journal) -> None:
        await write(journal, stored(f.WebinarLocked(), f.WebinarUnlocked()), [ANSWER])
        assert plain(journal.read("w", after_seq=1)) == [(2, 2000, f.WebinarUnlocked()), ANSWER]
        assert plain(journal.read("w", after_seq=2)) == [ANSWER]

    async def test_webinars_do_not_meet(self, journal: Journal, reopened: Reopened) -> None:
        await written(journal, f.WebinarLocked(), webinar="a")
        await written(journal, f.WebinarUnlocked(), webinar="b")
        journal = await reopened()
        assert sorted(journal.webinars()) == ["a", "b"]
        assert facts_in(journal, "b") == [f.WebinarUnlocked()]
        assert plain(journal.read("unknown")) == []

    async def test_an_ended_webinar_is_listed_for_as_long_as_its_end_is_recent(
        self, journal: Journal, reopened: Reopened
    ) -> None:
        await written(journal, f.WebinarLocked(), webinar="open")
        await written(journal, f.WebinarLocked(), f.WebinarEnded("host"), webinar="ended")  # at 2000 ms
        journal = await reopened()
        assert sorted(journal.webinars(1999)) == ["ended", "open"]
        assert journal.webinars(2000) == ["open"]

    # --- what is refused

    @pytest.mark.parametrize("after", [0, 2])
    async def test_facts_that_do_not_follow_are_refused_whole(self, journal: Journal, after: int) -> None:
        await written(journal, f.WebinarLocked())
        outcome = await write(journal, stored(f.WebinarUnlocked(), f.WebinarLocked(), after=after), [ANSWER])
        assert isinstance(outcome, JournalError)
        assert plain(journal.read("w")) == [(1, 1000, f.WebinarLocked())]

    async def test_an_answer_that_rests_on_facts_that_failed_is_refused(self, journal: Journal) -> None:
        await written(journal, f.WebinarLocked())
        assert isinstance(await write(journal, [], [evolve(ANSWER, answer=Done(2))]), JournalError)
        assert plain(journal.read("w")) == [(1, 1000, f.WebinarLocked())]

    @pytest.mark.parametrize("fact", [f.MessageSent("m", "ann", ChatTo.EVERYONE, None, "\ud800"), "no fact"])
    async def test_what_cannot_be_written_is_refused_and_harms_nobody_else(self, journal: Journal, fact: Fact) -> None:
        bad = append(journal, stored(fact))
        good = append(journal, stored(f.WebinarLocked()), webinar="other")
        assert isinstance(await bad.outcome(), JournalError)
        assert await good.outcome() == "durable"
        assert (facts_in(journal), facts_in(journal, "other")) == ([], [f.WebinarLocked()])

    async def test_callbacks_come_in_the_order_of_the_appends(self, journal: Journal) -> None:
        heard, last = list[int](), trio.Event()
        for n in range(20):
            journal.append(
                "w",
                stored(f.WebinarLocked(), after=n if n != 10 else 99),
                [],
                lambda n=n: heard.append(n),  # type: ignore[misc]
                lambda _error, n=n: (heard.append(n), last.set() if n == 19 else None),  # type: ignore[misc, func-returns-value]
            )
        with trio.fail_after(20):
            await last.wait()  # from the eleventh on they fail
        assert heard == list(range(20))
        assert len(facts_in(journal)) == 10

    async def test_reading_is_a_fence_behind_what_was_appended_before(self, journal: Journal) -> None:
        heard = append(journal, stored(f.WebinarLocked()))
        was_read = plain(journal.read("w")) != []
        assert (await heard.outcome() == "durable") is was_read
        assert (facts_in(journal) != []) is was_read

    async def test_looking_at_the_history_is_no_fence(self, journal: Journal) -> None:
        await written(journal, f.WebinarLocked())
        heard = append(journal, stored(f.WebinarUnlocked(), after=1))
        assert plain(journal.history("w"))[:1] == plain(stored(f.WebinarLocked()))  # type: ignore[attr-defined]
        assert await heard.outcome() == "durable"
        assert plain(journal.history("w")) == plain(journal.read("w"))  # type: ignore[attr-defined]

    # --- states

    async def test_a_kept_state_comes_back_as_it_was(self, journal: Journal, reopened: Reopened) -> None:
        await written(journal, f.WebinarLocked(), f.WebinarUnlocked())
        assert journal.newest_state("w") is None
        state = a_state(seq=2)
        journal.keep_state("w", state)
        state.title = "changed since"
        await written(journal, f.WebinarLocked(), after=2)
        journal = await reopened()
        assert journal.newest_state("w") == a_state(seq=2)
        assert journal.newest_state("w") is not journal.newest_state("w")

    async def test_the_newest_state_is_the_last_one_kept(self, journal: Journal, reopened: Reopened) -> None:
        await written(journal, f.WebinarLocked(), f.WebinarUnlocked())
        for seq in (1, 2):
            journal.keep_state("w", a_state(seq))
            await written(journal, f.WebinarLocked(), after=1 + seq)
        assert (await reopened()).newest_state("w") == a_state(2)

    # --- what is destroyed

    async def test_a_forgotten_persons_words_are_empty_and_their_answers_gone(
        self, journal: Journal, reopened: Reopened
    ) -> None:
        words = (
            f.WebinarCreated("All hands", "host", "Hanna", 50, 5),
            f.InviteIssued("i1", Role.ATTENDEE, "Ann's invite"),
            f.ParticipantJoined("ann", "Ann", Role.ATTENDEE, waiting=False),
            f.InviteUsed("ann", "i1"),
            f.MessageSent("m1", "ann", ChatTo.EVERYONE, None, "Hello"),
            f.MessageSent("m2", "host", ChatTo.EVERYONE, None, "Welcome"),
            f.QuestionAsked("q1", "ann", None, "Why?", in_review=False),
            f.QuestionEdited("q1", "Why not?", in_review=False),
            f.QuestionAnswered("q1", "ann", "Because"),
        )
        mine = Remembered("ann", "1", "fingerprint", Done(9))
        assert await write(journal, stored(*words), [ANSWER, mine]) == "durable"
        await written(journal, f.PersonForgotten("ann"), after=9)
        journal = await reopened()
        assert facts_in(journal) == [
            words[0],
            f.InviteIssued("i1", Role.ATTENDEE, ""),
            f.ParticipantJoined("ann", "", Role.ATTENDEE, waiting=False),
            words[3],
            f.MessageSent("m1", "ann", ChatTo.EVERYONE, None, ""),
            words[5],
            f.QuestionAsked("q1", "ann", None, "", in_review=False),
            f.QuestionEdited("q1", "", in_review=False),
            f.QuestionAnswered("q1", "ann", ""),
            f.PersonForgotten("ann"),
        ]
        assert [each for each in journal.read("w") if isinstance(each, Remembered)] == [ANSWER]

    async def test_an_anonymous_question_belongs_to_nobody_and_stays(self, journal: Journal) -> None:
        asked = f.QuestionAsked("q1", None, "pseudonym", "Why?", in_review=False)
        facts = (asked, f.QuestionEdited("q1", "Why not?", in_review=False), f.PersonForgotten("ann"))
        await written(journal, *facts)
        assert facts_in(journal) == list(facts)

    @pytest.mark.parametrize(
        ("end", "left"),
        [(f.PollClosed("p1", 1, (0, 0), 0), ["", "two"]), (f.WebinarEnded("host"), ["", ""])],
    )
    async def test_a_rounds_secret_goes_when_it_closes_and_all_secrets_at_the_end(
        self, journal: Journal, reopened: Reopened, end: Fact, left: list[str]
    ) -> None:
        drafted = f.PollDrafted("p1", "host", "Which?", ("a", "b"), False, Ballots.ANONYMOUS, False, Reveal.LATER, ())
        await written(journal, drafted, f.PollOpened("p1", 1, None, "one"), f.PollOpened("p2", 1, None, "two"))
        await written(journal, f.AnonymityBegan("three"), end, after=3)
        facts = facts_in(await reopened())
        assert [fact.secret for fact in facts if isinstance(fact, f.PollOpened)] == left
        assert f.AnonymityBegan("" if isinstance(end, f.WebinarEnded) else "three") in facts

    async def test_kept_states_go_with_any_secret_and_none_from_before_is_kept_later(
        self, journal: Journal, reopened: Reopened
    ) -> None:
        await written(journal, f.PollOpened("p1", 1, None, "one"))
        journal.keep_state("w", a_state(1))
        await written(journal, f.PollClosed("p1", 1, (), 0), after=1)
        assert journal.newest_state("w") is None
        journal.keep_state("w", a_state(1))
        await written(journal, f.WebinarLocked(), after=2)
        assert journal.newest_state("w") is None
        journal.keep_state("w", a_state(3))
        await written(journal, f.WebinarLocked(), after=3)
        assert (await reopened()).newest_state("w") == a_state(3)

    async def test_what_a_forgotten_person_is_said_to_say_afterwards_is_not_kept(self, journal: Journal) -> None:
        await written(journal, f.ParticipantJoined("ann", "Ann", Role.ATTENDEE, waiting=False))
        await written(journal, f.PersonForgotten("ann"), after=1)
        await write(
            journal,
            stored(f.MessageSent("m1", "ann", ChatTo.EVERYONE, None, "Hello"), after=2),
            [Remembered("ann", "1", "fingerprint", Done(3))],
        )
        assert plain(journal.read("w"))[2:] == [(3, 1000, f.MessageSent("m1", "ann", ChatTo.EVERYONE, None, ""))]

    # --- the chain, and what is over

    async def test_the_records_are_the_chain(self, journal: Journal, reopened: Reopened) -> None:
        await written(journal, f.WebinarLocked(), f.ParticipantJoined("ann", "Ann", Role.ATTENDEE, waiting=False))
        chain = list((await reopened()).records("w"))  # type: ignore[attr-defined]
        first, second = chain
        assert first.hash == link(beginning("w"), first.body)
        assert second.hash == link(first.hash, second.body)
        assert b"Ann" not in second.body

    async def test_a_retired_webinar_is_read_as_before_and_may_be_written_to(
        self, journal: Journal, reopened: Reopened
    ) -> None:
        joined = f.ParticipantJoined("ann", "Ann", Role.ATTENDEE, waiting=False)
        await written(journal, joined, f.WebinarLocked(), f.WebinarEnded("host"))
        before = list(journal.records("w"))  # type: ignore[attr-defined]
        journal.retire("w")
        await written(journal, f.WebinarLocked(), webinar="another")
        journal = await reopened()
        assert facts_in(journal) == [joined, f.WebinarLocked(), f.WebinarEnded("host")]
        assert plain(journal.read("w", after_seq=2)) == [(3, 3000, f.WebinarEnded("host"))]
        assert list(journal.records("w")) == before  # type: ignore[attr-defined]
        await written(journal, f.PersonForgotten("ann"), after=3)
        journal.retire("w")
        await written(journal, f.WebinarLocked(), webinar="another", after=1)
        assert facts_in(await reopened()) == [
            evolve(joined, name=""),
            f.WebinarLocked(),
            f.WebinarEnded("host"),
            f.PersonForgotten("ann"),
        ]
