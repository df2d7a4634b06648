"""What a client makes of what it hears about polls, questions, chat and hands: docs/protocol.md, in code."""

from collections.abc import Mapping
from typing import Any

from attrs import define, evolve

from actors import facts as f
from actors import shown as s
from actors.signals import PollResults, QuestionVotes, Signal, YourBallot, YourHand, YourUpvotes
from actors.webinar.captions import KEPT
from actors.webinar.snapshots import Snapshot, WebinarView
from actors.words import MessageId, ParticipantId, PollId, PollStatus, QuestionId, QuestionStatus

ON_STAGE = {"host", "co_host", "presenter"}
VOTED_FOR = {QuestionStatus.PUBLISHED, QuestionStatus.TAKEN}
READABLE = {QuestionStatus.PUBLISHED, QuestionStatus.TAKEN, QuestionStatus.ANSWERED}


@define(eq=False)
class ModelLists:
    """`upvoted` may name questions that are not in the list just now, and may come back. What came and went while a
    page was away may go once more.
    """

    polls: dict[PollId, s.PollView]
    ballots: dict[PollId, YourBallot]
    questions: dict[QuestionId, s.QuestionView]
    votes: dict[QuestionId, int]
    mine: set[QuestionId]
    upvoted: set[QuestionId]
    shown_question: QuestionId | None
    messages: dict[MessageId, s.MessageView]
    captions: list[s.CaptionView]
    hands: dict[ParticipantId, s.HandView]
    place: int | None

    @classmethod
    def of(cls, snapshot: Snapshot) -> "ModelLists":
        return cls(
            polls={poll.id: poll for poll in snapshot.polls},
            ballots={ballot.poll: ballot for ballot in snapshot.you.ballots},
            questions={question.id: question for question in snapshot.questions},
            votes=dict(snapshot.votes),
            mine=set(snapshot.you.questions),
            upvoted=set(snapshot.you.upvoted),
            shown_question=snapshot.webinar.shown_question if isinstance(snapshot.webinar, WebinarView) else None,
            messages={message.id: message for message in snapshot.messages},
            captions=list(snapshot.captions),
            hands={hand.participant: hand for hand in snapshot.hands},
            place=snapshot.you.hand,
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ModelLists) and self.on_display() == other.on_display()

    __hash__ = None  # type: ignore[assignment]

    def on_display(self) -> dict[str, object]:
        return {
            "polls": sorted(self.polls.values(), key=lambda poll: poll.id),
            "ballots": self.ballots,
            "questions": sorted(self.questions.values(), key=lambda question: question.asked),
            "votes": self.votes,
            "mine": self.mine,
            "upvoted": self.upvoted & self.questions.keys(),
            "shown_question": self.shown_question,
            "messages": list(self.messages.values()),
            "captions": self.captions,
            "hands": list(self.hands.values()),
            "place": self.place,
        }

    def hear(self, fact: s.Shown) -> None:
        match fact:
            case s.PollAppeared(poll) | s.PollChanged(poll):
                self._poll(poll)
            case s.PollDisappeared(poll_id):
                self.polls.pop(poll_id, None)
                self.ballots.pop(poll_id, None)
            case s.QuestionAppeared() | s.QuestionChanged() | s.QuestionDisappeared() | f.QuestionShown():
                self._question(fact)
            case s.MessageAppeared(message):
                self.messages[message.id] = message
            case s.MessageDisappeared(message_id):
                self.messages.pop(message_id, None)
            case s.CaptionAppeared(caption):
                self.captions = [*self.captions, caption][-KEPT:]
            case f.PersonForgotten(participant):
                self._forget(participant)
            case _:
                self._hand(fact)

    def _poll(self, poll: s.PollView) -> None:
        self.polls[poll.id] = poll
        ballot = self.ballots.get(poll.id)
        if ballot is not None and not _counts(poll, ballot.round):
            del self.ballots[poll.id]

    def _question(self, fact: s.Shown) -> None:
        match fact:
            case s.QuestionAppeared(question, votes, mine):
                assert question.id not in self.questions
                self.questions[question.id], self.votes[question.id] = question, votes
                self.mine |= {question.id} if mine else set()
            case s.QuestionChanged(question, votes):
                assert question.id in self.questions
                self.questions[question.id], self.votes[question.id] = question, votes
            case s.QuestionDisappeared(question_id):
                self.questions.pop(question_id, None)
                self.votes.pop(question_id, None)
                self.mine.discard(question_id)
            case f.QuestionShown(question_id):
                self.shown_question = question_id
        shown = self.questions.get(self.shown_question or "")
        self.shown_question = shown.id if shown is not None and shown.status in READABLE else None

    def _hand(self, fact: Any) -> None:
        """Whoever goes or comes on stage has no hand up."""
        match fact:
            case s.HandAppeared(hand):
                self.hands[hand.participant] = hand
            case s.HandDisappeared(participant) | s.ParticipantDisappeared(participant):
                self.hands.pop(participant, None)
            case f.ParticipantLeft(participant, _) | f.RoleChanged(participant, _, _):
                self.hands.pop(participant, None)
            case s.ParticipantAppeared(person) if person.role in ON_STAGE:
                self.hands.pop(person.id, None)
            case f.AllHandsLowered():
                self.hands.clear()

    def _forget(self, participant: ParticipantId) -> None:
        for message in self.messages.values():
            if message.author == participant:
                self.messages[message.id] = evolve(message, name="", text="")
        self.captions = [evolve(said, text="") if said.by == participant else said for said in self.captions]
        for question in self.questions.values():
            by = {"name": "", "text": ""} if question.author == participant else {}
            said = {"answer": ""} if question.answered_by == participant and question.answer is not None else {}
            self.questions[question.id] = evolve(question, **by, **said)

    def notice(self, signal: Signal) -> None:
        match signal:
            case PollResults():
                self._results(signal)
            case QuestionVotes(votes):
                self._votes(votes)
            case YourBallot(poll, number):
                if poll in self.polls and _counts(self.polls[poll], number):
                    self.ballots[poll] = signal
            case YourUpvotes(questions):
                self.upvoted = set(questions)
            case YourHand(place):
                self.place = place

    def _votes(self, votes: Mapping[QuestionId, int]) -> None:
        """Of those that can be voted for: a signal may come late."""
        known = ((question, self.questions.get(question)) for question in votes)
        self.votes |= {question: votes[question] for question, view in known if view and view.status in VOTED_FOR}

    def _results(self, signal: PollResults) -> None:
        """Of those who may see them, and of the round that is open: a signal may come late."""
        poll = self.polls.get(signal.poll)
        if poll is not None and poll.results is not None and _counts(poll, signal.round):
            self.polls[poll.id] = evolve(poll, results=s.Results(signal.tally, signal.voters))


def _counts(poll: s.PollView, number: int) -> bool:
    """Whether that round is the open one."""
    return poll.status is PollStatus.OPEN and poll.round == number
