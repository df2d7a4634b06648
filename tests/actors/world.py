"""A node of actors with nothing real around it: journal in memory, media that is words, Trio's virtual clock.

Long because it has all that the tests' people do.
"""

from collections.abc import Awaitable
from itertools import count
from typing import Any

import trio
from attrs import define, field

from actors import facts as f
from actors.alarms import Alarms
from actors.directory import Created, CreateWebinar, Directory
from actors.facts import Fact
from actors.future import TrioFuture
from actors.journal.memory import MemoryJournal
from actors.media_commands import Lines, Opened, Publish, Watch
from actors.node import Node
from actors.participant import Attach, Do
from actors.ports import Answer, Done, Goodbye, Refusal
from actors.runtime import ActorSystem, TrioActorRef
from actors.shown import Shown, ShownFact
from actors.signals import Signal
from actors.webinar import commands as c
from actors.webinar.messages import Ask
from actors.webinar.results import Joined
from actors.webinar.snapshots import Snapshot
from actors.words import Role, Source
from config.settings import LimitsSettings
from tests.actors.fake_media import FakeMedia

LIMITS = LimitsSettings(
    max_webinars=5,
    max_participants=50,
    max_stage=5,
    empty_webinar_expiry_s=600,
    unstarted_webinar_expiry_s=6000,
    ended_webinar_memory_s=60,
    absence_s=20,
    lost_place_s=900,
    command_rate_per_s=50,
    command_burst=100,
)


@define(eq=False)
class Box:
    """An outbox that keeps everything."""

    heard: list[ShownFact | Snapshot | Signal | Goodbye] = field(factory=list)

    def push_fact(self, shown: ShownFact) -> None:
        self.heard.append(shown)

    def push_snapshot(self, snapshot: Snapshot) -> None:
        self.heard.append(snapshot)

    def push_signal(self, signal: Signal) -> None:
        self.heard.append(signal)

    def close(self, goodbye: Goodbye) -> None:
        if self.goodbye is None:
            self.heard.append(goodbye)

    @property
    def facts(self) -> list[Shown]:
        return [item.fact for item in self.heard if isinstance(item, ShownFact)]

    @property
    def snapshots(self) -> list[Snapshot]:
        return [item for item in self.heard if isinstance(item, Snapshot)]

    @property
    def goodbye(self) -> str | None:
        return next((item.code for item in self.heard if isinstance(item, Goodbye)), None)

    def signals(self, kind: type[Any]) -> list[Any]:
        return [item for item in self.heard if isinstance(item, kind)]


@define
class Clock:
    """Wall time runs with Trio's clock, from a made-up beginning, unless somebody sets it."""

    offset_ms: int = 0

    def now_ms(self) -> int:
        return 1_800_000_000_000 + int(trio.current_time() * 1000) + self.offset_ms


@define
class Ids:
    _numbers: "count[int]" = field(factory=lambda: count(1))

    def new(self) -> str:
        return f"i{next(self._numbers)}"


@define(eq=False)
class World:
    nursery: trio.Nursery
    system: ActorSystem
    journal: MemoryJournal
    media: FakeMedia
    node: Node
    webinar: str = ""
    host: str = ""
    _commands: "count[int]" = field(factory=lambda: count(1))

    # --- asking

    @property
    def ref(self) -> TrioActorRef:
        return self.actor("")

    def actor(self, name: str) -> TrioActorRef:
        ref = self.system.find(f"webinar:{self.webinar}{name}")
        assert ref is not None, name
        return ref

    def participant(self, participant: str) -> TrioActorRef:
        return self.actor(f"/participant:{participant}")

    def ask(self, by: str | None, command: c.Command, command_id: str | None = None) -> TrioFuture[Answer]:
        """Not waited for."""
        return self.ref.ask(Ask(by, command_id or f"c{next(self._commands)}", command))

    async def answer(self, by: str | None, command: c.Command, command_id: str | None = None) -> Answer:
        answer: Answer = await within(self.ask(by, command, command_id))
        return answer

    async def do(self, by: str | None, command: c.Command) -> Done:
        answer = await self.answer(by, command)
        assert isinstance(answer, Done), answer
        return answer

    async def refusal(self, by: str | None, command: c.Command) -> str:
        answer = await self.answer(by, command)
        assert isinstance(answer, Refusal), answer
        return answer.code

    # --- people

    async def join(self, name: str = "Ann", **how: object) -> str:
        result = (await self.do(None, c.Join(name, **how))).result  # type: ignore[arg-type]
        assert isinstance(result, Joined)
        return result.participant

    async def inside(self, role: Role = Role.ATTENDEE) -> str:
        participant = await self.join()
        if participant not in [p.id for p in (await self.snapshot()).people]:
            await self.do(self.host, c.Admit(participant))
        if role is not Role.ATTENDEE:
            await self.do(self.host, c.Invite(participant, role))
            await self.do(participant, c.AcceptInvitation())
        return participant

    async def on_air(self) -> str:
        """A presenter whose microphone and camera are on and let through."""
        participant = await self.inside(Role.PRESENTER)
        await self.publish(participant)
        for source in (Source.MICROPHONE, Source.CAMERA):
            await self.do(participant, c.TurnOn(source))
        await self.settle()
        assert self.allowed() == {Source.MICROPHONE, Source.CAMERA}
        return participant

    async def snapshot(self, participant: str | None = None) -> Snapshot:
        """What this person, the host by default, would see on a page opened now."""
        box = await self.attach(participant or self.host)
        return box.snapshots[-1]

    async def attach(self, participant: str, last_seq: int | None = None) -> Box:
        box = Box()
        done = await within(self.participant(participant).ask(Attach(box, last_seq)))
        assert isinstance(done, Done), done
        return box

    async def says(self, participant: str, command: c.SPOKEN, command_id: str | None = None) -> Answer:
        """Through their own actor, as a session does."""
        wish = Do(command_id or f"c{next(self._commands)}", command)
        answer: Answer = await within(self.participant(participant).ask(wish))
        return answer

    async def publish(self, participant: str, *sources: Source) -> str:
        wish = Publish("offer", {str(n): source for n, source in enumerate(sources or tuple(Source))})
        return opened(await within(self.participant(participant).ask(wish)))

    async def watch(self, participant: str, seats: int = 4, screens: int = 1) -> str:
        lines = tuple(Lines(f"a{n}", f"v{n}") for n in range(seats + screens))
        wish = Watch("offer", lines[:seats], lines[seats:])
        return opened(await within(self.participant(participant).ask(wish)))

    # --- looking

    def log(self) -> list[Fact]:
        return [entry.fact for entry in self.journal.read(self.webinar) if hasattr(entry, "fact")]

    def allowed(self, publication: int = -1) -> set[str]:
        """What is let through of a publish connection, the last by default."""
        return set(self.media.last.publishers[publication].allowed)

    async def settle(self) -> None:
        """Until nothing more happens by itself at this instant of virtual time."""
        await trio.testing.wait_all_tasks_blocked()


def opened(answer: object) -> str:
    assert isinstance(answer, Done), answer
    assert isinstance(answer.result, Opened)
    return answer.result.connection


async def within(asked: Awaitable[Any], seconds: float = 5) -> Any:
    with trio.fail_after(seconds):
        return await asked


async def open_world(nursery: trio.Nursery, journal: MemoryJournal | None = None, **limits: object) -> World:
    """A node with its directory, and in it one webinar if the journal is new."""
    world = start_world(nursery, journal or MemoryJournal(), **limits)
    if journal is None:
        directory = world.system.find("directory")
        assert directory is not None
        created = await within(directory.ask(CreateWebinar("All hands", "Hanna")))
        assert isinstance(created, Created)
        world.webinar, world.host = created.webinar, created.host
    await world.settle()
    return world


def start_world(nursery: trio.Nursery, journal: MemoryJournal, **limits: object) -> World:
    """A node that has not yet done anything."""
    system, alarms, media = ActorSystem(nursery), Alarms(), FakeMedia()
    nursery.start_soon(alarms.serve)
    node = Node(
        journal=journal,
        media=media,
        clock=Clock(),
        ids=Ids(),
        alarms=alarms,
        limits=LimitsSettings(**{**_plain(LIMITS), **limits}),
    )
    system.start_actor(lambda: Directory(node), name="directory")
    return World(nursery, system, journal, media, node)


def _plain(limits: LimitsSettings) -> dict[str, Any]:
    return {name: getattr(limits, name) for name in type(limits).__annotations__}


def turned_off(facts: list[Fact]) -> set[tuple[str, Source]]:
    return {(fact.participant, fact.source) for fact in facts if isinstance(fact, f.SourceTurnedOff)}
