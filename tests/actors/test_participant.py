"""One person's actor: sessions, pages, presence, limits.

Long because all that a person's sessions can do to each other is tried here.
"""

from typing import Any

import pytest
import trio
from trio.testing import MockClock

from actors import facts as f
from actors.media_commands import HangUp, Opened, Publish, Show, Watch
from actors.participant import OFFERS_BURST, SESSIONS_MAX, Attach, Detach, Do, Reattend
from actors.ports import Done, Refusal
from actors.signals import ConnectionEnded, Hear
from actors.webinar import commands as c
from actors.webinar.actor import Webinar
from actors.webinar.messages import Attached
from actors.webinar.outcome import TRY_AGAIN, Outcome
from actors.words import Place, Role, Source
from tests.actors.world import Box, World, open_world, within

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


# --- pages


async def attach(world: World, who: str, page: str, number: int | None = None, last_seq: int | None = None) -> Any:
    """The answer's result, or the refusal's code; the outbox with it."""
    box = Box()
    answer = await within(world.participant(who).ask(Attach(box, last_seq, page, number)))
    return box, answer.result if isinstance(answer, Done) else answer.code


async def test_a_page_is_told_with_which_token_it_comes_back_and_comes_back_with_it(world: World) -> None:
    ann = await world.inside()
    _, attached = await attach(world, ann, "page")
    for number in (1, 2, 3):
        assert attached == Attached("page", number)
        box, attached = await attach(world, ann, "page", number)
        assert len(box.snapshots) == 1


async def test_a_page_that_comes_back_replaces_itself_and_nobody_else(world: World) -> None:
    ann = await world.inside()
    (first, _), (other, _) = await attach(world, ann, "page"), await attach(world, ann, "other")
    again, _ = await attach(world, ann, "page", 1)
    assert (first.goodbye, other.goodbye, again.goodbye) == ("replaced", None, None)
    await world.do(world.host, c.Lock())
    assert [f.WebinarLocked() in box.facts for box in (first, other, again)] == [False, True, True]


async def test_a_stale_token_gets_nothing_and_the_page_it_was_of_notices_nothing(world: World) -> None:
    ann, bob = await world.inside(), await world.inside()
    await attach(world, ann, "page")
    for number in (1, 2):
        box, _ = await attach(world, ann, "page", number)
    before = world.log()
    for who, page, number in ((ann, "page", 1), (ann, "page", 7), (ann, "nowhere", 2), (bob, "page", 2)):
        thief, code = await attach(world, who, page, number)
        assert (code, thief.heard) == ("stale_token", [])
    assert (box.goodbye, world.log()) == (None, before)


async def test_a_token_whose_answer_was_lost_opens_the_page_again(world: World) -> None:
    ann = await world.inside()
    await attach(world, ann, "page")
    for _ in range(3):
        box, attached = await attach(world, ann, "page", 1)
        assert attached == Attached("page", 2)
    assert world.log().count(f.SessionResumed(ann, "page", 1)) == 1
    assert box.goodbye is None


async def test_the_answer_waits_until_the_use_of_the_token_is_durable(world: World) -> None:
    ann, box = await world.inside(), Box()
    await attach(world, ann, "page")
    world.journal.is_holding = True
    asked = world.participant(ann).ask(Attach(box, None, "page", 1))
    await world.settle()
    assert (asked.is_done(), box.heard) == (False, [])
    world.journal.release()
    assert (await within(asked)).result == Attached("page", 2)
    assert len(box.snapshots) == 1


async def test_a_session_that_goes_while_its_token_is_looked_at_leaves_no_ghost(
    world: World, autojump_clock: MockClock
) -> None:
    ann, box = await world.inside(), Box()
    page, _ = await attach(world, ann, "page")
    world.journal.is_holding = True
    asked = world.participant(ann).ask(Attach(box, None, "page", 1))
    await detach(world, ann, page)
    await detach(world, ann, box)
    assert (await within(asked)).code == "gone"
    world.journal.release()
    await trio.sleep(21)
    assert presence(world, ann) == [f.ParticipantConnected, f.ParticipantDisconnected]
    assert box.heard == []


async def test_a_disk_that_is_full_keeps_a_page_outside_for_a_moment_and_costs_it_no_token(
    world: World, autojump_clock: MockClock
) -> None:
    ann = await world.inside()
    await attach(world, ann, "page")
    world.journal.fail_next = 1
    assert (await attach(world, ann, "page", 1))[1] == "try_again"
    await trio.sleep(1.1)
    assert (await attach(world, ann, "page", 1))[1] == Attached("page", 2)


async def test_an_outbox_that_fell_behind_attaches_again_without_a_token(world: World) -> None:
    ann = await world.inside()
    box, _ = await attach(world, ann, "page")
    answer = await within(world.participant(ann).ask(Attach(box)))
    assert answer.result == Attached("page", 1)
    assert (len(box.snapshots), box.goodbye) == (2, None)


async def test_a_page_resumed_after_a_restart_gets_what_it_missed(world: World) -> None:
    ann = await world.inside()
    box, _ = await attach(world, ann, "page")
    seq = box.snapshots[-1].seq
    await world.do(world.host, c.Lock())
    async with trio.open_nursery() as second_life:
        again = await open_world(second_life, world.journal)
        again.webinar, again.host = world.webinar, world.host
        box, attached = await attach(again, ann, "page", 1, last_seq=seq)
        assert attached == Attached("page", 2)
        assert (box.snapshots, f.WebinarLocked() in box.facts) == ([], True)
        assert (await attach(again, ann, "page", 2))[1] == Attached("page", 3)
        second_life.cancel_scope.cancel()


async def test_presence_goes_on_being_told_while_very_much_is_asked(world: World, autojump_clock: MockClock) -> None:
    """Too much at once is no answer for good."""
    ann = await world.inside()
    behaviour = world.ref.cell.behaviour
    assert isinstance(behaviour, Webinar)
    world.journal.is_holding = True
    world.ask(world.host, c.Lock())
    await world.settle()
    while not behaviour.book.ledger.is_full:
        behaviour.book.hold(Outcome(Done(1)))
    box = Box()
    world.participant(ann).ask(Attach(box))
    await trio.sleep(3)
    world.journal.release()
    await trio.sleep(3)
    assert presence(world, ann) == [f.ParticipantConnected]


async def test_a_session_that_cannot_attend_again_is_told_to_connect_again(
    world: World, autojump_clock: MockClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = await world.inside()
    box = await world.attach(ann)
    monkeypatch.setattr(Webinar, "attend", lambda *_: TRY_AGAIN)
    world.participant(ann).tell(Reattend())
    await world.settle()
    assert box.goodbye == "restarting"
    monkeypatch.undo()
    assert (await world.attach(ann)).goodbye is None
