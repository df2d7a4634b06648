"""The actors below a webinar's: its router, and one for everybody who is here. They outlive its restarts."""

from collections.abc import Callable
from functools import partial
from typing import Final

from attrs import define, field

from actors.node import Node
from actors.participant import Participant
from actors.router import Router
from actors.runtime import MAILBOX_LIMIT, ActorSystem, TrioActor, TrioActorRef
from actors.words import ParticipantId, WebinarId

ROUTER_MAILBOX: Final = 20_000  # two messages of everybody in a full house


@define(eq=False)
class Household:
    """Each is started when it is first asked for."""

    system: ActorSystem
    webinar: TrioActorRef
    node: Node
    place: tuple[WebinarId, str]  # the webinar, and the room: a breakout room or MAIN
    router: TrioActorRef = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.router = self._child("router:main", partial(Router, self.webinar, self.node, self.place), ROUTER_MAILBOX)

    def participant(self, participant: ParticipantId) -> TrioActorRef:
        factory = partial(Participant, participant, self.webinar, self.router, self.node)
        return self._child(f"participant:{participant}", factory, MAILBOX_LIMIT)

    def members(self) -> list[ParticipantId]:
        """Everybody who has an actor."""
        prefix = f"{self.webinar.actor_urn}/participant:"
        return [name.removeprefix(prefix) for name in self.webinar.cell.children if name.startswith(prefix)]

    def part_with(self, participant: ParticipantId) -> None:
        ref = self.system.find(f"{self.webinar.actor_urn}/participant:{participant}")
        if ref is not None:
            ref.kill()

    def _child(self, name: str, factory: Callable[[], TrioActor], mailbox_limit: int) -> TrioActorRef:
        urn = f"{self.webinar.actor_urn}/{name}"
        return self.system.find(urn) or self.system.start_actor(
            factory, name=urn, parent=self.webinar, mailbox_limit=mailbox_limit
        )
