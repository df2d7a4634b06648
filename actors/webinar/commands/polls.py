"""Polls: prepared, opened, voted in, closed."""

from attrs import frozen

from actors.words import Ballots, PollId, Reveal


@frozen
class CreatePoll:
    """A draft. `options`: 2 to 20; `right`: for a quiz. Answered with the poll's id."""

    question: str
    options: tuple[str, ...]
    multiple: bool = False
    ballots: Ballots = Ballots.ANONYMOUS
    may_change: bool = True
    reveal: Reveal = Reveal.LIVE
    right: tuple[int, ...] = ()


@frozen
class EditPoll:
    """A draft; whole, as `CreatePoll`."""

    poll: PollId
    question: str
    options: tuple[str, ...]
    multiple: bool = False
    ballots: Ballots = Ballots.ANONYMOUS
    may_change: bool = True
    reveal: Reveal = Reveal.LIVE
    right: tuple[int, ...] = ()


@frozen
class DeletePoll:
    """One that is not open."""

    poll: PollId


@frozen
class OpenPoll:
    """A draft's first round, or a closed poll's next. `for_s`: closes by itself after that."""

    poll: PollId
    for_s: int | None = None


@frozen
class ClosePoll:
    poll: PollId


@frozen
class RevealPoll:
    """Shows everybody the last round's results."""

    poll: PollId


@frozen
class Vote:
    """My ballot in the open round; replaces my earlier one. Answered with its receipt."""

    poll: PollId
    options: tuple[int, ...]
