"""The queue of raised hands."""

from attrs import frozen

from actors.words import ParticipantId


@frozen
class RaiseHand:
    """Raised twice, it keeps its place in the queue."""


@frozen
class LowerHand:
    """`participant`: None lowers my own; hosts lower anybody's."""

    participant: ParticipantId | None = None


@frozen
class LowerAllHands: ...
