"""Planted lies about ballots: lost, counted twice, counted for another, miscounted."""

import pytest

from actors import facts as f
from actors.words import Ballots
from tests.chaos.made_up import Story, found


def test_a_lost_ballot_is_found(story: Story) -> None:
    story.opens()
    story.votes("ada", 0, "r1")
    story.log.pop()
    story.happens(f.WebinarLocked())
    assert found(story) == {"lost"}


def test_a_vote_that_counts_twice_under_two_names_is_found(story: Story) -> None:
    story.opens(ballots=Ballots.ANONYMOUS)
    story.votes("ada", 0, "r1", voter="x")
    story.votes("ada", 1, "r2", voter="y")
    assert found(story) == {"doubled"}


def test_two_people_who_vote_as_one_are_found(story: Story) -> None:
    story.opens(ballots=Ballots.ANONYMOUS)
    story.votes("ada", 0, "r1", voter="x")
    story.votes("bob", 1, "r2", voter="x")
    assert found(story) == {"wrong"}


def test_one_receipt_for_two_ballots_is_found(story: Story) -> None:
    story.opens()
    story.votes("ada", 0, "r1")
    story.votes("bob", 0, "r1")
    assert "doubled" in found(story)


def test_a_ballot_without_a_vote_is_found(story: Story) -> None:
    story.opens()
    story.votes("ada", 0, "r1")
    story.casts("ada", 0, "r2")
    assert found(story) == {"doubled"}


def test_a_refused_vote_that_counts_is_found(story: Story) -> None:
    story.opens()
    op = story.sends("ada", "vote", poll="p1", options=[0])
    story.casts("ada", 0, "r1")
    story.is_refused(op, "poll_not_open")
    assert found(story) == {"doubled"}


def test_a_ballot_that_says_something_else_is_found(story: Story) -> None:
    story.opens()
    op = story.sends("ada", "vote", poll="p1", options=[0])
    story.casts("ada", 1, "r1")
    story.hears(op, receipt="r1")
    assert found(story) == {"wrong"}


def test_a_second_ballot_where_votes_are_final_is_found(story: Story) -> None:
    story.opens(may_change=False)
    story.votes("ada", 0, "r1")
    story.votes("ada", 1, "r2")
    assert found(story) == {"doubled"}


def test_a_ballot_with_a_name_in_an_anonymous_poll_is_found(story: Story) -> None:
    story.opens(ballots=Ballots.ANONYMOUS)
    story.votes("ada", 0, "r1")
    assert found(story) == {"wrong"}


@pytest.mark.parametrize(("tally", "voters"), [((1, 0, 0), 1), ((1, 1, 0), 2), ((0, 2, 0), 1)])
def test_a_tally_that_is_not_the_ballots_is_found(story: Story, tally: tuple[int, ...], voters: int) -> None:
    story.opens()
    story.votes("ada", 0, "r1")
    story.votes("ada", 1, "r2")
    story.happens(f.PollClosed("p1", 1, tally, voters))
    assert found(story) == {"wrong"}


def test_a_ballot_after_the_close_is_found(story: Story) -> None:
    story.opens()
    story.happens(f.PollClosed("p1", 1, (0, 0, 0), 0))
    story.votes("ada", 0, "r1")
    assert found(story) == {"wrong"}
