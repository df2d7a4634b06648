"""What a command comes to: facts, or a refusal. Never changes state, reads no clock, rolls no die.

The rights table is asked first, then the command's own function, which may take for granted what the table has checked.
"""

from collections.abc import Callable
from typing import Any

from actors.ports import Refusal
from actors.webinar import (
    answering,
    breakouts,
    breakouts_opening,
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
    reactions,
    recording,
    registrations,
    resuming,
    roster,
    schedule,
    spotlight,
    stage,
)
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.rights import ENDED, NOT_IN_ROOM, check
from actors.webinar.state import State
from actors.words import Status

# fmt: off
SPOKEN: dict[type[c.SPOKEN], Callable[[State, Any, Context], Decision]] = {  # each takes the class it stands beside
    c.Start:              lifecycle.start,
    c.End:                lifecycle.end,
    c.Leave:              lifecycle.leave,
    c.Reschedule:         schedule.reschedule,
    c.BeginPractice:      practice.begin,
    c.EndPractice:        practice.end,
    c.Admit:              lobby.admit,
    c.AdmitAll:           lobby.admit_all,
    c.Deny:               lobby.deny,
    c.DenyAll:            lobby.deny_all,
    c.ApproveRegistration: registrations.approve,
    c.DeclineRegistration: registrations.decline,
    c.Invite:             stage.invite,
    c.WithdrawInvitation: stage.withdraw,
    c.AcceptInvitation:   stage.accept,
    c.DeclineInvitation:  stage.decline,
    c.Demote:             stage.demote,
    c.TurnOn:             stage.turn_on,
    c.TurnOff:            stage.turn_off,
    c.Spotlight:          spotlight.put,
    c.Mute:               moderation.stop_one,
    c.MuteAll:            moderation.mute_all,
    c.StopVideo:          moderation.stop_one,
    c.StopShare:          moderation.stop_one,
    c.Allow:              moderation.allow,
    c.AskToUnmute:        moderation.ask_to_unmute,
    c.Kick:               moderation.kick,
    c.Ban:                moderation.ban,
    c.Unban:              moderation.unban,
    c.Lock:               house.lock,
    c.Unlock:             house.unlock,
    c.ChangeSettings:     house.change_settings,
    c.RotateLinks:        house.rotate_links,
    c.IssueInvite:        house.issue_invite,
    c.RaiseHand:          hands.raise_,
    c.LowerHand:          hands.lower,
    c.LowerAllHands:      hands.lower_all,
    c.React:              reactions.react,
    c.SendMessage:        chat.send,
    c.DeleteMessage:      chat.delete,
    c.BlockChat:          chat.block,
    c.AllowChat:          chat.allow,
    c.SayCaption:         captions.say,
    c.NameCaptioner:      captions.name,
    c.DismissCaptioner:   captions.dismiss,
    c.AskQuestion:        questions.ask,
    c.EditQuestion:       questions.edit,
    c.WithdrawQuestion:   questions.withdraw,
    c.Upvote:             questions.upvote,
    c.TakeBackUpvote:     questions.take_back_upvote,
    c.PublishQuestion:    answering.publish,
    c.DismissQuestion:    answering.dismiss,
    c.RestoreQuestion:    answering.restore,
    c.AssignQuestion:     answering.assign,
    c.TakeQuestion:       answering.take,
    c.AnswerQuestion:     answering.answer,
    c.ShowQuestion:       answering.show,
    c.CreatePoll:         polls.create,
    c.EditPoll:           polls.edit,
    c.DeletePoll:         polls.delete,
    c.OpenPoll:           polls.open_,
    c.ClosePoll:          polls.close,
    c.RevealPoll:         polls.reveal,
    c.Vote:               polls.vote,
    c.OpenRooms:          breakouts_opening.open_,
    c.MoveToRoom:         breakouts.move_to,
    c.EnterRoom:          breakouts.enter,
    c.LeaveRoom:          breakouts.leave,
    c.BroadcastToRooms:   breakouts.broadcast,
    c.CallForHelp:        breakouts.call_for_help,
    c.AnswerHelp:         breakouts.answer_help,
    c.ExtendRooms:        breakouts.extend,
    c.CloseRooms:         breakouts.close,
    c.StartRecording:     recording.start,
    c.PauseRecording:     recording.pause,
    c.StopRecording:      recording.stop,
    c.ConsentToRecording: recording.consent,
}
INNER: dict[type[c.INNER], Callable[[State, Any, Context], Decision]] = {
    c.Join:               lobby.join,
    c.Connected:          lifecycle.connect,
    c.Disconnected:       lifecycle.disconnect,
    c.Absent:             lifecycle.absent,
    c.Expire:             lifecycle.expire,
    c.Resume:             resuming.resume,
    c.PollTimeUp:         polls.time_up,
    c.StageTimeUp:        stage.time_up,
    c.ForgetPerson:       forgetting.forget,
    c.Register:           registrations.register,
    c.WithdrawRegistration: registrations.withdraw,
    c.RoomsTimeUp:        breakouts.time_up,
    c.MergeRoom:          breakouts.merge,
    c.KeepRoster:         roster.keep,
    c.CloseRoom:          roster.close,
    c.CaptureEnded:       recording.capture_ended,
}
# fmt: on


ALSO_AFTER_THE_END = c.ForgetPerson | c.WithdrawRegistration | c.MergeRoom | c.CloseRoom
NOT_OF_ROOMS: dict[type[c.INNER], Decision] = {  # who is in one, and for how long, is for its webinar to say
    c.Join: NOT_IN_ROOM,
    c.Absent: [],
    c.Expire: [],
}


def decide(state: State, command: c.Command, ctx: Context) -> Decision:
    decision = _decide(state, command, ctx)
    if isinstance(decision, Refusal):
        return decision
    return spotlight.with_end(state, breakouts.with_late(state, decision))


def _decide(state: State, command: c.Command, ctx: Context) -> Decision:
    if isinstance(command, c.INNER):
        is_over = state.status is Status.ENDED and not isinstance(command, ALSO_AFTER_THE_END)
        if state.is_room and type(command) in NOT_OF_ROOMS:
            return NOT_OF_ROOMS[type(command)]
        return ENDED if is_over else INNER[type(command)](state, command, ctx)
    refused = check(state, ctx.by, command)
    return refused if refused is not None else SPOKEN[type(command)](state, command, ctx)
