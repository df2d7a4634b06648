"""A disk that is full, stands still or cannot be read for a while: nothing is promised, nothing breaks, media goes on,
and what a host takes away is away. All is back by itself soon after the disk is.
"""

from collections.abc import Iterable

import pytest
import trio
from trio.testing import MockClock

from actors import facts as f
from actors.directory import Created, CreateWebinar
from actors.journal.memory import MemoryJournal
from actors.ports import Answer, Done, JournalError, Refusal, Remembered, StoredFact
from actors.webinar import commands as c
from actors.webinar import ledger
from actors.words import Source
from tests.actors.world import World, open_world, turned_off, within

MIC, CAMERA = Source.MICROPHONE, Source.CAMERA


def fill_the_disk(world: World) -> None:
    world.journal.fail_next = 1_000_000


async def begin_outage(world: World) -> None:
    fill_the_disk(world)
    for _ in range(2):
        assert await world.refusal(world.host, c.Lock()) == "try_again"
    await world.settle()


async def test_an_outage_costs_one_append_a_second_however_much_is_asked(
    world: World, autojump_clock: MockClock
) -> None:
    people = [await world.inside() for _ in range(10)]
    await begin_outage(world)
    appends, webinar = world.journal.appends, world.ref.cell.behaviour
    for _ in range(100):
        for person in people:
            assert await world.refusal(person, c.SendMessage("hello?")) == "try_again"
        await trio.sleep(0.1)
    assert world.journal.appends - appends <= 10
    assert world.ref.cell.behaviour is webinar


async def test_everything_is_back_within_two_seconds_of_the_disk(world: World, autojump_clock: MockClock) -> None:
    ann = await world.inside()
    await begin_outage(world)
    await trio.sleep(100.3)
    world.journal.fail_next = 0
    back_s = trio.current_time()
    answer: Answer = Refusal("", "")
    while isinstance(answer, Refusal):
        answer = await world.answer(ann, c.SendMessage("hello"), "same")
        await trio.sleep(0.1)
    assert trio.current_time() - back_s < 2
    assert len([fact for fact in world.log() if isinstance(fact, f.MessageSent)]) == 1


async def test_in_an_outage_media_goes_on_and_hosts_take_away(world: World, autojump_clock: MockClock) -> None:
    ann, bob = await world.on_air(), await world.inside()
    box, guest = await world.attach(ann), await world.attach(bob)
    await begin_outage(world)
    assert await world.refusal(world.host, c.StopVideo(ann, hard=True)) == "try_again"
    await world.settle()
    assert world.allowed() == {MIC}
    assert await world.refusal(ann, c.TurnOn(CAMERA)) == "try_again"
    assert await world.refusal(world.host, c.Ban(bob)) == "try_again"
    await world.settle()
    assert (box.goodbye, guest.goodbye, world.allowed()) == (None, "banned", {MIC})
    await trio.sleep(30)
    world.journal.fail_next = 0
    await trio.sleep(2)
    assert {f.SourceBlocked(ann, CAMERA), f.ParticipantLeft(bob, "banned")} <= set(world.log())
    assert await world.refusal(ann, c.TurnOn(CAMERA)) == "blocked"
    assert await world.refusal(None, c.Join("Bob", returning=bob)) == "banned"


async def test_who_turns_themselves_off_in_an_outage_is_off(world: World, autojump_clock: MockClock) -> None:
    ann = await world.on_air()
    await begin_outage(world)
    assert await world.refusal(ann, c.TurnOff(MIC)) == "try_again"
    await world.settle()
    assert world.allowed() == {CAMERA}


async def test_an_end_in_an_outage_is_an_end_for_everybody(world: World, autojump_clock: MockClock) -> None:
    await world.on_air()
    boxes = [await world.attach(person) for person in (world.host, await world.inside())]
    await begin_outage(world)
    assert await world.refusal(world.host, c.End()) == "try_again"
    await world.settle()
    assert [box.goodbye for box in boxes] == ["ended", "ended"]
    assert world.allowed() == set()
    world.journal.fail_next = 0
    await trio.sleep(2)
    assert f.WebinarEnded("host") in world.log()


async def test_what_ends_by_itself_ends_after_an_outage_too(world: World, autojump_clock: MockClock) -> None:
    """A round whose time is up, and a webinar that nobody comes to."""
    await world.do(world.host, c.Start())
    await world.do(world.host, c.CreatePoll("Tea?", ("yes", "no")))
    poll = next(fact.poll for fact in world.log() if isinstance(fact, f.PollDrafted))
    await world.do(world.host, c.OpenPoll(poll, for_s=5))
    fill_the_disk(world)
    await trio.sleep(700)
    assert f.WebinarEnded("expired") not in world.log()
    world.journal.fail_next = 0
    await trio.sleep(5)
    kinds = [type(fact) for fact in world.log()]
    assert (f.PollClosed in kinds, kinds[-1]) == (True, f.WebinarEnded)


async def test_a_disk_that_cannot_be_read_either_stops_no_media_and_no_host(
    nursery: trio.Nursery, autojump_clock: MockClock
) -> None:
    journal = Blind()
    world = await open_world(nursery, journal)
    await create(world)
    ann = await world.on_air()
    journal.is_blind = True
    fill_the_disk(world)
    webinar = world.ref.cell.behaviour
    assert await world.refusal(world.host, c.Mute(ann)) == "try_again"
    assert await world.refusal(world.host, c.Lock()) == "try_again"
    await trio.sleep(30)
    assert await world.refusal(world.host, c.StopVideo(ann)) == "try_again"
    await world.settle()
    assert (world.allowed(), world.ref.cell.behaviour is webinar) == (set(), True)
    journal.is_blind, journal.fail_next = False, 0
    await trio.sleep(2)
    assert turned_off(world.log()) == {(ann, MIC), (ann, CAMERA)}
    await world.do(world.host, c.Lock())


class Blind(MemoryJournal):
    is_blind = False

    def read(self, webinar: str, after_seq: int = 0) -> Iterable[StoredFact | Remembered]:
        if self.is_blind:
            raise JournalError("input/output error")
        return super().read(webinar, after_seq)


async def create(world: World) -> None:
    directory = world.system.find("directory")
    assert directory is not None
    created = await within(directory.ask(CreateWebinar()))
    assert isinstance(created, Created)
    world.webinar, world.host = created.webinar, created.host


async def test_a_disk_that_stands_still_is_not_asked_for_more_than_it_can_take(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "WAITING_MAX", 200)
    ann = await world.on_air()
    world.journal.is_holding = True
    asked = [world.ask(world.host, c.Lock() if n % 2 else c.Unlock()) for n in range(100)]
    await world.settle()
    assert not any(ask.is_done() for ask in asked)
    assert await world.refusal(world.host, c.SendMessage("hello?")) == "busy"
    muted = world.ask(world.host, c.Mute(ann))
    await world.settle()
    assert world.allowed() == {CAMERA}
    world.journal.release()
    assert isinstance(await within(muted), Done)
    assert isinstance(await world.answer(world.host, c.SendMessage("hello?")), Done)
