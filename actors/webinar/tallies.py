"""What changes too often to be told each time: ballots, upvotes, places in the queue of hands.

Whatever is noted here is told as it then is, at most four times a second and to ten thousand once a second: to those
who may see it, and to the person whose ballot, upvote or hand it is, on all their pages.
"""

from typing import Final

from attrs import define, field

from actors import facts as f
from actors.alarms import Alarm, Alarms
from actors.facts import Fact
from actors.runtime import TrioActorRef
from actors.signals import QuestionVotes, YourHand, YourUpvotes
from actors.webinar import hands_view, polls_view, questions_view
from actors.webinar.messages import TalliesDue
from actors.webinar.state import State
from actors.webinar.view import INSIDE
from actors.webinar.watchers import Watchers
from actors.words import ParticipantId, PollId, QuestionId

TELL_EVERY_S: Final = 0.25
FEW: Final = 2500  # so many outboxes take some 40 ms; with more people it is told less often, in proportion


@define
class _News:
    """What to tell. Dicts without values are sets that keep their order."""

    polls: dict[PollId, None] = field(factory=dict)
    ballots: dict[tuple[PollId, ParticipantId], None] = field(factory=dict)
    questions: dict[QuestionId, None] = field(factory=dict)
    upvoters: dict[ParticipantId, None] = field(factory=dict)
    hands: dict[ParticipantId, None] = field(factory=dict)  # whose went up or down; others moved up for it
    is_queue_new: bool = False

    def __bool__(self) -> bool:
        return bool(self.polls or self.questions or self.upvoters or self.is_queue_new)


@define(eq=False)
class Tallies:
    """Sends `me` TalliesDue in its time; the answer to that is `tell`."""

    me: TrioActorRef
    alarms: Alarms
    watchers: Watchers
    _news: _News = field(factory=_News)
    _places: dict[ParticipantId, int] = field(factory=dict)  # as last told
    _alarm: Alarm | None = None

    def __attrs_post_init__(self) -> None:
        self._places = hands_view.places(self.watchers.gallery.state)

    def note(self, fact: Fact) -> None:
        """`watchers` has published it."""
        match fact:
            case f.BallotCast():
                self._news.polls[fact.poll] = None
                self._news.ballots[fact.poll, self.watchers.aliases.voter(fact)] = None
            case f.QuestionUpvoted() | f.UpvoteTakenBack():
                self._news.questions[fact.question] = None
                self._news.upvoters[fact.by] = None
            case f.QuestionPublished() | f.QuestionRestored():
                self._news.questions[fact.question] = None  # what was told before it was hidden may come late
            case f.QuestionAsked(author=str(author)):
                self._news.upvoters[author] = None  # whoever asks by name is for it from the beginning
            case f.PollClosed():
                self.watchers.aliases.close(fact.poll)
            case f.AllHandsLowered():
                self._news.is_queue_new = True
            case _:
                self._note_hand(fact)
        if self._news and self._alarm is None:
            self._alarm = self.alarms.after(self._pause_s(), self.me, TalliesDue())

    def _pause_s(self) -> float:
        return TELL_EVERY_S * max(1, len(self.watchers) / FEW)

    def _note_hand(self, fact: Fact) -> None:
        """A hand goes down with its owner too, without a fact of its own."""
        owner: ParticipantId = getattr(fact, "participant", "")
        if owner in self._places or isinstance(fact, f.HandRaised):
            self._news.hands[owner], self._news.is_queue_new = None, True

    def tell(self) -> None:
        news, self._news, self._alarm = self._news, _News(), None
        state = self.watchers.gallery.state
        self._tell_results(state, news)
        self._tell_votes(state, news)
        if news.is_queue_new:
            self._tell_places(state, news)

    def close(self) -> None:
        """Nobody is here any more."""
        self.watchers.aliases.forget()
        if self._alarm is not None:
            self._alarm.cancel()

    def _tell_results(self, state: State, news: _News) -> None:
        for poll in news.polls:
            for view in INSIDE:
                results = polls_view.live_results(state, poll, view)
                if results is not None:
                    self.watchers.tell_view(view, results)
        for poll, voter in news.ballots:
            ballot = polls_view.own_ballot(state, poll, voter) if self.watchers.is_inside(voter) else None
            if ballot is not None:
                self.watchers.tell(voter, ballot)

    def _tell_votes(self, state: State, news: _News) -> None:
        for view in INSIDE if news.questions else ():
            votes = self.watchers.gallery.shared(view).votes.votes
            seen = {question: votes[question] for question in news.questions if question in votes}
            if seen:
                self.watchers.tell_view(view, QuestionVotes(seen))
        for upvoter in news.upvoters:
            if self.watchers.is_inside(upvoter):
                self.watchers.tell(upvoter, YourUpvotes(questions_view.upvoted(state, upvoter)))

    def _tell_places(self, state: State, news: _News) -> None:
        told, self._places = self._places, hands_view.places(state)
        moved = {p: None for p in {**told, **self._places} if told.get(p) != self._places.get(p)}
        for participant in {**moved, **news.hands}:
            self.watchers.tell(participant, YourHand(self._places.get(participant)))
