"""Breakout rooms: all of it is asked of the webinar, in its main room's session."""

from collections.abc import Mapping

from attrs import field, frozen

from actors.words import Assign, ParticipantId, RoomId, Speak


@frozen
class OpenRooms:
    """`names`, or a `count` of rooms with plain names. `lists`: people by room's name, each as id or name, also
    of those who come later. `for_s`: 60 to 14400, None: until a host closes them.
    """

    names: tuple[str, ...] = ()
    count: int | None = None
    assign: Assign = Assign.RANDOM
    lists: Mapping[str, tuple[str, ...]] = field(factory=dict)
    for_s: int | None = None
    speak: Speak = Speak.EVERYONE


@frozen
class MoveToRoom:
    """`room` None: back to the main room."""

    participant: ParticipantId
    room: RoomId | None = None


@frozen
class EnterRoom:
    """Hosts enter any room; others the one they were assigned to, or any where people choose."""

    room: RoomId


@frozen
class LeaveRoom:
    """Back to the main room."""


@frozen
class BroadcastToRooms:
    text: str


@frozen
class CallForHelp:
    """Asks for a host to come into my room."""


@frozen
class AnswerHelp:
    """The call is seen to; entering the room answers it too."""

    room: RoomId


@frozen
class ExtendRooms:
    """So many seconds more; from now on, if they had no end."""

    for_s: int


@frozen
class CloseRooms:
    """Everybody is back at once."""
