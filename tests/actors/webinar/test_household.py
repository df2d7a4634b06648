"""The actors below a webinar's."""

import trio
from trio.testing import MockClock

from actors.runtime import TrioActor
from actors.webinar.household import Household
from tests.actors.world import World


class Nobody(TrioActor):
    """A webinar that hears nothing."""

    def on_receive(self, message: object) -> None: ...


async def household(world: World) -> Household:
    webinar = world.system.start_actor(Nobody, name="webinar:w")
    return Household(world.system, webinar, world.node, ("w1", "main"))


async def test_everybody_has_one_actor_and_it_outlives_whoever_asked_for_it(world: World) -> None:
    first = await household(world)
    ann = first.participant("ann")
    again = Household(world.system, first.webinar, world.node, ("w1", "main"))
    assert (first.participant("ann"), again.participant("ann"), again.router) == (ann, ann, first.router)
    assert (ann.actor_urn, first.router.actor_urn) == ("webinar:w/participant:ann", "webinar:w/router:main")


async def test_who_goes_loses_their_actor_and_gets_a_new_one_when_they_come_back(
    world: World, autojump_clock: MockClock
) -> None:
    house = await household(world)
    ann = house.participant("ann")
    house.part_with("ann")
    house.part_with("nobody")
    await trio.sleep(1)
    assert not ann.is_alive()
    assert house.participant("ann") is not ann


async def test_all_end_with_the_webinar(world: World, autojump_clock: MockClock) -> None:
    house = await household(world)
    ann = house.participant("ann")
    house.webinar.kill()
    await trio.sleep(1)
    assert not ann.is_alive()
    assert not house.router.is_alive()
