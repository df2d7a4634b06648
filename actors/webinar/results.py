"""What the few commands answer that have more to say than that they are done."""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import frozen

from actors import facts as f
from actors.facts import Fact, RoomPoll, RoomSpec
from actors.webinar import commands as c
from actors.webinar.registrations import EMAIL_MAX
from actors.webinar.state import State
from actors.webinar.text import cleaned
from actors.words import (
    CaptionId,
    InviteId,
    MessageId,
    ParticipantId,
    Place,
    PollId,
    QuestionId,
    RecordingId,
    RegistrationStatus,
    Role,
)


@frozen
class Joined:
    """`admitted`: inside; otherwise in the waiting room."""

    participant: ParticipantId
    admitted: bool


@frozen
class Issued:
    invite: InviteId
    role: Role


@frozen
class Rotated:
    role: Role
    epoch: int


@frozen
class Created:
    poll: PollId


@frozen
class Asked:
    question: QuestionId


@frozen
class Sent:
    message: MessageId


@frozen
class Captioned:
    caption: CaptionId


@frozen
class RoomsMade:
    """In the order in which they were named."""

    rooms: tuple[RoomSpec, ...]


@frozen
class Recorded:
    """The recording that runs, or is paused."""

    recording: RecordingId


@frozen
class RoomResults:
    """What a closed room leaves."""

    facts: int
    people: int
    questions: int
    polls: tuple[RoomPoll, ...]


@frozen
class Voted:
    """`receipt`: shows its voter the ballot in the webinar's log, and nobody else whose it is."""

    receipt: str


@frozen
class Registered:
    """`is_new` False: somebody has registered with that address before."""

    registration: InviteId
    is_approved: bool
    is_new: bool


Result = (
    Joined | Registered | Issued | Rotated | Created | Asked | Sent | Captioned | Voted | RoomsMade | RoomResults
    | Recorded | None
)  # fmt: skip


def result_of(state: State, command: c.Command, facts: Sequence[Fact]) -> Result:
    """`state` is the one after the facts."""
    tell = RESULTS.get(type(command))
    return tell(state, command, facts) if tell else None


def _joined(state: State, command: c.Join, facts: Sequence[Fact]) -> Joined:
    participant: ParticipantId | None = getattr(facts[0], "participant", None) if facts else command.returning
    if participant is None:  # somebody who is in already showed their personal invite again
        participant = state.invites[command.invite or ""].used_by or ""
    return Joined(participant, admitted=state.people[participant].place is Place.IN)


def _registered(state: State, command: c.Register, facts: Sequence[Fact]) -> Registered:
    registration = state.emails[(cleaned(command.email, EMAIL_MAX) or "").casefold()]
    status = state.registrations[registration].status
    return Registered(registration, status is RegistrationStatus.APPROVED, is_new=bool(facts))


def _issued(_: State, __: c.IssueInvite, facts: Sequence[Fact]) -> Issued:
    (fact,) = facts
    assert isinstance(fact, f.InviteIssued)
    return Issued(fact.invite, fact.role)


def _rotated(_: State, __: c.RotateLinks, facts: Sequence[Fact]) -> Rotated:
    fact = facts[0]
    assert isinstance(fact, f.LinksRotated)
    return Rotated(fact.role, fact.epoch)


def _created(_: State, __: c.CreatePoll, facts: Sequence[Fact]) -> Created:
    (fact,) = facts
    assert isinstance(fact, f.PollDrafted)
    return Created(fact.poll)


def _asked(_: State, __: c.AskQuestion, facts: Sequence[Fact]) -> Asked:
    fact = facts[-1]  # the first anonymous one begins with a secret
    assert isinstance(fact, f.QuestionAsked)
    return Asked(fact.question)


def _sent(_: State, __: c.SendMessage, facts: Sequence[Fact]) -> Sent:
    (fact,) = facts
    assert isinstance(fact, f.MessageSent)
    return Sent(fact.message)


def _captioned(_: State, __: c.SayCaption, facts: Sequence[Fact]) -> Captioned:
    (fact,) = facts
    assert isinstance(fact, f.CaptionSaid)
    return Captioned(fact.caption)


def _voted(_: State, __: c.Vote, facts: Sequence[Fact]) -> Voted:
    (fact,) = facts
    assert isinstance(fact, f.BallotCast)
    return Voted(fact.receipt)


def _rooms_made(_: State, __: c.OpenRooms, facts: Sequence[Fact]) -> RoomsMade:
    fact = facts[0]
    assert isinstance(fact, f.RoomsOpened)
    return RoomsMade(fact.rooms)


def _room_results(state: State, _: c.CloseRoom, __: Sequence[Fact]) -> RoomResults:
    said = state.interaction
    held = [(poll, poll.rounds[-1]) for poll in said.polls.values() if poll.rounds]
    polls = (RoomPoll(poll.question, poll.options, tuple(last.tally), len(last.ballots)) for poll, last in held)
    return RoomResults(state.seq, len(state.people), len(said.questions), tuple(polls))


def _recorded(state: State, command: c.StartRecording | c.PauseRecording, _: Sequence[Fact]) -> Recorded:
    return Recorded(state.recordings[command.room].id)


RESULTS: dict[type[c.Command], Callable[[State, Any, Sequence[Fact]], Result]] = {
    c.Join: _joined,
    c.Register: _registered,
    c.IssueInvite: _issued,
    c.RotateLinks: _rotated,
    c.CreatePoll: _created,
    c.AskQuestion: _asked,
    c.SendMessage: _sent,
    c.SayCaption: _captioned,
    c.Vote: _voted,
    c.OpenRooms: _rooms_made,
    c.CloseRoom: _room_results,
    c.StartRecording: _recorded,
    c.PauseRecording: _recorded,
}
