"""A breakout room as an actor: the webinar again, as a child of its webinar, with log, router and people of its own.

Who is in it and how long it lasts its webinar says (`roster.py`), and nobody else; the directory knows nothing of it.
"""

from actors.node import Node
from actors.ports import Goodbye
from actors.runtime import TrioActor, TrioActorRef
from actors.webinar.actor import Webinar
from actors.webinar.messages import RecordingBroke, RoomStarted
from actors.webinar.presence import absence
from actors.webinar.rights import ENDED
from actors.words import ParticipantId, RoomId, WebinarId

MOVED = Goodbye("moved", "You are elsewhere in this webinar now.")
ROOMS_CLOSED = Goodbye("rooms_closed", "The breakout rooms are closed. You are back in the main room.")


class Room(Webinar):
    def __init__(self, room: RoomId, node: Node, webinar: TrioActorRef) -> None:
        super().__init__(room, node, webinar, no_rooms)

    def on_start(self) -> None:
        super().on_start()
        self.node.alarms.tell(self.directory, RoomStarted(self.id))

    def _farewell(self, participant: ParticipantId) -> Goodbye:
        why = absence(self.book.decided, self.book.durable, self.grants.permits, participant)
        return ROOMS_CLOSED if why == ENDED else MOVED

    def recording_broke(self, broke: RecordingBroke) -> None:
        self.node.alarms.tell(self.directory, broke)

    def _tell_directory(self) -> None:
        """It has none: its webinar knows how it is."""


def open_webinar(webinar: WebinarId, node: Node, directory: TrioActorRef) -> TrioActor:
    """A webinar that can have breakout rooms."""
    return Webinar(webinar, node, directory, lambda room, me: Room(room, node, me))


def no_rooms(room: RoomId, _: TrioActorRef) -> TrioActor:
    raise LookupError(f"a breakout room has no rooms: {room}")
