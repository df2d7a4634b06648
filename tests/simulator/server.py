"""One life of the node, from boot to end: the shipped actors in a nursery that can be cancelled at any checkpoint."""

from itertools import count

import trio
from attrs import define, field

from actors.alarms import Alarms
from actors.directory import Directory
from actors.floor import Floor
from actors.node import Node
from actors.router import Router
from actors.runtime import ActorSystem, TrioActorRef
from actors.webinar.actor import Webinar
from actors.webinar.room_ids import actor_name
from actors.words import ParticipantId, RoomId, WebinarId
from config.settings import LimitsSettings
from tests.actors.fake_media import FakeMedia
from tests.simulator.disk import Disk, Handle

BEGINNING_MS = 1_800_000_000_000


@define(eq=False)
class Clock:
    """Wall time: runs with virtual time until somebody sets it, or holds it."""

    offset_ms: int = 0
    held_ms: int | None = None

    def now_ms(self) -> int:
        return self.held_ms if self.held_ms is not None else self.running_ms()

    def running_ms(self) -> int:
        return BEGINNING_MS + self.offset_ms + int(trio.current_time() * 1000)


@define(eq=False)
class Ids:
    """New ones in every life, told apart at a glance in a trace."""

    life: int
    _numbers: "count[int]" = field(factory=lambda: count(1))

    def new(self) -> str:
        return f"i{self.life}_{next(self._numbers)}"


@define(eq=False)
class Server:
    """`is_up` ends at the instant of a crash, however long its tasks take to notice."""

    life: int
    system: ActorSystem
    journal: Handle
    media: FakeMedia
    node: Node
    scope: trio.CancelScope
    is_up: bool = True

    def find(self, name: str) -> TrioActorRef | None:
        return self.system.find(name)

    def room(self, room: RoomId) -> Webinar | None:
        return self._webinar(actor_name(room))

    def webinar(self, webinar: WebinarId) -> Webinar | None:
        """The actor as it is now, to look at: there is none between failure and restart."""
        return self._webinar(f"webinar:{webinar}")

    def _webinar(self, name: str) -> Webinar | None:
        ref = self.find(name)
        behaviour = ref.cell.behaviour if ref is not None else None
        return behaviour if isinstance(behaviour, Webinar) and hasattr(behaviour, "grants") else None

    def participant(self, webinar: WebinarId, participant: ParticipantId) -> TrioActorRef | None:
        return self.find(f"{actor_name(webinar)}/participant:{participant}")

    def floor(self, webinar: WebinarId) -> Floor | None:
        ref = self.find(f"{actor_name(webinar)}/router:main")
        behaviour = ref.cell.behaviour if ref is not None else None
        if not isinstance(behaviour, Router) or not hasattr(behaviour, "connections"):
            return None
        return behaviour.connections.floor

    def end(self) -> None:
        """As a power cut does."""
        self.is_up = self.journal.is_open = False
        self.scope.cancel()


async def live(
    life: int, disk: Disk, clock: Clock, limits: LimitsSettings, *, task_status: trio.TaskStatus[Server]
) -> None:
    """Until its scope is cancelled."""
    with trio.CancelScope() as scope:
        async with trio.open_nursery() as nursery:
            system, alarms, media, journal = ActorSystem(nursery), Alarms(), FakeMedia(), Handle(disk)
            nursery.start_soon(alarms.serve)
            node = Node(journal=journal, media=media, clock=clock, ids=Ids(life), alarms=alarms, limits=limits)
            system.start_actor(lambda: Directory(node), name="directory")
            task_status.started(Server(life, system, journal, media, node, scope))
            await trio.sleep_forever()
