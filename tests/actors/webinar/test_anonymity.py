"""Whose author the log must not tell."""

import pytest

from actors.webinar import commands as c
from actors.webinar.anonymity import is_hidden
from actors.words import Ballots
from tests.actors.webinar.town import Town


def poll(town: Town, ballots: Ballots) -> str:
    (drafted,) = town.do(town.host, c.CreatePoll("Tea?", ("yes", "no"), ballots=ballots))
    return drafted.poll  # type: ignore[union-attr]


@pytest.mark.parametrize("ballots", Ballots)
def test_a_ballot_is_hidden_where_the_poll_says_so(ballots: Ballots) -> None:
    town = Town().live()
    assert is_hidden(town.state, c.Vote(poll(town, ballots), (0,))) is (ballots is Ballots.ANONYMOUS)


def test_a_question_is_hidden_for_ever_if_it_was_asked_so() -> None:
    town = Town().live()
    ann = town.inside()
    for anonymous in (False, True):
        asked = town.do(ann, c.AskQuestion("Why?", anonymous))[-1]
        question = asked.question  # type: ignore[union-attr]
        commands = (c.AskQuestion("Why?", anonymous), c.EditQuestion(question, "How?"), c.WithdrawQuestion(question))
        assert [is_hidden(town.state, command) for command in commands] == [anonymous] * 3


def test_what_is_about_nothing_known_and_everything_else_has_an_author() -> None:
    town = Town()
    for command in (c.Vote("no such", (0,)), c.EditQuestion("no such", "x"), c.Upvote("no such"), c.Lock()):
        assert not is_hidden(town.state, command)
