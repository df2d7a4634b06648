"""One person's actor: sessions, presence, limits."""

import trio
from trio.testing import MockClock

from actors import facts as f
from actors.media_commands import HangUp, Opened, Publish, Show, Watch
from actors.participant import OFFERS_BURST, SESSIONS_MAX, Attach, Detach, Do
from actors.ports import Done, Refusal
from actors.signals import ConnectionEnded, Hear
from actors.webinar import commands as c
from actors.words import Place, Role, Source
from tests.actors.world import Box, World, within

P = Role.PRESENTER


def presence(world: World, participant: str) -> list[type]:
    kinds = (f.ParticipantConnected, f.ParticipantDisconnected, f.ParticipantLeft)
    return [type(fact) for fact in world.log() if isinstance(fact, kinds) and fact.participant == participant]


async def detach(world: World, participant: str, box: Box) -> None:
    await world.participant(participant).ask(Detach(box))


async def test_the_first_session_is_told_once_however_many_follow(world: World) -> None:
    ann = await world.inside()
    for _ in range(3):
        await world.attach(ann)
    assert presence(world, ann) == [f.ParticipantConnected]


async def test_a_reload_is_no_absence(world: World, autojump_clock: MockClock) -> None:
    ann = await world.inside(P)
    box = await world.attach(ann)
    await world.do(ann, c.TurnOn(Source.MICROPHONE))
    for _ in range(5):
        await detach(world, ann, box)
        await trio.sleep(19)
        box = await world.attach(ann)
    assert presence(world, ann) == [f.ParticipantConnected]
    assert (await world.snapshot(ann)).you.on == (Source.MICROPHONE,)


async def test_a_host_who_reloads_is_still_the_host(world: World, autojump_clock: MockClock) -> None:
    box = await world.attach(world.host)
    await detach(world, world.host, box)
    await trio.sleep(3600)
    assert (await world.snapshot()).you.role is Role.HOST


async def test_after_the_grace_everything_is_off_and_the_place_is_kept(world: World, autojump_clock: MockClock) -> None:
    ann = await world.inside(P)
    box = await world.attach(ann)
    await world.do(ann, c.TurnOn(Source.MICROPHONE))
    await detach(world, ann, box)
    await trio.sleep(21)
    assert presence(world, ann) == [f.ParticipantConnected, f.ParticipantDisconnected]
    you = (await world.snapshot(ann)).you
    assert (you.place, you.role, you.on) == (Place.IN, P, ())


async def test_one_of_two_sessions_may_go_without_a_word(world: World, autojump_clock: MockClock) -> None:
    ann = await world.inside()
    first, _ = await world.attach(ann), await world.attach(ann)
    await detach(world, ann, first)
    await trio.sleep(100)
    assert presence(world, ann) == [f.ParticipantConnected]


async def test_a_place_that_nobody_fills_is_free_after_a_while(world: World, autojump_clock: MockClock) -> None:
    ghost, ann = await world.inside(), await world.inside()
    await world.attach(ann)
    await trio.sleep(910)
    assert presence(world, ghost) == []
    await trio.sleep(20)
    assert presence(world, ghost) == [f.ParticipantLeft]
    assert presence(world, ann) == [f.ParticipantConnected]
    assert world.system.find(f"webinar:{world.webinar}/participant:{ghost}") is None
    done = await world.do(None, c.Join("", returning=ghost))
    assert done.result.admitted  # type: ignore[attr-defined]


async def test_presence_that_could_not_be_noted_is_noted_later(world: World, autojump_clock: MockClock) -> None:
    ann = await world.inside()
    world.journal.fail_next = 1
    await world.attach(ann)
    await trio.sleep(5)
    assert presence(world, ann) == [f.ParticipantConnected]


async def test_a_plain_encoder_is_a_presence_too(world: World, autojump_clock: MockClock) -> None:
    ann = await world.inside(P)
    answer = await within(world.participant(ann).ask(Publish("offer")))
    assert isinstance(answer.result, Opened)
    await trio.sleep(2000)
    assert presence(world, ann) == [f.ParticipantConnected]
    await within(world.participant(ann).ask(HangUp(answer.result.connection)))
    await trio.sleep(30)
    assert presence(world, ann) == [f.ParticipantConnected, f.ParticipantDisconnected]


async def test_a_plain_player_is_a_presence_too_until_its_connection_ends(
    world: World, autojump_clock: MockClock
) -> None:
    ann = await world.inside()
    await within(world.participant(ann).ask(Watch("offer")))
    await trio.sleep(100)
    assert presence(world, ann) == [f.ParticipantConnected]
    world.media.last.listener.peer_ended(world.media.last.viewers[0].id, "timeout")
    await trio.sleep(30)
    assert presence(world, ann) == [f.ParticipantConnected, f.ParticipantDisconnected]


async def test_a_browsers_media_connection_alone_is_no_presence(world: World, autojump_clock: MockClock) -> None:
    ann = await world.inside(P)
    box = await world.attach(ann)
    await world.publish(ann)
    await detach(world, ann, box)
    await trio.sleep(30)
    assert presence(world, ann)[-1] is f.ParticipantDisconnected


async def test_all_sessions_of_a_person_together_may_ask_so_much(world: World, autojump_clock: MockClock) -> None:
    ann = await world.inside()
    asked = [world.participant(ann).ask(Do(str(n), c.AcceptInvitation())) for n in range(150)]
    answers = [await within(answer) for answer in asked]
    assert [answer.code for answer in answers].count("too_fast") == 50
    refused = answers[-1]
    assert isinstance(refused, Refusal)
    assert refused.retry_after_ms == 20
    await trio.sleep(0.02)
    assert (await world.says(ann, c.AcceptInvitation())).code == "no_invitation"  # type: ignore[union-attr]


async def test_offers_are_dear_and_counted_apart(world: World, autojump_clock: MockClock) -> None:
    ann = await world.inside()
    wish = Watch("offer")
    answers = [await within(world.participant(ann).ask(wish)) for _ in range(OFFERS_BURST + 1)]
    assert [isinstance(answer, Done) for answer in answers] == [True] * OFFERS_BURST + [False]
    assert isinstance(await within(world.participant(ann).ask(Show(()))), Done)


async def test_a_person_has_so_many_sessions_and_the_oldest_makes_room(world: World) -> None:
    ann = await world.inside()
    boxes = [await world.attach(ann) for _ in range(SESSIONS_MAX + 1)]
    await world.do(world.host, c.Lock())
    assert [box.goodbye for box in boxes] == ["replaced"] + [None] * SESSIONS_MAX
    assert [f.WebinarLocked() in box.facts for box in boxes] == [False] + [True] * SESSIONS_MAX


async def test_a_person_says_who_they_are_by_their_actor_and_by_nothing_else(world: World) -> None:
    ann = await world.inside()
    assert await world.says(ann, c.Start()) == Refusal("not_allowed", "You may not do this.")
    assert isinstance(await world.says(world.host, c.Start()), Done)


class Broken(Box):
    def push_signal(self, _: object) -> None:
        raise RuntimeError("outboxes promise not to")


async def test_an_actor_that_breaks_sends_its_sessions_away_to_come_back(world: World) -> None:
    ann = await world.inside()
    box, broken = await world.attach(ann), Broken()
    await world.participant(ann).ask(Attach(broken))
    await world.participant(ann).ask(Hear(ConnectionEnded("c", "closed")))
    await world.settle()
    assert (box.goodbye, broken.goodbye) == ("restarting", "restarting")
    again = await world.attach(ann)
    await world.do(world.host, c.Lock())
    assert f.WebinarLocked() in again.facts
    assert f.WebinarLocked() not in box.facts


async def test_a_session_that_went_hears_nothing_more(world: World) -> None:
    ann = await world.inside()
    box, other = await world.attach(ann), await world.attach(ann)
    await detach(world, ann, box)
    await world.do(world.host, c.Lock())
    assert f.WebinarLocked() not in box.facts
    assert f.WebinarLocked() in other.facts
