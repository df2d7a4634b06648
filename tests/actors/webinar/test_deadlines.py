"""What ends by itself, and when the webinar is asked."""

from collections.abc import AsyncIterator

import pytest
import trio
from attrs import define
from trio.testing import MockClock

from actors import facts as f
from actors.alarms import Alarms
from actors.runtime import ActorSystem
from actors.webinar import commands as c
from actors.webinar.deadlines import RING_AGAIN_S, Deadlines, deadlines_of
from actors.webinar.messages import Ask
from actors.webinar.results import Created
from actors.words import Role, Source
from tests.actors.samples import notes
from tests.actors.webinar.town import Town
from tests.actors.world import World


@define
class Wall:
    """A wall clock that goes as we wish."""

    ms: int = 0

    def now_ms(self) -> int:
        return self.ms


@define
class Scene:
    town: Town
    wall: Wall
    deadlines: Deadlines
    heard: list[object]

    @property
    def due(self) -> list[c.Command]:
        return [ask.command for ask in self.heard if isinstance(ask, Ask) and (ask.by, ask.command_id) == (None, "")]

    def look(self) -> None:
        self.deadlines.look(self.town.state)

    def poll(self, for_s: int | None) -> str:
        """Opened just now, by the town's clock and the wall's."""
        self.town.do("host", c.CreatePoll("Lunch?", ("Soup", "Rice")))
        poll = list(self.town.state.interaction.polls)[-1]
        self.town.do("host", c.OpenPoll(poll, for_s))
        self.wall.ms = self.town.state.at_ms
        self.look()
        return poll


@pytest.fixture
async def scene(nursery: trio.Nursery) -> AsyncIterator[Scene]:
    alarms = Alarms()
    nursery.start_soon(alarms.serve)
    me, heard = notes(ActorSystem(nursery), "webinar:w")
    wall = Wall()
    yield Scene(Town(), wall, Deadlines(me, alarms, wall), heard)
    nursery.cancel_scope.cancel()


async def test_a_round_for_a_time_is_asked_about_when_that_is_over_and_not_before(
    scene: Scene, autojump_clock: MockClock
) -> None:
    poll = scene.poll(for_s=60)
    await trio.sleep(59.9)
    assert scene.due == []
    await trio.sleep(0.2)
    assert scene.due == [c.PollTimeUp(poll, 1)]
    scene.town.do(None, scene.due[0])
    scene.look()
    await trio.sleep(3600)
    assert scene.due == [c.PollTimeUp(poll, 1)]


async def test_looking_often_rings_no_oftener(scene: Scene, autojump_clock: MockClock) -> None:
    poll = scene.poll(for_s=60)
    for _ in range(50):
        scene.look()
        await trio.sleep(1)
    await trio.sleep(10.2)
    assert scene.due == [c.PollTimeUp(poll, 1)]


async def test_a_round_that_was_closed_by_hand_is_asked_about_no_more_and_the_next_in_its_own_time(
    scene: Scene,
    autojump_clock: MockClock,
) -> None:
    poll = scene.poll(for_s=60)
    await trio.sleep(30)
    scene.town.do("host", c.ClosePoll(poll))
    scene.look()
    scene.town.do("host", c.OpenPoll(poll, 100))
    scene.wall.ms = scene.town.state.at_ms
    scene.look()
    await trio.sleep(99)
    assert scene.due == []
    await trio.sleep(2)
    assert scene.due == [c.PollTimeUp(poll, 2)]


async def test_what_has_no_end_is_never_asked_about(scene: Scene, autojump_clock: MockClock) -> None:
    scene.poll(for_s=None)
    scene.town.inside(Role.PRESENTER)
    scene.look()
    await trio.sleep(80_000)
    assert scene.due == []
    assert list(deadlines_of(scene.town.state)) == []


async def test_a_role_for_a_time_is_asked_about_when_that_is_over(scene: Scene, autojump_clock: MockClock) -> None:
    ann = scene.town.inside()
    scene.town.do("host", c.Invite(ann, Role.PRESENTER, 60))
    scene.town.do(ann, c.AcceptInvitation())
    scene.wall.ms = scene.town.state.at_ms
    scene.look()
    await trio.sleep(59)
    assert scene.due == []
    await trio.sleep(2)
    until_ms = scene.town.person(ann).stage_until_ms
    assert scene.due == [c.StageTimeUp(ann, until_ms or 0)]


async def test_as_long_as_its_end_is_not_durable_it_is_asked_about_again_and_not_in_haste(
    scene: Scene, autojump_clock: MockClock
) -> None:
    scene.poll(for_s=5)
    await trio.sleep(5.1)
    for _ in range(9):
        scene.look()
        await trio.sleep(RING_AGAIN_S / 10)
    assert len(scene.due) == 1
    await trio.sleep(RING_AGAIN_S / 5)
    assert len(scene.due) == 2


@pytest.mark.parametrize(
    ("jump_ms", "rest_s"), [(0, 60), (20_000, 40), (59_000, 1), (60_000, 0), (10**9, 0), (-5_000, 60), (-(10**9), 60)]
)
async def test_after_a_restart_the_rest_remains_whatever_the_clock_has_done_meanwhile(
    scene: Scene, autojump_clock: MockClock, jump_ms: int, rest_s: int
) -> None:
    scene.poll(for_s=60)
    scene.deadlines.close()
    scene.wall.ms += jump_ms
    again = Deadlines(scene.deadlines.me, scene.deadlines.alarms, scene.wall)
    again.look(scene.town.state)
    await trio.sleep(max(rest_s - 0.1, 0))
    assert len(scene.due) == 0
    await trio.sleep(0.2)
    assert len(scene.due) == 1


async def test_a_clock_that_jumps_while_we_wait_moves_nothing(scene: Scene, autojump_clock: MockClock) -> None:
    scene.poll(for_s=60)
    await trio.sleep(30)
    scene.wall.ms += 10**9
    scene.look()
    await trio.sleep(29)
    assert scene.due == []
    await trio.sleep(2)
    assert len(scene.due) == 1


async def test_closed_deadlines_ask_nothing(scene: Scene, autojump_clock: MockClock) -> None:
    scene.poll(for_s=60)
    scene.deadlines.close()
    await trio.sleep(3600)
    assert scene.due == []


# --- in the webinar's actor


async def on_air_for(world: World, for_s: int) -> str:
    ann = await world.inside()
    await world.do(world.host, c.Invite(ann, Role.PRESENTER, for_s))
    await world.do(ann, c.AcceptInvitation())
    await world.publish(ann)
    await world.do(ann, c.TurnOn(Source.CAMERA))
    await world.settle()
    assert world.allowed() == {Source.CAMERA}
    return ann


async def test_a_round_closes_by_itself_and_everybody_is_told(world: World, autojump_clock: MockClock) -> None:
    poll = (await world.do(world.host, c.CreatePoll("Lunch?", ("Soup", "Rice")))).result
    assert isinstance(poll, Created)
    await world.do(world.host, c.OpenPoll(poll.poll, 60))
    await world.do(world.host, c.Vote(poll.poll, (1,)))
    await trio.sleep(59)
    assert world.log()[-1] != f.PollClosed(poll.poll, 1, (0, 1), 1)
    await trio.sleep(1.1)
    assert world.log()[-1] == f.PollClosed(poll.poll, 1, (0, 1), 1)


async def test_when_a_role_ends_by_itself_nothing_more_is_let_through_even_before_that_is_durable(
    world: World, autojump_clock: MockClock
) -> None:
    ann = await on_air_for(world, 60)
    world.journal.is_holding = True
    await trio.sleep(59)
    assert world.allowed() == {Source.CAMERA}
    await trio.sleep(1.1)
    assert world.allowed() == set()
    world.journal.release()
    await world.settle()
    assert world.log()[-2:] == [f.SourceTurnedOff(ann, Source.CAMERA, ann), f.RoleChanged(ann, Role.ATTENDEE)]


async def test_a_role_that_ended_while_the_journal_failed_stays_ended(world: World, autojump_clock: MockClock) -> None:
    ann = await on_air_for(world, 60)
    world.journal.fail_next = 3
    await trio.sleep(60.1)
    assert world.allowed() == set()
    await trio.sleep(20)
    assert world.log()[-1] == f.RoleChanged(ann, Role.ATTENDEE)
    assert await world.refusal(ann, c.TurnOn(Source.CAMERA)) == "not_allowed"
