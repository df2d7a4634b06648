"""`make replay FILE=bundle.jsonl`: an incident comes to the same state again, and weathers a storm from there.

The bundle's log goes into a journal as it was written, and a node starts on it. Secrets of anonymous rounds are in no
bundle, so rounds that were open are closed first: nobody could vote in them. A breakout room's bundle comes to the same
state and no storm: who goes in and out its webinar's log says, which is another bundle.
"""

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Final

import click
import trio
from attrs import frozen

from actors.journal import bundle
from actors.journal.bundle import Bundle
from actors.journal.memory import MemoryJournal
from actors.ports import JournalError, Remembered, StoredFact
from actors.webinar import commands as c
from actors.webinar.messages import Ask
from actors.webinar.room import Room
from actors.webinar.room_ids import actor_name, is_room
from actors.webinar.state import HERE, State
from actors.words import Ballots, PollStatus, RoomId, Status
from tests.simulator.marks import Marks
from tests.simulator.page import asked
from tests.simulator.person import Person
from tests.simulator.run import Outcome, a_world, live_through, weather
from tests.simulator.server import BEGINNING_MS, Server
from tests.simulator.town import Town
from tests.simulator.trace import Trace
from tests.simulator.world import World

PEOPLE_MAX: Final = 8  # so many of those who were there take part in the storm
LIVES_BEFORE: Final = 1000  # ids are told apart from those in the log by the node's life


@frozen
class Replayed:
    """`is_same`: the node came to the very state that the bundle's writer had. `storm`: from there on."""

    webinar: str
    facts: int
    is_same: bool
    storm: Outcome

    def __str__(self) -> str:
        state = "same" if self.is_same else "DIFFERENT"
        return f"replay webinar={self.webinar} facts={self.facts} state={state} failures={len(self.storm.failures)}"


def replay(told: Bundle, seed: int = 0, *, is_shown: bool = False) -> Replayed:
    """Raises JournalError for a log that no journal would take."""
    journal, digests = filled(told), list[str]()

    def made(trace: Trace, nursery: trio.Nursery) -> World:
        world = a_world(seed, trace, nursery, journal, (Town("R", Marks(), told.webinar, said_as="replayed"),))
        world.lives = LIVES_BEFORE
        world.rooms_left_behind = frozenset(room.id for each in facts for room in getattr(each.fact, "rooms", ()))
        world.clock.offset_ms = facts[-1].at_ms - BEGINNING_MS if facts else 0
        return world

    async def play(world: World) -> None:
        state = await _begins(world)
        digests.append(bundle.digest(state))
        if not is_room(told.webinar):
            await _comes_to_life(world, state)
            await weather(world)

    facts = [entry for entry in told.log if isinstance(entry, StoredFact)]
    outcome = live_through(seed, made, play, is_shown=is_shown)
    return Replayed(told.webinar, len(facts), digests == [told.state_digest], outcome)


def filled(told: Bundle) -> MemoryJournal:
    journal = MemoryJournal()
    for facts, answers in _appends(told):
        journal.append(told.webinar, facts, answers, lambda: None, _raise)
    return journal


def _appends(told: Bundle) -> Iterator[tuple[list[StoredFact], list[Remembered]]]:
    """Facts with the answers that stand behind them."""
    facts: list[StoredFact] = []
    for is_fact, entries in groupby(told.log, lambda entry: isinstance(entry, StoredFact)):
        if is_fact:
            facts = [entry for entry in entries if isinstance(entry, StoredFact)]
        else:
            yield facts, [entry for entry in entries if isinstance(entry, Remembered)]
            facts = []
    if facts:
        yield facts, []


def _raise(error: JournalError) -> None:
    raise error


async def _begins(world: World) -> State:
    """The state that the node has come to by itself."""
    server, id_ = await world.boot(), world.towns[0].id
    if is_room(id_):  # its webinar would start it
        _start_room(server, id_)
    await trio.testing.wait_all_tasks_blocked()
    webinar = server.room(id_)
    assert webinar is not None, "the webinar did not start"
    return webinar.book.durable


def _start_room(server: Server, room: RoomId) -> None:
    directory = server.find("directory")
    assert directory is not None
    server.system.start_actor(partial(Room, room, server.node, directory), name=actor_name(room))


async def _comes_to_life(world: World, state: State) -> None:
    town = world.towns[0]
    town.since_seq = state.seq
    town.known.remember(state)
    here = [person for person in state.people.values() if person.place in HERE and state.status is not Status.ENDED]
    for number, known in enumerate(here[:PEOPLE_MAX]):
        person = Person(world, town, f"R{number}")
        town.people.append(person)
        person.is_in(known.id)
    ref = world.server.find(f"webinar:{town.id}") if world.server is not None else None
    for poll in list(state.interaction.polls.values()):
        if poll.status is PollStatus.OPEN and poll.ballots is Ballots.ANONYMOUS:
            await asked(ref, Ask(None, "", c.PollTimeUp(poll.id, poll.rounds[-1].number)))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seed", default=0, show_default=True, help="Of the storm that follows.")
@click.option("--shown", is_flag=True, help="All that happens on stderr.")
def main(file: Path, seed: int, shown: bool) -> None:
    """Replays an incident bundle."""
    try:
        told = bundle.read(file.read_bytes().splitlines())
        outcome = replay(told, seed, is_shown=shown)
    except JournalError as refused:
        raise click.ClickException(str(refused)) from refused
    for failure in outcome.storm.failures:
        click.echo(failure, err=True)
    click.echo(str(outcome))
    raise SystemExit(0 if outcome.is_same and not outcome.storm.failures else 1)


if __name__ == "__main__":
    main()
