"""What a webinar knows of its polls, questions, chat and hands: part of its state.

Changed by the topics' apply functions alone, and by `state.py` when people go.

Dicts keep their order: the order in which things were made. Dicts without values are sets that keep it too.
"""

from attrs import define, field, frozen

from actors.words import (
    Ballots,
    CaptionId,
    ChatTo,
    MessageId,
    ParticipantId,
    PollId,
    PollStatus,
    Pseudonym,
    QuestionId,
    QuestionStatus,
    Reveal,
)


@define
class Ballot:
    choices: tuple[int, ...]
    receipt: str


@define
class Round:
    """One opening of a poll. `secret` is empty for named ballots, and once the round is closed.

    `tally` is kept as ballots come, so that nobody counts ten thousand of them.
    """

    number: int
    opened_at_ms: int
    closes_at_ms: int | None
    secret: str
    tally: list[int]
    ballots: dict[ParticipantId | Pseudonym, Ballot] = field(factory=dict)
    closed_at_ms: int | None = None


@define
class Poll:
    """`rounds`: the open or last one stands last. `revealed`: everybody is shown the last round's results."""

    id: PollId
    question: str
    options: tuple[str, ...]
    multiple: bool
    ballots: Ballots
    may_change: bool
    reveal: Reveal
    right: tuple[int, ...]
    status: PollStatus = PollStatus.DRAFT
    revealed: bool = False
    rounds: list[Round] = field(factory=list)


@define
class Question:
    """`author` None and `pseudonym` set: anonymous. `seq` of its first fact breaks ties between equal votes."""

    id: QuestionId
    author: ParticipantId | None
    pseudonym: Pseudonym | None
    text: str
    status: QuestionStatus
    asked_at_ms: int
    seq: int
    upvotes: dict[ParticipantId, None] = field(factory=dict)
    assigned_to: ParticipantId | None = None
    answered_by: ParticipantId | None = None
    answer: str | None = None


@define
class Message:
    id: MessageId
    author: ParticipantId
    to: ChatTo
    recipient: ParticipantId | None
    text: str
    sent_at_ms: int


@frozen
class Caption:
    id: CaptionId
    by: ParticipantId
    language: str
    text: str
    from_ms: int
    until_ms: int


@define
class Interaction:
    """`messages` and `captions` hold the last ones, for whoever comes later; the log holds all. `question_secret`:
    empty until the first anonymous question, and once the webinar has ended. `spoke_at_ms`: when each last wrote, for
    slow mode. `captioners`: write captions though they are no hosts.
    """

    polls: dict[PollId, Poll] = field(factory=dict)
    questions: dict[QuestionId, Question] = field(factory=dict)
    question_secret: str = ""
    shown_question: QuestionId | None = None
    messages: dict[MessageId, Message] = field(factory=dict)
    spoke_at_ms: dict[ParticipantId, int] = field(factory=dict)
    chat_blocked: dict[ParticipantId, None] = field(factory=dict)
    captions: dict[CaptionId, Caption] = field(factory=dict)
    captioners: dict[ParticipantId, None] = field(factory=dict)
    hands: dict[ParticipantId, int] = field(factory=dict)  # when raised, wall clock

    def forget(self, participant: ParticipantId) -> None:
        """Somebody long gone; what they wrote, voted and asked stays."""
        self.spoke_at_ms.pop(participant, None)
        self.chat_blocked.pop(participant, None)
        self.captioners.pop(participant, None)
