"""The webinar's actor and its journal: what is answered, shown and granted is durable; what is taken away never waits.

Long because every promise is tried on a disk that is slow, one that is full, and one that lies.
"""

from typing import Any

import pytest
import trio
from trio.testing import MockClock

from actors import facts as f
from actors.errors import ActorDead
from actors.ports import Done, Refusal
from actors.webinar import commands as c
from actors.webinar.messages import Attend
from actors.words import Role, Source
from tests.actors.world import Box, World, open_world, turned_off, within

P, A = Role.PRESENTER, Role.ATTENDEE
MIC, CAMERA = Source.MICROPHONE, Source.CAMERA


# --- durable before answered, shown or granted


async def test_an_answer_and_what_is_shown_wait_until_they_are_durable(world: World) -> None:
    box = await world.attach(world.host)
    world.journal.is_holding = True
    asked = world.ask(world.host, c.Lock())
    await world.settle()
    assert not asked.is_done()
    assert f.WebinarLocked() not in box.facts
    world.journal.release()
    assert isinstance(await within(asked), Done)
    assert f.WebinarLocked() in box.facts


async def test_a_fact_is_shown_before_its_command_is_answered(world: World) -> None:
    box = await world.attach(world.host)
    shown: list[bool] = []
    asked = world.ask(world.host, c.Lock())
    asked.on_done(lambda _: shown.append(f.WebinarLocked() in box.facts))
    await within(asked)
    assert shown == [True]


async def test_a_refusal_waits_for_the_facts_that_it_rests_on(world: World) -> None:
    ann = await world.inside(P)
    world.journal.is_holding = True
    world.ask(world.host, c.Mute(ann, hard=True))
    refused = world.ask(ann, c.TurnOn(MIC))
    await world.settle()
    assert not refused.is_done()
    world.journal.release()
    assert (await within(refused)).code == "blocked"


async def test_a_refusal_that_rests_on_nothing_new_is_given_at_once(world: World) -> None:
    ann = await world.inside()
    world.journal.is_holding = True
    assert await world.refusal(ann, c.Start()) == "not_allowed"


async def test_commands_are_judged_by_all_that_came_before_them_durable_or_not(world: World) -> None:
    world.journal.is_holding = True
    first, second = world.ask(world.host, c.Start()), world.ask(world.host, c.Start())
    await world.settle()
    world.journal.release()
    assert isinstance(await within(first), Done)
    assert (await within(second)).code == "already_started"


async def test_a_source_is_let_through_only_when_that_is_durable(world: World) -> None:
    ann = await world.inside(P)
    await world.publish(ann)
    world.journal.is_holding = True
    world.ask(ann, c.TurnOn(MIC))
    await world.settle()
    assert world.allowed() == set()
    world.journal.release()
    await world.settle()
    assert world.allowed() == {MIC}


async def test_a_turn_off_is_not_undone_when_the_turn_on_before_it_becomes_durable(world: World) -> None:
    ann = await world.inside(P)
    await world.publish(ann)
    world.journal.is_holding = True
    world.ask(ann, c.TurnOn(MIC))
    world.ask(world.host, c.Mute(ann))
    await world.settle()
    world.journal.release(1)
    await world.settle()
    assert world.allowed() == set()


TAKEN = {MIC, CAMERA}


@pytest.mark.parametrize(
    ("command", "by_host", "left"),
    [
        (c.Mute, True, {CAMERA}),
        (lambda ann: c.Mute(ann, hard=True), True, {CAMERA}),
        (lambda _: c.MuteAll(), True, {CAMERA}),
        (c.StopVideo, True, {MIC}),
        (c.Demote, True, set()),
        (c.Kick, True, set()),
        (c.Ban, True, set()),
        (lambda _: c.End(), True, set()),
        (lambda _: c.Leave(), False, set()),
        (lambda _: c.TurnOff(MIC), False, {CAMERA}),
        (lambda _: c.Disconnected(), False, set()),
    ],
)
async def test_what_is_taken_away_is_off_before_any_disk_knows(
    world: World, command: Any, by_host: bool, left: set[Source]
) -> None:
    ann = await world.on_air()
    await world.do(ann, c.Connected())
    world.journal.is_holding = True
    asked = world.ask(world.host if by_host else ann, command(ann))
    await world.settle()
    assert world.allowed() == left
    assert not asked.is_done()


@pytest.mark.parametrize(("out", "code"), [(c.Kick, "removed"), (c.Ban, "banned")])
async def test_who_is_sent_away_hears_it_at_once_and_everything_else_of_theirs_ends(
    world: World, out: type[c.Kick], code: str
) -> None:
    ann = await world.on_air()
    box = await world.attach(ann)
    session = world.participant(ann)
    world.journal.is_holding = True
    world.ask(world.host, out(ann))
    await world.settle()
    assert box.goodbye == code
    assert world.media.last.publishers[0].closed == "revoked"
    with pytest.raises(ActorDead):
        await session.ask(Attend(ann, Box(), None))
    assert await world_refuses_the_old_socket(world, ann) == code


async def world_refuses_the_old_socket(world: World, participant: str) -> str:
    world.journal.release()
    return await world.refusal(participant, c.TurnOn(MIC))


# --- when the journal fails


async def test_a_failed_append_is_as_if_it_had_not_been_asked_for_and_may_be_asked_again(world: World) -> None:
    box = await world.attach(world.host)
    world.journal.fail_next = 1
    assert await world.answer(world.host, c.Lock(), "same") == Refusal("try_again", TRY_AGAIN_TEXT, 1000)
    assert (await world.snapshot()).webinar.locked is False  # type: ignore[union-attr]
    assert isinstance(await world.answer(world.host, c.Lock(), "same"), Done)
    assert box.facts.count(f.WebinarLocked()) == 1


TRY_AGAIN_TEXT = "The server could not do this just now. Try again."


async def test_whatever_rested_on_the_failed_append_fails_with_it(world: World) -> None:
    ann = await world.inside(P)
    world.journal.is_holding = True
    world.journal.fail_next = 1
    asked = [
        world.ask(world.host, c.Mute(ann, hard=True)),
        world.ask(ann, c.TurnOn(MIC)),
        world.ask(ann, c.TurnOn(CAMERA)),
    ]
    await world.settle()
    world.journal.release()
    assert [(await within(answer)).code for answer in asked] == ["try_again"] * 3
    assert (await world.snapshot(ann)).you.on == ()


async def test_a_full_disk_does_not_keep_a_host_from_muting(world: World, autojump_clock: MockClock) -> None:
    ann = await world.on_air()
    world.journal.fail_next = 3
    assert await world.refusal(world.host, c.Mute(ann)) == "try_again"
    await world.settle()
    assert world.allowed() == {CAMERA}
    assert turned_off(world.log()) == set()
    await trio.sleep(10)  # the webinar itself tries again until the disk has room
    assert world.journal.fail_next == 0
    assert turned_off(world.log()) == {(ann, MIC)}
    await world.do(ann, c.TurnOn(MIC))
    await world.settle()
    assert world.allowed() == {MIC, CAMERA}


async def test_a_full_disk_does_not_keep_a_host_from_removing_somebody(world: World, autojump_clock: MockClock) -> None:
    ann = await world.on_air()
    box = await world.attach(ann)
    world.journal.fail_next = 2
    assert await world.refusal(world.host, c.Kick(ann)) == "try_again"
    await world.settle()
    assert (box.goodbye, world.allowed()) == ("removed", set())
    assert world.system.find(f"webinar:{world.webinar}/participant:{ann}") is None
    await trio.sleep(10)
    assert f.ParticipantLeft(ann, "removed") in world.log()


async def test_a_failed_end_ends_all_media_and_is_tried_again(world: World, autojump_clock: MockClock) -> None:
    await world.on_air()
    world.journal.fail_next = 1
    assert await world.refusal(world.host, c.End()) == "try_again"
    await world.settle()
    assert world.allowed() == set()
    await trio.sleep(5)
    assert f.WebinarEnded("host") in world.log()


async def test_what_had_become_durable_before_the_failure_was_heard_is_shown(world: World) -> None:
    box = await world.attach(world.host)
    world.journal.is_holding = True
    world.journal.fail_next = 0
    first, second = world.ask(world.host, c.Lock()), world.ask(world.host, c.Start())
    await world.settle()
    world.journal.release(1)
    world.journal.fail_next = 1
    world.journal.release()
    assert isinstance(await within(first), Done)
    assert (await within(second)).code == "try_again"
    assert f.WebinarLocked() in box.facts
    assert f.WebinarStarted() not in box.facts


async def test_a_failure_that_was_none_is_found_out_and_shown(world: World) -> None:
    ann = await world.on_air()
    box = await world.attach(ann)
    world.journal.lie_next = 1
    assert await world.refusal(world.host, c.Mute(ann)) == "try_again"
    await world.settle()
    assert f.SourceTurnedOff(ann, MIC, world.host) in box.facts
    assert world.allowed() == {CAMERA}


# --- the same command twice


async def test_the_same_command_twice_has_one_effect_and_one_answer(world: World) -> None:
    answers = [await world.answer(world.host, c.IssueInvite(P), "same") for _ in range(2)]
    assert isinstance(answers[0], Done)
    assert answers[0] == answers[1]
    assert len([fact for fact in world.log() if isinstance(fact, f.InviteIssued)]) == 1


async def test_two_sockets_of_one_person_with_the_same_command_get_the_same_answer_when_it_is_durable(
    world: World,
) -> None:
    world.journal.is_holding = True
    asked = [world.ask(world.host, c.IssueInvite(P), "same") for _ in range(2)]
    await world.settle()
    assert not any(answer.is_done() for answer in asked)
    world.journal.release()
    assert await within(asked[0]) == await within(asked[1])


async def test_a_repeat_is_known_after_a_restart_of_the_node(world: World) -> None:
    before = await world.answer(world.host, c.IssueInvite(P), "same")
    async with trio.open_nursery() as second_life:
        again = await open_world(second_life, world.journal)
        again.webinar, again.host = world.webinar, world.host
        assert await again.answer(world.host, c.IssueInvite(P), "same") == before
        second_life.cancel_scope.cancel()


async def test_a_command_that_changed_nothing_is_not_done_later_by_its_repeat(world: World) -> None:
    await world.answer(world.host, c.Unlock(), "same")
    await world.do(world.host, c.Lock())
    await world.answer(world.host, c.Unlock(), "same")
    assert (await world.snapshot()).webinar.locked is True  # type: ignore[union-attr]


async def test_a_repeated_refusal_is_the_same_refusal(world: World) -> None:
    ann = await world.inside()
    first = await world.answer(ann, c.AcceptInvitation(), "same")
    await world.do(world.host, c.Invite(ann))
    assert await world.answer(ann, c.AcceptInvitation(), "same") == first
    assert isinstance(await world.answer(ann, c.AcceptInvitation(), "new"), Done)


async def test_an_id_used_for_another_command_is_refused(world: World) -> None:
    await world.answer(world.host, c.Lock(), "1")
    answer = await world.answer(world.host, c.Unlock(), "1")
    assert isinstance(answer, Refusal)
    assert answer.code == "id_reused"
