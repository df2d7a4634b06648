"""Reactions: counted, told seldom and to everybody inside, in no log, and nobody's name with them."""

import trio
from trio.testing import MockClock

from actors.ports import Done, Refusal
from actors.signals import Reactions, conflated
from actors.webinar import commands as c
from actors.webinar.reactions import TELL_EVERY_S
from actors.words import Reaction
from tests.actors.webinar.town import Town
from tests.actors.world import World

CLAP, HEART = c.React(Reaction.CLAP), c.React(Reaction.HEART)


def test_a_reaction_leaves_no_fact_and_is_refused_once_they_are_off() -> None:
    town = Town()
    ann = town.inside()
    assert town.do(ann, CLAP) == []
    town.do("host", c.ChangeSettings(reactions=False))
    assert town.refusal(ann, CLAP) == town.refusal("host", CLAP) == "reactions_off"


async def test_everybody_inside_is_told_how_many_there_were_once_in_a_while(
    world: World, autojump_clock: MockClock
) -> None:
    ann, eve = await world.inside(), await world.join("Eve")
    boxes = [await world.attach(who) for who in (world.host, ann, eve)]
    answers = [await world.answer(who, what) for who, what in ((ann, CLAP), (world.host, CLAP), (ann, HEART))]
    assert answers == [Done(None)] * 3
    await trio.sleep(TELL_EVERY_S + 0.1)
    told = [Reactions(clap=2, heart=1)]
    assert [box.signals(Reactions) for box in boxes] == [told, told, []]
    await trio.sleep(5)
    assert boxes[0].signals(Reactions) == told
    assert (await world.attach(ann)).signals(Reactions) == []


async def test_nothing_of_a_reaction_is_journalled_and_a_failing_journal_stops_none(
    world: World, autojump_clock: MockClock
) -> None:
    ann = await world.inside()
    before = world.journal.appends
    await world.do(ann, CLAP)
    assert world.journal.appends == before
    world.journal.fail_next = 1_000
    assert isinstance(await world.answer(world.host, c.Lock()), Refusal)
    assert await world.answer(ann, CLAP) == Done(None)


async def test_the_fourth_reaction_in_a_second_is_too_fast_and_other_commands_go_on(
    world: World, autojump_clock: MockClock
) -> None:
    ann = await world.inside()
    answers = [await world.says(ann, CLAP) for _ in range(4)]
    assert [isinstance(answer, Done) for answer in answers] == [True, True, True, False]
    assert isinstance(answers[-1], Refusal)
    assert (answers[-1].code, answers[-1].retry_after_ms) == ("too_fast", 334)
    assert isinstance(await world.says(ann, c.RaiseHand()), Done)
    await trio.sleep(0.4)
    assert isinstance(await world.says(ann, CLAP), Done)


def test_reactions_that_wait_for_a_slow_page_are_added_up() -> None:
    assert conflated(Reactions(clap=2), Reactions(clap=1, heart=1)) == Reactions(clap=3, heart=1)
