"""What holds of polls, questions, chat and hands, whatever a crowd says in which order. Each seed is one crowd.

Long because all properties look at the same crowds.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from attrs import fields, has
from hypothesis import given, settings
from hypothesis import strategies as st

from actors import facts as f
from actors.facts import Fact
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.apply import fold
from actors.webinar.chat import KEPT
from actors.webinar.questions import ranked
from actors.webinar.state import Person, arrive
from actors.words import Ballots, Place, PollStatus, QuestionStatus, Role, Status
from tests.actors.webinar.crowd import EVERY, NEVER, OFTEN, Crowd

LINES = 300
VOTING = {c.Vote, c.CreatePoll, c.OpenPoll, c.ClosePoll}
ASKING = {c.AskQuestion, c.EditQuestion, c.WithdrawQuestion, c.Upvote, c.TakeBackUpvote, c.DismissQuestion}
CALLING = {c.RaiseHand, c.LowerHand, c.Invite, c.AcceptInvitation, c.Demote, c.Kick, c.Leave, c.Join}
crowds = given(st.integers(0, 2**32))
few = settings(max_examples=25)


def values_in(whole: object) -> Iterator[object]:
    """Every plain value in it, however deep; keys too."""
    if has(type(whole)):
        for field in fields(type(whole)):
            yield from values_in(getattr(whole, field.name))
    elif isinstance(whole, dict):
        yield from (value for pair in whole.items() for part in pair for value in values_in(part))
    elif isinstance(whole, list | tuple | set | frozenset):
        yield from (value for part in whole for value in values_in(part))
    else:
        yield whole


def recount(log: list[Fact]) -> dict[tuple[str, int], tuple[dict[str, f.BallotCast], tuple[int, ...]]]:
    """Every round's ballots that count, from nothing but what was journalled."""
    options: dict[str, int] = {}
    ballots: dict[tuple[str, int], dict[str, f.BallotCast]] = {}
    for fact in log:
        if isinstance(fact, f.PollDrafted | f.PollEdited):
            options[fact.poll] = len(fact.options)
        elif isinstance(fact, f.PollOpened):
            ballots[fact.poll, fact.round] = {}
        elif isinstance(fact, f.BallotCast):
            ballots[fact.poll, fact.round][fact.voter] = fact
    return {
        (poll, number): (cast, tuple(sum(n in b.choices for b in cast.values()) for n in range(options[poll])))
        for (poll, number), cast in ballots.items()
    }


@few
@crowds
def test_every_result_is_what_whoever_recounts_the_log_gets(seed: int) -> None:
    crowd = Crowd.of(seed, VOTING)
    for _ in range(LINES):
        crowd.says()
    crowd.ends()
    log = [stored.fact for stored in crowd.town.log]
    counted = recount(log)
    closed = [fact for fact in log if isinstance(fact, f.PollClosed)]
    assert {(fact.poll, fact.round): (fact.voters, fact.tally) for fact in closed} == {
        key: (len(ballots), tally) for key, (ballots, tally) in counted.items()
    }
    for poll in crowd.town.state.interaction.polls.values():
        for each in poll.rounds:
            assert tuple(each.tally) == counted[poll.id, each.number][1]
            assert {v: b.receipt for v, b in each.ballots.items()} == {
                v: b.receipt for v, b in counted[poll.id, each.number][0].items()
            }


@few
@crowds
def test_a_round_counts_one_ballot_of_everybody_who_voted_in_it_and_nobody_elses(seed: int) -> None:
    crowd = Crowd.of(seed, VOTING)
    voters: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for _ in range(LINES):
        by, command, decision = crowd.says()
        if isinstance(command, c.Vote) and not isinstance(decision, Refusal):
            (cast,) = decision
            assert isinstance(cast, f.BallotCast)
            voters[cast.poll, cast.round].add(by or "")
        for poll in crowd.town.state.interaction.polls.values():
            for each in poll.rounds[-1:]:
                assert len(each.ballots) == len(voters[poll.id, each.number])
                assert poll.ballots is Ballots.ANONYMOUS or each.ballots.keys() == voters[poll.id, each.number]
                assert poll.multiple or sum(each.tally) == len(each.ballots)


@few
@crowds
def test_the_queue_is_those_of_the_audience_whose_hands_are_up_first_come_first(seed: int) -> None:
    crowd = Crowd.of(seed, CALLING)
    town, queue = crowd.town, list[str]()
    for _ in range(LINES):
        by, command, decision = crowd.says()
        if isinstance(decision, Refusal):
            continue
        if isinstance(command, c.RaiseHand) and by is not None and by not in queue:
            queue.append(by)
        lowered = {fact.participant for fact in decision if isinstance(fact, f.HandLowered)}
        everybody = any(isinstance(fact, f.AllHandsLowered) for fact in decision)
        may = {p.id for p in town.state.people.values() if p.place is Place.IN and p.role is Role.ATTENDEE}
        queue = [each for each in queue if each in may and each not in lowered and not everybody]
        assert list(town.state.interaction.hands) == queue


@few
@crowds
def test_nothing_that_is_journalled_of_an_anonymous_act_names_who_did_it(seed: int) -> None:
    crowd = Crowd.of(seed, ASKING | VOTING)
    for _ in range(LINES):
        before = {q.id for q in crowd.town.state.interaction.questions.values() if q.author is None}
        by, command, decision = crowd.says()
        hidden = (
            (isinstance(command, c.AskQuestion) and command.anonymous)
            or (isinstance(command, c.EditQuestion | c.WithdrawQuestion) and command.question in before)
            or (isinstance(command, c.Vote) and is_anonymous(crowd, command.poll))
        )
        if hidden and not isinstance(decision, Refusal):
            assert by not in set(values_in(decision))


def is_anonymous(crowd: Crowd, poll: str) -> bool:
    return poll in crowd.town.state.interaction.polls and (
        crowd.town.state.interaction.polls[poll].ballots is Ballots.ANONYMOUS
    )


@few
@crowds
def test_a_secret_is_in_the_state_as_long_as_its_round_is_open_or_the_webinar_goes_on(seed: int) -> None:
    crowd = Crowd.of(seed, VOTING | ASKING)
    crowd.town.do("host", c.AskQuestion("Why?", anonymous=True))
    for _ in range(LINES):
        crowd.says()
        for poll in crowd.town.state.interaction.polls.values():
            hides = poll.status is PollStatus.OPEN and poll.ballots is Ballots.ANONYMOUS
            assert [bool(each.secret) for each in poll.rounds] == [False] * (len(poll.rounds) - 1) + [hides] * (
                len(poll.rounds) > 0
            )
    crowd.ends()
    secrets = {s.fact.secret for s in crowd.town.log if isinstance(s.fact, f.PollOpened | f.AnonymityBegan)} - {""}
    assert secrets
    assert not secrets & set(values_in(crowd.town.state))


@few
@crowds
def test_questions_are_consistent_and_their_order_is_the_same_for_all(seed: int) -> None:
    crowd = Crowd.of(seed, ASKING)
    said = crowd.town.state.interaction
    for _ in range(LINES):
        crowd.says()
        on_stage = said.questions.get(said.shown_question or "")
        assert (on_stage is None) is (said.shown_question is None)
        assert on_stage is None or on_stage.status not in (QuestionStatus.IN_REVIEW, QuestionStatus.DISMISSED)
        for question in said.questions.values():
            assert (question.author is None) is not (question.pseudonym is None)
            assert question.status is QuestionStatus.ANSWERED or question.answer is None
    order = ranked(said.questions.values())
    assert ranked(reversed(order)) == order
    assert [q.seq for q in order if not q.upvotes] == sorted(q.seq for q in order if not q.upvotes)


@few
@crowds
def test_what_is_kept_for_latecomers_is_the_end_of_what_was_said_and_not_deleted(seed: int) -> None:
    crowd = Crowd.of(seed, {c.SendMessage, c.DeleteMessage})
    written: dict[str, Any] = {}
    for _ in range(LINES):
        _, _, decision = crowd.says()
        for fact in [] if isinstance(decision, Refusal) else decision:
            if isinstance(fact, f.MessageSent):
                written[fact.message] = fact
            elif isinstance(fact, f.MessageDeleted):
                del written[fact.message]
    assert list(crowd.town.state.interaction.messages) == list(written)[-KEPT:]


@few
@crowds
def test_whoever_has_a_role_for_a_time_is_on_stage_as_a_presenter(seed: int) -> None:
    crowd = Crowd.of(seed, CALLING | {c.StageTimeUp})
    for _ in range(LINES):
        crowd.says()
        for person in crowd.town.state.people.values():
            assert (person.stage_until_ms is None) is (person.stage_since_ms is None)
            lent = person.stage_until_ms is not None
            assert not lent or (person.id in crowd.town.state.stage and person.role is Role.PRESENTER)


@settings(max_examples=10)
@crowds
def test_the_fold_of_the_log_is_the_state_that_lived_through_it(seed: int) -> None:
    crowd = Crowd.of(seed)
    for _ in range(LINES):
        crowd.says()
    crowd.ends()
    assert crowd.town.state.status is Status.ENDED
    assert fold("w1", crowd.town.log) == crowd.town.state


IN_ROOMS = {c.OpenRooms, c.EnterRoom, c.MoveToRoom, c.CallForHelp, c.AnswerHelp, c.ExtendRooms}


def test_a_crowd_says_everything_and_nearly_everything_comes_to_something() -> None:
    said, come = set[type[Any]](), set[type[Any]]()
    for seed in range(50):
        crowd = Crowd.of(seed, OFTEN if seed < 40 else IN_ROOMS)
        for _ in range(2 * LINES):
            _, command, decision = crowd.says()
            said.add(type(command))
            come |= {type(fact) for fact in ([] if isinstance(decision, Refusal) else decision)}
        come |= {type(stored.fact) for stored in crowd.town.log}
        come |= {type(fact) for fact in crowd.ends()}
    assert said == set(EVERY) - NEVER
    of_rooms = {f.RoomBegan, f.RoomMerged}  # what rooms tell, and tell themselves
    of_practice = {f.PracticeBegan, f.PracticeEnded}  # here the audience is inside already
    assert set(get_args(f.Fact)) - come <= {f.ParticipantDenied, f.EveryoneDenied, *of_rooms, *of_practice}


@pytest.mark.parametrize("role", [Role.PRESENTER, Role.ATTENDEE])
def test_what_a_role_may_not_do_leaves_no_trace(role: Role) -> None:
    """Each command by somebody it is not for, in a webinar where there is something to do it to."""
    crowd = Crowd.of(1)
    for _ in range(LINES):
        crowd.says()
    by, state = "somebody", crowd.town.state
    arrive(state, Person(id=by, name="Somebody", role=role, place=Place.IN))
    seq, seen = state.seq, 0
    for _ in range(7 * LINES):
        _, command = crowd.line()
        if isinstance(command, c.INNER):
            continue
        if type(command) in NOT_FOR[role]:
            assert crowd.town.refusal(by, command) == "not_allowed"
            seen += 1
    assert state.seq == seq
    assert seen > LINES


FOR_HOSTS: set[type[Any]] = {
    *(c.CreatePoll, c.EditPoll, c.DeletePoll, c.OpenPoll, c.ClosePoll, c.RevealPoll),
    *(c.PublishQuestion, c.DismissQuestion, c.RestoreQuestion, c.AssignQuestion, c.ShowQuestion),
    *(c.BlockChat, c.AllowChat, c.LowerAllHands, c.Kick, c.Ban, c.Mute, c.ChangeSettings),
}
NOT_FOR = {
    Role.PRESENTER: FOR_HOSTS | {c.RaiseHand},
    Role.ATTENDEE: FOR_HOSTS | {c.TakeQuestion, c.AnswerQuestion, c.TurnOn},
}
