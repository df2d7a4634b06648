"""Questions as a view sees them."""

from datetime import datetime

from attrs import frozen

from actors.words import ParticipantId, QuestionId, QuestionStatus


@frozen
class QuestionView:
    """`author` None: anonymous. `name`: the author's. `asked`: its place in the log; of equal votes the lower is first.

    `assigned_to` is for hosts and the stage. `answer`: typed; None if it was given live, or not yet.
    """

    id: QuestionId
    author: ParticipantId | None
    name: str
    text: str
    status: QuestionStatus
    asked: int
    asked_at: datetime
    assigned_to: ParticipantId | None
    answered_by: ParticipantId | None
    answer: str | None


@frozen
class QuestionAppeared:
    """`mine`: whoever is shown this has asked it. Votes alone are told by the signal `QuestionVotes`."""

    question: QuestionView
    votes: int
    mine: bool


@frozen
class QuestionChanged:
    question: QuestionView
    votes: int


@frozen
class QuestionDisappeared:
    """Withdrawn, dismissed or back in review: which, is not for this view to know."""

    question: QuestionId
