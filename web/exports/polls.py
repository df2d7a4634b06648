"""Every round of every poll, a row per option. Ballots one by one, with receipts, are in the webinar's record."""

from collections.abc import Iterator, Sequence

from actors.ports import Remembered, StoredFact
from actors.webinar.apply import fold
from actors.webinar.interaction import Poll, Round
from actors.words import WebinarId
from web.exports.table import Cell, Table, instant

COLUMNS = (
    *("poll", "question", "round", "option", "votes", "voters", "right", "multiple", "ballots"),
    *("opened_at", "closed_at"),
)


def polls_table(webinar: WebinarId, log: Sequence[StoredFact | Remembered]) -> Table:
    polls = fold(webinar, log).interaction.polls.values()
    return Table(COLUMNS, [row for poll in polls for each in poll.rounds for row in _rows(poll, each)])


def _rows(poll: Poll, of: Round) -> Iterator[tuple[Cell, ...]]:
    for position, (option, votes) in enumerate(zip(poll.options, of.tally, strict=True)):
        yield (
            poll.id,
            poll.question,
            of.number,
            option,
            votes,
            len(of.ballots),
            position in poll.right if poll.right else None,
            poll.multiple,
            poll.ballots,
            instant(of.opened_at_ms),
            instant(of.closed_at_ms),
        )
