"""What happened to polls. A poll is opened in rounds, numbered from 1; each round has its own ballots."""

from attrs import frozen

from actors.words import Ballots, ParticipantId, PollId, Pseudonym, Reveal


@frozen
class PollDrafted:
    """Prepared, seen by hosts alone. `right`: indices of the right options, for a quiz; empty: there are none."""

    poll: PollId
    by: ParticipantId
    question: str
    options: tuple[str, ...]
    multiple: bool
    ballots: Ballots
    may_change: bool
    reveal: Reveal
    right: tuple[int, ...]


@frozen
class PollEdited:
    """A draft as it now is."""

    poll: PollId
    by: ParticipantId
    question: str
    options: tuple[str, ...]
    multiple: bool
    ballots: Ballots
    may_change: bool
    reveal: Reveal
    right: tuple[int, ...]


@frozen
class PollDeleted:
    """A draft, or a closed poll that the host wants nobody to see any more."""

    poll: PollId


@frozen
class PollOpened:
    """`closes_at_ms`: wall clock; None: when a host says so. `secret` makes the pseudonyms of an anonymous round; it is
    sealed in the journal and destroyed there when the round closes. Empty for named ballots.
    """

    poll: PollId
    round: int
    closes_at_ms: int | None
    secret: str


@frozen
class BallotCast:
    """Replaces the same voter's earlier one. `voter`: a participant, or a pseudonym in an anonymous round. `receipt`
    is the voter's own proof that this ballot is in the log.
    """

    poll: PollId
    round: int
    voter: ParticipantId | Pseudonym
    choices: tuple[int, ...]
    receipt: str


@frozen
class PollClosed:
    """`tally`: ballots per option, `voters`: ballots counted. Whoever recounts the round's ballots gets the same."""

    poll: PollId
    round: int
    tally: tuple[int, ...]
    voters: int


@frozen
class PollRevealed:
    """A host showed the results of the last round to everybody."""

    poll: PollId
