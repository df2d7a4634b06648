"""Opening, restoring and forgetting webinars. Long because each can go wrong in ways of its own."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import pytest
import trio
from attrs import define, field
from structlog.testing import capture_logs
from trio.testing import MockClock

from actors import facts as f
from actors.directory import (
    LOG_DAMAGED,
    LOOK_AROUND_S,
    NO_SUCH_WEBINAR,
    Created,
    CreateWebinar,
    Find,
    ReadTotals,
    Reopen,
    Totals,
)
from actors.journal.memory import MemoryJournal
from actors.ports import Done, JournalError, LogDamaged, Refusal, Remembered, StoredFact
from actors.runtime import TrioActorRef
from actors.webinar import commands as c
from actors.webinar.messages import ReadInfo
from actors.webinar.outcome import TRY_AGAIN
from actors.words import Status
from tests.actors.world import Clock, World, open_world, start_world, within


def directory(world: World) -> TrioActorRef:
    ref = world.system.find("directory")
    assert ref is not None
    return ref


async def create(world: World, title: str = "", host_name: str = "") -> Created | Refusal:
    answer = await within(directory(world).ask(CreateWebinar(title, host_name)))
    assert isinstance(answer, Created | Refusal)
    return answer


async def test_a_webinar_is_there_when_its_maker_is_told(world: World) -> None:
    created = await create(world, "Q3", "Hanna")
    assert isinstance(created, Created)
    world.webinar, world.host = created.webinar, created.host
    snapshot = await world.snapshot()
    assert (snapshot.webinar.title, snapshot.you.name) == ("Q3", "Hanna")
    assert world.webinar in world.journal.webinars()


async def test_what_cannot_be_shown_makes_no_webinar(world: World) -> None:
    before = len(world.system)
    assert [(await create(world, *what)).code for what in (("x" * 121, ""), ("", "\u202e"))] == [  # type: ignore[union-attr]
        "bad_title",
        "bad_name",
    ]
    assert len(world.system) == before


async def test_a_node_holds_so_many_open_webinars(world: World) -> None:
    for _ in range(4):
        assert isinstance(await create(world), Created)
    refused = await create(world)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.retry_after_ms) == ("too_many_webinars", 60_000)
    await world.do(world.host, c.End())
    assert isinstance(await create(world), Created)


async def test_a_webinar_that_could_not_be_noted_is_none(world: World) -> None:
    before = len(world.system)
    world.journal.fail_next = 1
    refused = await create(world)
    assert isinstance(refused, Refusal)
    assert refused.code == "try_again"
    await world.settle()
    assert len(world.system) == before


async def test_an_ended_webinar_says_so_for_a_while_and_is_then_forgotten(
    world: World, autojump_clock: MockClock
) -> None:
    await world.do(world.host, c.End())
    await trio.sleep(50)
    assert await world.refusal(None, c.Join("Ann")) == "ended"
    await trio.sleep(20)
    assert world.system.find(f"webinar:{world.webinar}") is None
    assert len(world.system) == 1


async def test_a_restarted_node_has_its_webinars_again_and_the_ended_ones_not_for_long(
    world: World, autojump_clock: MockClock
) -> None:
    ended, host = world.webinar, world.host
    await world.do(host, c.End())
    live = await create(world)
    assert isinstance(live, Created)
    async with trio.open_nursery() as second_life:
        again = await open_world(second_life, world.journal)
        again.webinar, again.host = live.webinar, live.host
        assert (await again.snapshot()).webinar.status is Status.WAITING
        await trio.sleep(70)
        assert again.system.find(f"webinar:{ended}") is None
        second_life.cancel_scope.cancel()


async def test_totals_follow_within_a_second(world: World, autojump_clock: MockClock) -> None:
    await create(world)
    await world.do(world.host, c.Start())
    await world.join()
    await trio.sleep(2)
    assert await directory(world).ask(ReadTotals()) == Totals(webinars=2, live=1, inside=3)
    await world.do(world.host, c.End())
    await world.settle()
    assert await directory(world).ask(ReadTotals()) == Totals(webinars=1, live=0, inside=1)


async def test_webinars_outlive_a_directory_that_breaks(world: World, autojump_clock: MockClock) -> None:
    directory(world).tell(CreateWebinar(None, None))  # type: ignore[arg-type]
    directory(world).tell(CreateWebinar(7))  # type: ignore[arg-type]
    await trio.sleep(10)
    assert (await world.snapshot()).you.id == world.host
    assert isinstance(await create(world), Created)


# --- after a restart


@define(eq=False)
class Shelf(MemoryJournal):
    """With logs that are damaged, and others that cannot be read just now."""

    damaged: set[str] = field(factory=set)
    unreadable: set[str] = field(factory=set)
    unlisted: int = 0  # so many times it cannot say what there is
    retired: list[str] = field(factory=list)
    reads: list[str] = field(factory=list)

    def read(self, webinar: str, after_seq: int = 0) -> Iterable[StoredFact | Remembered]:
        self.reads.append(webinar)
        if webinar in self.damaged:
            raise LogDamaged("a record was changed")
        if webinar in self.unreadable:
            raise JournalError("input/output error")
        return super().read(webinar, after_seq)

    def webinars(self, ended_after_ms: int = 0) -> Sequence[str]:
        if self.unlisted:
            self.unlisted -= 1
            raise JournalError("input/output error")
        return super().webinars(ended_after_ms)

    def retire(self, webinar: str) -> None:
        self.retired.append(webinar)
        super().retire(webinar)


async def filled(webinars: int = 5) -> tuple[Shelf, list[str]]:
    """A journal with so many webinars, the first one locked."""
    shelf, ids = Shelf(), []
    async with trio.open_nursery() as first_life:
        world = start_world(first_life, shelf, max_webinars=webinars)
        for _ in range(webinars):
            created = await create(world)
            assert isinstance(created, Created)
            world.webinar, world.host = created.webinar, created.host
            ids.append(created.webinar)
            if len(ids) == 1:
                await world.do(world.host, c.Lock())
        first_life.cancel_scope.cancel()
    shelf.reads.clear()
    return shelf, ids


def is_here(world: World, webinar: str) -> bool:
    return world.system.find(f"webinar:{webinar}") is not None


async def test_webinars_are_built_a_few_at_a_time_and_others_run_in_between(autojump_clock: MockClock) -> None:
    shelf, ids = await filled(40)
    async with trio.open_nursery() as life:
        world = start_world(life, shelf)
        so_far = [0]
        while so_far[-1] < len(ids):
            await trio.lowlevel.checkpoint()
            so_far.append(len(set(shelf.reads)))
        assert max(later - earlier for earlier, later in pairwise(so_far)) <= 4
        await world.settle()
        assert all(is_here(world, webinar) for webinar in ids)
        life.cancel_scope.cancel()


async def test_a_webinar_that_somebody_asks_for_is_built_before_its_turn(autojump_clock: MockClock) -> None:
    shelf, ids = await filled(40)
    async with trio.open_nursery() as life:
        world = start_world(life, shelf)
        while not shelf.reads:
            await trio.lowlevel.checkpoint()
        assert not is_here(world, ids[-1])
        assert (await within(directory(world).ask(ReadTotals()))).unopened > 10
        assert await within(directory(world).ask(Find(ids[-1]))) == Done(None)
        world.webinar = ids[-1]
        assert (await within(world.ref.ask(ReadInfo(None)))).id == ids[-1]
        assert len(set(shelf.reads)) < 30
        life.cancel_scope.cancel()


async def test_there_is_no_webinar_but_those_of_the_journal(world: World) -> None:
    for wish in (Find("nobody's"), Reopen("nobody's")):
        assert await within(directory(world).ask(wish)) == NO_SUCH_WEBINAR
    assert await within(directory(world).ask(Find(world.webinar))) == Done(None)


async def test_a_journal_that_cannot_say_what_there_is_is_asked_again(autojump_clock: MockClock) -> None:
    shelf, ids = await filled()
    shelf.unlisted = 3
    async with trio.open_nursery() as life:
        world = await open_world(life, shelf)
        assert not any(is_here(world, webinar) for webinar in ids)
        assert await within(directory(world).ask(Find(ids[0]))) == TRY_AGAIN
        await trio.sleep(4)
        assert all(is_here(world, webinar) for webinar in ids)
        life.cancel_scope.cancel()


async def test_a_damaged_log_is_loud_and_harms_no_other(autojump_clock: MockClock) -> None:
    shelf, ids = await filled()
    shelf.damaged.add(ids[2])
    async with trio.open_nursery() as life:
        with capture_logs() as logs:
            world = await open_world(life, shelf)
            await trio.sleep(60)
        assert [is_here(world, webinar) for webinar in ids] == [True, True, False, True, True]
        assert [log["webinar"] for log in logs if log["event"] == "log_damaged"] == [ids[2]]
        for wish in (Find(ids[2]), Reopen(ids[2])):
            assert await within(directory(world).ask(wish)) == LOG_DAMAGED
        (given_up,) = [row for row in world.system.tree() if row.state == "stopped"]
        assert (given_up.name, given_up.last_failure and given_up.last_failure.type) == (
            f"webinar:{ids[2]}",
            "LogDamaged",
        )
        assert await directory(world).ask(ReadTotals()) == Totals(webinars=4, live=0, inside=4, damaged=1)
        life.cancel_scope.cancel()


async def test_a_webinar_whose_log_could_not_be_read_for_long_is_there_when_it_can(autojump_clock: MockClock) -> None:
    shelf, ids = await filled()
    shelf.unreadable.update(ids[:2])
    async with trio.open_nursery() as life:
        world = await open_world(life, shelf)
        await trio.sleep(30)
        assert [is_here(world, webinar) for webinar in ids[2:]] == [True] * 3
        assert world.system.totals.given_up > 2
        shelf.unreadable.clear()
        await trio.sleep(2 * LOOK_AROUND_S)
        assert all(is_here(world, webinar) for webinar in ids)
        life.cancel_scope.cancel()


async def test_a_directory_built_anew_knows_how_its_webinars_are(world: World, autojump_clock: MockClock) -> None:
    await world.do(world.host, c.Start())
    await trio.sleep(2)
    directory(world).tell(CreateWebinar(7))  # type: ignore[arg-type]
    await trio.sleep(10)
    assert await directory(world).ask(ReadTotals()) == Totals(webinars=1, live=1, inside=1)


# --- what is over


async def test_after_a_restart_an_ended_webinar_says_so_for_the_rest_of_its_time(autojump_clock: MockClock) -> None:
    shelf = Shelf()
    webinar = await over(shelf, 0)
    async with trio.open_nursery() as life:
        world = await open_world(life, shelf)
        world.webinar = webinar
        await trio.sleep(50)
        assert await world.refusal(None, c.Join("Ann")) == "ended"
        assert shelf.retired == []
        await trio.sleep(20)
        assert (is_here(world, webinar), shelf.retired) == (False, [webinar])
        life.cancel_scope.cancel()


async def over(shelf: Shelf, for_s: float) -> str:
    """A webinar that has ended, and that so much time has passed since."""
    async with trio.open_nursery() as life:
        world = start_world(life, shelf)
        created = await create(world)
        assert isinstance(created, Created)
        world.webinar = created.webinar
        await world.do(created.host, c.End())
        life.cancel_scope.cancel()
    await trio.sleep(for_s)
    return created.webinar


async def test_a_webinar_that_was_over_long_ago_is_opened_again_for_a_while(autojump_clock: MockClock) -> None:
    shelf = Shelf()
    webinar = await over(shelf, 3600)
    async with trio.open_nursery() as life:
        world = await open_world(life, shelf)
        world.webinar = webinar
        assert await within(directory(world).ask(Find(webinar))) == NO_SUCH_WEBINAR
        for _ in range(3):  # each time for as long
            assert await within(directory(world).ask(Reopen(webinar))) == Done(None)
            await trio.sleep(50)
            assert await world.refusal(None, c.Join("Ann")) == "ended"
        await trio.sleep(20)
        assert (is_here(world, webinar), shelf.retired) == (False, [webinar])
        assert await directory(world).ask(ReadTotals()) == Totals(webinars=0, live=0, inside=0)
        life.cancel_scope.cancel()


async def test_a_person_is_forgotten_long_after_the_end(autojump_clock: MockClock) -> None:
    shelf = Shelf()
    webinar = await over(shelf, 3600)
    async with trio.open_nursery() as life:
        world = await open_world(life, shelf)
        world.webinar = webinar
        await within(directory(world).ask(Reopen(webinar)))
        created = next(entry.fact for entry in shelf.read(webinar) if isinstance(entry, StoredFact))
        assert isinstance(created, f.WebinarCreated)
        await world.do(None, c.ForgetPerson(created.host))
        life.cancel_scope.cancel()
    log = list(shelf.read(webinar))
    assert "Host" not in repr(log)
    assert len(log) == 3


async def test_what_cannot_be_read_cannot_be_opened_again_yet(autojump_clock: MockClock) -> None:
    shelf = Shelf()
    webinar = await over(shelf, 3600)
    async with trio.open_nursery() as life:
        world = await open_world(life, shelf)
        shelf.unreadable.add(webinar)
        assert await within(directory(world).ask(Reopen(webinar))) == TRY_AGAIN
        shelf.unreadable.clear()
        shelf.damaged.add(webinar)
        assert await within(directory(world).ask(Reopen(webinar))) == LOG_DAMAGED
        life.cancel_scope.cancel()


@pytest.mark.parametrize("offset_s", [-3600, 3600], ids=["back", "on"])
async def test_a_wall_clock_that_jumps_makes_nobody_remember_for_ever(
    world: World, autojump_clock: MockClock, offset_s: int
) -> None:
    await world.do(world.host, c.End())
    await world.settle()
    async with trio.open_nursery() as life:
        again = start_world(life, world.journal)
        assert isinstance(again.node.clock, Clock)
        again.node.clock.offset_ms = 1000 * offset_s
        await trio.sleep(61)
        assert not is_here(again, world.webinar)
        life.cancel_scope.cancel()
