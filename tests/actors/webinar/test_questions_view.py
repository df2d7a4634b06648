"""Who sees what of a question, when."""

import pytest

from actors.shown import QuestionView
from actors.webinar import commands as c
from actors.webinar import questions_view as q
from actors.webinar.owners import Owners
from actors.webinar.view import INSIDE, View
from actors.words import QuestionStatus, Role
from tests.actors.webinar.town import Town


class Desk:
    """One question of somebody's in the audience."""

    def __init__(self, *, anonymous: bool = False, review: bool = True) -> None:
        self.town = Town(review_questions=review)
        self.asker, self.other = self.town.inside(name="Ann"), self.town.inside(name="Bob")
        self.presenter = self.town.inside(Role.PRESENTER)
        self.town.do(self.asker, c.AskQuestion("Why?", anonymous=anonymous))
        (self.question,) = self.town.state.interaction.questions

    def host(self, *commands: c.SPOKEN) -> "Desk":
        for command in commands:
            self.town.do("host", command)
        return self

    def seen(self, view: View, *, own: bool = False) -> QuestionView | None:
        return q.entry(self.town.state, self.question, view, own=own)


@pytest.mark.parametrize("hide", [None, c.DismissQuestion])
def test_in_review_or_dismissed_hosts_and_its_author_see_it(hide: type[c.DismissQuestion] | None) -> None:
    desk = Desk()
    desk.host(*([hide(desk.question)] if hide else []))
    assert [desk.seen(view) is not None for view in View] == [True, False, False, False]
    assert [desk.seen(view, own=True) is not None for view in View] == [True, True, True, False]
    assert [len(q.questions(desk.town.state, view)) for view in View] == [1, 0, 0, 0]
    assert [len(q.votes(desk.town.state, view).votes) for view in View] == [1, 0, 0, 0]


def test_once_published_everybody_inside_sees_it_and_whoever_waits_does_not() -> None:
    desk = Desk(review=False)
    desk.host(c.TakeQuestion(desk.question), c.AnswerQuestion(desk.question, "Because."))
    seen = [desk.seen(view) for view in INSIDE]
    assert [(s.status, s.answer, s.answered_by) for s in seen if s] == [
        (QuestionStatus.ANSWERED, "Because.", "host")
    ] * 3
    assert desk.seen(View.WAITING) is None


def test_to_whom_it_is_assigned_is_for_those_on_stage() -> None:
    desk = Desk(review=False)
    desk.host(c.AssignQuestion(desk.question, desk.presenter))
    seen = [desk.seen(view) for view in INSIDE]
    assert [s.assigned_to for s in seen if s] == [desk.presenter, desk.presenter, None]


def test_an_anonymous_question_has_no_author_for_anybody() -> None:
    desk = Desk(anonymous=True)
    views = [desk.seen(view, own=own) for view in INSIDE for own in (False, True)]
    assert {(s.author, s.name) for s in views if s} == {(None, "")}


def test_a_named_question_has_its_authors_name_until_they_are_long_forgotten() -> None:
    desk = Desk(review=False)
    seen = desk.seen(View.AUDIENCE)
    assert seen is not None
    assert (seen.author, seen.name) == (desk.asker, "Ann")
    del desk.town.state.people[desk.asker]
    seen = desk.seen(View.AUDIENCE)
    assert seen is not None
    assert seen.name == ""


def test_what_is_hidden_from_others_stands_among_the_rest_for_its_author() -> None:
    desk = Desk()
    desk.town.do("host", c.AskQuestion("First of all?"))
    state = desk.town.state
    listed = q.questions(state, View.AUDIENCE)
    hidden = Owners.of(state).asked_by(desk.asker)
    both = q.with_hidden(state, listed, hidden, View.AUDIENCE)
    assert [question.text for question in both] == ["Why?", "First of all?"]
    assert set(q.votes_with_hidden(q.votes(state, View.AUDIENCE), hidden)) == {question.id for question in both}
    assert q.with_hidden(state, listed, (), View.AUDIENCE) is listed


def test_only_what_all_may_read_is_on_stage() -> None:
    desk = Desk(review=False)
    assert q.shown_question(desk.town.state) is None
    desk.host(c.ShowQuestion(desk.question))
    assert q.shown_question(desk.town.state) == desk.question
    desk.host(c.DismissQuestion(desk.question))
    assert q.shown_question(desk.town.state) is None


def test_upvoted_are_ones_own_votes() -> None:
    desk = Desk(review=False)
    desk.town.do(desk.other, c.Upvote(desk.question))
    assert q.upvoted(desk.town.state, desk.other) == (desk.question,)
    assert q.upvoted(desk.town.state, desk.presenter) == ()
