"""Forgetting a person: nothing that says who they were is left, and everything that was counted is."""

import pytest

from actors import facts as f
from actors.journal.memory import MemoryJournal
from actors.ports import Done, Remembered
from actors.webinar import commands as c
from actors.webinar.apply import fold
from actors.words import Ballots, Place, Role
from tests.actors.webinar.town import Town

MARK = "Unmistakable"  # in everything that she is, says or is called


@pytest.fixture
def town() -> Town:
    return Town(slow_mode_s=1).live()


def busy(town: Town) -> str:
    """Somebody who has left a trace wherever one can be left."""
    issued = town.do(town.host, c.IssueInvite(Role.PRESENTER, label=f"{MARK} from accounts"))[0]
    ann = town.join(f"Ann {MARK}", invite=issued.invite)  # type: ignore[union-attr]
    town.do(ann, c.Resume(f"page {MARK}", 1))
    town.do(ann, c.SendMessage(f"I am {MARK}"))
    asked = town.do(ann, c.AskQuestion(f"Who is {MARK}?"))[-1]
    another = town.do(town.inside(), c.AskQuestion("And you?"))[-1]
    town.do(town.host, c.AssignQuestion(another.question, ann))  # type: ignore[union-attr]
    town.do(ann, c.AnswerQuestion(another.question, f"{MARK} of course"))  # type: ignore[union-attr]
    town.do(town.inside(), c.Upvote(asked.question))  # type: ignore[union-attr]
    vote(town, ann)
    town.state.answers.remember(Remembered(ann, f"id {MARK}", "mark", Done(1)))
    return ann


def vote(town: Town, *voters: str) -> None:
    (drafted,) = town.do(town.host, c.CreatePoll("Tea?", ("yes", "no"), ballots=Ballots.NAMED))
    poll = drafted.poll  # type: ignore[union-attr]
    town.do(town.host, c.OpenPoll(poll))
    for voter in voters:
        town.do(voter, c.Vote(poll, (0,)))


def test_no_trace_is_left_of_who_they_were(town: Town) -> None:
    ann = busy(town)
    assert repr(town.state).count(MARK) == 7
    town.do(None, c.ForgetPerson(ann))
    assert MARK not in repr(town.state)


def test_what_was_counted_and_in_which_order_stays(town: Town) -> None:
    ann = busy(town)
    said, polls = town.state.interaction, list(town.state.interaction.polls.values())
    before = (list(said.messages), [len(question.upvotes) for question in said.questions.values()], polls[0].rounds)
    town.do(None, c.ForgetPerson(ann))
    after = (list(said.messages), [len(question.upvotes) for question in said.questions.values()], polls[0].rounds)
    assert after == before
    assert polls[0].rounds[0].tally == [1, 0]
    assert ann in polls[0].rounds[0].ballots
    assert [question.answer for question in said.questions.values()] == [None, ""]


def test_who_is_here_is_sent_away_first(town: Town) -> None:
    ann = town.on_air()
    facts = town.do(None, c.ForgetPerson(ann))
    assert [type(fact) for fact in facts[-2:]] == [f.ParticipantLeft, f.PersonForgotten]
    assert f.SourceTurnedOff in {type(fact) for fact in facts}
    assert town.person(ann).place is Place.REMOVED
    assert town.refusal(None, c.Join("Ann", returning=ann)) == "removed"


def test_a_ban_outlives_the_person(town: Town) -> None:
    ann = busy(town)
    town.do(town.host, c.Ban(ann))
    assert town.do(None, c.ForgetPerson(ann)) == [f.PersonForgotten(ann)]
    assert town.person(ann).place is Place.BANNED
    assert town.refusal(None, c.Join("Ann", invite=next(iter(town.state.invites)))) == "banned"


def test_who_left_by_themselves_does_not_come_back_as_who_they_were(town: Town) -> None:
    ann = town.inside()
    town.do(ann, c.Leave())
    town.do(None, c.ForgetPerson(ann))
    assert town.refusal(None, c.Join("Ann", returning=ann)) == "removed"


def test_when_all_is_over_a_person_can_be_forgotten_and_nothing_else_happens(town: Town) -> None:
    ann = busy(town)
    town.do(town.host, c.End())
    assert town.do(None, c.ForgetPerson(ann)) == [f.PersonForgotten(ann)]
    assert MARK not in repr(town.state)
    assert town.do(None, c.ForgetPerson(town.host)) == [f.PersonForgotten(town.host)]
    assert "Hanna" not in repr(town.state)


def test_the_host_of_a_webinar_that_goes_on_is_needed(town: Town) -> None:
    assert town.refusal(None, c.ForgetPerson(town.host)) == "in_charge"


def test_forgetting_twice_is_forgetting_once(town: Town) -> None:
    ann = busy(town)
    town.do(None, c.ForgetPerson(ann))
    assert town.do(None, c.ForgetPerson(ann)) == []


def test_somebody_whom_nobody_ever_knew_cannot_be_forgotten(town: Town) -> None:
    assert town.refusal(None, c.ForgetPerson("nobody")) == "no_such_participant"


def test_the_log_may_know_somebody_whom_the_state_has_let_go_of(town: Town) -> None:
    town.state.let_go = True
    assert town.do(None, c.ForgetPerson("long gone")) == [f.PersonForgotten("long gone")]


def test_the_log_read_again_tells_the_same_as_the_memory(town: Town) -> None:
    ann = busy(town)
    town.do(None, c.ForgetPerson(ann))
    journal = MemoryJournal()
    journal.append("w1", town.log, (), lambda: None, pytest.fail)
    again = fold("w1", journal.read("w1"))
    assert MARK not in repr(again)
    assert again == town.state
