"""What the keeper says to rooms, and when. That everybody gets where they belong stands in `test_room.py`."""

import trio
from attrs import define
from trio.testing import MockClock, wait_all_tasks_blocked

from actors import facts as f
from actors.journal.memory import MemoryJournal
from actors.ports import Answer, Done, Refusal
from actors.runtime import TrioActor
from actors.webinar import commands as c
from actors.webinar.messages import Ask, RoomAnswered, RoomsDue
from actors.webinar.permits import Permits
from actors.webinar.room_ids import actor_name
from actors.webinar.rooms_keeper import RoomsKeeper
from actors.words import Assign, Role
from tests.actors.samples import notes
from tests.actors.webinar.town import Town
from tests.actors.world import start_world


class Deaf(TrioActor):
    """Keeps what it is told."""

    def __init__(self, told: list[object]) -> None:
        self.told = told

    def on_receive(self, message: Ask) -> Answer:
        self.told.append(message.command)
        return Done(1)


@define(eq=False)
class Setting:
    keeper: RoomsKeeper
    town: Town
    heard: list[object]
    told: list[object]

    async def due(self) -> list[object]:
        """After what was noted: what the rooms are told of it."""
        self.told.clear()
        await wait_all_tasks_blocked()
        for message in self.heard:
            if isinstance(message, RoomsDue):
                self.keeper.tell(self.town.state, self.town.state, Permits(), message.again)
        self.heard.clear()
        await wait_all_tasks_blocked()
        return list(self.told)

    def look(self, facts: list[f.Fact]) -> None:
        self.keeper.look(self.town.state, self.town.state, facts)


def setting(nursery: trio.Nursery) -> tuple[Setting, str, str]:
    world = start_world(nursery, MemoryJournal())
    webinar, heard = notes(world.system, "webinar:w1")
    told: list[object] = []
    keeper = RoomsKeeper(world.system, webinar, world.node, lambda *_: Deaf(told))
    made = Setting(keeper, Town().live(), heard, told)
    guest = made.town.inside()
    made.look(made.town.do(made.town.host, c.OpenRooms(count=2, assign=Assign.RANDOM)))
    assert made.town.state.rooms is not None
    return made, guest, made.town.person(guest).room or ""


async def test_every_room_is_told_its_roster_and_nothing_twice(
    nursery: trio.Nursery, autojump_clock: MockClock
) -> None:
    made, guest, room = setting(nursery)
    rosters = [wish for wish in await made.due() if isinstance(wish, c.KeepRoster)]
    assert sorted(len(roster.people) for roster in rosters) == [0, 1]
    made.keeper.touch_all(made.town.state, made.town.state)
    assert await made.due() == []
    made.keeper.room_started(room)
    (again,) = await made.due()
    assert isinstance(again, c.KeepRoster)
    assert [each.id for each in again.people] == [guest]


async def test_a_room_that_could_not_note_its_roster_is_told_again(
    nursery: trio.Nursery, autojump_clock: MockClock
) -> None:
    made, _, room = setting(nursery)
    await made.due()
    assert made.keeper.answered(RoomAnswered(room, Refusal("try_again", ""))) is None
    await trio.sleep(1.5)
    assert len(await made.due()) == 1


async def test_only_rooms_that_are_concerned_are_told(nursery: trio.Nursery, autojump_clock: MockClock) -> None:
    made, guest, _ = setting(nursery)
    await made.due()
    made.look(made.town.do(made.town.host, c.Lock()))
    assert await made.due() == []
    made.look(made.town.do(made.town.host, c.Invite(guest, Role.CO_HOST)))
    made.look(made.town.do(guest, c.AcceptInvitation()))
    (roster,) = await made.due()
    assert isinstance(roster, c.KeepRoster)
    assert roster.people[0].role is Role.CO_HOST


async def test_a_closed_room_is_told_its_end_until_what_it_leaves_is_merged(
    nursery: trio.Nursery, autojump_clock: MockClock
) -> None:
    made, _, room = setting(nursery)
    await made.due()
    made.look(made.town.do(made.town.host, c.CloseRooms()))
    assert [type(wish) for wish in await made.due()] == [c.CloseRoom, c.CloseRoom]
    made.look(made.town.do(None, c.MergeRoom(room, "", 1, 1, 0, 0, ())))
    await wait_all_tasks_blocked()
    assert made.keeper.system.find(actor_name(room)) is None
