"""The webinar's breakout rooms as actors: each is told its roster or its end until it has noted it, and the webinar is
told what a closed one has left.

Who is in a room: whom both folds of the webinar's log have there and nobody keeps out. So somebody taken out of a room
is out at once, and in the next place when that is certain. All of it may be said again at any time.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

import structlog
from attrs import define, field

from actors.facts import Fact, MessageSent, PeoplePlaced, RoomMerged, RoomsClosed, RoomsOpened, WebinarEnded
from actors.node import Node
from actors.ports import Done, JournalError, StoredFact
from actors.runtime import ActorSystem, TrioActor, TrioActorRef
from actors.webinar.breakouts_state import Room
from actors.webinar.commands import CloseRoom, KeepRoster, MergeRoom
from actors.webinar.commands.inner import Expected
from actors.webinar.messages import Ask, RoomAnswered, RoomsDue
from actors.webinar.permits import Permits
from actors.webinar.presence import absence
from actors.webinar.results import RoomResults
from actors.webinar.room_ids import actor_name
from actors.webinar.state import State
from actors.words import RANK, RoomId, Speak

ROOM_MAILBOX: Final = 20_000  # as a webinar's
AGAIN_S: Final = 1.0  # a room, or its journal, has failed
OF_ALL = RoomsOpened | PeoplePlaced | RoomsClosed | WebinarEnded

log = structlog.get_logger(__name__)


@define(eq=False)
class RoomsKeeper:
    """`build` makes a room's actor; `me` hears RoomsDue and RoomAnswered."""

    system: ActorSystem
    me: TrioActorRef
    node: Node
    build: Callable[[RoomId, TrioActorRef], TrioActor]
    _touched: dict[RoomId, None] = field(factory=dict)
    _told: dict[RoomId, object] = field(factory=dict)  # what each was told last, and has not failed to note

    def look(self, decided: State, durable: State, facts: Iterable[Fact]) -> None:
        """Which rooms these facts may concern; they are told once the mailbox comes to it."""
        for fact in facts:
            if isinstance(fact, OF_ALL):
                self.touch_all(decided, durable)
            for state in (decided, durable):
                person = state.people.get(getattr(fact, "participant", ""))
                if person is not None and person.room is not None:
                    self._touch(person.room)
            if isinstance(fact, RoomMerged) and fact.room not in durable.merging:
                self._end(fact.room)

    def touch_all(self, decided: State, durable: State) -> None:
        for state in (decided, durable):
            for room in [*(state.rooms.rooms if state.rooms else ()), *state.merging]:
                self._touch(room)

    def room_started(self, room: RoomId) -> None:
        self._told.pop(room, None)
        self._touch(room)

    def tell(self, decided: State, durable: State, permits: Permits, again: Iterable[RoomId]) -> None:
        """RoomsDue: what those rooms have to know now."""
        touched, self._touched = [*again, *self._touched], {}
        for room in touched:
            wish = self._wish(decided, durable, permits, room)
            if wish is not None and self._told.get(room) != wish:
                self._told[room] = wish
                answer = self.find(room).ask(Ask(None, "", wish))
                answer.on_done(partial(self._answered, room))

    def answered(self, message: RoomAnswered) -> MergeRoom | None:
        """What is to be merged, if that is what the room has answered."""
        if isinstance(message.answer, Done):
            left = message.answer.result
            merge = self._merge(message.room, left) if isinstance(left, RoomResults) else None
            if merge is not None or not isinstance(left, RoomResults):
                return merge
        self._again(message.room)
        return None

    def merged(self, room: RoomId, answer: object) -> None:
        """The answer to what was to be merged."""
        if not isinstance(answer, Done):
            self._again(room)

    def find(self, room: RoomId) -> TrioActorRef:
        name = actor_name(room)
        return self.system.find(name) or self.system.start_actor(
            partial(self.build, room, self.me), name=name, parent=self.me, mailbox_limit=ROOM_MAILBOX
        )

    def known(self, room: RoomId) -> TrioActorRef | None:
        return self.system.find(actor_name(room))

    def _again(self, room: RoomId) -> None:
        self._told.pop(room, None)
        self.node.alarms.after(AGAIN_S, self.me, RoomsDue((room,)))

    def _touch(self, room: RoomId) -> None:
        if not self._touched:
            self.node.alarms.tell(self.me, RoomsDue(()))
        self._touched[room] = None

    def _answered(self, room: RoomId, answer: object) -> None:
        self.node.alarms.tell(self.me, RoomAnswered(room, answer))

    def _wish(self, decided: State, durable: State, permits: Permits, room: RoomId) -> KeepRoster | CloseRoom | None:
        if room in durable.merging:
            return CloseRoom(durable.merging[room], Speak.HOSTS, durable.capacity)
        rooms = durable.rooms
        known = rooms.rooms.get(room) if rooms else None
        if rooms is None or known is None:
            return None
        return KeepRoster(known.name, rooms.speak, durable.capacity, _roster(decided, durable, permits, known))

    def _merge(self, room: RoomId, left: RoomResults) -> MergeRoom | None:
        try:
            messages = sum(isinstance(fact, MessageSent) for fact in _facts(self.node, room))
            head = self.node.journal.head(room)
        except JournalError:
            log.warning("room_unreadable", room=room)
            return None
        return MergeRoom(room, head, left.facts, left.people, messages, left.questions, left.polls)

    def _end(self, room: RoomId) -> None:
        """It has left all it leaves."""
        self._told.pop(room, None)
        self.node.journal.retire(room)
        ref = self.system.find(actor_name(room))
        if ref is not None:
            ref.kill()


def _facts(node: Node, room: RoomId) -> Iterable[Fact]:
    return (entry.fact for entry in node.journal.read(room) if isinstance(entry, StoredFact))


def _roster(decided: State, durable: State, permits: Permits, room: Room) -> tuple[Expected, ...]:
    """With the lower of two roles: one that is given begins when it is certain."""
    both = ((durable.people[participant], decided.people.get(participant)) for participant in room.people)
    return tuple(
        Expected(
            person.id,
            person.name,
            min(person.role, soon.role, key=RANK.__getitem__),
            consents=person.consents and soon.consents,
        )
        for person, soon in both
        if soon is not None and soon.room == room.id and absence(decided, durable, permits, person.id) is None
    )
