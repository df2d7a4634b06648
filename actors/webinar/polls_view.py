"""What a view sees of polls.

Hosts see all. Others see no drafts; results once everybody is shown them; the right answers of a quiz when, besides,
nobody can vote any more.
"""

from collections.abc import Iterator

from actors.shown import PollView, Results
from actors.signals import PollResults, YourBallot
from actors.webinar.interaction import Poll, Round
from actors.webinar.polls import voter_of
from actors.webinar.state import State
from actors.webinar.view import View, instant
from actors.words import ParticipantId, PollId, PollStatus


def entry(state: State, poll: PollId, view: View) -> PollView | None:
    """None: this view does not see it."""
    found = state.interaction.polls.get(poll)
    return poll_view(found, view) if found is not None and is_seen(found, view) else None


def polls(state: State, view: View) -> tuple[PollView, ...]:
    """As they were made."""
    return tuple(poll_view(poll, view) for poll in state.interaction.polls.values() if is_seen(poll, view))


def is_seen(poll: Poll, view: View) -> bool:
    return view is not View.WAITING and (view is View.HOSTS or poll.status is not PollStatus.DRAFT)


def shows_results(poll: Poll, view: View) -> bool:
    return bool(poll.rounds) and (view is View.HOSTS or poll.revealed)


def shows_right(poll: Poll, view: View) -> bool:
    return view is View.HOSTS or (poll.status is PollStatus.CLOSED and shows_results(poll, view))


def poll_view(poll: Poll, view: View) -> PollView:
    last = poll.rounds[-1] if poll.rounds else None
    return PollView(
        id=poll.id,
        question=poll.question,
        options=poll.options,
        multiple=poll.multiple,
        ballots=poll.ballots,
        may_change=poll.may_change,
        reveal=poll.reveal,
        status=poll.status,
        round=last.number if last else 0,
        opened_at=instant(last.opened_at_ms) if last else None,
        closes_at=instant(last.closes_at_ms) if last else None,
        closed_at=instant(last.closed_at_ms) if last else None,
        revealed=poll.revealed,
        right=poll.right if shows_right(poll, view) else (),
        results=_results(last) if last and shows_results(poll, view) else None,
    )


def _results(of: Round) -> Results:
    return Results(tuple(of.tally), len(of.ballots))


def open_polls(state: State) -> Iterator[Poll]:
    return (poll for poll in state.interaction.polls.values() if poll.status is PollStatus.OPEN)


def live_results(state: State, poll: PollId, view: View) -> PollResults | None:
    """Of a round that is open, if this view is shown them."""
    found = state.interaction.polls.get(poll)
    if found is None or found.status is not PollStatus.OPEN or not shows_results(found, view):
        return None
    last = found.rounds[-1]
    return PollResults(poll, last.number, tuple(last.tally), len(last.ballots))


def own_ballot(state: State, poll: PollId, participant: ParticipantId) -> YourBallot | None:
    """In the open round."""
    found = state.interaction.polls.get(poll)
    if found is None or found.status is not PollStatus.OPEN:
        return None
    voter, last = voter_of(found, participant), found.rounds[-1]
    ballot = None if voter is None else last.ballots.get(voter)
    return None if ballot is None else YourBallot(poll, last.number, ballot.choices, ballot.receipt)


def own_ballots(state: State, participant: ParticipantId) -> tuple[YourBallot, ...]:
    ballots = (own_ballot(state, poll.id, participant) for poll in open_polls(state))
    return tuple(ballot for ballot in ballots if ballot is not None)
