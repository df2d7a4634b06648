"""A webinar as the checkers understand its log: a small fold of their own, so that a mistake in ours is not shared.

It knows only what the crowd does: who is here with which role, hands, votes, questions, the lock. Facts of other kinds
pass by.
"""

from collections.abc import Callable
from typing import Any

from attrs import define, field

from actors import facts as f
from actors.facts import Fact


@define
class Somebody:
    role: str
    place: str
    on: set[str] = field(factory=set)
    offered: str | None = None


@define
class Round:
    poll: str
    number: int
    options: int
    is_open: bool = True
    ballots: dict[str, tuple[tuple[int, ...], str]] = field(factory=dict)  # voter or pseudonym → last choice, receipt

    @property
    def tally(self) -> tuple[int, ...]:
        return tuple(sum(option in choices for choices, _ in self.ballots.values()) for option in range(self.options))


@define
class Model:
    """`seq` is the last fact's. Everything else is empty before the first."""

    seq: int = 0
    people: dict[str, Somebody] = field(factory=dict)
    hands: dict[str, None] = field(factory=dict)
    locked: bool = False
    status: str = "waiting"
    options: dict[str, int] = field(factory=dict)  # of each poll
    rounds: dict[str, Round] = field(factory=dict)  # the last of each poll
    questions: dict[str, str] = field(factory=dict)  # id → status
    upvotes: dict[str, set[str]] = field(factory=dict)
    messages: dict[str, str] = field(factory=dict)  # id → text, those to everybody that were not deleted

    def apply(self, seq: int, fact: Fact) -> str | None:
        """Takes the next fact. A sentence if the log itself is wrong there."""
        gap = None if seq == self.seq + 1 else f"the log has {seq} after {self.seq}"
        self.seq = seq
        fold = FOLDS.get(type(fact))
        return gap or (fold(self, fact) if fold else None)

    def inside(self) -> set[str]:
        return {participant for participant, person in self.people.items() if person.place == "in"}

    def gone(self, participant: str, place: str) -> None:
        person = self.people[participant]
        person.place, person.offered = place, None
        person.on.clear()
        self.hands.pop(participant, None)


def _created(model: Model, fact: f.WebinarCreated) -> None:
    model.people[fact.host] = Somebody("host", "in")


def _joined(model: Model, fact: f.ParticipantJoined) -> None:
    model.people[fact.participant] = Somebody(str(fact.role), "waiting" if fact.waiting else "in")


def _returned(model: Model, fact: f.ParticipantReturned) -> None:
    model.people[fact.participant].place = "waiting" if fact.waiting else "in"


def _started(model: Model, _: f.WebinarStarted) -> None:
    model.status = "live"


def _left(model: Model, fact: f.ParticipantLeft) -> None:
    model.gone(fact.participant, {"absent": "left"}.get(fact.reason, fact.reason))


def _role_changed(model: Model, fact: f.RoleChanged) -> None:
    person = model.people[fact.participant]
    person.role, person.offered = str(fact.role), None
    if person.role == "attendee":
        person.on.clear()
    else:
        model.hands.pop(fact.participant, None)


def _locked(model: Model, _: f.WebinarLocked) -> None:
    model.locked = True


def _unlocked(model: Model, _: f.WebinarUnlocked) -> None:
    model.locked = False


def _hand_raised(model: Model, fact: f.HandRaised) -> str | None:
    is_up = fact.participant in model.hands
    model.hands.setdefault(fact.participant)
    return f"{fact.participant} raised a hand twice" if is_up else None


def _drafted(model: Model, fact: f.PollDrafted) -> None:
    model.options[fact.poll] = len(fact.options)


def _opened(model: Model, fact: f.PollOpened) -> str | None:
    before = model.rounds.get(fact.poll)
    number = before.number + 1 if before else 1
    model.rounds[fact.poll] = Round(fact.poll, fact.round, model.options[fact.poll])
    return None if fact.round == number else f"round {fact.round} of {fact.poll} where {number} was due"


def _voted(model: Model, fact: f.BallotCast) -> str | None:
    round_ = model.rounds.get(fact.poll)
    if round_ is None or not round_.is_open or round_.number != fact.round:
        return f"a ballot in {fact.poll} while round {fact.round} was not open"
    round_.ballots[fact.voter] = fact.choices, fact.receipt
    return None


def _closed(model: Model, fact: f.PollClosed) -> str | None:
    round_ = model.rounds[fact.poll]
    round_.is_open = False
    counted = (round_.tally, len(round_.ballots))
    told = (tuple(fact.tally), fact.voters)
    return None if counted == told else f"{fact.poll} closed with {told}, its ballots come to {counted}"


def _asked(model: Model, fact: f.QuestionAsked) -> None:
    model.questions[fact.question] = "in_review" if fact.in_review else "published"
    model.upvotes[fact.question] = {fact.author} if fact.author else set()  # whoever asks by name is for it


def _upvoted(model: Model, fact: f.QuestionUpvoted) -> str | None:
    votes = model.upvotes[fact.question]
    is_known = fact.by in votes
    votes.add(fact.by)
    return f"{fact.by} upvoted {fact.question} twice" if is_known else None


def _withdrawn(model: Model, fact: f.QuestionWithdrawn) -> None:
    del model.questions[fact.question], model.upvotes[fact.question]


def _message_sent(model: Model, fact: f.MessageSent) -> None:
    if fact.to == "everyone":
        model.messages[fact.message] = fact.text


def _message_deleted(model: Model, fact: f.MessageDeleted) -> None:
    model.messages.pop(fact.message, None)


def _question_is(status: str) -> Callable[[Model, Any], None]:
    def fold(model: Model, fact: Any) -> None:
        model.questions[fact.question] = status

    return fold


# fmt: off
FOLDS: dict[type[Fact], Callable[[Model, Any], str | None]] = {
    f.WebinarCreated:      _created,
    f.WebinarStarted:      _started,
    f.ParticipantJoined:   _joined,
    f.ParticipantReturned: _returned,
    f.ParticipantLeft:     _left,
    f.RoleChanged:         _role_changed,
    f.RoleOffered:         lambda model, fact: setattr(model.people[fact.participant], "offered", str(fact.role)),
    f.RoleOfferDeclined:   lambda model, fact: setattr(model.people[fact.participant], "offered", None),
    f.RoleOfferWithdrawn:  lambda model, fact: setattr(model.people[fact.participant], "offered", None),
    f.SourceTurnedOn:      lambda model, fact: model.people[fact.participant].on.add(str(fact.source)),
    f.SourceTurnedOff:     lambda model, fact: model.people[fact.participant].on.discard(str(fact.source)),
    f.WebinarLocked:       _locked,
    f.WebinarUnlocked:     _unlocked,
    f.HandRaised:          _hand_raised,
    f.HandLowered:         lambda model, fact: model.hands.pop(fact.participant, None),
    f.AllHandsLowered:     lambda model, _: model.hands.clear(),
    f.PollDrafted:         _drafted,
    f.PollOpened:          _opened,
    f.BallotCast:          _voted,
    f.PollClosed:          _closed,
    f.QuestionAsked:       _asked,
    f.QuestionWithdrawn:   _withdrawn,
    f.QuestionPublished:   _question_is("published"),
    f.QuestionTaken:       _question_is("taken"),
    f.QuestionAnswered:    _question_is("answered"),
    f.QuestionDismissed:   _question_is("dismissed"),
    f.QuestionRestored:    _question_is("published"),
    f.QuestionUpvoted:     _upvoted,
    f.UpvoteTakenBack:     lambda model, fact: model.upvotes[fact.question].discard(fact.by),
    f.MessageSent:         _message_sent,
    f.MessageDeleted:      _message_deleted,
}
# fmt: on
