"""The router's actor, in a webinar."""

import pytest
import trio
from trio.testing import MockClock

from actors.errors import ActorCrashed
from actors.media_commands import HangUp, Lines, Publish, Show, Wanted, Watch
from actors.ports import Done, Refusal
from actors.router import OFFERS_MAX
from actors.router_messages import NextOffer, PermitsChanged, Request
from actors.signals import ConnectionEnded, Quality, Seats, Speakers
from actors.webinar import commands as c
from actors.words import Role, Source
from tests.actors.world import World, within

P = Role.PRESENTER
MIC, CAMERA = Source.MICROPHONE, Source.CAMERA
PUBLISH = Publish("offer", {"0": MIC, "1": CAMERA})
WATCH = Watch("offer", (Lines("0", "1"),))


async def on_air(world: World) -> str:
    ann = await world.inside(P)
    await world.publish(ann)
    await world.do(ann, c.TurnOn(MIC))
    await world.settle()
    return ann


async def asks(world: World, by: str, command: Publish | Watch | Show | HangUp) -> Done | Refusal:
    answer = await within(world.participant(by).ask(command))
    assert isinstance(answer, Done | Refusal)
    return answer


async def code(world: World, by: str, command: Publish | Watch | Show | HangUp) -> str:
    answer = await asks(world, by, command)
    assert isinstance(answer, Refusal)
    return answer.code


async def test_an_attendees_packets_have_nowhere_to_go(world: World) -> None:
    ann = await world.inside()
    assert await code(world, ann, PUBLISH) == "not_allowed"
    assert world.media.last.publishers == []
    await world.watch(ann)


async def test_who_waits_neither_watches_nor_publishes(world: World) -> None:
    eve = await world.join()
    assert await code(world, eve, WATCH) == await code(world, eve, PUBLISH) == "not_inside"


async def test_an_answer_names_the_connection_and_what_is_on_is_let_through_from_then_on(world: World) -> None:
    ann = await world.inside(P)
    await world.do(ann, c.TurnOn(MIC))
    answer = await asks(world, ann, PUBLISH)
    assert isinstance(answer, Done)
    assert answer.seq is None
    assert answer.result.sdp == "answer to offer"  # type: ignore[attr-defined]
    assert world.allowed() == {MIC}


async def test_the_seats_follow_the_answer(world: World) -> None:
    ann, bob = await on_air(world), await world.inside()
    box = await world.attach(bob)
    connection = await world.watch(bob, seats=2)
    await world.settle()
    assert box.signals(Seats) == [Seats(connection, (ann, None), (None,))]


async def test_a_plain_player_has_one_seat_and_it_is_the_active_speakers(world: World) -> None:
    ann, bob = await on_air(world), await on_air(world)
    eve = await world.inside()
    await within(world.participant(eve).ask(Watch("offer")))
    routing = world.media.last
    assert routing.viewers[0].sat[0, False][0] is routing.publishers[0].tracks[MIC]
    routing.listener.speakers_changed(routing.publishers[1].tracks[MIC], (routing.publishers[1].tracks[MIC],))
    await world.settle()
    assert routing.viewers[0].sat[0, False][0] is routing.publishers[1].tracks[MIC]
    assert {ann, bob, eve}


async def test_an_offer_that_media_refuses_is_refused_with_its_reason(world: World) -> None:
    ann = await world.inside(P)
    assert await code(world, ann, Publish("refuse")) == "no_such_codec"
    assert await code(world, ann, Publish("x", {"0": MIC, "1": MIC})) == "bad_sources"


async def test_an_offer_that_breaks_the_media_path_costs_nobody_else_their_connection(world: World) -> None:
    ann, bob = await on_air(world), await world.inside()
    assert await code(world, bob, Watch("crash")) == "bad_offer"
    assert world.media.last.publishers[0].closed is None
    assert world.allowed() == {MIC}
    assert len(world.media.routings) == 1
    assert ann


async def test_a_permit_taken_away_does_not_wait_behind_a_crowd_that_comes_in(world: World) -> None:
    await on_air(world)
    bob = await world.inside()
    router = world.actor("/router:main")
    crowd = [router.ask(Request(bob, WATCH)) for _ in range(OFFERS_MAX)]
    router.tell(PermitsChanged((), is_all=True))
    answered: list[int] = []
    router.ask(Request(bob, Show(()))).on_done(lambda _: answered.append(sum(asked.is_done() for asked in crowd)))
    await world.settle()
    assert world.allowed() == set()
    assert answered[0] <= 1


async def test_a_crowd_has_an_end(world: World) -> None:
    bob = await world.inside()
    router = world.actor("/router:main")
    crowd = [router.ask(Request(bob, WATCH)) for _ in range(OFFERS_MAX + 2)]
    answers = [await within(asked) for asked in crowd]
    assert [answer.code for answer in answers if isinstance(answer, Refusal)] == ["busy"] * 2


async def test_one_hangs_up_only_what_is_ones_own(world: World) -> None:
    ann, eve = await on_air(world), await world.inside()
    box = await world.attach(ann)
    connection = await world.publish(ann)
    assert await code(world, eve, HangUp(connection)) == "no_such_connection"
    assert isinstance(await asks(world, ann, HangUp(connection)), Done)
    await world.settle()
    assert box.signals(ConnectionEnded)[-1] == ConnectionEnded(connection, "closed")


async def test_a_connection_that_ends_is_told_to_its_person(world: World) -> None:
    ann = await world.inside(P)
    box = await world.attach(ann)
    connection = await world.publish(ann)
    world.media.last.listener.peer_ended(world.media.last.publishers[0].id, "timeout")
    await world.settle()
    assert box.signals(ConnectionEnded) == [ConnectionEnded(connection, "timeout")]


async def test_speakers_are_told_to_everybody_and_not_more_often_than_anybody_can_see(
    world: World, autojump_clock: MockClock
) -> None:
    ann, bob = await on_air(world), await world.inside()
    box = await world.attach(bob)
    routing = world.media.last
    microphone = routing.publishers[0].tracks[MIC]
    for speaking in ((microphone,), (), (microphone,)):
        routing.listener.speakers_changed(microphone, speaking)
    await trio.sleep(1)
    assert box.signals(Speakers) == [Speakers(ann, (ann,))]


async def test_who_is_muted_does_not_speak(world: World, autojump_clock: MockClock) -> None:
    ann = await on_air(world)
    box = await world.attach(world.host)
    await world.do(world.host, c.Mute(ann))
    await world.settle()
    routing = world.media.last
    microphone = routing.publishers[0].tracks[MIC]
    routing.listener.speakers_changed(microphone, (microphone,))
    await trio.sleep(1)
    assert box.signals(Speakers) == [Speakers(None, ())]


async def test_the_quality_of_the_stage_is_told_to_all_and_that_of_the_audience_to_nobody_else(
    world: World, autojump_clock: MockClock
) -> None:
    ann, bob = await on_air(world), await world.inside()
    boxes = {p: await world.attach(p) for p in (ann, bob)}
    await world.watch(ann)
    await world.watch(bob)
    routing = world.media.last
    routing.listener.quality_changed(routing.publishers[0].id, "poor")
    routing.listener.quality_changed(routing.viewers[0].id, "good")
    routing.listener.quality_changed(routing.viewers[1].id, "fair")
    routing.listener.quality_changed("a stranger", "lost")
    await trio.sleep(2)
    assert boxes[ann].signals(Quality) == [Quality({ann: "poor"})]
    assert boxes[bob].signals(Quality) == [Quality({bob: "fair"}), Quality({ann: "poor"})]


async def test_what_a_page_shows_reaches_the_viewer(world: World) -> None:
    ann, bob = await on_air(world), await world.inside()
    await world.watch(bob)
    await asks(world, bob, Show((Wanted(ann, CAMERA, 720),)))
    assert world.media.last.viewers[0].wanted[0, False] == 720


async def test_a_page_that_a_router_does_not_know_is_told_so(world: World) -> None:
    bob = await world.inside()
    answer = await world.participant(bob).ask(Show((), connection="of an earlier router"))
    assert isinstance(answer, Refusal)
    assert answer.code == "no_such_connection"


async def test_a_router_that_breaks_closes_its_media_says_so_and_begins_anew(
    world: World, autojump_clock: MockClock
) -> None:
    ann = await on_air(world)
    box = await world.attach(ann)
    with pytest.raises(ActorCrashed):
        await world.actor("/router:main").ask(PermitsChanged(None))  # type: ignore[arg-type]
    await trio.sleep(2)
    assert world.media.routings[0].is_closed
    assert [signal.reason for signal in box.signals(ConnectionEnded)] == ["closed"]
    await world.publish(ann)
    assert world.allowed() == {MIC}
    assert len(world.media.routings) > 1


async def test_a_person_whose_webinar_has_ended_has_no_router(world: World) -> None:
    await on_air(world)
    await world.do(world.host, c.End())
    await world.settle()
    assert world.system.find(f"webinar:{world.webinar}/router:main") is None
    assert world.media.last.is_closed


async def test_an_offers_turn_that_outlived_its_router_harms_nobody(world: World) -> None:
    router = world.actor("/router:main")
    await router.ask(NextOffer())
    assert router.cell.restarts == 0
