"""What happens in a storm besides what people say: somebody new comes, somebody is forgotten, a night falls."""

from typing import TYPE_CHECKING, Final

import trio

from actors.ports import Done, Refusal
from actors.webinar import commands as c
from actors.webinar.messages import Ask
from actors.words import Registering
from tests.simulator.network import some_steps
from tests.simulator.page import AGAIN_S, asked
from tests.simulator.person import Person
from tests.simulator.said import ASK_AGAIN

if TYPE_CHECKING:
    from tests.simulator.world import World

WITHDRAWS: Final = 0.2
DESK_TRIES: Final = 8
NIGHT_S: Final = 14.0  # longer than a webinar may be empty


def begin(world: "World") -> None:
    for _ in range(world.climate.newcomers):
        world.nursery.start_soon(somebody_comes, world)
    if world.climate.forgets:
        world.nursery.start_soon(somebody_is_forgotten, world)
        world.nursery.start_soon(somebody_registers, world)


async def somebody_comes(world: "World") -> None:
    """Through the open door, or with an invite that nobody has yet: a used one would make them who used it."""
    await trio.sleep(some_steps(world.chance, world.climate.storm_s))
    town = world.chance.choice(world.towns)
    invites = [invite for invite in town.known.invites if invite not in {person.invite for person in town.people}]
    invite = world.chance.choice(invites) if invites else None
    person = Person(world, town, f"{town.tag}{len(town.people)}", invite)
    town.people.append(person)
    await person.live()


async def somebody_registers(world: "World") -> None:
    """Where a host has just opened the desk for a while; and thinks better of it, now and then."""
    town, chance = world.chance.choice(world.towns), world.chance
    host = town.known.participants[0]
    for n in range(DESK_TRIES):
        await trio.sleep(AGAIN_S)
        known = town.known.registrations
        mode = Registering.OFF if n == DESK_TRIES - 1 else chance.choice((Registering.OPEN, Registering.APPROVAL))
        commands = [Ask(host, f"desk {n}", c.Reschedule(registration=mode))]
        commands.append(Ask(None, "", c.Register("Reg", f"{town.tag}{n}@example.org")))
        if known:
            commands.append(Ask(host, f"say {n}", c.ApproveRegistration(known[-1])))
        if known and chance.random() < WITHDRAWS:
            commands.append(Ask(None, "", c.WithdrawRegistration(chance.choice(known))))
        for wish in commands:
            if world.server is not None and not world.is_quiet:
                answer = await asked(world.server.find(f"webinar:{town.id}"), wish)
                town.known.learn(answer.result if isinstance(answer, Done) else None)
                world.trace.note("desk", town.tag, wish, "⇒", answer)


async def somebody_is_forgotten(world: "World") -> None:
    await trio.sleep(some_steps(world.chance, world.climate.storm_s))
    town = world.chance.choice(world.towns)
    participant = world.chance.choice(town.known.participants)
    answer: object = None
    while not world.is_quiet and not _is_final(answer):
        await trio.sleep(AGAIN_S)
        if world.server is not None:
            answer = await asked(world.server.find(f"webinar:{town.id}"), Ask(None, "", c.ForgetPerson(participant)))
            world.trace.note("forget", town.labels.get(participant, participant), participant, "⇒", answer)


def _is_final(answer: object) -> bool:
    return isinstance(answer, Done) or (isinstance(answer, Refusal) and answer.code not in ASK_AGAIN)


async def night(world: "World") -> None:
    """Nobody is there: people lose their places, and webinars end by themselves."""
    for person in world.people:
        person.is_cut_off = True
        for page in person.pages:
            page.cut()
    await trio.sleep(NIGHT_S)
