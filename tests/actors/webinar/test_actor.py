"""The webinar's actor: order, durability, failure, and who hears what when."""

from typing import get_args

import pytest
import trio
from trio.testing import MockClock

from actors import facts as f
from actors.errors import ActorCrashed
from actors.participant import Do
from actors.ports import Done, Refusal
from actors.runtime import TrioActorRef
from actors.shown import ParticipantAppeared, ParticipantWaits
from actors.signals import Counts, Speakers
from actors.webinar import commands as c
from actors.webinar.messages import Ask, Attend, Broadcast, Info, Link, ReadInfo, ReadLink, ReadPeople
from actors.words import Place, Role, Source, Status
from tests.actors.webinar.test_rights import EXPECTED, example
from tests.actors.world import World, open_world, within

P, A = Role.PRESENTER, Role.ATTENDEE
MIC, CAMERA = Source.MICROPHONE, Source.CAMERA


# --- crashes


async def test_a_message_that_breaks_the_actor_costs_nobody_their_webinar(
    world: World, autojump_clock: MockClock
) -> None:
    ann = await world.on_air()
    box = await world.attach(ann)
    with pytest.raises(ActorCrashed):
        await world.ref.ask(Ask(world.host, "poison", object()))  # type: ignore[arg-type]
    await trio.sleep(5)
    assert isinstance(await world.says(ann, c.TurnOff(CAMERA)), Done)
    await world.settle()
    assert box.goodbye is None
    assert world.allowed() == {MIC}
    assert f.SourceTurnedOff(ann, CAMERA, ann) in box.facts


async def test_after_a_restart_of_the_node_everybody_is_who_they_were(world: World) -> None:
    ann, bob = await world.inside(P), await world.inside()
    await world.do(world.host, c.Mute(ann, hard=True))
    await world.do(world.host, c.Ban(bob))
    async with trio.open_nursery() as second_life:
        again = await open_world(second_life, world.journal)
        again.webinar, again.host = world.webinar, world.host
        you = (await again.snapshot(ann)).you
        assert (you.role, you.blocked) == (P, (MIC,))
        assert (await again.snapshot()).you.role is Role.HOST
        assert await again.refusal(None, c.Join("Bob", returning=bob)) == "banned"
        second_life.cancel_scope.cancel()


async def test_whoever_was_connected_before_a_restart_and_does_not_come_back_is_disconnected(
    world: World, autojump_clock: MockClock
) -> None:
    ann = await world.inside(P)
    await world.attach(ann)
    await world.do(ann, c.TurnOn(MIC))
    async with trio.open_nursery() as second_life:
        again = await open_world(second_life, world.journal)
        again.webinar, again.host = world.webinar, world.host
        await trio.sleep(21)
        card = {person.id: person for person in (await again.snapshot()).people}[ann]
        assert (card.connected, card.on) == (False, ())
        second_life.cancel_scope.cancel()


# --- who hears what


async def test_an_attached_outbox_begins_with_a_snapshot_or_with_what_it_missed(world: World) -> None:
    first = await world.attach(world.host)
    seq = first.snapshots[0].seq
    await world.do(world.host, c.Lock())
    second = await world.attach(world.host, last_seq=seq)
    assert second.snapshots == []
    assert f.WebinarLocked() in second.facts
    assert (await world.attach(world.host)).snapshots[0].webinar.locked is True  # type: ignore[union-attr]


async def test_an_outbox_that_attaches_again_gets_a_snapshot_and_each_fact_once(world: World) -> None:
    box = await world.attach(world.host)
    await world.ref.ask(Attend(world.host, box, None))
    assert len(box.snapshots) == 2
    await world.do(world.host, c.Lock())
    assert box.facts.count(f.WebinarLocked()) == 1


async def test_an_admitted_person_gets_the_whole_webinar_and_others_see_them_appear(world: World) -> None:
    host, ann = await world.attach(world.host), await world.join("Ann")
    waiting = await world.attach(ann)
    assert waiting.snapshots[0].people == ()
    await world.do(world.host, c.Admit(ann))
    assert waiting.snapshots[-1].you.place is Place.IN
    kinds = [type(fact) for fact in host.facts]
    assert kinds.index(ParticipantWaits) < kinds.index(ParticipantAppeared)


async def test_a_start_gives_everybody_a_snapshot_and_the_audience_no_list_of_each_other(world: World) -> None:
    boxes = [await world.attach(await world.join()) for _ in range(3)]
    await world.do(world.host, c.Start())
    for box in boxes:
        assert box.snapshots[-1].you.place is Place.IN
        assert len(box.snapshots[-1].people) == 2  # the host and oneself


async def test_a_person_who_leaves_hears_the_answer_and_then_goodbye(world: World) -> None:
    ann = await world.inside()
    box = await world.attach(ann)
    said_goodbye: list[str | None] = []
    asked = world.participant(ann).ask(Do("x", c.Leave()))
    asked.on_done(lambda _: said_goodbye.append(box.goodbye))
    assert isinstance(await within(asked), Done)
    await world.settle()
    assert (said_goodbye, box.goodbye) == ([None], "left")
    assert world.system.find(f"webinar:{world.webinar}/participant:{ann}") is None


async def test_the_end_is_told_to_everybody_and_closes_everything(world: World) -> None:
    ann = await world.on_air()
    boxes = [await world.attach(p) for p in (world.host, ann, await world.join())]
    await world.do(world.host, c.End())
    for box in boxes:
        assert f.WebinarEnded("host") in box.facts
        assert box.goodbye == "ended"
    assert world.media.last.is_closed
    assert await world.refusal(None, c.Join("Bob")) == "ended"


async def test_counts_are_told_at_most_once_a_second_and_waiting_ones_to_hosts_alone(
    world: World, autojump_clock: MockClock
) -> None:
    ann = await world.inside()
    host, guest = await world.attach(world.host), await world.attach(ann)
    await trio.sleep(2)
    for _ in range(10):
        await world.join()
    before = len(host.signals(Counts))
    await trio.sleep(1.5)
    assert host.signals(Counts)[before:] == [Counts(inside=2, waiting=10)]
    assert guest.signals(Counts)[-1] == Counts(inside=2, waiting=0)


async def test_who_comes_later_hears_who_speaks_now(world: World) -> None:
    world.ref.tell(Broadcast(Speakers("x", ("x",))))
    box = await world.attach(world.host)
    assert box.signals(Speakers) == [Speakers("x", ("x",))]
    waiting = await world.attach(await world.join())
    assert waiting.signals(Speakers) == []


# --- rights at the actor


async def test_nothing_that_the_audience_may_not_do_leaves_a_trace(world: World) -> None:
    ann, bob = await world.inside(), await world.inside(P)
    before = world.log()
    for by, role in ((ann, A), (bob, P)):
        for command in set(get_args(c.SPOKEN)) - EXPECTED[role]:
            assert await world.refusal(by, example(command, participant=world.host)) == "not_allowed"
    assert world.log() == before


async def test_a_person_of_one_webinar_is_nobody_in_another(world: World) -> None:
    ann = await world.inside(Role.CO_HOST)
    home = world.webinar
    await open_second_webinar(world)
    assert world.webinar != home
    for command in (c.Lock(), c.Kick(world.host), c.Leave()):
        assert await world.refusal(ann, command) == "no_such_participant"
    assert await world.ref.ask(ReadPeople(ann)) == Refusal("no_such_participant", ANY_TEXT)


ANY_TEXT = "There is no such person in this webinar."


async def open_second_webinar(world: World) -> None:
    from actors.directory import CreateWebinar  # noqa: PLC0415

    directory = world.system.find("directory")
    assert isinstance(directory, TrioActorRef)
    created = await within(directory.ask(CreateWebinar()))
    world.webinar, world.host = created.webinar, created.host


# --- reading


async def test_info_is_what_is_durable(world: World) -> None:
    await world.inside(P)
    await world.join()
    info = await world.ref.ask(ReadInfo(world.host))
    assert isinstance(info, Info)
    assert (info.title, info.status, info.inside, info.waiting) == ("All hands", Status.WAITING, 2, 1)
    assert [presenter.role for presenter in info.presenters] == [Role.HOST, P]
    assert info.started_at is None


async def test_people_are_read_as_the_asker_may_see_them(world: World) -> None:
    ann, eve = await world.inside(), await world.join()
    assert [person.id for person in await world.ref.ask(ReadPeople(ann))] == [world.host, ann]
    assert (await world.ref.ask(ReadPeople(eve))).code == "waiting"
    await world.do(world.host, c.Kick(ann))
    assert (await world.ref.ask(ReadPeople(ann))).code == "removed"


async def test_only_hosts_read_the_shared_links(world: World) -> None:
    ann = await world.inside(P)
    await world.do(world.host, c.RotateLinks(P))
    assert await world.ref.ask(ReadLink(world.host, P)) == Link(P, 1)
    assert (await world.ref.ask(ReadLink(ann, P))).code == "not_allowed"
    assert (await world.ref.ask(ReadLink(world.host, Role.HOST))).code == "no_such_link"


# --- emptiness


async def test_a_live_webinar_that_all_have_left_expires(world: World, autojump_clock: MockClock) -> None:
    box = await world.attach(world.host)
    await world.do(world.host, c.Start())
    await trio.sleep(3000)
    assert box.goodbye is None
    await world.do(world.host, c.Leave())
    await trio.sleep(599)
    assert f.WebinarEnded("expired") not in world.log()
    await trio.sleep(2)
    assert f.WebinarEnded("expired") in world.log()


async def test_a_webinar_that_has_not_begun_waits_for_longer(world: World, autojump_clock: MockClock) -> None:
    await trio.sleep(5000)
    assert f.WebinarEnded("expired") not in world.log()
    await trio.sleep(2000)
    assert f.WebinarEnded("expired") in world.log()
