"""A breakout room as an actor: who is in it, what it lets through, what it leaves; failures change nothing of it.

Long because each failure, of either actor, of a disk or of the node, has its own story.
"""

from collections.abc import Iterable

import trio
import trio.lowlevel
from attrs import evolve
from structlog.testing import capture_logs
from trio.testing import MockClock

from actors import facts as f
from actors.directory import Find, Reopen
from actors.facts import Fact
from actors.media_commands import Publish
from actors.participant import Attach, Do
from actors.ports import Answer, Done, Refusal, StoredFact
from actors.webinar import commands as c
from actors.webinar.messages import Ask, FindRoom, ReadInfo, ReadPeople, ReadRooms
from actors.webinar.results import Created, RoomsMade
from actors.webinar.room import Room
from actors.webinar.room_ids import actor_name
from actors.words import Assign, Role, Source, Speak
from tests.actors.world import Box, World, start_world, within


def in_room(world: World, room: str) -> World:
    """The same node, seen from that room."""
    return evolve(world, webinar=actor_name(room).removeprefix("webinar:"))


async def rooms_of(world: World, count: int = 2, **how: object) -> list[str]:
    wish = {"assign": Assign.MANUAL} | how
    result = (await world.do(world.host, c.OpenRooms(count=count, **wish))).result  # type: ignore[arg-type]
    assert isinstance(result, RoomsMade)
    await world.settle()
    return [spec.id for spec in result.rooms]


async def live(world: World) -> None:
    await world.do(world.host, c.Start())


async def moved(world: World, participant: str, room: str | None) -> None:
    await world.do(world.host, c.MoveToRoom(participant, room))
    await world.settle()


def members(world: World, room: str) -> set[str]:
    behaviour = in_room(world, room).ref.cell.behaviour
    assert isinstance(behaviour, Room)
    return set(behaviour.book.durable.inside)


def log_of(world: World, room: str) -> list[Fact]:
    return [entry.fact for entry in world.journal.read(room) if isinstance(entry, StoredFact)]


async def fail(world: World, name: str = "") -> None:
    with capture_logs():
        world.actor(name).tell(Ask(world.host, "poison", object()))  # type: ignore[arg-type]
        await trio.sleep(2)


def kinds(facts: Iterable[Fact]) -> list[str]:
    return [type(fact).__name__ for fact in facts]


async def test_whoever_is_moved_into_a_room_has_an_actor_there_and_a_session(world: World) -> None:
    await live(world)
    ann = await world.inside()
    red, blue = await rooms_of(world)
    await moved(world, ann, red)
    assert (members(world, red), members(world, blue)) == ({ann}, set())
    box = await in_room(world, red).attach(ann)
    snapshot = box.snapshots[-1]
    assert (snapshot.webinar.id, snapshot.webinar.title) == (red, "Room 1")
    assert (snapshot.you.role, snapshot.you.room) == (Role.PRESENTER, None)
    assert (await world.snapshot(ann)).you.room == red


async def test_a_room_lets_nobody_in_and_tells_nobody_anything_but_whom_its_webinar_says(world: World) -> None:
    await live(world)
    ann, eve = await world.inside(), await world.inside()
    red, _ = await rooms_of(world)
    await moved(world, ann, red)
    room = in_room(world, red)
    assert world.system.find(f"{actor_name(red)}/participant:{eve}") is None
    for by in (eve, world.host, None):
        assert await within(room.ref.ask(ReadInfo(by))) == Refusal("not_in_room", "You are not in this breakout room.")
    for by in (eve, world.host, "stranger"):
        assert await room.refusal(by, c.SendMessage("let me in")) == "not_in_room"
        assert (await within(room.ref.ask(ReadPeople(by)))).code == "not_in_room"
    assert await room.refusal(None, c.Join("Eve")) == "not_in_room"
    assert await room.refusal(None, c.Join("Eve", returning=eve)) == "not_in_room"
    assert members(world, red) == {ann}


async def test_what_concerns_the_whole_webinar_is_not_done_in_a_room(world: World) -> None:
    await live(world)
    ann = await world.inside()
    red, _ = await rooms_of(world)
    await moved(world, ann, red)
    await world.do(world.host, c.EnterRoom(red))
    await world.settle()
    room = in_room(world, red)
    for command in (
        c.End(),
        c.Kick(ann),
        c.Lock(),
        c.Leave(),
        c.OpenRooms(count=2),
        c.ChangeSettings(),
        c.CloseRooms(),
    ):
        assert await room.refusal(world.host, command) == "not_in_rooms"
    assert await room.refusal(world.host, c.Demote(ann, Role.CO_HOST)) == "not_allowed"
    assert await room.refusal(world.host, c.Invite(ann, Role.CO_HOST)) == "not_allowed"
    shown = (await room.snapshot(world.host)).you.rights
    assert "mute" in shown
    assert "kick" not in shown


async def test_media_follows_its_owner_into_the_room_and_nothing_stays_behind(world: World) -> None:
    await live(world)
    ann = await world.on_air()
    await world.watch(ann)
    main = world.media.routings[0]
    red, _ = await rooms_of(world)
    await moved(world, ann, red)
    assert not main.publishers[-1].allowed
    refused = await within(world.participant(ann).ask(_publish()))
    assert isinstance(refused, Refusal)
    assert refused.code == "not_inside"
    room = in_room(world, red)
    await room.publish(ann)
    await room.do(ann, c.TurnOn(Source.CAMERA))
    await world.settle()
    theirs = next(each for each in world.media.routings[1:] if each.publishers).publishers[-1]
    assert set(theirs.allowed) == {Source.CAMERA}
    await moved(world, ann, None)
    assert not theirs.allowed
    await world.publish(ann)


def _publish() -> Publish:
    return Publish("offer", {"0": Source.CAMERA})


async def test_where_only_hosts_speak_the_others_are_the_audience(world: World) -> None:
    await live(world)
    ann, host = await world.inside(Role.PRESENTER), world.host
    red, _ = await rooms_of(world, speak=Speak.HOSTS)
    await moved(world, ann, red)
    await world.do(host, c.EnterRoom(red))
    await world.settle()
    room = in_room(world, red)
    assert (await room.snapshot(ann)).you.role is Role.ATTENDEE
    assert (await room.snapshot(host)).you.role is Role.HOST
    await room.do(host, c.Invite(ann))
    await room.do(ann, c.AcceptInvitation())
    await moved(world, await world.inside(), red)
    assert (await room.snapshot(ann)).you.role is Role.PRESENTER


async def test_who_becomes_a_co_host_is_one_in_the_room_too(world: World) -> None:
    await live(world)
    ann = await world.inside()
    red, _ = await rooms_of(world)
    await moved(world, ann, red)
    await world.do(world.host, c.Invite(ann, Role.CO_HOST))
    await world.do(ann, c.AcceptInvitation())
    await world.settle()
    room = in_room(world, red)
    assert (await room.snapshot(ann)).you.role is Role.CO_HOST
    await world.do(world.host, c.Demote(ann))
    await world.settle()
    assert (await room.snapshot(ann)).you.role is Role.PRESENTER


async def test_who_goes_elsewhere_hears_so_and_who_is_kicked_from_the_webinar_is_out_of_the_room(
    world: World,
) -> None:
    await live(world)
    ann, bob = await world.inside(), await world.inside()
    red, blue = await rooms_of(world)
    for each in (ann, bob):
        await moved(world, each, red)
    boxes = [await in_room(world, red).attach(each) for each in (ann, bob)]
    await moved(world, ann, blue)
    await world.do(world.host, c.Kick(bob))
    await world.settle()
    assert [box.goodbye for box in boxes] == ["moved", "moved"]
    assert (members(world, red), members(world, blue)) == (set(), {ann})


async def test_when_rooms_close_everybody_is_back_and_the_webinars_log_has_what_they_leave(world: World) -> None:
    await live(world)
    ann = await world.inside()
    red, blue = await rooms_of(world)
    await moved(world, ann, red)
    room = in_room(world, red)
    box = await room.attach(ann)
    await room.do(ann, c.SendMessage("Hello"))
    await world.do(world.host, c.EnterRoom(red))
    await world.settle()
    poll = (await room.do(world.host, c.CreatePoll("Tea?", ("Yes", "No")))).result
    assert isinstance(poll, Created)
    await room.do(world.host, c.OpenPoll(poll.poll))
    await room.do(ann, c.Vote(poll.poll, (0,)))
    await world.do(world.host, c.CloseRooms())
    await world.settle()
    assert box.goodbye == "rooms_closed"
    assert (await world.snapshot(ann)).you.room is None
    merged = {fact.room: fact for fact in world.log() if isinstance(fact, f.RoomMerged)}
    assert set(merged) == {red, blue}
    left = merged[red]
    assert (left.name, left.people, left.messages, left.questions) == ("Room 1", 2, 1, 0)
    assert left.polls == (f.RoomPoll("Tea?", ("Yes", "No"), (1, 0), 1),)
    assert (left.head, left.facts) == (world.journal.head(red), len(log_of(world, red)))
    assert kinds(log_of(world, red))[-1] == "WebinarEnded"
    assert world.system.find(actor_name(red)) is None


async def test_rooms_close_by_themselves_and_the_time_survives_a_restart(
    world: World, nursery: trio.Nursery, autojump_clock: MockClock
) -> None:
    await live(world)
    ann = await world.inside()
    (red,) = await rooms_of(world, 1, for_s=120)
    await moved(world, ann, red)
    await trio.sleep(60)
    again = start_world(nursery, world.journal)
    again.webinar, again.host = world.webinar, world.host
    world.system.find("directory").kill()  # type: ignore[union-attr]
    await trio.sleep(1)
    assert members(again, red) == {ann}
    assert (await again.snapshot(ann)).rooms is not None
    await trio.sleep(60)
    assert (await again.snapshot(ann)).rooms is None
    assert [fact.reason for fact in again.log() if isinstance(fact, f.RoomsClosed)] == ["time"]
    assert [fact.room for fact in again.log() if isinstance(fact, f.RoomMerged)] == [red]


async def test_after_a_failure_of_either_everybody_is_where_they_were(world: World, autojump_clock: MockClock) -> None:
    await live(world)
    ann, bob = await world.inside(), await world.inside()
    red, blue = await rooms_of(world)
    await moved(world, ann, red)
    await fail(in_room(world, red))
    assert members(world, red) == {ann}
    with capture_logs():
        world.ref.tell(Ask(world.host, "poison", object()))  # type: ignore[arg-type]
        world.ref.tell(Ask(world.host, "m1", c.MoveToRoom(bob, red)))
        world.ref.tell(Ask(world.host, "m2", c.MoveToRoom(ann, blue)))
        await trio.sleep(3)
    assert (members(world, red), members(world, blue)) == ({bob}, {ann})
    assert isinstance(await within(_says(world, blue, ann, c.SendMessage("Hello"))), Done)


async def _says(world: World, room: str, by: str, command: c.SPOKEN) -> Answer:
    answer: Answer = await in_room(world, room).says(by, command)
    return answer


async def test_a_room_whose_journal_fails_takes_people_in_when_it_can(world: World, autojump_clock: MockClock) -> None:
    await live(world)
    ann, bob = await world.inside(), await world.inside()
    red, blue = await rooms_of(world)
    await moved(world, ann, red)
    box = await in_room(world, red).attach(ann)
    world.journal.is_holding = True
    world.ask(world.host, c.MoveToRoom(ann, blue))
    await world.settle()
    with capture_logs():
        world.journal.release(1)
        await world.settle()
        world.journal.fail_next = 2  # of both rooms
        world.journal.release()
        await world.settle()
        assert box.goodbye == "moved"  # taken away at once, whatever the disk says
        await trio.sleep(5)
    assert (members(world, red), members(world, blue)) == (set(), {ann})
    await moved(world, bob, red)
    assert members(world, red) == {bob}


async def test_nobody_is_moved_as_long_as_that_is_not_durable(world: World) -> None:
    await live(world)
    ann = await world.inside()
    red, _ = await rooms_of(world)
    await moved(world, ann, red)
    world.journal.is_holding = True
    world.ask(world.host, c.MoveToRoom(ann, None))
    await world.settle()
    refused = await within(world.participant(ann).ask(_publish()))
    assert isinstance(refused, Refusal)
    world.journal.release()
    await world.settle()
    assert members(world, red) == set()


async def test_a_webinar_that_ends_ends_its_rooms_and_still_merges_them(world: World) -> None:
    await live(world)
    ann = await world.inside()
    red, _ = await rooms_of(world)
    await moved(world, ann, red)
    box = await in_room(world, red).attach(ann)
    await world.do(world.host, c.End())
    await world.settle()
    assert box.goodbye == "rooms_closed"
    assert len([fact for fact in world.log() if isinstance(fact, f.RoomMerged)]) == 2


async def test_merging_goes_on_after_a_restart(world: World, nursery: trio.Nursery, autojump_clock: MockClock) -> None:
    await live(world)
    red, _ = await rooms_of(world)
    world.journal.is_holding = True
    world.ask(world.host, c.CloseRooms())
    await world.settle()
    world.journal.release(1)
    world.journal.crash()
    world.journal.is_holding = False
    again = start_world(nursery, world.journal)
    again.webinar, again.host = world.webinar, world.host
    await trio.sleep(3)
    assert {fact.room for fact in again.log() if isinstance(fact, f.RoomMerged)} == {red, _}


async def test_the_directory_knows_no_rooms_and_a_webinar_only_its_own(world: World) -> None:
    await live(world)
    red, blue = await rooms_of(world)
    directory = world.system.find("directory")
    assert directory is not None
    for message in (Find(red), Reopen(red)):
        assert (await within(directory.ask(message))).code == "no_such_webinar"
    assert isinstance(await within(world.ref.ask(FindRoom(red))), Done)
    assert (await within(world.ref.ask(FindRoom(f"{world.webinar}.guess")))).code == "no_such_room"
    assert await within(world.ref.ask(ReadRooms())) == (red, blue)


async def test_somebody_absent_from_a_room_stays_as_long_as_the_webinar_has_them_there(
    world: World, autojump_clock: MockClock
) -> None:
    await live(world)
    ann = await world.inside()
    red, _ = await rooms_of(world)
    await moved(world, ann, red)
    await world.attach(ann)
    await trio.sleep(2000)
    assert members(world, red) == {ann}


async def test_a_session_in_a_room_comes_back_with_what_it_missed(world: World) -> None:
    await live(world)
    ann = await world.inside()
    red, _ = await rooms_of(world)
    await moved(world, ann, red)
    room = in_room(world, red)
    seq = (await room.snapshot(ann)).seq
    await room.do(ann, c.SendMessage("Hello"))
    box = Box()
    await within(room.participant(ann).ask(Attach(box, seq)))
    assert kinds(fact for fact in box.facts)[-1] == "MessageAppeared"  # type: ignore[misc]
    assert isinstance(await within(room.participant(ann).ask(Do("x", c.RaiseHand()))), Refusal)
