"""What hosts make of questions, and presenters of those that were assigned to them."""

import pytest

from actors import facts as f
from actors.webinar import commands as c
from actors.webinar.answering import ANSWER_MAX
from actors.words import QuestionStatus, Role
from tests.actors.webinar.test_questions import asked
from tests.actors.webinar.town import Town


def test_a_question_passes_review_and_is_taken_and_answered() -> None:
    town = Town(review_questions=True)
    question = asked(town, town.inside())
    assert town.do("host", c.PublishQuestion(question.id)) == [f.QuestionPublished(question.id)]
    assert town.do("host", c.TakeQuestion(question.id)) == [f.QuestionTaken(question.id, "host")]
    assert town.do("host", c.AnswerQuestion(question.id)) == [f.QuestionAnswered(question.id, "host", None)]
    assert (question.status, question.answered_by, question.answer) == (QuestionStatus.ANSWERED, "host", None)


def test_an_answer_may_be_typed_and_corrected() -> None:
    town = Town()
    question, co_host = asked(town, town.inside()), town.inside(Role.CO_HOST)
    town.do("host", c.AnswerQuestion(question.id, " So,\nnot so. "))
    assert question.answer == "So,\nnot so."
    assert town.do("host", c.AnswerQuestion(question.id, "So,\nnot so.")) == []
    town.do(co_host, c.AnswerQuestion(question.id, "So."))
    assert (question.answer, question.answered_by) == ("So.", co_host)


@pytest.mark.parametrize("text", ["", "\u200b", "x" * (ANSWER_MAX + 1)])
def test_an_empty_or_endless_answer_is_refused(text: str) -> None:
    town = Town()
    question = asked(town, town.inside())
    assert town.refusal("host", c.AnswerQuestion(question.id, text)) == "bad_answer"
    assert question.status is QuestionStatus.PUBLISHED


def test_a_restored_question_waits_again_without_an_answer_and_with_its_votes() -> None:
    town = Town()
    question = asked(town, town.inside())
    for step in (c.DismissQuestion(question.id), c.TakeQuestion(question.id), c.AnswerQuestion(question.id, "So.")):
        town.do("host", step)
        assert town.do("host", c.RestoreQuestion(question.id)) == [f.QuestionRestored(question.id)]
        assert (question.status, question.answered_by, question.answer) == (QuestionStatus.PUBLISHED, None, None)
    assert len(question.upvotes) == 1


def test_a_presenter_takes_and_answers_what_was_assigned_to_them_and_nothing_else() -> None:
    town = Town()
    question, other, pam = asked(town, "host"), asked(town, "host"), town.inside(Role.PRESENTER)
    for command in (c.TakeQuestion(question.id), c.AnswerQuestion(question.id), c.TakeQuestion("none")):
        assert town.refusal(pam, command) == "not_allowed"
    assert town.do("host", c.AssignQuestion(question.id, pam)) == [f.QuestionAssigned(question.id, pam)]
    assert town.do("host", c.AssignQuestion(question.id, pam)) == []
    assert town.do(pam, c.TakeQuestion(question.id)) == [f.QuestionTaken(question.id, pam)]
    assert town.do(pam, c.AnswerQuestion(question.id)) == [f.QuestionAnswered(question.id, pam, None)]
    assert town.refusal(pam, c.TakeQuestion(other.id)) == "not_allowed"
    town.do("host", c.AssignQuestion(other.id, pam))
    assert town.do("host", c.AssignQuestion(other.id, None)) == [f.QuestionAssigned(other.id, None)]
    assert town.refusal(pam, c.TakeQuestion(other.id)) == "not_allowed"


def test_who_was_sent_back_to_the_audience_answers_nothing_any_more() -> None:
    town = Town()
    question, pam = asked(town, "host"), town.inside(Role.PRESENTER)
    town.do("host", c.AssignQuestion(question.id, pam))
    town.do("host", c.Demote(pam))
    assert town.refusal(pam, c.TakeQuestion(question.id)) == "not_allowed"


def test_a_question_is_assigned_to_somebody_who_is_here_and_on_stage() -> None:
    town = Town()
    question, ann, pam = asked(town, "host"), town.inside(), town.inside(Role.PRESENTER)
    town.do(pam, c.Leave())
    for whom in (ann, pam, "nobody", ""):
        assert town.refusal("host", c.AssignQuestion(question.id, whom)) == "not_on_stage"


def test_one_question_is_on_stage_at_a_time() -> None:
    town = Town()
    one, two = asked(town, "host"), asked(town, "host")
    assert town.do("host", c.ShowQuestion(None)) == []
    assert town.do("host", c.ShowQuestion(one.id)) == [f.QuestionShown(one.id)]
    assert town.do("host", c.ShowQuestion(one.id)) == []
    town.do("host", c.ShowQuestion(two.id))
    assert town.state.interaction.shown_question == two.id
    assert town.do("host", c.ShowQuestion(None)) == [f.QuestionShown(None)]


def test_an_answered_question_may_stay_on_stage() -> None:
    town = Town()
    question = asked(town, "host")
    town.do("host", c.ShowQuestion(question.id))
    town.do("host", c.AnswerQuestion(question.id))
    assert town.state.interaction.shown_question == question.id
