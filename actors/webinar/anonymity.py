"""Commands whose author the log must not tell: their answers are remembered under a digest instead of a person."""

from collections.abc import Callable
from typing import Any, Final

from actors.webinar import commands as c
from actors.webinar.state import State
from actors.words import Ballots, QuestionId


def is_hidden(state: State, command: c.Command) -> bool:
    """By the state before the command: what it withdraws is gone afterwards."""
    rule = HIDDEN.get(type(command))
    return rule is not None and rule(state, command)


def _vote(state: State, vote: c.Vote) -> bool:
    poll = state.interaction.polls.get(vote.poll)
    return poll is not None and poll.ballots is Ballots.ANONYMOUS


def _is_nobodys(state: State, question: QuestionId) -> bool:
    known = state.interaction.questions.get(question)
    return known is not None and known.author is None


HIDDEN: Final[dict[type[c.Command], Callable[[State, Any], bool]]] = {
    c.Vote: _vote,
    c.AskQuestion: lambda _, command: command.anonymous,
    c.EditQuestion: lambda state, command: _is_nobodys(state, command.question),
    c.WithdrawQuestion: lambda state, command: _is_nobodys(state, command.question),
}
