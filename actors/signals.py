"""Passing information that needs no place in the log: of one kind the latest wins.

The wire's `type` is the class name in snake_case. The `Your…` are for one person's pages alone, and stand in their
snapshots too.
"""

from collections.abc import Mapping

from attrs import astuple, frozen

from actors.words import ParticipantId, PollId, QuestionId, RoomId


@frozen
class Seats:
    """Who sits where in one watch connection; the index is the seat, None an empty one."""

    connection: str
    seats: tuple[ParticipantId | None, ...]
    screens: tuple[ParticipantId | None, ...]


@frozen
class Speakers:
    """`speaking`: everybody who speaks now; `active`: the one to show large, who stays so through a pause."""

    active: ParticipantId | None
    speaking: tuple[ParticipantId, ...]


@frozen
class Quality:
    """How people's connections are doing: good, fair, poor or lost. Whoever is not named is as before."""

    people: Mapping[ParticipantId, str]


@frozen
class Counts:
    """How many are inside and how many wait; only hosts are told the latter, others see 0."""

    inside: int
    waiting: int


@frozen
class RoomCounts:
    """How many are in each breakout room, while there are any."""

    rooms: Mapping[RoomId, int]


@frozen
class PollResults:
    """Of an open round so far, to those who are shown them: ballots per option, and ballots in all."""

    poll: PollId
    round: int
    tally: tuple[int, ...]
    voters: int


@frozen
class QuestionVotes:
    """Whichever question is not named has as many as before."""

    votes: Mapping[QuestionId, int]


@frozen
class YourBallot:
    """What you have chosen in an open round, wherever you did; `receipt` proves that it is in the log."""

    poll: PollId
    round: int
    choices: tuple[int, ...]
    receipt: str


@frozen
class YourUpvotes:
    """All questions that have your upvote."""

    questions: tuple[QuestionId, ...]


@frozen
class YourHand:
    """Your place in the queue of raised hands, from 1; None: your hand is down."""

    place: int | None


@frozen
class Reactions:
    """How many of each there were since the last time; whose they are is told to nobody."""

    clap: int = 0
    heart: int = 0
    laugh: int = 0
    surprise: int = 0
    thumbs_up: int = 0


@frozen
class ConnectionEnded:
    """`reason`: timeout, replaced, revoked, closed. The one signal that no later one makes up for: never conflated."""

    connection: str
    reason: str


Signal = (
    Seats | Speakers | Quality | Counts | RoomCounts | ConnectionEnded
    | Reactions | PollResults | QuestionVotes | YourBallot | YourUpvotes | YourHand
)  # fmt: skip

OF_EACH: dict[type[Signal], str] = {Seats: "connection", PollResults: "poll", YourBallot: "poll"}


def kind_of(signal: Signal) -> tuple[type[Signal], str | None]:
    """Of signals of one kind the latest wins; of some there is one kind for each thing they are about."""
    about = OF_EACH.get(type(signal))
    return type(signal), None if about is None else getattr(signal, about)


def conflated(waiting: Signal | None, signal: Signal) -> Signal:
    """What is left to tell when another of its kind has not been told yet: of changes both."""
    match waiting, signal:
        case Quality(before), Quality(now):
            return Quality({**before, **now})
        case QuestionVotes(before), QuestionVotes(now):
            return QuestionVotes({**before, **now})
        case Reactions(), Reactions():
            sums = (both[0] + both[1] for both in zip(astuple(waiting), astuple(signal), strict=True))
            return Reactions(*sums)
    return signal


@frozen
class Hear:
    """The message with which a signal reaches one participant's actor, and so all that person's sessions."""

    signal: Signal
