"""What happened to the queue of raised hands."""

from attrs import frozen

from actors.words import ParticipantId


@frozen
class HandRaised:
    """At the end of the queue."""

    participant: ParticipantId


@frozen
class HandLowered:
    """`by`: the person, or the host who lowered it."""

    participant: ParticipantId
    by: ParticipantId


@frozen
class AllHandsLowered: ...
