"""What is to be recorded, told to those who do it: the webinar's own router, and its breakout rooms, which tell theirs.

As with permits, in force is what both states say: a recording begins when it is certain, and pauses and ends at once.
All of it may be said again at any time.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from attrs import define, field

from actors.alarms import Alarms
from actors.errors import ActorDead, MailboxFull
from actors.router_messages import NOTHING, Record
from actors.runtime import TrioActorRef
from actors.webinar.messages import RecordingDue, RecordRoom
from actors.webinar.room_ids import home_of
from actors.webinar.state import State
from actors.words import MAIN, RoomId, WebinarId

FULL_S: Final = 0.05  # a mailbox was full


def to_record(decided: State, durable: State, room: str) -> Record:
    soon, sure = decided.recordings.get(room), durable.recordings.get(room)
    if soon is None or sure is None or soon.id != sure.id:
        return NOTHING
    return Record(sure.id, is_paused=soon.paused_at_ms is not None or sure.paused_at_ms is not None)


@define(eq=False)
class RecordingLine:
    """To one router. `me` hears RecordingDue when it shall call `again`."""

    me: TrioActorRef
    router: TrioActorRef
    alarms: Alarms
    wish: Record = NOTHING

    def tell(self, wish: Record) -> None:
        self.wish = wish
        self.again()

    def again(self) -> None:
        with suppress(ActorDead):
            try:
                self.router.tell(self.wish)
            except MailboxFull:
                self.alarms.after(FULL_S, self.me, RecordingDue())


@define(eq=False)
class RecordingsKeeper:
    """`find` starts a room's actor if need be; `known` does not."""

    line: RecordingLine
    find: Callable[[RoomId], TrioActorRef]
    known: Callable[[RoomId], TrioActorRef | None]
    _told: dict[str, Record] = field(factory=dict)

    def begin(self, decided: State, durable: State) -> None:
        """Nothing is known of what routers were told before."""
        if not durable.is_room:  # which is told by its webinar
            for room in [MAIN, *(durable.rooms.rooms if durable.rooms else ())]:
                self._tell(room, to_record(decided, durable, room))

    def look(self, decided: State, durable: State) -> None:
        for room in dict.fromkeys([*self._told, *durable.recordings]):
            wish = to_record(decided, durable, room)
            if self._told.get(room, NOTHING) != wish:
                self._tell(room, wish)

    def room_started(self, decided: State, durable: State, room: RoomId) -> None:
        self._tell(room, to_record(decided, durable, room))

    def again(self, decided: State, durable: State) -> None:
        self.line.again()
        self.look(decided, durable)

    def _tell(self, room: str, wish: Record) -> None:
        if room == MAIN:
            self.line.tell(wish)
            self._told[room] = wish
            return
        ref = self.known(room) if wish.recording is None else self.find(room)
        try:
            if ref is not None:
                ref.tell(RecordRoom(wish))
        except ActorDead:  # it says so when it is there again
            self._told.pop(room, None)
        except MailboxFull:
            self._told.pop(room, None)
            self.line.alarms.after(FULL_S, self.line.me, RecordingDue())
        else:
            self._told[room] = wish
            if wish.recording is None:
                del self._told[room]


def where(webinar: WebinarId | RoomId) -> tuple[WebinarId, str]:
    """Of which webinar this is what room."""
    home = home_of(webinar)
    return home, MAIN if home == webinar else webinar
