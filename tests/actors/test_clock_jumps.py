"""A wall clock that is set, by an hour or for the summer, while webinars go on or before they come back: what happened
stays in its order, what is timed ends neither early nor never, and nobody is here who is not.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import trio
from trio.testing import MockClock

from actors import facts as f
from actors.ports import StoredFact
from actors.webinar import commands as c
from actors.words import Role, Source
from tests.actors.world import Clock, World, start_world

HOUR_S = 3600
POLL_S = 60
each_jump = pytest.mark.parametrize("jump_s", [-HOUR_S, 0, HOUR_S], ids=["back", "none", "on"])


def jump(world: World, jump_s: int) -> None:
    assert isinstance(world.node.clock, Clock)
    world.node.clock.offset_ms += 1000 * jump_s


@asynccontextmanager
async def restarted(world: World, jump_s: int) -> AsyncIterator[World]:
    """On a machine whose clock says something else."""
    async with trio.open_nursery() as life:
        again = start_world(life, world.journal)
        jump(again, jump_s)
        again.webinar, again.host = world.webinar, world.host
        await again.settle()
        yield again
        life.cancel_scope.cancel()


async def opened_poll(world: World) -> None:
    await world.do(world.host, c.Start())
    poll = (await world.do(world.host, c.CreatePoll("Tea?", ("yes", "no")))).result
    await world.do(world.host, c.OpenPoll(poll.poll, for_s=POLL_S))  # type: ignore[attr-defined,union-attr]


def is_closed(world: World) -> bool:
    return f.PollClosed in [type(fact) for fact in world.log()]


@each_jump
async def test_a_round_closes_when_its_time_is_up_whatever_the_clock_says(
    world: World, autojump_clock: MockClock, jump_s: int
) -> None:
    await opened_poll(world)
    await trio.sleep(20)
    jump(world, jump_s)
    await world.do(world.host, c.Lock())
    await trio.sleep(POLL_S - 21)
    assert not is_closed(world)
    await trio.sleep(2)
    assert is_closed(world)


@each_jump
async def test_after_a_restart_a_round_goes_on_for_no_longer_than_it_was_meant_to(
    world: World, autojump_clock: MockClock, jump_s: int
) -> None:
    await opened_poll(world)
    await trio.sleep(20)
    async with restarted(world, jump_s) as again:
        assert is_closed(again) is (jump_s > 0)  # by all that is known its time is over
        await trio.sleep(POLL_S + 1)
        assert is_closed(again)


@each_jump
async def test_whoever_does_not_come_back_is_gone_after_the_usual_time(
    world: World, autojump_clock: MockClock, jump_s: int
) -> None:
    ann, bob = await world.inside(Role.PRESENTER), await world.inside()
    for person in (world.host, ann, bob):
        await world.attach(person)
    await world.do(ann, c.TurnOn(Source.MICROPHONE))
    async with restarted(world, jump_s) as again:
        await again.attach(again.host)
        await trio.sleep(19)
        await again.attach(bob)
        assert f.ParticipantDisconnected(ann) not in again.log()
        await trio.sleep(2)
        gone = [fact for fact in again.log() if isinstance(fact, f.ParticipantDisconnected)]
        assert gone == [f.ParticipantDisconnected(ann)]
        assert f.SourceTurnedOff(ann, Source.MICROPHONE, ann) in again.log()
        await trio.sleep(900)
        assert again.log()[-1] == f.ParticipantLeft(ann, "absent")


@each_jump
async def test_a_webinar_that_nobody_comes_back_to_ends_in_its_time(
    world: World, autojump_clock: MockClock, jump_s: int
) -> None:
    await world.attach(world.host)
    await world.do(world.host, c.Start())
    async with restarted(world, jump_s) as again:
        await trio.sleep(600)
        assert f.WebinarEnded("expired") not in again.log()
        await trio.sleep(30)
        assert again.log()[-1] == f.WebinarEnded("expired")


async def test_what_happened_stays_in_its_order_while_the_clock_goes_back_and_forth(
    world: World, autojump_clock: MockClock
) -> None:
    box = await world.attach(world.host)
    for n in range(20):
        jump(world, HOUR_S if n % 3 else -2 * HOUR_S)
        await world.do(world.host, c.Lock() if n % 2 == 0 else c.Unlock())
    facts = [entry for entry in world.journal.read(world.webinar) if isinstance(entry, StoredFact)]
    times = [entry.at_ms for entry in facts]
    assert times != sorted(times)
    assert [entry.seq for entry in facts] == list(range(1, len(facts) + 1))
    assert [type(fact) for fact in box.facts[-20:]] == [f.WebinarLocked, f.WebinarUnlocked] * 10
    async with restarted(world, -HOUR_S) as again:
        page = await again.attach(again.host, last_seq=box.snapshots[0].seq)
        locked = [fact for fact in page.facts if isinstance(fact, f.WebinarLocked)]
        assert (len(locked), page.snapshots) == (10, [])


async def test_a_slow_disk_and_a_clock_that_jumps_do_not_make_an_answer_out_of_nothing(
    world: World, autojump_clock: MockClock
) -> None:
    world.journal.is_holding = True
    asked = world.ask(world.host, c.Lock())
    jump(world, HOUR_S)
    await trio.sleep(HOUR_S)
    jump(world, -2 * HOUR_S)
    await world.settle()
    assert not asked.is_done()
    world.journal.release()
    await world.settle()
    assert asked.is_done()
