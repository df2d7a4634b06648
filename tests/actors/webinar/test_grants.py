"""The line to the router."""

import trio
from trio.testing import MockClock

from actors.alarms import Alarms
from actors.router_messages import PermitsChanged
from actors.runtime import ActorSystem, TrioActor, TrioActorRef
from actors.webinar import commands as c
from actors.webinar.grants import Grants
from actors.webinar.messages import RouterStarted, TellRouter
from tests.actors.webinar.town import Town


class Listener(TrioActor):
    def __init__(self, heard: list[object]) -> None:
        self.heard = heard

    def on_receive(self, message: object) -> None:
        self.heard.append(message)


async def line(nursery: trio.Nursery) -> tuple[Grants, list[object], list[object], TrioActorRef]:
    system, alarms = ActorSystem(nursery), Alarms()
    nursery.start_soon(alarms.serve)
    mine: list[object] = []
    routers: list[object] = []
    me = system.start_actor(lambda: Listener(mine), name="webinar:w")
    router = system.start_actor(lambda: Listener(routers), name="router:main", mailbox_limit=1)
    await trio.testing.wait_all_tasks_blocked()
    return Grants(me, router, alarms), mine, routers, router


async def test_a_change_is_told_and_what_is_no_change_is_not(nursery: trio.Nursery, autojump_clock: MockClock) -> None:
    grants, _, heard, _ = await line(nursery)
    town = Town()
    ann = town.on_air()
    for _ in range(2):
        grants.tell(town.state, town.state, [ann])
        await trio.testing.wait_all_tasks_blocked()
    assert [message.permits[0].participant for message in heard if isinstance(message, PermitsChanged)] == [ann]
    nursery.cancel_scope.cancel()


async def test_a_router_without_room_is_told_later_what_is_right_by_then(
    nursery: trio.Nursery, autojump_clock: MockClock
) -> None:
    grants, mine, heard, router = await line(nursery)
    town = Town()
    ann = town.on_air()
    router.tell("in the way")
    grants.tell(town.state, town.state, [ann])
    assert grants.permits.in_force == {}
    await trio.sleep(1)
    assert mine == [TellRouter((ann,))]
    town.do("host", c.Mute(ann))
    grants.tell(town.state, town.state, [ann])
    await trio.testing.wait_all_tasks_blocked()
    assert isinstance(heard[-1], PermitsChanged)
    assert "microphone" not in heard[-1].permits[0].sources
    nursery.cancel_scope.cancel()


async def test_a_new_router_is_told_everything_and_that_it_is_everything(
    nursery: trio.Nursery, autojump_clock: MockClock
) -> None:
    grants, mine, heard, router = await line(nursery)
    town = Town()
    ann = town.on_air()
    router.tell("in the way")
    grants.tell_all(town.state, town.state)
    await trio.sleep(1)
    assert mine == [RouterStarted()]
    grants.tell_all(town.state, town.state)
    await trio.testing.wait_all_tasks_blocked()
    message = heard[-1]
    assert isinstance(message, PermitsChanged)
    assert (message.is_all, {permit.participant for permit in message.permits}) == (True, {"host", ann})
    router.kill()
    grants.tell_all(town.state, town.state)  # nobody to tell, nothing to fear
    nursery.cancel_scope.cancel()
