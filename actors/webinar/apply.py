"""State is the fold of the log: each fact's class has one function, and they alone change state. They never refuse."""

from collections.abc import Callable, Iterable
from typing import Any

from actors import facts as f
from actors.facts import Fact
from actors.ports import Remembered, StoredFact
from actors.webinar import (
    answering,
    breakouts,
    captions,
    chat,
    forgetting,
    hands,
    house,
    lifecycle,
    lobby,
    moderation,
    polls,
    practice,
    questions,
    recording,
    registrations,
    resuming,
    roster,
    schedule,
    spotlight,
    stage,
)
from actors.webinar.state import State
from actors.words import WebinarId

# fmt: off
APPLY: dict[type[Fact], Callable[[State, Any], None]] = {  # each takes the class it stands beside
    f.WebinarCreated:          lifecycle.created,
    f.WebinarStarted:          lifecycle.started,
    f.WebinarEnded:            lifecycle.ended,
    f.Rescheduled:             schedule.rescheduled,
    f.PracticeBegan:           practice.began,
    f.PracticeEnded:           practice.ended,
    f.ParticipantJoined:       lobby.joined,
    f.InviteUsed:              lobby.invite_used,
    f.ParticipantReturned:     lobby.returned,
    f.ParticipantLeft:         lifecycle.left,
    f.ParticipantAdmitted:     lobby.admitted,
    f.EveryoneAdmitted:        lobby.everyone_admitted,
    f.ParticipantDenied:       lobby.denied,
    f.EveryoneDenied:          lobby.everyone_denied,
    f.ParticipantConnected:    lifecycle.connected,
    f.ParticipantDisconnected: lifecycle.disconnected,
    f.ParticipantUnbanned:     moderation.unbanned,
    f.RoleOffered:             stage.role_offered,
    f.RoleOfferWithdrawn:      stage.offer_closed,
    f.RoleOfferDeclined:       stage.offer_closed,
    f.RoleChanged:             stage.role_changed,
    f.SourceTurnedOn:          stage.source_on,
    f.SourceTurnedOff:         stage.source_off,
    f.SourceBlocked:           moderation.source_blocked,
    f.SourceAllowed:           moderation.source_allowed,
    f.Spotlighted:             spotlight.spotlighted,
    f.UnmuteRequested:         lambda _state, _fact: None,
    f.WebinarLocked:           house.locked,
    f.WebinarUnlocked:         house.unlocked,
    f.SettingsChanged:         house.new_settings,
    f.LinksRotated:            house.rotated,
    f.InviteIssued:            house.invite_issued,
    f.HandRaised:              hands.raised,
    f.HandLowered:             hands.lowered,
    f.AllHandsLowered:         hands.all_lowered,
    f.MessageSent:             chat.sent,
    f.MessageDeleted:          chat.deleted,
    f.ChatBlocked:             chat.blocked,
    f.ChatAllowed:             chat.allowed,
    f.CaptionSaid:             captions.said,
    f.CaptionerNamed:          captions.named,
    f.CaptionerDismissed:      captions.dismissed,
    f.AnonymityBegan:          questions.anonymity_began,
    f.QuestionAsked:           questions.asked,
    f.QuestionEdited:          questions.edited,
    f.QuestionWithdrawn:       questions.withdrawn,
    f.QuestionPublished:       answering.published,
    f.QuestionDismissed:       answering.dismissed,
    f.QuestionRestored:        answering.published,
    f.QuestionUpvoted:         questions.upvoted,
    f.UpvoteTakenBack:         questions.upvote_taken_back,
    f.QuestionAssigned:        answering.assigned,
    f.QuestionTaken:           answering.taken,
    f.QuestionAnswered:        answering.answered,
    f.QuestionShown:           answering.shown,
    f.PollDrafted:             polls.worded,
    f.PollEdited:              polls.worded,
    f.PollDeleted:             polls.deleted,
    f.PollOpened:              polls.opened,
    f.BallotCast:              polls.ballot_cast,
    f.PollClosed:              polls.closed,
    f.PollRevealed:            polls.revealed,
    f.RoomsOpened:             breakouts.opened,
    f.RoomListsGiven:          breakouts.lists_given,
    f.PeoplePlaced:            breakouts.people_placed,
    f.PersonMoved:             breakouts.person_moved,
    f.RoomsBroadcast:          lambda _state, _fact: None,
    f.HelpCalled:              breakouts.help_called,
    f.HelpAnswered:            breakouts.help_answered,
    f.RoomsExtended:           breakouts.extended,
    f.RoomsClosed:             breakouts.closed,
    f.RoomMerged:              breakouts.merged,
    f.RoomBegan:               roster.began,
    f.PersonForgotten:         forgetting.forgotten,
    f.SessionResumed:          resuming.resumed,
    f.RegistrationReceived:    registrations.received,
    f.RegistrationApproved:    registrations.approved,
    f.RegistrationDeclined:    registrations.declined,
    f.RegistrationWithdrawn:   registrations.withdrawn,
    f.RecordingStarted:        recording.started,
    f.RecordingPaused:         recording.paused,
    f.RecordingResumed:        recording.resumed,
    f.RecordingStopped:        recording.stopped,
    f.ConsentGiven:            recording.consented,
}
# fmt: on


def apply(state: State, stored: StoredFact) -> None:
    """Facts come in the order of their `seq`, without a gap."""
    assert stored.seq == state.seq + 1, f"fact {stored.seq} after {state.seq}"
    state.seq, state.at_ms = stored.seq, stored.at_ms
    APPLY[type(stored.fact)](state, stored.fact)


def fold(webinar: WebinarId, log: Iterable[StoredFact | Remembered]) -> State:
    """The state after a whole log: facts, and the answers that were given."""
    return fold_into(State(webinar), log)


def fold_into(state: State, log: Iterable[StoredFact | Remembered]) -> State:
    """The same state, after what follows in the log."""
    for entry in log:
        if isinstance(entry, StoredFact):
            apply(state, entry)
        else:
            state.answers.remember(entry)
    return state
