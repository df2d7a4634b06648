"""How many are here, and what follows."""

import trio
from trio.testing import MockClock

from actors.alarms import Alarms
from actors.runtime import ActorSystem, TrioActor
from actors.webinar import commands as c
from actors.webinar.census import Census
from actors.webinar.messages import CountsDue, EmptyForLong
from tests.actors.webinar.town import Town
from tests.actors.world import LIMITS


class Listener(TrioActor):
    def __init__(self, heard: list[object]) -> None:
        self.heard = heard

    def on_receive(self, message: object) -> None:
        self.heard.append(message)


async def a_census(nursery: trio.Nursery) -> tuple[Census, list[object]]:
    alarms, heard = Alarms(), list[object]()
    nursery.start_soon(alarms.serve)
    me = ActorSystem(nursery).start_actor(lambda: Listener(heard), name="webinar:w")
    return Census(me, alarms, LIMITS), heard


async def test_however_many_come_they_are_counted_once_a_second(
    nursery: trio.Nursery, autojump_clock: MockClock
) -> None:
    census, heard = await a_census(nursery)
    town = Town()
    for _ in range(5):
        town.inside()
        census.look(town.state)
    await trio.sleep(0.9)
    assert heard == []
    await trio.sleep(2)
    assert heard == [CountsDue()]
    census.counted(town.state)
    census.look(town.state)
    await trio.sleep(2)
    assert heard == [CountsDue()]
    nursery.cancel_scope.cancel()


async def test_emptiness_is_measured_from_when_the_last_one_went_or_the_webinar_began(
    nursery: trio.Nursery, autojump_clock: MockClock
) -> None:
    census, heard = await a_census(nursery)
    town = Town()
    census.look(town.state)
    await trio.sleep(LIMITS.unstarted_webinar_expiry_s - 10)
    town.live()
    census.look(town.state)
    await trio.sleep(LIMITS.empty_webinar_expiry_s - 10)
    town.do("host", c.Connected())
    census.look(town.state)
    await trio.sleep(10 * LIMITS.unstarted_webinar_expiry_s)
    town.do("host", c.Disconnected())
    census.look(town.state)
    await trio.sleep(LIMITS.empty_webinar_expiry_s - 1)
    assert EmptyForLong() not in heard
    await trio.sleep(2)
    assert EmptyForLong() in heard
    nursery.cancel_scope.cancel()


async def test_a_closed_census_says_nothing_more(nursery: trio.Nursery, autojump_clock: MockClock) -> None:
    census, heard = await a_census(nursery)
    census.look(Town().state)
    census.close()
    await trio.sleep(80_000)
    assert heard == []
    nursery.cancel_scope.cancel()
