"""What happened to the audience's questions."""

from attrs import frozen

from actors.words import ParticipantId, Pseudonym, QuestionId


@frozen
class AnonymityBegan:
    """Before the first anonymous question: `secret` makes the pseudonyms of their authors. It is sealed in the journal
    and destroyed there when the webinar ends.
    """

    secret: str


@frozen
class QuestionAsked:
    """`author` is None in an anonymous question; its `pseudonym` then tells the author alone that it is theirs.

    `in_review`: seen by hosts and its author until a host publishes it.
    """

    question: QuestionId
    author: ParticipantId | None
    pseudonym: Pseudonym | None
    text: str
    in_review: bool


@frozen
class QuestionEdited:
    """By its author. `in_review`: the new text needs a host's eye again."""

    question: QuestionId
    text: str
    in_review: bool


@frozen
class QuestionWithdrawn:
    question: QuestionId


@frozen
class QuestionPublished:
    question: QuestionId


@frozen
class QuestionDismissed:
    question: QuestionId
    by: ParticipantId


@frozen
class QuestionRestored:
    """From dismissed, taken or answered back to published."""

    question: QuestionId


@frozen
class QuestionUpvoted:
    question: QuestionId
    by: ParticipantId


@frozen
class UpvoteTakenBack:
    question: QuestionId
    by: ParticipantId


@frozen
class QuestionAssigned:
    """`to`: who is to answer it; None: nobody any more."""

    question: QuestionId
    to: ParticipantId | None


@frozen
class QuestionTaken:
    """It is being answered live."""

    question: QuestionId
    by: ParticipantId


@frozen
class QuestionAnswered:
    """`text`: the typed answer; None: it was answered live."""

    question: QuestionId
    by: ParticipantId
    text: str | None


@frozen
class QuestionShown:
    """On stage for everybody to read; None: no question is any more."""

    question: QuestionId | None
