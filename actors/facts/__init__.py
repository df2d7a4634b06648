"""Everything that can have happened in a webinar: past tense, plain values, the only thing that is stored.

State is the fold of these (`actors/webinar/apply.py`). The journal's `type` is the class name in snake_case; what of it
goes over the wire, and to whom, stands in `actors/webinar/views.py`.
Once a class has been journalled its fields stay readable for ever: new fields get defaults.
"""

from actors.facts.breakouts import (
    HelpAnswered,
    HelpCalled,
    PeoplePlaced,
    PersonMoved,
    RoomBegan,
    RoomListsGiven,
    RoomMerged,
    RoomPoll,
    RoomsBroadcast,
    RoomsClosed,
    RoomsExtended,
    RoomsOpened,
    RoomSpec,
)
from actors.facts.captions import CaptionerDismissed, CaptionerNamed, CaptionSaid
from actors.facts.chat import ChatAllowed, ChatBlocked, MessageDeleted, MessageSent
from actors.facts.hands import AllHandsLowered, HandLowered, HandRaised
from actors.facts.house import InviteIssued, LinksRotated, SettingsChanged, WebinarLocked, WebinarUnlocked
from actors.facts.lifecycle import (
    PracticeBegan,
    PracticeEnded,
    Rescheduled,
    WebinarCreated,
    WebinarEnded,
    WebinarStarted,
)
from actors.facts.people import (
    EveryoneAdmitted,
    EveryoneDenied,
    InviteUsed,
    ParticipantAdmitted,
    ParticipantConnected,
    ParticipantDenied,
    ParticipantDisconnected,
    ParticipantJoined,
    ParticipantLeft,
    ParticipantReturned,
    ParticipantUnbanned,
)
from actors.facts.polls import (
    BallotCast,
    PollClosed,
    PollDeleted,
    PollDrafted,
    PollEdited,
    PollOpened,
    PollRevealed,
)
from actors.facts.privacy import PersonForgotten
from actors.facts.questions import (
    AnonymityBegan,
    QuestionAnswered,
    QuestionAsked,
    QuestionAssigned,
    QuestionDismissed,
    QuestionEdited,
    QuestionPublished,
    QuestionRestored,
    QuestionShown,
    QuestionTaken,
    QuestionUpvoted,
    QuestionWithdrawn,
    UpvoteTakenBack,
)
from actors.facts.recording import (
    ConsentGiven,
    RecordingPaused,
    RecordingResumed,
    RecordingStarted,
    RecordingStopped,
)
from actors.facts.registrations import (
    RegistrationApproved,
    RegistrationDeclined,
    RegistrationReceived,
    RegistrationWithdrawn,
)
from actors.facts.sessions import SessionResumed
from actors.facts.stage import (
    RoleChanged,
    RoleOfferDeclined,
    RoleOffered,
    RoleOfferWithdrawn,
    SourceAllowed,
    SourceBlocked,
    SourceTurnedOff,
    SourceTurnedOn,
    Spotlighted,
    UnmuteRequested,
)

Fact = (
    WebinarCreated | WebinarStarted | WebinarEnded | Rescheduled | PracticeBegan | PracticeEnded
    | ParticipantJoined | InviteUsed | ParticipantReturned | ParticipantLeft
    | ParticipantAdmitted | EveryoneAdmitted | ParticipantDenied | EveryoneDenied
    | ParticipantConnected | ParticipantDisconnected | ParticipantUnbanned
    | RoleOffered | RoleOfferWithdrawn | RoleOfferDeclined | RoleChanged
    | SourceTurnedOn | SourceTurnedOff | SourceBlocked | SourceAllowed | UnmuteRequested | Spotlighted
    | WebinarLocked | WebinarUnlocked | SettingsChanged | LinksRotated | InviteIssued
    | HandRaised | HandLowered | AllHandsLowered
    | MessageSent | MessageDeleted | ChatBlocked | ChatAllowed
    | CaptionSaid | CaptionerNamed | CaptionerDismissed
    | AnonymityBegan | QuestionAsked | QuestionEdited | QuestionWithdrawn | QuestionPublished | QuestionDismissed
    | QuestionRestored | QuestionUpvoted | UpvoteTakenBack | QuestionAssigned | QuestionTaken | QuestionAnswered
    | QuestionShown
    | PollDrafted | PollEdited | PollDeleted | PollOpened | BallotCast | PollClosed | PollRevealed
    | RoomsOpened | RoomListsGiven | PeoplePlaced | PersonMoved | RoomsBroadcast | HelpCalled | HelpAnswered
    | RoomsExtended | RoomsClosed | RoomMerged | RoomBegan
    | PersonForgotten | SessionResumed
    | RegistrationReceived | RegistrationApproved | RegistrationDeclined | RegistrationWithdrawn
    | RecordingStarted | RecordingPaused | RecordingResumed | RecordingStopped | ConsentGiven
)  # fmt: skip

__all__ = [
    "AllHandsLowered",
    "AnonymityBegan",
    "BallotCast",
    "CaptionSaid",
    "CaptionerDismissed",
    "CaptionerNamed",
    "ChatAllowed",
    "ChatBlocked",
    "ConsentGiven",
    "EveryoneAdmitted",
    "EveryoneDenied",
    "Fact",
    "HandLowered",
    "HandRaised",
    "HelpAnswered",
    "HelpCalled",
    "InviteIssued",
    "InviteUsed",
    "LinksRotated",
    "MessageDeleted",
    "MessageSent",
    "ParticipantAdmitted",
    "ParticipantConnected",
    "ParticipantDenied",
    "ParticipantDisconnected",
    "ParticipantJoined",
    "ParticipantLeft",
    "ParticipantReturned",
    "ParticipantUnbanned",
    "PeoplePlaced",
    "PersonForgotten",
    "PersonMoved",
    "PollClosed",
    "PollDeleted",
    "PollDrafted",
    "PollEdited",
    "PollOpened",
    "PollRevealed",
    "PracticeBegan",
    "PracticeEnded",
    "QuestionAnswered",
    "QuestionAsked",
    "QuestionAssigned",
    "QuestionDismissed",
    "QuestionEdited",
    "QuestionPublished",
    "QuestionRestored",
    "QuestionShown",
    "QuestionTaken",
    "QuestionUpvoted",
    "QuestionWithdrawn",
    "RecordingPaused",
    "RecordingResumed",
    "RecordingStarted",
    "RecordingStopped",
    "RegistrationApproved",
    "RegistrationDeclined",
    "RegistrationReceived",
    "RegistrationWithdrawn",
    "Rescheduled",
    "RoleChanged",
    "RoleOfferDeclined",
    "RoleOfferWithdrawn",
    "RoleOffered",
    "RoomBegan",
    "RoomListsGiven",
    "RoomMerged",
    "RoomPoll",
    "RoomSpec",
    "RoomsBroadcast",
    "RoomsClosed",
    "RoomsExtended",
    "RoomsOpened",
    "SessionResumed",
    "SettingsChanged",
    "SourceAllowed",
    "SourceBlocked",
    "SourceTurnedOff",
    "SourceTurnedOn",
    "Spotlighted",
    "UnmuteRequested",
    "UpvoteTakenBack",
    "WebinarCreated",
    "WebinarEnded",
    "WebinarLocked",
    "WebinarStarted",
    "WebinarUnlocked",
]
