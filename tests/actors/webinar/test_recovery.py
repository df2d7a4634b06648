"""A webinar that comes back, and a person who does not: what is kept, what is read again, what nobody remembers."""

import gc
from types import BuiltinFunctionType, CoroutineType, FrameType, FunctionType, ModuleType

import trio
from structlog.testing import capture_logs
from trio.testing import MockClock

from actors import facts as f
from actors.ports import Done, StoredFact
from actors.webinar import commands as c
from actors.webinar.actor import Webinar
from actors.webinar.book import KEEP_AFTER
from actors.webinar.messages import Ask
from actors.webinar.results import Created, Issued
from actors.words import Ballots, Role
from tests.actors.world import Box, World, start_world

MARK = "Unmistakable"


def behaviour(world: World) -> Webinar:
    webinar = world.ref.cell.behaviour
    assert isinstance(webinar, Webinar)
    return webinar


async def crash(world: World) -> None:
    with capture_logs():
        world.ref.tell(Ask(world.host, "poison", object()))  # type: ignore[arg-type]
        await trio.sleep(2)


# --- kept states


async def test_a_webinar_that_crashes_reads_a_state_and_what_follows_instead_of_its_whole_log(
    world: World, autojump_clock: MockClock
) -> None:
    ann = await world.inside(Role.PRESENTER)
    for n in range(KEEP_AFTER + 20):
        await world.do(world.host, c.Lock() if n % 2 == 0 else c.Unlock())
    kept = world.journal.newest_state(world.webinar)
    assert kept is not None
    before = behaviour(world).book.durable
    await crash(world)
    book = behaviour(world).book
    assert (book.durable, book.decided, book.kept_seq) == (before, before, kept.seq)
    assert book.durable is not before
    assert isinstance(await world.says(ann, c.SendMessage("still here?")), Done)


async def test_a_state_is_never_kept_before_it_is_durable(world: World) -> None:
    world.journal.is_holding = True
    asked = [world.ask(world.host, c.Lock() if n % 2 == 0 else c.Unlock()) for n in range(KEEP_AFTER + 50)]
    await world.settle()
    assert not asked[0].is_done()
    world.journal.release(KEEP_AFTER + 10)
    await world.settle()
    world.journal.release()
    await world.settle()
    assert all(asked.is_done() for asked in asked)
    kept = world.journal.newest_state(world.webinar)
    assert kept is not None
    assert kept.seq <= KEEP_AFTER + 12


async def test_a_node_that_restarts_gives_repeats_from_a_kept_state_the_same_answer(
    world: World, autojump_clock: MockClock
) -> None:
    answers = {
        f"m{n}": await world.answer(world.host, c.SendMessage(f"message {n}"), f"m{n}") for n in range(KEEP_AFTER + 20)
    }
    async with trio.open_nursery() as life:
        again = start_world(life, world.journal)
        again.webinar, again.host = world.webinar, world.host
        await again.settle()
        assert behaviour(again).book.kept_seq > 0
        for command_id in list(answers)[-200:]:
            command = c.SendMessage(f"message {command_id[1:]}")
            assert await again.answer(again.host, command, command_id) == answers[command_id]
        life.cancel_scope.cancel()
    assert len([fact for fact in world.log() if isinstance(fact, f.MessageSent)]) == KEEP_AFTER + 20


# --- forgetting


def holders(root: object, text: str) -> list[str]:
    """What holds a text, of all that can be reached from here but code and the loop that runs it."""
    code = (type, ModuleType, FunctionType, BuiltinFunctionType, CoroutineType, FrameType, trio.Nursery)
    seen, waiting, found = {id(root)}, [root], []
    while waiting:
        held = waiting.pop()
        for each in gc.get_referents(held):
            if id(each) in seen or isinstance(each, code):
                continue
            seen.add(id(each))
            if (isinstance(each, str) and text in each) or (isinstance(each, bytes) and text.encode() in each):
                found.append(f"{type(held).__name__}: {each!r:.80}")
            waiting.append(each)
    return found


def test_a_text_that_is_held_is_found() -> None:
    assert holders({"a": [("b", f"it is {MARK}")]}, MARK)
    assert not holders({"a": ["b"]}, MARK)


async def told_everything(world: World) -> str:
    """Somebody who has left a trace everywhere."""
    issued = (await world.do(world.host, c.IssueInvite(Role.PRESENTER, label=f"for {MARK}"))).result
    assert isinstance(issued, Issued)
    ann = await world.join(f"Ann {MARK}", invite=issued.invite)
    await world.do(world.host, c.Start())
    await world.do(ann, c.SendMessage(f"I am {MARK}"))
    await world.do(ann, c.AskQuestion(f"Who is {MARK}?"))
    created = (await world.do(world.host, c.CreatePoll("Tea?", ("yes", "no"), ballots=Ballots.NAMED))).result
    assert isinstance(created, Created)
    await world.do(world.host, c.OpenPoll(created.poll))
    await world.do(ann, c.Vote(created.poll, (0,)))
    await world.refusal(ann, c.SendMessage(f"{MARK} " * 1000))
    return ann


async def test_of_a_person_who_is_forgotten_no_trace_is_in_memory_or_in_the_log(
    world: World, autojump_clock: MockClock
) -> None:
    ann = await told_everything(world)
    host, box = await world.attach(world.host), await world.attach(ann)
    await trio.sleep(2)
    assert len(holders(behaviour(world), MARK)) >= 4
    await world.do(None, c.ForgetPerson(ann))
    await trio.sleep(2)
    assert box.goodbye == "removed"
    host.heard.clear()
    box.heard.clear()
    world.media.routings.clear()
    await world.snapshot()
    gc.collect()
    assert holders(behaviour(world), MARK) == []
    assert MARK not in repr(list(world.journal.read(world.webinar)))
    poll = next(iter(behaviour(world).book.durable.interaction.polls.values()))
    assert poll.rounds[-1].tally == [1, 0]


async def test_a_page_that_comes_back_after_a_forgetting_is_not_shown_what_was_forgotten(
    world: World, autojump_clock: MockClock
) -> None:
    first = (await world.snapshot()).seq
    ann = await told_everything(world)
    last = (await world.snapshot()).seq
    said = [await world.attach(world.host, last_seq=seq) for seq in range(first, last + 1)]
    assert any(MARK in repr(box.heard) for box in said if not box.snapshots)
    await world.do(None, c.ForgetPerson(ann))
    for seq in range(first, behaviour(world).book.durable.seq + 1):
        again: Box = await world.attach(world.host, last_seq=seq)
        assert MARK not in repr(again.heard)


async def test_a_person_is_forgotten_in_an_ended_webinar_and_stays_so_after_a_restart(
    world: World, autojump_clock: MockClock
) -> None:
    ann = await told_everything(world)
    await world.do(world.host, c.End())
    await world.do(None, c.ForgetPerson(ann))
    assert holders(behaviour(world).book, MARK) == []
    log = [entry for entry in world.journal.read(world.webinar) if isinstance(entry, StoredFact)]
    assert log[-1].fact == f.PersonForgotten(ann)
    async with trio.open_nursery() as life:
        again = start_world(life, world.journal)
        again.webinar, again.host = world.webinar, world.host
        await again.settle()
        assert holders(behaviour(again), MARK) == []
        assert behaviour(again).book.durable == behaviour(world).book.durable
        await again.do(None, c.ForgetPerson(ann))
        assert len(again.log()) == len(log)
        life.cancel_scope.cancel()
