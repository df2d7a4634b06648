"""Breakout rooms as a snapshot shows them. How they change is told by the facts themselves."""

from datetime import datetime

from attrs import frozen

from actors.words import Assign, ParticipantId, RoomId, Speak


@frozen
class RoomView:
    """`people` and `help` are shown to hosts alone; whoever is in a room sees its people there."""

    id: RoomId
    name: str
    count: int
    people: tuple[ParticipantId, ...]
    help: bool


@frozen
class RoomsView:
    assign: Assign
    speak: Speak
    closes_at: datetime | None
    rooms: tuple[RoomView, ...]
