"""What a webinar knows of its breakout rooms: part of its state. Where a person is stands in `Person.room`; the lists
of people here are an index of that, which `state.go_to` keeps.
"""

from attrs import define, field

from actors.words import Assign, ParticipantId, RoomId, Speak


@define
class Room:
    """`people` is a set that keeps its order. `help_by`: who called for a host."""

    id: RoomId
    name: str
    people: dict[ParticipantId, None] = field(factory=dict)
    help_by: ParticipantId | None = None


@define
class Rooms:
    """`since_ms` and `closes_at_ms`: wall clock. `lists`: by name or participant's id, who belongs where. `assigned`:
    where somebody was put, so that they may go back there.
    """

    assign: Assign
    speak: Speak
    since_ms: int
    closes_at_ms: int | None
    rooms: dict[RoomId, Room] = field(factory=dict)
    lists: dict[str, RoomId] = field(factory=dict)
    assigned: dict[ParticipantId, RoomId] = field(factory=dict)
