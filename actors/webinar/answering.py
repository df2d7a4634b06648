"""What hosts make of questions: publish, dismiss, restore, assign, take, answer, show on stage.

Presenters take and answer what was assigned to them. When a question may be what, `MAY_BE` in `questions.py` says.
"""

from typing import Final

from actors import facts as f
from actors.facts import Fact
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.interaction import Question
from actors.webinar.questions import OfAnswerer, OfHost, found, leave_sight, ripe
from actors.webinar.rights import NOT_ALLOWED
from actors.webinar.state import State
from actors.webinar.text import cleaned_lines
from actors.words import HOSTS, STAGE, Place, QuestionStatus

ANSWER_MAX: Final = 2000
BAD_ANSWER = Refusal("bad_answer", f"An answer has 1 to {ANSWER_MAX} visible characters.")
NOT_ON_STAGE = Refusal("not_on_stage", "Only somebody who is on stage can be asked to answer.")


def publish(state: State, command: c.PublishQuestion, _: Context) -> Decision:
    return _become(state, command, QuestionStatus.PUBLISHED, f.QuestionPublished(command.question))


def dismiss(state: State, command: c.DismissQuestion, ctx: Context) -> Decision:
    return _become(state, command, QuestionStatus.DISMISSED, f.QuestionDismissed(command.question, ctx.by or ""))


def restore(state: State, command: c.RestoreQuestion, _: Context) -> Decision:
    return _become(state, command, QuestionStatus.PUBLISHED, f.QuestionRestored(command.question))


def assign(state: State, command: c.AssignQuestion, _: Context) -> Decision:
    question = ripe(state, command)
    if isinstance(question, Refusal):
        return question
    person = state.people.get(command.to or "")
    if command.to is not None and (person is None or person.role not in STAGE or person.place is not Place.IN):
        return NOT_ON_STAGE
    return [] if question.assigned_to == command.to else [f.QuestionAssigned(question.id, command.to)]


def take(state: State, command: c.TakeQuestion, ctx: Context) -> Decision:
    refused = _answerer_refused(state, command, ctx)
    return refused or _become(state, command, QuestionStatus.TAKEN, f.QuestionTaken(command.question, ctx.by or ""))


def answer(state: State, command: c.AnswerQuestion, ctx: Context) -> Decision:
    question = _answerer_refused(state, command, ctx) or ripe(state, command)
    if isinstance(question, Refusal):
        return question
    text = None if command.text is None else cleaned_lines(command.text, ANSWER_MAX)
    if text is None and command.text is not None:
        return BAD_ANSWER
    same = question.status is QuestionStatus.ANSWERED and question.answer == text
    return [] if same else [f.QuestionAnswered(question.id, ctx.by or "", text)]


def show(state: State, command: c.ShowQuestion, _: Context) -> Decision:
    if command.question is not None:
        question = ripe(state, command)
        if isinstance(question, Refusal):
            return question
    return [] if state.interaction.shown_question == command.question else [f.QuestionShown(command.question)]


def _become(state: State, command: OfHost | OfAnswerer, wished: QuestionStatus, fact: Fact) -> Decision:
    question = found(state, command)
    if not isinstance(question, Refusal) and question.status is wished:
        return []
    question = ripe(state, command)
    return question if isinstance(question, Refusal) else [fact]


def _answerer_refused(state: State, command: OfAnswerer, ctx: Context) -> Refusal | None:
    """Hosts answer what they like, a presenter what was assigned to them."""
    by, question = ctx.by or "", found(state, command)
    if state.people[by].role in HOSTS or (isinstance(question, Question) and question.assigned_to == by):
        return None
    return NOT_ALLOWED


def published(state: State, fact: f.QuestionPublished | f.QuestionRestored) -> None:
    question = state.interaction.questions[fact.question]
    question.status, question.answered_by, question.answer = QuestionStatus.PUBLISHED, None, None


def dismissed(state: State, fact: f.QuestionDismissed) -> None:
    leave_sight(state, state.interaction.questions[fact.question], QuestionStatus.DISMISSED)


def assigned(state: State, fact: f.QuestionAssigned) -> None:
    state.interaction.questions[fact.question].assigned_to = fact.to


def taken(state: State, fact: f.QuestionTaken) -> None:
    question = state.interaction.questions[fact.question]
    question.status, question.answered_by = QuestionStatus.TAKEN, fact.by


def answered(state: State, fact: f.QuestionAnswered) -> None:
    question = state.interaction.questions[fact.question]
    question.status, question.answered_by, question.answer = QuestionStatus.ANSWERED, fact.by, fact.text


def shown(state: State, fact: f.QuestionShown) -> None:
    state.interaction.shown_question = fact.question
