"""Recording through the actors: what captures are given, in the main room and in breakout rooms, whatever fails."""

import pytest
import trio
import trio.lowlevel
from structlog.testing import capture_logs
from trio.testing import MockClock

from actors import facts as f
from actors.errors import ActorCrashed
from actors.participant import Attach
from actors.ports import Refusal
from actors.router_messages import NOTHING, PermitsChanged, Record
from actors.webinar import commands as c
from actors.webinar.messages import Ask
from actors.webinar.recordings_keeper import to_record, where
from actors.webinar.results import Recorded, RoomsMade
from actors.words import MAIN, Assign, Role, Source
from tests.actors.fake_media import FakeCapture
from tests.actors.webinar.town import Town
from tests.actors.world import Box, World, within


def captures(world: World) -> list[FakeCapture]:
    return [capture for routing in world.media.routings for capture in routing.captures]


async def recorded(world: World, room: str = MAIN) -> str:
    """The recording's id."""
    done = await world.do(world.host, c.StartRecording(room))
    await world.settle()
    assert isinstance(done.result, Recorded)
    return done.result.recording


async def live(world: World) -> str:
    """A presenter on air, who has agreed."""
    await world.do(world.host, c.Start())
    ann = await world.on_air()
    await world.do(ann, c.ConsentToRecording())
    return ann


def test_in_force_is_what_both_states_say() -> None:
    before, after = Town().live(), Town().live()
    after.do("host", c.StartRecording())
    assert to_record(after.state, before.state, MAIN) == NOTHING
    assert to_record(before.state, after.state, MAIN) == NOTHING
    known = after.state.recordings[MAIN].id
    assert to_record(after.state, after.state, MAIN) == Record(known)
    before.do("host", c.StartRecording())
    before.do("host", c.PauseRecording())
    assert to_record(before.state, after.state, MAIN) == Record(known, is_paused=True)
    assert to_record(after.state, before.state, MAIN) == Record(known, is_paused=True)


def test_a_rooms_recording_is_one_of_its_webinar() -> None:
    assert where("w1") == ("w1", MAIN)
    assert where("w1.r1") == ("w1", "w1.r1")


async def test_a_recording_has_whoever_agreed_and_ends_with_the_stop(world: World) -> None:
    ann = await live(world)
    bob = await world.inside(Role.PRESENTER)
    await world.publish(bob)
    known = await recorded(world)
    (capture,) = captures(world)
    assert (capture.recording, capture.room) == (known, MAIN)
    assert set(capture.taken.values()) == {ann}
    await world.do(bob, c.ConsentToRecording())
    await world.settle()
    assert set(capture.taken.values()) == {ann, bob}
    await world.do(world.host, c.PauseRecording())
    await world.settle()
    assert capture.is_paused
    await world.do(world.host, c.StartRecording())
    await world.do(world.host, c.Kick(bob))
    await world.settle()
    assert (capture.is_paused, set(capture.taken.values())) == (False, {ann})
    await world.do(world.host, c.StopRecording())
    await world.settle()
    assert capture.is_closed


async def test_what_is_not_durable_is_not_recorded_and_what_is_stopped_stops_at_once(world: World) -> None:
    await live(world)
    world.journal.is_holding = True
    world.ask(world.host, c.StartRecording())
    await world.settle()
    assert captures(world) == []
    world.journal.release()
    await world.settle()
    (capture,) = captures(world)
    world.journal.is_holding = True
    world.ask(world.host, c.StopRecording())
    await world.settle()
    assert capture.is_closed
    world.journal.release()


async def test_a_router_built_anew_goes_on_with_the_same_recording(world: World, autojump_clock: MockClock) -> None:
    ann = await live(world)
    known = await recorded(world)
    with capture_logs():
        world.actor("/router:main").tell(PermitsChanged(None))  # type: ignore[arg-type]
        await trio.sleep(3)
    first, *_, last = captures(world)
    assert first.is_closed
    assert (last.recording, last.is_closed) == (known, False)
    await world.publish(ann)
    await world.settle()
    assert set(last.taken.values()) == {ann}


async def test_a_webinar_built_anew_disturbs_nothing(world: World, autojump_clock: MockClock) -> None:
    ann = await live(world)
    await recorded(world)
    with capture_logs(), pytest.raises(ActorCrashed):
        await within(world.ask(world.host, object()), 30)  # type: ignore[arg-type]
    await trio.sleep(3)
    (capture,) = captures(world)
    assert not capture.is_closed
    assert set(capture.taken.values()) == {ann}


async def test_a_breakout_room_is_recorded_on_its_own_until_it_closes(world: World, autojump_clock: MockClock) -> None:
    ann = await live(world)
    made = await world.do(world.host, c.OpenRooms(count=2, assign=Assign.MANUAL))
    assert isinstance(made.result, RoomsMade)
    red = made.result.rooms[0].id
    await world.do(world.host, c.MoveToRoom(ann, red))
    known = await recorded(world, red)
    room = World(world.nursery, world.system, world.journal, world.media, world.node)
    room.webinar = f"{world.webinar}/room:{red.partition('.')[2]}"
    await room.publish(ann)
    await room.do(ann, c.TurnOn(Source.CAMERA))
    await world.settle()
    (capture,) = captures(world)
    assert (capture.recording, capture.room, set(capture.taken.values())) == (known, red, {ann})
    with capture_logs():
        room.ref.tell(Ask(world.host, "poison", object()))  # type: ignore[arg-type]
        await trio.sleep(3)
    assert not captures(world)[-1].is_closed
    await world.do(world.host, c.CloseRooms())
    await world.settle()
    assert captures(world)[-1].is_closed
    assert f.RecordingStopped(known, None, "room_closed") in world.log()


@pytest.mark.parametrize("fails", [0, 3])
async def test_a_recording_that_breaks_is_stopped_and_the_webinar_goes_on(
    world: World, autojump_clock: MockClock, fails: int
) -> None:
    """Also when the journal's disk is full too, for a while."""
    await live(world)
    known = await recorded(world)
    with capture_logs():
        world.journal.fail_next = fails
        captures(world)[0].on_ended("disk_full")
        await trio.sleep(10)
    assert world.log().count(f.RecordingStopped(known, None, "disk_full")) == 1
    assert await recorded(world) != known


async def test_the_end_of_the_webinar_ends_its_recording(world: World) -> None:
    await live(world)
    known = await recorded(world)
    await world.do(world.host, c.End())
    await world.settle()
    assert captures(world)[0].is_closed
    assert f.RecordingStopped(known, None, "webinar_ended") in world.log()


async def test_a_new_page_of_somebody_who_has_not_agreed_is_asked_first(world: World) -> None:
    await world.do(world.host, c.Start())
    ann = await world.join()
    await recorded(world)
    refused = await within(world.participant(ann).ask(Attach(Box(), None, "page")))
    assert isinstance(refused, Refusal)
    assert refused.code == "consent_needed"
    await within(world.participant(ann).ask(Attach(Box(), None, "page", consent=True)))
    assert f.ConsentGiven(ann) in world.log()
    assert (await world.snapshot(ann)).you.consents


async def test_a_page_that_was_there_before_comes_back_unasked(world: World) -> None:
    await world.do(world.host, c.Start())
    ann = await world.join()
    await within(world.participant(ann).ask(Attach(Box(), None, "page")))
    await recorded(world)
    box = Box()
    await within(world.participant(ann).ask(Attach(box, None, "page", 1)))
    assert not box.snapshots[-1].you.consents
