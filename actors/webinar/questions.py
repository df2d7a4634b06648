"""Questions: asked with a name or without, edited, withdrawn, voted up. What hosts make of them: `answering.py`.

What may be done to a question depends on where it is in its life: one row per command in `MAY_BE`. Of an anonymous
question neither facts nor state say whose it is: its pseudonym is its author's own proof.
Votes have names in the log. An author's counts from the beginning if the question has a name; of an anonymous one it is
for the author to give, like anybody's: if it could not be given, the one name missing would tell whose question it is.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.interaction import Question
from actors.webinar.pseudonyms import pseudonym
from actors.webinar.rights import NOT_ALLOWED, allows
from actors.webinar.state import State
from actors.webinar.text import cleaned_lines
from actors.words import HOSTS, ParticipantId, QuestionId, QuestionStatus

TEXT_MAX: Final = 1000
QUESTIONS_MAX: Final = 1000
OWN_MAX: Final = 20  # of one person, still to be answered,
OWN_AMONG: Final = 100  # among so many asked last: one alone cannot use up all, and looking costs the same at the end

NO_SUCH_QUESTION = Refusal("no_such_question", "There is no such question in this webinar.")
BAD_QUESTION = Refusal("bad_question", f"A question has 1 to {TEXT_MAX} visible characters.")
TOO_MANY_QUESTIONS = Refusal("too_many_questions", f"A webinar has at most {QUESTIONS_MAX} questions.")
TOO_MANY_OWN = Refusal("too_many_own_questions", f"You have {OWN_MAX} questions waiting; let some be answered first.")
NOT_ANONYMOUS = Refusal("not_anonymous", "Questions are asked with a name here.")
WRONG_STATUS = Refusal("wrong_question_status", "This cannot be done with the question as it is now.")

IN_REVIEW, PUBLISHED, TAKEN = QuestionStatus.IN_REVIEW, QuestionStatus.PUBLISHED, QuestionStatus.TAKEN
ANSWERED, DISMISSED = QuestionStatus.ANSWERED, QuestionStatus.DISMISSED

OfAuthor = c.EditQuestion | c.WithdrawQuestion
OfVoter = c.Upvote | c.TakeBackUpvote
OfHost = c.PublishQuestion | c.DismissQuestion | c.RestoreQuestion | c.AssignQuestion | c.ShowQuestion
OfAnswerer = c.TakeQuestion | c.AnswerQuestion

# fmt: off
MAY_BE: dict[type[OfAuthor | OfVoter | OfHost | OfAnswerer], frozenset[QuestionStatus]] = {
    c.EditQuestion:     frozenset({IN_REVIEW, PUBLISHED}),
    c.WithdrawQuestion: frozenset({IN_REVIEW, PUBLISHED, TAKEN, DISMISSED}),
    c.Upvote:           frozenset({PUBLISHED, TAKEN}),
    c.TakeBackUpvote:   frozenset({PUBLISHED, TAKEN}),
    c.PublishQuestion:  frozenset({IN_REVIEW}),
    c.DismissQuestion:  frozenset({IN_REVIEW, PUBLISHED, TAKEN}),
    c.RestoreQuestion:  frozenset({DISMISSED, ANSWERED, TAKEN}),
    c.AssignQuestion:   frozenset({IN_REVIEW, PUBLISHED, TAKEN}),
    c.TakeQuestion:     frozenset({PUBLISHED}),
    c.AnswerQuestion:   frozenset({PUBLISHED, TAKEN, ANSWERED}),  # again: to correct the answer
    c.ShowQuestion:     frozenset({PUBLISHED, TAKEN, ANSWERED}),
}
# fmt: on


def ask(state: State, command: c.AskQuestion, ctx: Context) -> Decision:
    by = ctx.by or ""
    refused = _asking_refused(state, by, command.anonymous)
    if refused is not None:
        return refused
    text = cleaned_lines(command.text, TEXT_MAX)
    if text is None:
        return BAD_QUESTION
    if not command.anonymous:
        in_review = state.settings.review_questions and state.people[by].role not in HOSTS
        return [f.QuestionAsked(ctx.new_id(), by, None, text, in_review)]
    return _anonymously(state, by, text, ctx)


def edit(state: State, command: c.EditQuestion, ctx: Context) -> Decision:
    """Votes stay. What had passed a host's eye needs it again, where that is asked for."""
    question = _own(state, command, ctx)
    if isinstance(question, Refusal):
        return question
    text = cleaned_lines(command.text, TEXT_MAX)
    if text is None:
        return BAD_QUESTION
    may_skip = question.author is not None and state.people[question.author].role in HOSTS
    in_review = question.status is IN_REVIEW or (state.settings.review_questions and not may_skip)
    return [] if text == question.text else [f.QuestionEdited(question.id, text, in_review)]


def withdraw(state: State, command: c.WithdrawQuestion, ctx: Context) -> Decision:
    question = _own(state, command, ctx)
    return question if isinstance(question, Refusal) else [f.QuestionWithdrawn(question.id)]


def upvote(state: State, command: c.Upvote, ctx: Context) -> Decision:
    question, by = ripe(state, command), ctx.by or ""
    if isinstance(question, Refusal):
        return question
    return [] if by in question.upvotes else [f.QuestionUpvoted(question.id, by)]


def take_back_upvote(state: State, command: c.TakeBackUpvote, ctx: Context) -> Decision:
    question, by = ripe(state, command), ctx.by or ""
    if isinstance(question, Refusal):
        return question
    return [f.UpvoteTakenBack(question.id, by)] if by in question.upvotes else []


def votes_of(question: Question) -> int:
    return len(question.upvotes)


def ranked(questions: Iterable[Question]) -> list[Question]:
    """Most votes first; of equals, the older."""
    return sorted(questions, key=lambda question: (-votes_of(question), question.seq))


def is_by(state: State, question: Question, participant: ParticipantId) -> bool:
    """Whether somebody asked it. Of an anonymous one nobody can tell any more once the webinar has ended."""
    secret = state.interaction.question_secret
    if question.pseudonym is None or not secret:
        return question.author == participant
    return question.pseudonym == pseudonym(secret, participant, question.id)


def _asking_refused(state: State, by: ParticipantId, anonymous: bool) -> Refusal | None:
    role, questions = state.people[by].role, state.interaction.questions.values()
    if role not in HOSTS and not allows(state.settings.ask, role):
        return NOT_ALLOWED
    if anonymous and not state.settings.anonymous_questions:
        return NOT_ANONYMOUS
    if len(questions) >= QUESTIONS_MAX:
        return TOO_MANY_QUESTIONS
    last = islice(reversed(questions), OWN_AMONG)
    waiting = sum(question.status is not ANSWERED and is_by(state, question, by) for question in last)
    return TOO_MANY_OWN if waiting >= OWN_MAX else None


def _anonymously(state: State, by: ParticipantId, text: str, ctx: Context) -> Decision:
    """Hosts' too go through review: else its absence would tell that a host asked."""
    known, new = state.interaction.question_secret, ctx.new_id()
    secret = known or ctx.new_id()
    asked = f.QuestionAsked(new, None, pseudonym(secret, by, new), text, state.settings.review_questions)
    return [asked] if known else [f.AnonymityBegan(secret), asked]


def found(state: State, command: OfAuthor | OfVoter | OfHost | OfAnswerer) -> Question | Refusal:
    return state.interaction.questions.get(command.question or "", NO_SUCH_QUESTION)


def ripe(state: State, command: OfAuthor | OfVoter | OfHost | OfAnswerer) -> Question | Refusal:
    """The question, if it is where this can be done to it."""
    question = found(state, command)
    if isinstance(question, Refusal) or question.status in MAY_BE[type(command)]:
        return question
    return WRONG_STATUS


def _own(state: State, command: OfAuthor, ctx: Context) -> Question | Refusal:
    question = found(state, command)
    if isinstance(question, Refusal):
        return question
    return ripe(state, command) if is_by(state, question, ctx.by or "") else NOT_ALLOWED


def anonymity_began(state: State, fact: f.AnonymityBegan) -> None:
    state.interaction.question_secret = fact.secret


def asked(state: State, fact: f.QuestionAsked) -> None:
    status = IN_REVIEW if fact.in_review else PUBLISHED
    state.interaction.questions[fact.question] = Question(
        id=fact.question,
        author=fact.author,
        pseudonym=fact.pseudonym,
        text=fact.text,
        status=status,
        asked_at_ms=state.at_ms,
        seq=state.seq,
        upvotes={} if fact.author is None else {fact.author: None},
    )


def edited(state: State, fact: f.QuestionEdited) -> None:
    question = state.interaction.questions[fact.question]
    question.text = fact.text
    if fact.in_review:
        leave_sight(state, question, IN_REVIEW)


def withdrawn(state: State, fact: f.QuestionWithdrawn) -> None:
    take_off_stage(state, fact.question)
    del state.interaction.questions[fact.question]


def upvoted(state: State, fact: f.QuestionUpvoted) -> None:
    state.interaction.questions[fact.question].upvotes.setdefault(fact.by)


def upvote_taken_back(state: State, fact: f.UpvoteTakenBack) -> None:
    state.interaction.questions[fact.question].upvotes.pop(fact.by, None)


def leave_sight(state: State, question: Question, status: QuestionStatus) -> None:
    question.status, question.answered_by = status, None
    take_off_stage(state, question.id)


def take_off_stage(state: State, question: QuestionId) -> None:
    if state.interaction.shown_question == question:
        state.interaction.shown_question = None
