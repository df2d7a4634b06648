"""Polls: drafted, opened in rounds, voted in, closed, revealed.

A person has one ballot in a round, whatever number of sockets and tries it takes; a refused vote leaves the right to
vote untouched. Ballots stay when their voter goes, by themselves or sent away: nobody can change a result by removing
people. In an anonymous round neither facts nor state say whose a ballot is, and nothing can once it is closed.
"""

from typing import Final

from actors import facts as f
from actors.facts import Fact
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.decision import BAD_TIME, FOR_S, Context, Decision
from actors.webinar.interaction import Ballot, Poll, Round
from actors.webinar.pseudonyms import pseudonym
from actors.webinar.state import State
from actors.webinar.text import cleaned
from actors.words import Ballots, ParticipantId, PollId, PollStatus, Pseudonym, Reveal

POLLS_MAX: Final = 100
ROUNDS_MAX: Final = 20  # of one poll
QUESTION_MAX: Final = 300
OPTIONS: Final = range(2, 21)
OPTION_MAX: Final = 120

NO_SUCH_POLL = Refusal("no_such_poll", "There is no such poll in this webinar.")
TOO_MANY_POLLS = Refusal("too_many_polls", f"A webinar has at most {POLLS_MAX} polls; delete one first.")
TOO_MANY_ROUNDS = Refusal("too_many_rounds", f"A poll is opened at most {ROUNDS_MAX} times; make a new one.")
BAD_QUESTION = Refusal("bad_question", f"A poll's question has 1 to {QUESTION_MAX} visible characters.")
BAD_OPTIONS = Refusal(
    "bad_options", f"A poll has {OPTIONS[0]} to {OPTIONS[-1]} options, all different, of 1 to {OPTION_MAX} characters."
)
BAD_RIGHT = Refusal("bad_right", "A quiz's right answers are positions of its options, each once, counted from 0.")
BAD_OPTION = Refusal("bad_option", "Choose among the poll's options, each at most once.")
ONE_OPTION = Refusal("bad_option", "Choose one of the poll's options.")
ALREADY_VOTED = Refusal("already_voted", "You have voted in this poll, and votes in it may not be changed.")
POLL_OPEN = Refusal("poll_open", "This poll is open.")
POLL_NOT_OPEN = Refusal("poll_not_open", "This poll is not open.")
POLL_NOT_DRAFT = Refusal("poll_not_draft", "This poll has been opened, and stays as it is.")

Wording = c.CreatePoll | c.EditPoll


def create(state: State, command: c.CreatePoll, ctx: Context) -> Decision:
    if len(state.interaction.polls) >= POLLS_MAX:
        return TOO_MANY_POLLS
    return _wording_refused(command) or [_worded(f.PollDrafted, ctx.new_id(), ctx, command)]


def edit(state: State, command: c.EditPoll, ctx: Context) -> Decision:
    poll = state.interaction.polls.get(command.poll)
    if poll is None:
        return NO_SUCH_POLL
    if poll.status is not PollStatus.DRAFT:
        return POLL_NOT_DRAFT
    return _wording_refused(command) or [_worded(f.PollEdited, poll.id, ctx, command)]


def delete(state: State, command: c.DeletePoll, _: Context) -> Decision:
    poll = state.interaction.polls.get(command.poll)
    if poll is None:
        return NO_SUCH_POLL
    return POLL_OPEN if poll.status is PollStatus.OPEN else [f.PollDeleted(poll.id)]


def open_(state: State, command: c.OpenPoll, ctx: Context) -> Decision:
    """Each round begins without ballots, and with a secret of its own if they are anonymous."""
    poll = state.interaction.polls.get(command.poll)
    if poll is None:
        return NO_SUCH_POLL
    if command.for_s is not None and command.for_s not in FOR_S:
        return BAD_TIME
    if poll.status is PollStatus.OPEN:
        return POLL_OPEN
    if len(poll.rounds) >= ROUNDS_MAX:
        return TOO_MANY_ROUNDS
    closes_at_ms = None if command.for_s is None else ctx.at_ms + 1000 * command.for_s
    secret = ctx.new_id() if poll.ballots is Ballots.ANONYMOUS else ""
    return [f.PollOpened(poll.id, len(poll.rounds) + 1, closes_at_ms, secret)]


def close(state: State, command: c.ClosePoll, _: Context) -> Decision:
    poll = state.interaction.polls.get(command.poll)
    if poll is None:
        return NO_SUCH_POLL
    if poll.status is PollStatus.DRAFT:
        return POLL_NOT_OPEN
    return [_closing(poll)] if poll.status is PollStatus.OPEN else []


def time_up(state: State, command: c.PollTimeUp, _: Context) -> Decision:
    """Says nothing about a round that is over already."""
    poll = state.interaction.polls.get(command.poll)
    if poll is None or poll.status is not PollStatus.OPEN or poll.rounds[-1].number != command.round:
        return []
    return [_closing(poll)]


def reveal(state: State, command: c.RevealPoll, _: Context) -> Decision:
    """While a poll is open its results are shown from the beginning or not at all: nobody is swayed halfway."""
    poll = state.interaction.polls.get(command.poll)
    if poll is None:
        return NO_SUCH_POLL
    if poll.status is not PollStatus.CLOSED:
        return POLL_OPEN if poll.status is PollStatus.OPEN else POLL_NOT_OPEN
    return [] if poll.revealed else [f.PollRevealed(poll.id)]


def vote(state: State, command: c.Vote, ctx: Context) -> Decision:
    """The whole ballot is looked at before anything is said of the voter: a bad one takes nothing away."""
    poll = state.interaction.polls.get(command.poll)
    if poll is None:
        return NO_SUCH_POLL
    if poll.status is not PollStatus.OPEN:
        return POLL_NOT_OPEN
    refused = _choice_refused(poll, command.options)
    if refused is not None:
        return refused
    voter, last = voter_of(poll, ctx.by or ""), poll.rounds[-1]
    assert voter is not None, "an open round has its secret"
    if voter in last.ballots and not poll.may_change:
        return ALREADY_VOTED
    return [f.BallotCast(poll.id, last.number, voter, tuple(sorted(command.options)), ctx.new_id())]


def voter_of(poll: Poll, participant: ParticipantId) -> ParticipantId | Pseudonym | None:
    """Under whose name a person's ballot in the last round stands; None: nobody can tell any more."""
    if poll.ballots is Ballots.NAMED:
        return participant
    secret = poll.rounds[-1].secret if poll.rounds else ""
    return pseudonym(secret, participant, poll.id) if secret else None


def closings(state: State) -> list[Fact]:
    """Of all polls that are open, when the webinar ends."""
    return [_closing(poll) for poll in state.interaction.polls.values() if poll.status is PollStatus.OPEN]


def _closing(poll: Poll) -> Fact:
    last = poll.rounds[-1]
    return f.PollClosed(poll.id, last.number, tuple(last.tally), len(last.ballots))


def _choice_refused(poll: Poll, choices: tuple[int, ...]) -> Refusal | None:
    if not poll.multiple and len(choices) != 1:
        return ONE_OPTION
    return None if choices and _are_positions(choices, poll.options) else BAD_OPTION


def _wording_refused(command: Wording) -> Refusal | None:
    options = [cleaned(option, OPTION_MAX) for option in command.options[: OPTIONS.stop]]
    if cleaned(command.question, QUESTION_MAX) is None:
        return BAD_QUESTION
    if len(options) not in OPTIONS or None in options or len(set(options)) < len(options):
        return BAD_OPTIONS
    return None if _are_positions(command.right, command.options) else BAD_RIGHT


def _are_positions(chosen: tuple[int, ...], options: tuple[str, ...]) -> bool:
    return len(chosen) <= len(options) and len(set(chosen)) == len(chosen) and set(chosen) <= set(range(len(options)))


def _worded(kind: type[f.PollDrafted] | type[f.PollEdited], poll: PollId, ctx: Context, wording: Wording) -> Fact:
    """Texts as they are kept; `_wording_refused` has looked at them."""
    return kind(
        poll=poll,
        by=ctx.by or "",
        question=cleaned(wording.question, QUESTION_MAX) or "",
        options=tuple(cleaned(option, OPTION_MAX) or "" for option in wording.options),
        multiple=wording.multiple,
        ballots=wording.ballots,
        may_change=wording.may_change,
        reveal=wording.reveal,
        right=tuple(sorted(wording.right)),
    )


def worded(state: State, fact: f.PollDrafted | f.PollEdited) -> None:
    state.interaction.polls[fact.poll] = Poll(
        id=fact.poll,
        question=fact.question,
        options=fact.options,
        multiple=fact.multiple,
        ballots=fact.ballots,
        may_change=fact.may_change,
        reveal=fact.reveal,
        right=fact.right,
    )


def deleted(state: State, fact: f.PollDeleted) -> None:
    del state.interaction.polls[fact.poll]


def opened(state: State, fact: f.PollOpened) -> None:
    poll = state.interaction.polls[fact.poll]
    tally = [0] * len(poll.options)
    poll.rounds.append(Round(fact.round, state.at_ms, fact.closes_at_ms, fact.secret, tally))
    poll.status, poll.revealed = PollStatus.OPEN, poll.reveal is Reveal.LIVE


def ballot_cast(state: State, fact: f.BallotCast) -> None:
    last = state.interaction.polls[fact.poll].rounds[-1]
    earlier = last.ballots.get(fact.voter)
    for choice in earlier.choices if earlier else ():
        last.tally[choice] -= 1
    for choice in fact.choices:
        last.tally[choice] += 1
    last.ballots[fact.voter] = Ballot(fact.choices, fact.receipt)


def closed(state: State, fact: f.PollClosed) -> None:
    poll = state.interaction.polls[fact.poll]
    poll.status, poll.revealed = PollStatus.CLOSED, poll.revealed or poll.reveal is Reveal.AT_CLOSE
    poll.rounds[-1].closed_at_ms, poll.rounds[-1].secret = state.at_ms, ""


def revealed(state: State, fact: f.PollRevealed) -> None:
    state.interaction.polls[fact.poll].revealed = True
