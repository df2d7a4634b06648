"""Polls as a view sees them."""

from datetime import datetime

from attrs import frozen

from actors.words import Ballots, PollId, PollStatus, Reveal


@frozen
class Results:
    """`tally`: ballots per option; `voters`: ballots in all."""

    tally: tuple[int, ...]
    voters: int


@frozen
class PollView:
    """With its open or last round; `round` is 0 in a draft, which hosts alone see.

    `results` is None and `right` empty to whom they are not shown, or not yet. `right`: indices of a quiz's right
    options.
    """

    id: PollId
    question: str
    options: tuple[str, ...]
    multiple: bool
    ballots: Ballots
    may_change: bool
    reveal: Reveal
    status: PollStatus
    round: int
    opened_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    revealed: bool
    right: tuple[int, ...]
    results: Results | None


@frozen
class PollAppeared:
    poll: PollView


@frozen
class PollChanged:
    """The poll as it now is. Ballots alone are told by the signal `PollResults`."""

    poll: PollView


@frozen
class PollDisappeared:
    poll: PollId
