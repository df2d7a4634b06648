"""What a view sees of questions.

Hosts see all, others what has passed review and was not dismissed, and their own whatever became of it. Whose an
anonymous one is, is in no view: its author alone is told that it is theirs.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from actors.shown import QuestionView
from actors.signals import QuestionVotes
from actors.webinar.interaction import Question
from actors.webinar.people_view import name_of
from actors.webinar.questions import votes_of
from actors.webinar.state import State
from actors.webinar.view import ON_STAGE, View, moment
from actors.words import ParticipantId, QuestionId, QuestionStatus

PUBLIC: Final = frozenset({QuestionStatus.PUBLISHED, QuestionStatus.TAKEN, QuestionStatus.ANSWERED})


def entry(state: State, question: QuestionId, view: View, *, own: bool) -> QuestionView | None:
    """As somebody of this view sees it, or (`own`) its author who is of this view."""
    found = state.interaction.questions.get(question)
    if found is None or not (is_seen(found, view) or (own and view is not View.WAITING)):
        return None
    return question_view(state, found, view)


def is_seen(question: Question, view: View) -> bool:
    return view is View.HOSTS or (view is not View.WAITING and question.status in PUBLIC)


def question_view(state: State, question: Question, view: View) -> QuestionView:
    return QuestionView(
        id=question.id,
        author=question.author,
        name=name_of(state, question.author),
        text=question.text,
        status=question.status,
        asked=question.seq,
        asked_at=moment(question.asked_at_ms),
        assigned_to=question.assigned_to if view in ON_STAGE else None,
        answered_by=question.answered_by,
        answer=question.answer,
    )


def visible(state: State, view: View) -> Iterator[Question]:
    """In the order in which they were asked."""
    return (question for question in state.interaction.questions.values() if is_seen(question, view))


def questions(state: State, view: View) -> tuple[QuestionView, ...]:
    return tuple(question_view(state, question, view) for question in visible(state, view))


def votes(state: State, view: View) -> QuestionVotes:
    return QuestionVotes({question.id: votes_of(question) for question in visible(state, view)})


def shown_question(state: State) -> QuestionId | None:
    """On stage, for everybody inside to read."""
    question = state.interaction.questions.get(state.interaction.shown_question or "")
    return question.id if question is not None and question.status in PUBLIC else None


# --- one person's own


def upvoted(state: State, participant: ParticipantId) -> tuple[QuestionId, ...]:
    return tuple(q.id for q in state.interaction.questions.values() if participant in q.upvotes)


def with_hidden(
    state: State, seen: tuple[QuestionView, ...], hidden: Sequence[Question], view: View
) -> tuple[QuestionView, ...]:
    """What a view sees, and what one person of that view sees beside it."""
    if not hidden:
        return seen
    own = (question_view(state, question, view) for question in hidden)
    return tuple(sorted((*seen, *own), key=lambda question: question.asked))


def votes_with_hidden(seen: QuestionVotes, hidden: Sequence[Question]) -> Mapping[QuestionId, int]:
    return {**seen.votes, **{question.id: votes_of(question) for question in hidden}} if hidden else seen.votes
