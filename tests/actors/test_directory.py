"""Opening, restoring and forgetting webinars."""

import trio
from trio.testing import MockClock

from actors.directory import Created, CreateWebinar, ReadTotals, Totals
from actors.ports import Refusal
from actors.runtime import TrioActorRef
from actors.webinar import commands as c
from actors.words import Status
from tests.actors.world import World, open_world, within


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
