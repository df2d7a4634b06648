"""The queue of raised hands, as hosts and the stage see it."""

from datetime import datetime

from attrs import frozen

from actors.words import ParticipantId


@frozen
class HandView:
    participant: ParticipantId
    name: str
    raised_at: datetime


@frozen
class HandAppeared:
    """At the end of the queue."""

    hand: HandView


@frozen
class HandDisappeared:
    participant: ParticipantId
