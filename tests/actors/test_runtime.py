from collections.abc import Callable
from typing import Any

import pykka
import pytest
import trio
import trio.testing
from attrs import frozen
from trio.testing import wait_all_tasks_blocked

from actors.errors import ActorDead, MailboxFull, NameTaken
from actors.future import TrioFuture
from actors.runtime import ActorSystem, TrioActor, TrioActorRef


class Notes(TrioActor):
    """Writes down what it hears, and answers with how much that is."""

    def __init__(self, heard: list[object]) -> None:
        self.heard = heard

    def on_receive(self, message: object) -> int:
        self.heard.append(message)
        return len(self.heard)

    def on_stop(self) -> None:
        self.heard.append("stop")


class Clerk(TrioActor):
    """Answers only when its case is decided."""

    def __init__(self) -> None:
        self.case: TrioFuture[str] = TrioFuture()

    def on_receive(self, message: object) -> TrioFuture[str] | None:
        if message == "open":
            return self.case
        self.case.settle(message)
        return None


@frozen
class Call:
    """Has the actor do something within its handler."""

    what: Callable[[TrioActor], Any]


class Puppet(TrioActor):
    def on_receive(self, message: Call) -> Any:
        return message.what(self)


@pytest.fixture
async def system(nursery: trio.Nursery) -> ActorSystem:
    return ActorSystem(nursery)


def notes(system: ActorSystem, name: str = "notes", **kwargs: Any) -> tuple[TrioActorRef, list[object]]:
    heard: list[object] = []
    return system.start_actor(lambda: Notes(heard), name=name, **kwargs), heard


async def test_a_ref_and_an_actor_are_pykkas(system: ActorSystem) -> None:
    ref, _ = notes(system)
    assert isinstance(ref, pykka.ActorRef)
    assert isinstance(ref.ask("hello"), pykka.Future)
    assert issubclass(TrioActor, pykka.Actor)
    assert pykka.ActorRegistry.get_all() == []


async def test_an_ask_is_answered_with_what_the_handler_returns(system: ActorSystem) -> None:
    ref, _ = notes(system)
    assert await ref.ask("one") == 1
    assert await ref.ask("two") == 2


async def test_messages_are_handled_in_the_order_they_were_sent(system: ActorSystem) -> None:
    ref, heard = notes(system)
    for number in range(100):
        ref.tell(number)
    await ref.ask(100)
    assert heard == list(range(101))


async def test_each_senders_order_is_kept_while_senders_mix(system: ActorSystem, nursery: trio.Nursery) -> None:
    ref, heard = notes(system, mailbox_limit=2)

    async def send(sender: str) -> None:
        for number in range(50):
            await ref.atell((sender, number))

    async with trio.open_nursery() as senders:
        for sender in "abc":
            senders.start_soon(send, sender)
    await ref.stop()
    for sender in "abc":
        mine = [message for message in heard if message[0] == sender]  # type: ignore[index]
        assert mine == [(sender, number) for number in range(50)]


async def test_a_full_mailbox_refuses_a_tell_at_once_and_an_ask_in_its_future(system: ActorSystem) -> None:
    ref, heard = notes(system, mailbox_limit=2)
    ref.tell(1)
    ref.tell(2)
    with pytest.raises(MailboxFull):
        ref.tell(3)
    refused = ref.ask(4)
    with pytest.raises(MailboxFull) as raised:
        await refused
    assert raised.value.code == "busy"
    await wait_all_tasks_blocked()
    assert heard == [1, 2]


async def test_a_full_actor_can_be_stopped(system: ActorSystem) -> None:
    ref, heard = notes(system, mailbox_limit=1)
    ref.tell(1)
    assert await ref.stop() is True
    assert heard == [1, "stop"]


async def test_atell_waits_until_there_is_room(system: ActorSystem) -> None:
    ref, heard = notes(system, mailbox_limit=1)
    ref.tell(1)
    await ref.atell(2)
    await ref.atell(3)
    await ref.stop()
    assert heard == [1, 2, 3, "stop"]


async def test_an_answer_may_be_put_off(system: ActorSystem, nursery: trio.Nursery) -> None:
    ref = system.start_actor(Clerk, name="clerk")
    answer = ref.ask("open")
    await wait_all_tasks_blocked()
    assert not answer.is_done()
    ref.tell("granted")
    assert await answer == "granted"


async def test_an_answer_put_off_may_be_an_error(system: ActorSystem) -> None:
    ref = system.start_actor(Clerk, name="clerk")
    answer = ref.ask("open")
    ref.tell(LookupError("no such case"))
    with pytest.raises(LookupError):
        await answer


async def test_an_ask_can_be_passed_on_to_another_actor(system: ActorSystem) -> None:
    clerk, _ = notes(system)
    porter = system.start_actor(Puppet, name="porter")
    assert await porter.ask(Call(lambda _: clerk.ask("for you"))) == 1


async def test_two_actors_that_ask_each_other_do_not_wait_for_ever(system: ActorSystem) -> None:
    one = system.start_actor(Puppet, name="one")
    two = system.start_actor(Puppet, name="two")
    assert await one.ask(Call(lambda _: two.ask(Call(lambda _: one.ask(Call(lambda _: "there and back")))))) == (
        "there and back"
    )


async def test_a_cancelled_asker_harms_nobody(system: ActorSystem) -> None:
    ref = system.start_actor(Clerk, name="clerk")
    with trio.move_on_after(0) as impatient:
        await ref.ask("open")
    assert impatient.cancelled_caught
    patient = ref.ask("open")
    ref.tell("granted")
    assert await patient == "granted"


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
