"""Who sees what of a poll, when."""

import pytest

from actors.shown import PollView, Results
from actors.webinar import commands as c
from actors.webinar import polls_view
from actors.webinar.view import INSIDE, View
from actors.words import Ballots, PollStatus, Reveal
from tests.actors.webinar.town import Town

GUESTS = (View.STAGE, View.AUDIENCE)


class Booth:
    """One poll, a quiz, in a town of some voters."""

    def __init__(self, reveal: Reveal = Reveal.LIVE, ballots: Ballots = Ballots.ANONYMOUS) -> None:
        self.town = Town()
        self.voters = [self.town.inside() for _ in range(3)]
        self.town.do("host", c.CreatePoll("1 + 1?", ("2", "3"), reveal=reveal, right=(0,), ballots=ballots))
        (self.poll,) = self.town.state.interaction.polls

    def host(self, *kinds: type[c.OpenPoll | c.ClosePoll | c.RevealPoll | c.DeletePoll]) -> "Booth":
        for kind in kinds:
            self.town.do("host", kind(self.poll))
        return self

    def vote(self) -> "Booth":
        for number, voter in enumerate(self.voters):
            self.town.do(voter, c.Vote(self.poll, (number % 2,)))
        return self

    def seen(self, view: View) -> PollView | None:
        seen = polls_view.entry(self.town.state, self.poll, view)
        assert polls_view.polls(self.town.state, view) == ((seen,) if seen else ())
        return seen

    def open(self) -> "Booth":
        return self.host(c.OpenPoll).vote()


COUNTED = Results((2, 1), 3)


def test_hosts_alone_see_a_draft() -> None:
    booth = Booth()
    assert [booth.seen(view) is not None for view in View] == [True, False, False, False]
    host = booth.seen(View.HOSTS)
    assert host is not None
    assert (host.round, host.opened_at, host.results, host.right) == (0, None, None, (0,))


@pytest.mark.parametrize("reveal", Reveal)
def test_hosts_see_the_results_at_all_times(reveal: Reveal) -> None:
    booth = Booth(reveal).open()
    host = booth.seen(View.HOSTS)
    assert host is not None
    assert (host.results, host.right, host.status) == (COUNTED, (0,), PollStatus.OPEN)


@pytest.mark.parametrize("view", GUESTS)
@pytest.mark.parametrize(
    ("reveal", "while_open", "closed", "revealed"),
    [
        (Reveal.LIVE, COUNTED, COUNTED, COUNTED),
        (Reveal.AT_CLOSE, None, COUNTED, COUNTED),
        (Reveal.LATER, None, None, COUNTED),
    ],
)
def test_others_see_the_results_when_the_host_wants_it(
    view: View, reveal: Reveal, while_open: object, closed: object, revealed: object
) -> None:
    booth, seen = Booth(reveal).open(), list[tuple[object, bool]]()
    for kinds in ((), (c.ClosePoll,), (c.RevealPoll,)):
        poll = booth.host(*kinds).seen(view)
        assert poll is not None
        seen.append((poll.results, poll.right == (0,)))
    assert seen == [(while_open, False), (closed, closed is not None), (revealed, True)]


def test_a_round_that_is_opened_anew_begins_without_results_again() -> None:
    booth = Booth(Reveal.LATER).open().host(c.ClosePoll, c.RevealPoll, c.OpenPoll)
    poll = booth.seen(View.AUDIENCE)
    assert poll is not None
    assert (poll.round, poll.results, poll.right) == (2, None, ())


def test_who_waits_sees_no_poll_at_all_and_nobody_one_that_was_deleted() -> None:
    booth = Booth().open()
    assert booth.seen(View.WAITING) is None
    booth.host(c.ClosePoll, c.DeletePoll)
    assert [booth.seen(view) for view in View] == [None] * 4


def test_live_results_are_of_open_rounds_alone() -> None:
    booth = Booth().open()
    told = [polls_view.live_results(booth.town.state, booth.poll, view) for view in INSIDE]
    assert [(results.tally, results.voters) for results in told if results] == [((2, 1), 3)] * 3
    booth.host(c.ClosePoll)
    assert [polls_view.live_results(booth.town.state, booth.poll, view) for view in INSIDE] == [None] * 3
    assert polls_view.live_results(booth.town.state, "nothing", View.HOSTS) is None


@pytest.mark.parametrize("ballots", Ballots)
def test_a_voter_knows_their_own_ballot_for_as_long_as_the_round_is_open(ballots: Ballots) -> None:
    booth = Booth(ballots=ballots).open()
    state = booth.town.state
    (own,) = polls_view.own_ballots(state, booth.voters[1])
    assert (own.poll, own.round, own.choices) == (booth.poll, 1, (1,))
    assert own.receipt in {ballot.receipt for ballot in state.interaction.polls[booth.poll].rounds[0].ballots.values()}
    assert polls_view.own_ballots(state, "host") == ()
    booth.host(c.ClosePoll)
    assert polls_view.own_ballots(state, booth.voters[1]) == ()
    assert polls_view.own_ballot(state, "nothing", booth.voters[1]) is None
