"""What two signals of one kind come to."""

import pytest

from actors.signals import Counts, PollResults, Quality, QuestionVotes, Seats, Signal, YourBallot, conflated, kind_of


@pytest.mark.parametrize(
    ("earlier", "later", "is_one_kind"),
    [
        (Counts(1, 0), Counts(2, 0), True),
        (Seats("c1", (), ()), Seats("c1", ("p1",), ()), True),
        (Seats("c1", (), ()), Seats("c2", (), ()), False),
        (PollResults("b1", 1, (), 0), PollResults("b2", 1, (), 0), False),
        (PollResults("b1", 1, (), 0), PollResults("b1", 2, (), 0), True),
        (PollResults("b1", 1, (), 0), YourBallot("b1", 1, (), ""), False),
        (QuestionVotes({"q1": 1}), QuestionVotes({"q2": 1}), True),
    ],
    ids=str,
)
def test_of_some_signals_there_is_one_kind_for_each_thing(earlier: Signal, later: Signal, is_one_kind: bool) -> None:
    assert (kind_of(earlier) == kind_of(later)) is is_one_kind


def test_of_one_kind_the_latest_wins() -> None:
    assert conflated(None, Counts(1, 0)) == Counts(1, 0)
    assert conflated(Counts(1, 0), Counts(2, 0)) == Counts(2, 0)


def test_of_what_names_only_changes_nothing_gets_lost() -> None:
    assert conflated(QuestionVotes({"q1": 1, "q2": 1}), QuestionVotes({"q1": 2})) == QuestionVotes({"q1": 2, "q2": 1})
    assert conflated(Quality({"p1": "lost"}), Quality({"p2": "good"})) == Quality({"p1": "lost", "p2": "good"})
