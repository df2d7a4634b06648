import pykka
import pytest
import trio
import trio.testing
from trio.testing import wait_all_tasks_blocked

from actors.errors import MailboxFull
from actors.runtime import ActorSystem, TrioActor
from tests.actors.samples import Call, Clerk, Puppet, notes


@pytest.fixture
async def system(nursery: trio.Nursery) -> ActorSystem:
    return ActorSystem(nursery)


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
