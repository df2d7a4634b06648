"""How every run begins, in fine weather: webinars are created, people come in with their roles, most of them start."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

import trio

from actors import directory
from actors.ports import Done
from actors.webinar import commands as c
from actors.webinar.results import Created, Issued
from actors.words import Assign, Ballots, InviteId, Reveal, Role, WaitingRoom
from tests.simulator.page import asked
from tests.simulator.person import Person
from tests.simulator.said import Said

if TYPE_CHECKING:
    from tests.simulator.town import Town
    from tests.simulator.world import World

CAST: Final = {"A": (Role.CO_HOST, Role.PRESENTER, None, None, None), "B": (Role.PRESENTER, None)}  # beside the host
SET: Final = 0.5  # share of settings that are changed before it
STARTED: Final = 0.8  # share of webinars that are live when the storm begins
REHEARSED: Final = 0.5  # share of the others that are in practice


async def opening(world: "World") -> None:
    await world.boot()
    for town in world.towns:
        await _create(world, town)
        host = town.people[0]
        for number, role in enumerate(CAST[town.tag], 1):
            invite = await _invite(host, role) if role is not None else None
            person = Person(world, town, f"{town.tag}{number}", invite)
            town.people.append(person)
            assert await person.enter(), person.label
        if world.chance.random() < STARTED:
            await said(host, c.Start())
        elif world.chance.random() < REHEARSED:
            await said(host, c.BeginPractice())
        for topic in (topic for topic in world.climate.topics if topic in PREPARED):
            await PREPARED[topic](host)


async def _poll(host: Person) -> None:
    question, *options = (host.town.marks.text(host.town.tag, kind, host.label) for kind in ("poll", *["option"] * 3))
    ballots, reveal = (host.world.chance.choice(tuple(kinds)) for kinds in (Ballots, Reveal))
    drafted = await said(host, c.CreatePoll(question, tuple(options), ballots=ballots, reveal=reveal))
    assert isinstance(drafted.heard, Done)
    assert isinstance(drafted.heard.result, Created)
    await said(host, c.OpenPoll(drafted.heard.result.poll, host.world.chance.choice((None, 5))))


async def _review(host: Person) -> None:
    await said(host, c.ChangeSettings(review_questions=host.world.chance.random() < SET))


async def _waiting_room(host: Person) -> None:
    if host.world.chance.random() < SET:
        await said(host, c.ChangeSettings(waiting_room=WaitingRoom.ALWAYS))


async def _rooms(host: Person) -> None:
    """Nobody has them in a webinar that has not started."""
    assign = host.world.chance.choice(tuple(Assign))
    await said(host, c.OpenRooms(count=2, assign=assign, for_s=host.world.chance.choice((None, 3))))


async def _recording(host: Person) -> None:
    await said(host, c.StartRecording())


PREPARED: Final[dict[str, Callable[[Person], Awaitable[None]]]] = {  # by topic of the run
    "polls": _poll,
    "questions": _review,
    "lobby": _waiting_room,
    "breakouts": _rooms,
    "recording": _recording,
}


async def _create(world: "World", town: "Town") -> None:
    assert world.server is not None
    wish = directory.CreateWebinar(
        town.marks.text(town.tag, "title"), town.marks.text(town.tag, "name", f"{town.tag}0")
    )
    created = await asked(world.server.find("directory"), wish)
    assert isinstance(created, directory.Created), created
    town.id = created.webinar
    host = Person(world, town, f"{town.tag}0")
    town.people.append(host)
    host.is_in(created.host)


async def _invite(host: Person, role: Role) -> InviteId:
    heard = await said(host, c.IssueInvite(role, host.town.marks.text(host.town.tag, "label")))
    assert isinstance(heard.heard, Done), heard
    assert isinstance(heard.heard.result, Issued)
    return heard.heard.result.invite


async def said(person: Person, command: c.SPOKEN) -> Said:
    """Waited for."""
    await trio.testing.wait_all_tasks_blocked()  # until the page is connected
    saying = person.wishes(command)
    await person.pages[0].say(saying)
    return saying
