"""The audience's questions, and what hosts do with them."""

from attrs import frozen

from actors.words import ParticipantId, QuestionId


@frozen
class AskQuestion:
    """Answered with the question's id. `anonymous`: nobody will know whose it is, hosts included."""

    text: str
    anonymous: bool = False


@frozen
class EditQuestion:
    """My own, until it is taken or answered."""

    question: QuestionId
    text: str


@frozen
class WithdrawQuestion:
    """My own, until it is answered."""

    question: QuestionId


@frozen
class Upvote:
    question: QuestionId


@frozen
class TakeBackUpvote:
    question: QuestionId


@frozen
class PublishQuestion:
    """From review to everybody."""

    question: QuestionId


@frozen
class DismissQuestion:
    question: QuestionId


@frozen
class RestoreQuestion:
    """Dismissed, answered or being answered, it is published again and waits."""

    question: QuestionId


@frozen
class AssignQuestion:
    """`to`: somebody on stage; None takes it back."""

    question: QuestionId
    to: ParticipantId | None = None


@frozen
class TakeQuestion:
    """It is being answered live now."""

    question: QuestionId


@frozen
class AnswerQuestion:
    """`text`: a typed answer; None: it has been answered live. Once more: a correction."""

    question: QuestionId
    text: str | None = None


@frozen
class ShowQuestion:
    """On stage for everybody; None takes it off."""

    question: QuestionId | None = None
