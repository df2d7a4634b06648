"""Answers that are put together from several things, as classes: for the document alone. Long because it lists all."""
# ruff: noqa: N815 - the API's own spelling

from datetime import datetime

from attrs import frozen

from actors.shown import PersonView
from actors.tree import ActorRow
from actors.webinar.messages import Presenter
from actors.webinar.registrations import RegistrationView
from actors.words import (
    ChatTo,
    MessageId,
    ParticipantId,
    Registering,
    RegistrationStatus,
    Role,
    Status,
    WebinarId,
)
from web.links import Invitation
from web.topics.chat import MessageOut
from web.topics.polls import PollOut
from web.topics.questions import QuestionOut


@frozen
class Error:
    """`code` is stable and for programs, `error` a sentence for people."""

    error: str
    code: str


@frozen
class WebinarInfo:
    """As far as the asker may know."""

    id: WebinarId
    title: str
    status: Status
    startedAt: datetime | None
    locked: bool
    participantCount: int
    waitingRoomCount: int
    presenters: tuple[Presenter, ...]
    isRecording: bool
    recordingAnnounced: bool
    consents: bool
    questionCount: int
    activePollCount: int
    description: str
    startsAt: datetime | None
    durationMinutes: int | None
    capacity: int
    registration: Registering
    practice: bool
    breakoutRoomCount: int


@frozen
class SharedTokens:
    presenter: str
    attendee: str


@frozen
class WebinarMade(WebinarInfo):
    participantId: ParticipantId
    hostToken: str
    invites: SharedTokens
    links: SharedTokens


@frozen
class Admission:
    """`admitted` false: in the waiting room."""

    admitted: bool
    participantId: ParticipantId
    token: str


@frozen
class People:
    participants: tuple[PersonView, ...]


@frozen
class SharedLinks:
    presenter: Invitation
    attendee: Invitation


@frozen
class Key:
    key: str
    algorithm: str


@frozen
class Forgotten:
    forgotten: ParticipantId


@frozen
class Noted:
    """`seq`: the place in the webinar's log up to which the answer holds. Commands with a result add its fields."""

    seq: int | None


@frozen
class Left:
    left: bool


@frozen
class Promoted:
    """An invitation, which the person has yet to accept."""

    promoted: ParticipantId
    accepted: bool


@frozen
class Demoted:
    demoted: ParticipantId


@frozen
class Questions:
    questions: tuple[QuestionOut, ...]


@frozen
class QuestionOrId:
    """All of it, unless the asker does not see it any more."""

    id: str


@frozen
class Withdrawn:
    withdrawn: bool


@frozen
class Upvoted:
    upvoted: bool


@frozen
class PollList:
    polls: tuple[PollOut, ...]


@frozen
class Deleted:
    deleted: bool


@frozen
class Closed:
    closed: bool


@frozen
class Messages:
    messages: tuple[MessageOut, ...]


@frozen
class MessageSent:
    id: MessageId
    userId: ParticipantId
    name: str
    content: str
    to: ChatTo
    recipient: ParticipantId | None
    timestamp: datetime


@frozen
class Announcement:
    title: str
    description: str
    startsAt: datetime | None
    durationMinutes: int | None


@frozen
class RegistrationForm(Announcement):
    registration: Registering
    id: WebinarId
    status: Status


@frozen
class RegistrationMade:
    """`token` and `link` only with the first registration of an address."""

    registration: str
    status: RegistrationStatus
    token: str = ""
    link: str = ""


@frozen
class MyRegistration(Announcement):
    """`invite` and `link` once it is approved."""

    registration: str
    name: str
    email: str
    status: RegistrationStatus
    invite: str = ""
    link: str = ""


@frozen
class RegistrationList:
    registrations: tuple[RegistrationView, ...]


@frozen
class RegistrationGone:
    withdrawn: str


@frozen
class Health:
    status: str


@frozen
class Actors:
    actors: tuple[ActorRow, ...]


@frozen
class CreatorMade:
    token: str


@frozen
class InviteMade:
    seq: int | None
    role: Role
    token: str
    link: str
