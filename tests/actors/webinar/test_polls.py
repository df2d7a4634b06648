"""Polls: drafts, rounds, ballots, results. Long because every rule of a poll has its own sentence here."""

from itertools import pairwise
from typing import Any

import pytest

from actors import facts as f
from actors.webinar import commands as c
from actors.webinar.interaction import Poll
from actors.webinar.polls import OPTION_MAX, POLLS_MAX, QUESTION_MAX, ROUNDS_MAX, voter_of
from actors.webinar.pseudonyms import pseudonym
from actors.words import Ballots, PollStatus, Reveal, Role
from tests.actors.webinar.town import Town

LUNCH: dict[str, Any] = {"question": "Lunch?", "options": ("Soup", "Rice", "Bread")}


def drafted(town: Town, **wording: Any) -> Poll:
    (fact,) = town.do("host", c.CreatePoll(**(LUNCH | wording)))
    assert isinstance(fact, f.PollDrafted)
    return town.state.interaction.polls[fact.poll]


def opened(town: Town, for_s: int | None = None, **wording: Any) -> Poll:
    poll = drafted(town, **wording)
    town.do("host", c.OpenPoll(poll.id, for_s))
    return poll


def voted(town: Town, by: str, poll: Poll, *options: int) -> f.BallotCast:
    (fact,) = town.do(by, c.Vote(poll.id, options))
    assert isinstance(fact, f.BallotCast)
    return fact


def test_a_draft_may_be_worded_anew_until_it_is_opened() -> None:
    town = Town()
    poll = drafted(town)
    town.do("host", c.EditPoll(poll.id, "  Dinner? ", (" Pie", "Cake"), multiple=True))
    edited = town.state.interaction.polls[poll.id]
    assert (edited.question, edited.options, edited.multiple) == ("Dinner?", ("Pie", "Cake"), True)
    town.do("host", c.OpenPoll(poll.id))
    assert town.refusal("host", c.EditPoll(poll.id, "Supper?", ("Pie", "Cake"))) == "poll_not_draft"


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        ({"question": " "}, "bad_question"),
        ({"question": "x" * (QUESTION_MAX + 1)}, "bad_question"),
        ({"options": ()}, "bad_options"),
        ({"options": ("Soup",)}, "bad_options"),
        ({"options": tuple(str(n) for n in range(21))}, "bad_options"),
        ({"options": ("Soup", "")}, "bad_options"),
        ({"options": ("Soup", "x" * (OPTION_MAX + 1))}, "bad_options"),
        ({"options": ("Soup", " Soup\u200b")}, "bad_options"),
        ({"right": (3,)}, "bad_right"),
        ({"right": (-1,)}, "bad_right"),
        ({"right": (1, 1)}, "bad_right"),
    ],
)
def test_a_poll_is_worded_within_bounds_whether_new_or_edited(wording: dict[str, Any], code: str) -> None:
    town = Town()
    poll = drafted(town)
    assert town.refusal("host", c.CreatePoll(**(LUNCH | wording))) == code
    assert town.refusal("host", c.EditPoll(poll.id, **(LUNCH | wording))) == code
    assert list(town.state.interaction.polls.values()) == [poll]


def test_the_widest_poll_that_is_allowed_is_allowed() -> None:
    options = tuple(f"{n:0{OPTION_MAX}}" for n in range(20))
    assert drafted(Town(), question="x" * QUESTION_MAX, options=options, right=tuple(range(20))).options == options


def test_a_webinar_has_so_many_polls_and_a_deleted_one_makes_room() -> None:
    town = Town()
    polls = [drafted(town) for _ in range(POLLS_MAX)]
    assert town.refusal("host", c.CreatePoll(**LUNCH)) == "too_many_polls"
    assert town.do("host", c.DeletePoll(polls[0].id)) == [f.PollDeleted(polls[0].id)]
    assert drafted(town).id in town.state.interaction.polls


def test_an_open_poll_is_not_deleted() -> None:
    town = Town()
    poll = opened(town)
    assert town.refusal("host", c.DeletePoll(poll.id)) == "poll_open"
    town.do("host", c.ClosePoll(poll.id))
    town.do("host", c.DeletePoll(poll.id))
    assert town.state.interaction.polls == {}


OF_A_POLL = (c.DeletePoll("x"), c.OpenPoll("x"), c.ClosePoll("x"), c.RevealPoll("x"), c.Vote("x", (0,)))


@pytest.mark.parametrize("command", [c.EditPoll("x", **LUNCH), *OF_A_POLL])
def test_there_is_nothing_to_do_with_a_poll_that_does_not_exist(command: c.Command) -> None:
    assert Town().refusal("host", command) == "no_such_poll"


def test_a_poll_is_voted_in_while_it_is_open_and_at_no_other_time() -> None:
    town = Town()
    poll, ann = drafted(town), town.inside()
    assert town.refusal(ann, c.Vote(poll.id, (0,))) == "poll_not_open"
    town.do("host", c.OpenPoll(poll.id))
    voted(town, ann, poll, 0)
    town.do("host", c.ClosePoll(poll.id))
    assert town.refusal(ann, c.Vote(poll.id, (0,))) == "poll_not_open"


@pytest.mark.parametrize("role", Role)
def test_everybody_inside_votes_hosts_too_whether_it_has_begun_or_not(role: Role) -> None:
    town = Town()
    poll = opened(town)
    voter = "host" if role is Role.HOST else town.inside(role)
    voted(town, voter, poll, 1)
    town.live()
    voted(town, voter, poll, 2)
    assert poll.rounds[-1].tally == [0, 0, 1]


BAD_CHOICES = [(), (3,), (-1,), (99,), (0, 0), (0, 3)]


@pytest.mark.parametrize("choices", [*BAD_CHOICES, (0, 1)])
def test_a_bad_choice_is_refused_and_takes_nothing_from_its_voter(choices: tuple[int, ...]) -> None:
    town = Town()
    poll, ann = opened(town, may_change=False), town.inside()
    seq = town.state.seq
    assert town.refusal(ann, c.Vote(poll.id, choices)) == "bad_option"
    assert (town.state.seq, poll.rounds[-1].tally, poll.rounds[-1].ballots) == (seq, [0, 0, 0], {})
    voted(town, ann, poll, 1)
    assert poll.rounds[-1].tally == [0, 1, 0]


@pytest.mark.parametrize("choices", BAD_CHOICES)
def test_where_several_may_be_chosen_it_is_at_least_one_and_each_once(choices: tuple[int, ...]) -> None:
    town = Town()
    poll, ann = opened(town, multiple=True), town.inside()
    assert town.refusal(ann, c.Vote(poll.id, choices)) == "bad_option"
    assert voted(town, ann, poll, 2, 0).choices == (0, 2)
    assert poll.rounds[-1].tally == [1, 0, 1]


@pytest.mark.parametrize("ballots", Ballots)
def test_a_vote_replaces_the_earlier_one_of_the_same_person(ballots: Ballots) -> None:
    town = Town()
    poll, ann, bob = opened(town, ballots=ballots), town.inside(), town.inside()
    first, _, last = voted(town, ann, poll, 0), voted(town, bob, poll, 0), voted(town, ann, poll, 2)
    assert poll.rounds[-1].tally == [1, 0, 1]
    assert len(poll.rounds[-1].ballots) == 2
    assert first.voter == last.voter
    assert first.receipt != last.receipt


@pytest.mark.parametrize("ballots", Ballots)
def test_where_votes_may_not_be_changed_the_first_one_counts(ballots: Ballots) -> None:
    town = Town()
    poll, ann = opened(town, ballots=ballots, may_change=False), town.inside()
    voted(town, ann, poll, 0)
    assert town.refusal(ann, c.Vote(poll.id, (1,))) == "already_voted"
    assert town.refusal(ann, c.Vote(poll.id, (0,))) == "already_voted"
    assert poll.rounds[-1].tally == [1, 0, 0]


def test_a_ballot_stays_when_its_voter_is_sent_away_so_that_nobody_bends_a_result() -> None:
    town = Town()
    poll, people = opened(town), [town.inside() for _ in range(3)]
    for person in people:
        voted(town, person, poll, 0)
    town.do("host", c.Kick(people[0]))
    town.do("host", c.Ban(people[1]))
    town.do(people[2], c.Leave())
    assert town.do("host", c.ClosePoll(poll.id)) == [f.PollClosed(poll.id, 1, (3, 0, 0), 3)]


def test_closing_says_what_was_counted_and_closing_again_says_nothing() -> None:
    town = Town()
    poll = opened(town, multiple=True)
    assert town.refusal("host", c.ClosePoll(drafted(town).id)) == "poll_not_open"
    voted(town, town.inside(), poll, 0, 1)
    assert town.do("host", c.ClosePoll(poll.id)) == [f.PollClosed(poll.id, 1, (1, 1, 0), 1)]
    assert town.do("host", c.ClosePoll(poll.id)) == []
    assert (poll.status, poll.rounds[-1].closed_at_ms) == (PollStatus.CLOSED, town.state.at_ms)


def test_each_round_begins_without_ballots_and_leaves_those_before_alone() -> None:
    town = Town()
    poll, ann = opened(town, may_change=False), town.inside()
    voted(town, ann, poll, 0)
    town.do("host", c.ClosePoll(poll.id))
    town.do("host", c.OpenPoll(poll.id))
    assert poll.status is PollStatus.OPEN
    voted(town, ann, poll, 2)
    assert [(r.number, r.tally) for r in poll.rounds] == [(1, [1, 0, 0]), (2, [0, 0, 1])]


def test_a_poll_is_opened_once_at_a_time_and_so_many_times_in_all() -> None:
    town = Town()
    poll = opened(town)
    assert town.refusal("host", c.OpenPoll(poll.id)) == "poll_open"
    for _ in range(ROUNDS_MAX - 1):
        town.do("host", c.ClosePoll(poll.id))
        town.do("host", c.OpenPoll(poll.id))
    town.do("host", c.ClosePoll(poll.id))
    assert town.refusal("host", c.OpenPoll(poll.id)) == "too_many_rounds"


@pytest.mark.parametrize("for_s", [4, 0, -1, 86_401])
def test_a_round_is_not_opened_for_less_than_five_seconds_nor_for_more_than_a_day(for_s: int) -> None:
    town = Town()
    poll = drafted(town)
    assert town.refusal("host", c.OpenPoll(poll.id, for_s)) == "bad_time"
    assert poll.status is PollStatus.DRAFT


def test_a_round_for_a_time_says_when_it_closes_and_does_when_its_time_is_up() -> None:
    town = Town()
    poll = opened(town, for_s=60)
    assert poll.rounds[-1].closes_at_ms == town.state.at_ms + 60_000
    assert town.do(None, c.PollTimeUp(poll.id, 1)) == [f.PollClosed(poll.id, 1, (0, 0, 0), 0)]


def test_the_end_of_a_rounds_time_does_nothing_to_another_round_nor_twice() -> None:
    town = Town()
    poll = opened(town, for_s=60)
    town.do("host", c.ClosePoll(poll.id))
    assert town.do(None, c.PollTimeUp(poll.id, 1)) == []
    town.do("host", c.OpenPoll(poll.id, 60))
    assert town.do(None, c.PollTimeUp(poll.id, 1)) == []
    assert town.do(None, c.PollTimeUp("gone", 1)) == []
    assert poll.status is PollStatus.OPEN


@pytest.mark.parametrize(
    ("reveal", "when"),
    [
        (Reveal.LIVE, (True, True, True)),
        (Reveal.AT_CLOSE, (False, True, False)),
        (Reveal.LATER, (False, False, False)),
    ],
)
def test_results_are_shown_when_the_host_decided_and_hidden_again_with_a_new_round(
    reveal: Reveal, when: tuple[bool, bool, bool]
) -> None:
    town = Town()
    poll = opened(town, reveal=reveal)
    seen = [poll.revealed]
    town.do("host", c.ClosePoll(poll.id))
    seen.append(poll.revealed)
    town.do("host", c.OpenPoll(poll.id))
    assert (*seen, poll.revealed) == when


def test_a_host_shows_results_later_once_nobody_votes_any_more() -> None:
    town = Town()
    poll = drafted(town, reveal=Reveal.LATER)
    assert town.refusal("host", c.RevealPoll(poll.id)) == "poll_not_open"
    town.do("host", c.OpenPoll(poll.id))
    assert town.refusal("host", c.RevealPoll(poll.id)) == "poll_open"
    town.do("host", c.ClosePoll(poll.id))
    assert town.do("host", c.RevealPoll(poll.id)) == [f.PollRevealed(poll.id)]
    assert town.do("host", c.RevealPoll(poll.id)) == []
    assert poll.revealed


def test_a_quiz_knows_its_right_answers_in_order() -> None:
    assert drafted(Town(), right=(2, 0), multiple=True).right == (0, 2)


def test_a_named_ballot_carries_its_voter_and_an_anonymous_one_a_pseudonym_of_that_round() -> None:
    town = Town()
    named, hidden, ann = opened(town, ballots=Ballots.NAMED), opened(town), town.inside()
    secret = hidden.rounds[-1].secret
    assert voted(town, ann, named, 0).voter == ann
    assert voted(town, ann, hidden, 0).voter == pseudonym(secret, ann, hidden.id) == voter_of(hidden, ann)
    assert named.rounds[-1].secret == ""


def test_each_anonymous_round_has_a_secret_of_its_own_which_its_closing_destroys() -> None:
    town = Town()
    poll, ann = opened(town), town.inside()
    secrets, voters = [], []
    for _ in range(3):
        secrets.append(poll.rounds[-1].secret)
        voters.append(voted(town, ann, poll, 0).voter)
        town.do("host", c.ClosePoll(poll.id))
        assert poll.rounds[-1].secret == ""
        assert voter_of(poll, ann) is None
        town.do("host", c.OpenPoll(poll.id))
    assert all(one != other for one, other in pairwise(secrets))
    assert len(set(voters)) == 3


def test_the_end_of_the_webinar_closes_what_is_open_with_its_result_before_it() -> None:
    town = Town().live()
    drafted(town)
    first, second, closed = opened(town), opened(town), opened(town)
    town.do("host", c.ClosePoll(closed.id))
    voted(town, town.inside(), second, 1)
    assert town.do("host", c.End()) == [
        f.PollClosed(first.id, 1, (0, 0, 0), 0),
        f.PollClosed(second.id, 1, (0, 1, 0), 1),
        f.WebinarEnded("host"),
    ]


def test_an_expired_webinar_leaves_no_poll_open_either() -> None:
    town = Town()
    poll = opened(town)
    assert town.do(None, c.Expire()) == [f.PollClosed(poll.id, 1, (0, 0, 0), 0), f.WebinarEnded("expired")]
