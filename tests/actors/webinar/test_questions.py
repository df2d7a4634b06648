"""Questions: asked with a name or without, edited, withdrawn, voted up.

Long because what holds for a name must be tried without one, too.
"""

from typing import Any

import pytest

from actors import facts as f
from actors.webinar import commands as c
from actors.webinar.interaction import Question
from actors.webinar.pseudonyms import pseudonym
from actors.webinar.questions import MAY_BE, OWN_AMONG, OWN_MAX, QUESTIONS_MAX, TEXT_MAX, is_by, ranked, votes_of
from actors.words import QuestionStatus, Role, Who
from tests.actors.webinar.town import Town

H, C, P, A = Role.HOST, Role.CO_HOST, Role.PRESENTER, Role.ATTENDEE


def asked(town: Town, by: str, text: str = "Why?", *, anonymous: bool = False) -> Question:
    fact = town.do(by, c.AskQuestion(text, anonymous))[-1]
    assert isinstance(fact, f.QuestionAsked)
    return town.state.interaction.questions[fact.question]


def in_status(status: QuestionStatus) -> tuple[Town, Question]:
    """A question that its author may still do something with, as far as it has come."""
    town = Town(review_questions=status is QuestionStatus.IN_REVIEW)
    question = asked(town, town.inside())
    way: dict[QuestionStatus, c.Command] = {
        QuestionStatus.TAKEN: c.TakeQuestion(question.id),
        QuestionStatus.ANSWERED: c.AnswerQuestion(question.id),
        QuestionStatus.DISMISSED: c.DismissQuestion(question.id),
    }
    if status in way:
        town.do("host", way[status])
    assert question.status is status
    return town, question


def test_a_question_has_its_authors_name_and_vote() -> None:
    town = Town()
    ann = town.inside()
    question = asked(town, ann, " Why?\n\n\n\nReally? ")
    assert (question.author, question.pseudonym, question.text) == (ann, None, "Why?\n\nReally?")
    assert list(question.upvotes) == [ann]


@pytest.mark.parametrize("text", ["", "\n", "\u200b", "x" * (TEXT_MAX + 1)])
def test_an_empty_or_endless_question_is_refused(text: str) -> None:
    town = Town()
    ann = town.inside()
    assert town.refusal(ann, c.AskQuestion(text)) == town.refusal(ann, c.AskQuestion(text, True)) == "bad_question"
    assert town.refusal(ann, c.EditQuestion(asked(town, ann).id, text)) == "bad_question"


@pytest.mark.parametrize(("ask", "may"), [(Who.EVERYONE, {H, C, P, A}), (Who.STAGE, {H, C, P}), (Who.HOSTS, {H, C})])
def test_the_setting_says_who_may_ask(ask: Who, may: set[Role]) -> None:
    town = Town(ask=ask)
    for role in Role:
        by = "host" if role is H else town.inside(role)
        if role in may:
            asked(town, by)
        else:
            assert town.refusal(by, c.AskQuestion("Why?")) == "not_allowed"


def test_where_hosts_want_names_nobody_asks_without() -> None:
    town = Town(anonymous_questions=False)
    assert town.refusal(town.inside(), c.AskQuestion("Why?", anonymous=True)) == "not_anonymous"


def test_a_webinar_has_so_many_questions_and_withdrawn_ones_are_none() -> None:
    town = Town(capacity=200)
    people = [town.inside() for _ in range(QUESTIONS_MAX // OWN_MAX)]
    questions = [asked(town, by) for by in people for _ in range(OWN_MAX)]
    for question in questions[:5]:
        town.do("host", c.AnswerQuestion(question.id))
    assert town.refusal(people[0], c.AskQuestion("Why?")) == "too_many_questions"
    town.do(people[1], c.WithdrawQuestion(questions[OWN_MAX].id))
    asked(town, people[0])


@pytest.mark.parametrize("anonymous", [False, True])
def test_one_person_has_so_many_questions_waiting_whatever_name_they_have(anonymous: bool) -> None:
    town = Town()
    ann, bob = town.inside(), town.inside()
    questions = [asked(town, ann, anonymous=anonymous) for _ in range(OWN_MAX)]
    for other in (False, True):
        assert town.refusal(ann, c.AskQuestion("Why?", other)) == "too_many_own_questions"
    town.do("host", c.DismissQuestion(questions[0].id))
    assert town.refusal(ann, c.AskQuestion("Why?")) == "too_many_own_questions"
    asked(town, bob)
    town.do("host", c.AnswerQuestion(questions[1].id))
    asked(town, ann)


def test_whoever_asks_no_more_than_others_do_may_go_on_asking() -> None:
    town = Town(capacity=200)
    ann, others = town.inside(), [town.inside() for _ in range(10)]
    for _ in range(OWN_MAX + 5):
        asked(town, ann)
        for other in others[: OWN_AMONG // OWN_MAX]:
            asked(town, other, anonymous=True)


def test_where_questions_are_reviewed_they_wait_for_a_host_unless_a_host_asks_by_name() -> None:
    town = Town(review_questions=True)
    by_name = {role: asked(town, "host" if role is H else town.inside(role)).status for role in Role}
    assert {role for role, status in by_name.items() if status is QuestionStatus.IN_REVIEW} == {P, A}
    assert asked(town, "host", anonymous=True).status is QuestionStatus.IN_REVIEW, "or all would know that a host asked"


def test_an_anonymous_question_carries_a_pseudonym_that_tells_its_author_alone() -> None:
    town = Town()
    ann, bob = town.inside(), town.inside()
    first, second = town.do(ann, c.AskQuestion("Why?", anonymous=True))
    assert isinstance(first, f.AnonymityBegan)
    assert isinstance(second, f.QuestionAsked)
    assert (second.author, second.pseudonym) == (None, pseudonym(first.secret, ann, second.question))
    question = town.state.interaction.questions[second.question]
    assert is_by(town.state, question, ann)
    assert not is_by(town.state, question, bob)


def test_one_secret_serves_all_anonymous_questions_and_no_two_pseudonyms_are_alike() -> None:
    town = Town()
    ann = town.inside()
    questions = [asked(town, ann, anonymous=True) for _ in range(3)]
    assert sum(isinstance(stored.fact, f.AnonymityBegan) for stored in town.log) == 1
    assert len({question.pseudonym for question in questions}) == 3


def test_the_end_destroys_the_secret_and_with_it_the_last_who_could_tell() -> None:
    town = Town()
    ann = town.inside()
    question, named = asked(town, ann, anonymous=True), asked(town, ann)
    town.do("host", c.End())
    assert town.state.interaction.question_secret == ""
    assert not is_by(town.state, question, ann)
    assert is_by(town.state, named, ann)


def test_an_anonymous_question_begins_without_votes_and_its_author_votes_like_anybody() -> None:
    town = Town()
    ann = town.inside()
    question = asked(town, ann, anonymous=True)
    assert votes_of(question) == 0
    assert town.do(ann, c.Upvote(question.id)) == [f.QuestionUpvoted(question.id, ann)]


def test_a_vote_is_given_once_and_may_be_taken_back_once() -> None:
    town = Town()
    ann, bob = town.inside(), town.inside()
    question = asked(town, ann)
    assert town.do(bob, c.TakeBackUpvote(question.id)) == []
    assert town.do(bob, c.Upvote(question.id)) == [f.QuestionUpvoted(question.id, bob)]
    assert town.do(bob, c.Upvote(question.id)) == town.do(ann, c.Upvote(question.id)) == []
    assert votes_of(question) == 2
    assert town.do(bob, c.TakeBackUpvote(question.id)) == [f.UpvoteTakenBack(question.id, bob)]
    assert town.do(ann, c.TakeBackUpvote(question.id)) == [f.UpvoteTakenBack(question.id, ann)]
    assert votes_of(question) == 0


def test_most_votes_come_first_and_of_equals_the_older() -> None:
    town = Town()
    people = [town.inside() for _ in range(4)]
    one, two, three = (asked(town, by) for by in people[:3])
    town.do(people[3], c.Upvote(three.id))
    assert ranked([three, two, one]) == ranked([one, two, three]) == [three, one, two]
    town.do(people[3], c.Upvote(two.id))
    assert ranked([three, two, one]) == [two, three, one]


def test_votes_stay_when_their_givers_are_sent_away() -> None:
    town = Town()
    question, bob = asked(town, "host"), town.inside()
    town.do(bob, c.Upvote(question.id))
    town.do("host", c.Ban(bob))
    assert votes_of(question) == 2


@pytest.mark.parametrize("anonymous", [False, True])
def test_authors_edit_and_withdraw_their_own_and_nobody_elses(anonymous: bool) -> None:
    town = Town()
    ann, bob = town.inside(), town.inside()
    question = asked(town, ann, anonymous=anonymous)
    for other in (bob, "host"):
        assert town.refusal(other, c.EditQuestion(question.id, "How?")) == "not_allowed"
        assert town.refusal(other, c.WithdrawQuestion(question.id)) == "not_allowed"
    assert town.do(ann, c.EditQuestion(question.id, " How? ")) == [f.QuestionEdited(question.id, "How?", False)]
    assert town.do(ann, c.EditQuestion(question.id, "How?")) == []
    assert question.text == "How?"
    assert town.do(ann, c.WithdrawQuestion(question.id)) == [f.QuestionWithdrawn(question.id)]
    assert town.state.interaction.questions == {}


@pytest.mark.parametrize("role", [A, C])
def test_a_new_text_goes_through_review_again_where_the_first_one_had_to(role: Role) -> None:
    town = Town(review_questions=True)
    by = town.inside(role)
    question = asked(town, by)
    if role is A:
        town.do("host", c.PublishQuestion(question.id))
    town.do(by, c.EditQuestion(question.id, "How?"))
    assert question.status is (QuestionStatus.IN_REVIEW if role is A else QuestionStatus.PUBLISHED)


def test_a_text_that_waits_for_review_waits_on_when_nobody_asks_for_it_any_more() -> None:
    town = Town(review_questions=True)
    ann = town.inside()
    question = asked(town, ann)
    town.do("host", c.ChangeSettings(review_questions=False))
    assert town.do(ann, c.EditQuestion(question.id, "How?")) == [f.QuestionEdited(question.id, "How?", True)]
    assert question.status is QuestionStatus.IN_REVIEW


def test_a_question_that_is_out_of_sight_is_not_on_stage_either() -> None:
    steps: list[Any] = [c.DismissQuestion, c.WithdrawQuestion, lambda q: c.EditQuestion(q, "How?")]
    for step in steps:
        town = Town()
        ann = town.inside()
        question, other = asked(town, ann), asked(town, ann)
        town.do("host", c.ShowQuestion(question.id))
        town.do("host", c.ChangeSettings(review_questions=True))
        command = step(other.id)
        town.do("host" if isinstance(command, c.DismissQuestion) else ann, command)
        assert town.state.interaction.shown_question == question.id
        command = step(question.id)
        town.do("host" if isinstance(command, c.DismissQuestion) else ann, command)
        assert town.state.interaction.shown_question is None


EXAMPLES: dict[type[c.Command], Any] = {
    c.EditQuestion: lambda q: c.EditQuestion(q, "How?"),
    c.AnswerQuestion: lambda q: c.AnswerQuestion(q, "So."),
    c.AssignQuestion: lambda q: c.AssignQuestion(q, "host"),
}
NOTHING_LEFT_TO_DO = {  # it is so already
    *((c.PublishQuestion, QuestionStatus.PUBLISHED), (c.RestoreQuestion, QuestionStatus.PUBLISHED)),
    *((c.DismissQuestion, QuestionStatus.DISMISSED), (c.TakeQuestion, QuestionStatus.TAKEN)),
    *((c.Upvote, status) for status in QuestionStatus),
}
OF_AUTHORS = {c.EditQuestion, c.WithdrawQuestion, c.Upvote, c.TakeBackUpvote}


@pytest.mark.parametrize("status", QuestionStatus)
@pytest.mark.parametrize("command", MAY_BE)
def test_what_may_be_done_to_a_question_depends_on_where_it_is(command: Any, status: QuestionStatus) -> None:
    town, question = in_status(status)
    assert question.author is not None
    by = question.author if command in OF_AUTHORS else "host"
    decision = town.ask(by, EXAMPLES.get(command, command)(question.id))
    if status in MAY_BE[command]:
        assert isinstance(decision, list)
        assert decision != [] or (command, status) in NOTHING_LEFT_TO_DO
    elif (command, status) in NOTHING_LEFT_TO_DO and command not in OF_AUTHORS:
        assert decision == []
    else:
        assert getattr(decision, "code", None) == "wrong_question_status"


@pytest.mark.parametrize("command", MAY_BE)
def test_there_is_nothing_to_do_with_a_question_that_does_not_exist(command: Any) -> None:
    assert Town().refusal("host", EXAMPLES.get(command, command)("none")) == "no_such_question"
