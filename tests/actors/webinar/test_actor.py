"""The webinar's actor: order, durability, failure, and who hears what when."""

from typing import Any, get_args

import pytest
import trio
from trio.testing import MockClock

from actors import facts as f
from actors.errors import ActorCrashed, ActorDead
from actors.participant import Do
from actors.ports import Done, Refusal
from actors.runtime import TrioActorRef
from actors.shown import ParticipantAppeared, ParticipantWaits
from actors.signals import Counts, Speakers
from actors.webinar import commands as c
from actors.webinar.messages import Ask, Attend, Broadcast, Info, Link, ReadInfo, ReadLink, ReadPeople
from actors.words import Place, Role, Source, Status
from tests.actors.webinar.test_rights import EXPECTED, example
from tests.actors.world import Box, World, open_world, turned_off, within

P, A = Role.PRESENTER, Role.ATTENDEE
MIC, CAMERA = Source.MICROPHONE, Source.CAMERA


async def on_air(world: World) -> str:
    """A presenter whose microphone and camera are on and let through."""
    ann = await world.inside(P)
    await world.publish(ann)
    for source in (MIC, CAMERA):
        await world.do(ann, c.TurnOn(source))
    await world.settle()
    assert world.allowed() == {MIC, CAMERA}
    return ann


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
    ann = await on_air(world)
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
    ann = await on_air(world)
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
    ann = await on_air(world)
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
    ann = await on_air(world)
    box = await world.attach(ann)
    world.journal.fail_next = 2
    assert await world.refusal(world.host, c.Kick(ann)) == "try_again"
    await world.settle()
    assert (box.goodbye, world.allowed()) == ("removed", set())
    assert world.system.find(f"webinar:{world.webinar}/participant:{ann}") is None
    await trio.sleep(10)
    assert f.ParticipantLeft(ann, "removed") in world.log()


async def test_a_failed_end_ends_all_media_and_is_tried_again(world: World, autojump_clock: MockClock) -> None:
    await on_air(world)
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


# --- crashes


async def test_a_message_that_breaks_the_actor_costs_nobody_their_webinar(
    world: World, autojump_clock: MockClock
) -> None:
    ann = await on_air(world)
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
    ann = await on_air(world)
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
    info = await world.ref.ask(ReadInfo())
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
