"""What the few commands answer that have more to say."""

import pytest

from actors.webinar import commands as c
from actors.webinar.results import Asked, Created, Issued, Joined, Result, Rotated, Sent, Voted, result_of
from actors.words import Ballots, Role
from tests.actors.webinar.town import Town


def result(town: Town, by: str | None, command: c.Command) -> Result:
    return result_of(town.state, command, town.do(by, command))


def test_who_joins_learns_who_they_are_and_whether_they_are_in() -> None:
    town = Town()
    assert result(town, None, c.Join("Ann")) == Joined("p1", admitted=False)
    town.live()
    assert result(town, None, c.Join("Bob")) == Joined("p2", admitted=True)


def test_who_comes_back_is_the_same_whether_they_had_left_or_not() -> None:
    town = Town().live()
    ann = town.join()
    assert result(town, None, c.Join("", returning=ann)) == Joined(ann, admitted=True)
    town.do(ann, c.Leave())
    assert result(town, None, c.Join("", returning=ann)) == Joined(ann, admitted=True)


def test_a_personal_invite_shown_again_is_the_person_it_belongs_to() -> None:
    town = Town().live()
    issued = result(town, "host", c.IssueInvite(Role.PRESENTER))
    assert issued == Issued("p1", Role.PRESENTER)
    ann = town.join(invite="p1")
    assert result(town, None, c.Join("x", invite="p1")) == Joined(ann, admitted=True)


def test_a_rotated_link_says_its_epoch_and_most_commands_say_nothing() -> None:
    town = Town()
    assert result(town, "host", c.RotateLinks(Role.ATTENDEE)) == Rotated(Role.ATTENDEE, 1)
    assert result(town, "host", c.Lock()) is None


def test_who_makes_something_learns_what_it_is_called() -> None:
    town = Town()
    ann = town.inside()
    assert result(town, "host", c.CreatePoll("Lunch?", ("Soup", "Rice"))) == Created("p2")
    assert result(town, ann, c.AskQuestion("Why?")) == Asked("p3")
    assert result(town, ann, c.SendMessage("Hi")) == Sent("p4")
    assert set(town.state.interaction.polls) == {"p2"}
    assert set(town.state.interaction.questions) == {"p3"}
    assert set(town.state.interaction.messages) == {"p4"}


def test_the_first_anonymous_question_is_called_by_its_id_and_not_by_the_secret() -> None:
    town = Town()
    asked = result(town, "host", c.AskQuestion("Why?", anonymous=True))
    assert [asked] == [Asked(question) for question in town.state.interaction.questions]


@pytest.mark.parametrize("ballots", Ballots)
def test_a_voter_gets_the_receipt_of_the_ballot_that_counts(ballots: Ballots) -> None:
    town = Town()
    ann = town.inside()
    created = result(town, "host", c.CreatePoll("Lunch?", ("Soup", "Rice"), ballots=ballots))
    assert isinstance(created, Created)
    town.do("host", c.OpenPoll(created.poll))
    first, last = (result(town, ann, c.Vote(created.poll, (option,))) for option in (0, 1))
    (ballot,) = town.state.interaction.polls[created.poll].rounds[-1].ballots.values()
    assert last == Voted(ballot.receipt)
    assert first != last
