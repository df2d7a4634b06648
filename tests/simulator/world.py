"""Everything of one run: two webinars, the people around them, and the lives of the node one after the other."""

from collections import Counter
from functools import partial
from random import Random

import trio
from attrs import define, evolve, field

from actors.ports import Answer, StoredFact
from actors.webinar import book, breakouts, breakouts_opening
from actors.webinar.apply import fold
from actors.webinar.state import State
from actors.words import WebinarId
from tests.actors.world import LIMITS
from tests.simulator.climate import Climate
from tests.simulator.disk import Disk
from tests.simulator.guards import Guard
from tests.simulator.network import Network, some_steps
from tests.simulator.person import Person
from tests.simulator.said import Said
from tests.simulator.server import Clock, Server, live
from tests.simulator.town import Town
from tests.simulator.trace import Trace
from tests.simulator.wire import Sender
from tests.simulator.workload import hobbies, weights

FAILURES_KEPT = 5  # the first ones say most
ABSENCE_S, LOST_PLACE_S, EXPIRY_S = 3.0, 5.0, 8.0  # short, so that they happen


@define(eq=False)
class World:
    """`server` is None while the node is down. `failures`: what was seen that may not be."""

    nursery: trio.Nursery
    trace: Trace
    chance: Random
    climate: Climate
    disk: Disk
    network: Network
    towns: tuple[Town, ...]
    clock: Clock = field(factory=Clock)
    server: Server | None = None
    comes_up: trio.Event = field(factory=trio.Event)
    lives: int = 0
    rooms_left_behind: frozenset[str] = frozenset()  # whose logs are not here: a bundle is one log
    is_quiet: bool = False
    failures: list[str] = field(factory=list)
    weights: list[float] = field(init=False)
    guard: Guard = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.weights = weights(self.climate.topics, hobbies(self.chance))
        self.guard = Guard(self)

    # --- the node's lives

    async def boot(self) -> Server:
        self.lives += 1
        self.trace.note("the node starts", self.lives)
        setattr(book, "KEEP_AFTER", self.climate.kept_every)  # noqa: B010 - it is a constant to everybody else
        setattr(book, "KEEP_AFTER_PER_PERSON", 0)  # noqa: B010
        for topic in (breakouts, breakouts_opening):
            setattr(topic, "ROOMS_FOR_S", range(3, 14_401))  # noqa: B010
        limits = evolve(
            LIMITS,
            ended_webinar_memory_s=3600,
            absence_s=ABSENCE_S,
            lost_place_s=LOST_PLACE_S,
            empty_webinar_expiry_s=EXPIRY_S,
        )
        start = partial(live, self.lives, self.disk, self.clock, limits)
        self.server = await self.nursery.start(start)
        self.comes_up.set()
        return self.server

    def kill(self) -> None:
        """At this instant; whatever is not durable is lost, and nobody is told."""
        server, self.server = self.server, None
        if server is not None:
            self.trace.note("the node is killed")
            self.comes_up = trio.Event()
            server.end()
            self.disk.crash()
            for person in self.people:
                for page in person.pages:
                    page.cut()

    @property
    def facts(self) -> Counter[str]:
        """What the logs hold, by class."""
        logs = (self.disk.journal.read(log) for log in self.logs)
        return Counter(type(entry.fact).__name__ for log in logs for entry in log if isinstance(entry, StoredFact))

    @property
    def logs(self) -> list[WebinarId]:
        """Of the webinars, and of the breakout rooms that they have had."""
        ours = [town.id for town in self.towns if town.id]
        known = (fold(webinar, self.disk.journal.read(webinar)) for webinar in ours)
        return [*ours, *(room for state in known for room in state.rooms_made)]

    @property
    def people(self) -> list[Person]:
        return [person for town in self.towns for person in town.people]

    def other(self, town: Town) -> Town:
        return next((other for other in self.towns if other is not town), town)

    def durable(self, town: Town) -> State | None:
        """What the node would show now, if it is up."""
        webinar = self.server.webinar(town.id) if self.server is not None else None
        return webinar.book.durable if webinar is not None else None

    # --- what people ask of it

    def thinks(self) -> float:
        return some_steps(self.chance, 2 * self.climate.think_s)

    def sender(self, person: Person) -> Sender:
        return self.guard.for_(person)

    def answers(self, said: Said, answer: Answer) -> None:
        self.trace.note("←", said.label, said.command_id, answer)
        self.guard.answers(said, answer)
        webinar = self.server.webinar(said.webinar) if self.server is not None else None
        said.answers.append(answer)
        said.durable_at.append(webinar.book.durable.seq if webinar is not None else 0)

    def fails(self, what: str) -> None:
        self.trace.note("FAILS:", what)
        if len(self.failures) < FAILURES_KEPT:
            self.failures.append(f"{trio.current_time():.2f} s: {what}")
