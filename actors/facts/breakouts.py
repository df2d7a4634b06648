"""Breakout rooms as their webinar knows them: it alone says who is where. A room's own log begins with `RoomBegan`."""

from collections.abc import Mapping

from attrs import frozen

from actors.words import Assign, ParticipantId, RoomId, Speak


@frozen
class RoomSpec:
    id: RoomId
    name: str


@frozen
class RoomPoll:
    """What became of a poll in a room: ballots per option of its last round, and ballots in all."""

    question: str
    options: tuple[str, ...]
    tally: tuple[int, ...]
    voters: int


@frozen
class RoomsOpened:
    """`closes_at_ms`: wall clock; None: when a host says so. `PeoplePlaced` follows at once."""

    rooms: tuple[RoomSpec, ...]
    assign: Assign
    speak: Speak
    closes_at_ms: int | None
    by: ParticipantId


@frozen
class RoomListsGiven:
    """Who belongs where, also of those who are yet to come: a line each, a room's id and a name or a participant's id.
    Sealed in the journal, and destroyed there when the rooms close. `opening`: the first room's id.
    """

    opening: RoomId
    lists: str


@frozen
class PeoplePlaced:
    """Many at once, when rooms open or when all who waited come in."""

    people: Mapping[RoomId, tuple[ParticipantId, ...]]


@frozen
class PersonMoved:
    """`room` None: back in the main room. `by`: themselves, a host, or themselves on arrival."""

    participant: ParticipantId
    room: RoomId | None
    by: ParticipantId


@frozen
class RoomsBroadcast:
    """A host's words for everybody, in whatever room."""

    by: ParticipantId
    text: str


@frozen
class HelpCalled:
    """Somebody in a room asks for a host."""

    participant: ParticipantId
    room: RoomId


@frozen
class HelpAnswered:
    room: RoomId
    by: ParticipantId


@frozen
class RoomsExtended:
    closes_at_ms: int
    by: ParticipantId


@frozen
class RoomsClosed:
    """Everybody is back. `reason`: `host`, `time`, `ended` (the webinar)."""

    reason: str


@frozen
class RoomMerged:
    """What a closed room leaves to its webinar. `head`: the last hash of the room's own chain, in hex, `facts` long; so
    the webinar's record covers it. `people`: how many were in it.
    """

    room: RoomId
    name: str
    head: str
    facts: int
    people: int
    messages: int
    questions: int
    polls: tuple[RoomPoll, ...]


@frozen
class RoomBegan:
    """The first fact of a room's own log."""

    name: str
    speak: Speak
    capacity: int
