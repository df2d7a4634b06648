import pytest
import trio
import trio.testing
from trio.testing import wait_all_tasks_blocked

from actors.errors import ActorDead, NameTaken
from actors.runtime import ActorSystem, TrioActor
from tests.actors.samples import Call, Clerk, Puppet, notes


@pytest.fixture
async def system(nursery: trio.Nursery) -> ActorSystem:
    return ActorSystem(nursery)


async def test_an_actor_knows_its_system_its_name_and_its_ref(system: ActorSystem) -> None:
    ref = system.start_actor(Puppet, name="puppet")
    assert await ref.ask(Call(lambda actor: (actor.system, actor.actor_ref, actor.actor_urn))) == (
        system,
        ref,
        "puppet",
    )


async def test_an_actor_can_stop_itself(system: ActorSystem) -> None:
    ref = system.start_actor(Puppet, name="puppet")
    assert await ref.ask(Call(lambda actor: actor.stop())) is None
    await wait_all_tasks_blocked()
    assert not ref.is_alive()


async def test_a_handler_may_start_an_actor(system: ActorSystem) -> None:
    parent = system.start_actor(Puppet, name="parent")
    child = await parent.ask(
        Call(lambda actor: actor.system.start_actor(Puppet, name="parent/child", parent=actor.actor_ref))
    )
    assert await child.ask(Call(lambda actor: actor.actor_urn)) == "parent/child"


async def test_an_actor_is_found_by_its_name_while_it_takes_messages(system: ActorSystem) -> None:
    ref, _ = notes(system, name="webinar:a")
    assert system.find("webinar:a") is ref
    assert system.find("webinar:b") is None
    ended = ref.stop()
    assert system.find("webinar:a") is None
    await ended
    assert system.find("webinar:a") is None


async def test_a_name_is_free_again_when_its_actor_has_ended(system: ActorSystem) -> None:
    ref, _ = notes(system, name="webinar:a")
    with pytest.raises(NameTaken, match="webinar:a"):
        notes(system, name="webinar:a")
    await ref.stop()
    again, _ = notes(system, name="webinar:a")
    assert system.find("webinar:a") is again
    assert not ref.is_alive()


async def test_stop_handles_what_waits_and_refuses_what_comes_after(system: ActorSystem) -> None:
    ref, heard = notes(system)
    ref.tell(1)
    before = ref.ask(2)
    ended = ref.stop()
    after = ref.ask(3)
    with pytest.raises(ActorDead):
        ref.tell(4)
    assert await ended is True
    assert await before == 2
    with pytest.raises(ActorDead) as raised:
        await after
    assert raised.value.code == "stopped"
    assert heard == [1, 2, "stop"]


async def test_whoever_stops_an_actor_twice_hears_of_the_same_end(system: ActorSystem) -> None:
    ref, heard = notes(system)
    first, second = ref.stop(), ref.stop()
    assert await first is True
    assert await second is True
    assert await ref.stop() is False
    assert heard == ["stop"]


async def test_an_actor_has_no_children_after_its_end(system: ActorSystem) -> None:
    ref, _ = notes(system)
    await ref.stop()
    with pytest.raises(ActorDead):
        notes(system, name="notes/child", parent=ref)
    assert len(system) == 0


async def test_two_systems_do_not_see_each_other(nursery: trio.Nursery) -> None:
    here, there = ActorSystem(nursery), ActorSystem(nursery)
    one, _ = notes(here, name="webinar:a")
    two, _ = notes(there, name="webinar:a")
    assert here.find("webinar:a") is one
    assert there.find("webinar:a") is two
    await here.stop(grace_s=1)
    assert two.is_alive()
    assert [len(here), len(there)] == [0, 1]
    assert [here.totals.started, here.totals.ended, there.totals.ended] == [1, 1, 0]


async def test_a_system_stops_its_youngest_first(system: ActorSystem) -> None:
    ends: list[str] = []

    class Named(TrioActor):
        def on_stop(self) -> None:
            ends.append(self.actor_urn)

    for name in ("a", "b", "c"):
        system.start_actor(Named, name=name)
    await wait_all_tasks_blocked()
    await system.stop(grace_s=1)
    assert ends == ["c", "b", "a"]


async def test_actors_end_properly_when_their_nursery_is_cancelled() -> None:
    async with trio.open_nursery() as nursery:
        system = ActorSystem(nursery)
        ref, heard = notes(system)
        clerk = system.start_actor(Clerk, name="clerk")
        await wait_all_tasks_blocked()
        pending = clerk.ask("open")
        await wait_all_tasks_blocked()
        nursery.cancel_scope.cancel()
    assert heard == ["stop"]
    assert not ref.is_alive()
    with pytest.raises(ActorDead):
        await pending


async def test_pykkas_other_ways_in_are_refused_with_what_to_use(system: ActorSystem) -> None:
    ref, _ = notes(system)
    with pytest.raises(TypeError, match="start_actor"):
        Puppet.start()
    with pytest.raises(TypeError, match="tell and ask"):
        ref.proxy()
    with pytest.raises(TypeError, match="outlives"):
        Puppet._create_actor_inbox()
    with pytest.raises(TypeError, match="start_actor"):
        Puppet()._start_actor_loop()
    assert not Puppet._create_future().is_done()


async def test_the_tree_lists_who_lives_and_below_whom(system: ActorSystem) -> None:
    webinar, _ = notes(system, name="webinar:a")
    notes(system, name="webinar:a/participant:p", parent=webinar)
    notes(system, name="webinar:b", kind="special")
    assert [(row.name, row.kind, row.parent) for row in system.tree()] == [
        ("webinar:a", "webinar", None),
        ("webinar:b", "special", None),
        ("webinar:a/participant:p", "participant", "webinar:a"),
    ]
    assert [row.name for row in system.tree(under="webinar:a")] == ["webinar:a", "webinar:a/participant:p"]
    assert [row.name for row in system.tree(limit=2)] == ["webinar:a", "webinar:b"]
    assert system.tree(under="webinar:none") == ()


async def test_the_slowest_handler_of_all_is_known(system: ActorSystem, mock_clock: trio.testing.MockClock) -> None:
    fast = system.start_actor(Puppet, name="fast")
    slow = system.start_actor(Puppet, name="slow")
    await fast.ask(Call(lambda _: mock_clock.jump(0.5)))
    await slow.ask(Call(lambda _: mock_clock.jump(2.0)))
    await fast.ask(Call(lambda _: mock_clock.jump(1.0)))
    slowest = system.totals.slowest
    assert slowest is not None
    assert (slowest.actor, slowest.message, slowest.took_s) == ("slow", "Call", 2.0)
