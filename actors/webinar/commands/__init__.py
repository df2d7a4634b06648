"""Everything a webinar can be told, one class each; the wire's `type` is the class name in snake_case.

Who sends a command is never in it: identity comes from the session. Who may send it stands in `rights.py`.
`SPOKEN` are the commands a person can send; `INNER` come from our own web and actor code alone.
"""

from actors.webinar.commands.breakouts import (
    AnswerHelp,
    BroadcastToRooms,
    CallForHelp,
    CloseRooms,
    EnterRoom,
    ExtendRooms,
    LeaveRoom,
    MoveToRoom,
    OpenRooms,
)
from actors.webinar.commands.captions import DismissCaptioner, NameCaptioner, SayCaption
from actors.webinar.commands.chat import AllowChat, BlockChat, DeleteMessage, SendMessage
from actors.webinar.commands.hands import LowerAllHands, LowerHand, RaiseHand
from actors.webinar.commands.house import ChangeSettings, IssueInvite, Lock, RotateLinks, Unlock
from actors.webinar.commands.inner import (
    Absent,
    CaptureEnded,
    CloseRoom,
    Connected,
    Disconnected,
    Expire,
    ForgetPerson,
    Join,
    KeepRoster,
    MergeRoom,
    PollTimeUp,
    Register,
    Resume,
    RoomsTimeUp,
    StageTimeUp,
    WithdrawRegistration,
)
from actors.webinar.commands.lifecycle import BeginPractice, End, EndPractice, Leave, Reschedule, Start
from actors.webinar.commands.lobby import Admit, AdmitAll, Deny, DenyAll
from actors.webinar.commands.moderation import Allow, AskToUnmute, Ban, Kick, Mute, MuteAll, StopShare, StopVideo, Unban
from actors.webinar.commands.polls import ClosePoll, CreatePoll, DeletePoll, EditPoll, OpenPoll, RevealPoll, Vote
from actors.webinar.commands.questions import (
    AnswerQuestion,
    AskQuestion,
    AssignQuestion,
    DismissQuestion,
    EditQuestion,
    PublishQuestion,
    RestoreQuestion,
    ShowQuestion,
    TakeBackUpvote,
    TakeQuestion,
    Upvote,
    WithdrawQuestion,
)
from actors.webinar.commands.reactions import React
from actors.webinar.commands.recording import ConsentToRecording, PauseRecording, StartRecording, StopRecording
from actors.webinar.commands.registrations import ApproveRegistration, DeclineRegistration
from actors.webinar.commands.stage import (
    AcceptInvitation,
    DeclineInvitation,
    Demote,
    Invite,
    Spotlight,
    TurnOff,
    TurnOn,
    WithdrawInvitation,
)

SPOKEN = (
    Start | End | Leave | Reschedule | BeginPractice | EndPractice
    | Admit | AdmitAll | Deny | DenyAll | ApproveRegistration | DeclineRegistration
    | Invite | WithdrawInvitation | AcceptInvitation | DeclineInvitation | Demote | TurnOn | TurnOff | Spotlight
    | Mute | MuteAll | StopVideo | StopShare | Allow | AskToUnmute | Kick | Ban | Unban
    | Lock | Unlock | ChangeSettings | RotateLinks | IssueInvite
    | RaiseHand | LowerHand | LowerAllHands | React
    | SendMessage | DeleteMessage | BlockChat | AllowChat
    | SayCaption | NameCaptioner | DismissCaptioner
    | AskQuestion | EditQuestion | WithdrawQuestion | Upvote | TakeBackUpvote | PublishQuestion
    | DismissQuestion | RestoreQuestion | AssignQuestion | TakeQuestion | AnswerQuestion | ShowQuestion
    | CreatePoll | EditPoll | DeletePoll | OpenPoll | ClosePoll | RevealPoll | Vote
    | OpenRooms | MoveToRoom | EnterRoom | LeaveRoom | BroadcastToRooms | CallForHelp | AnswerHelp | ExtendRooms
    | CloseRooms
    | StartRecording | PauseRecording | StopRecording | ConsentToRecording
)  # fmt: skip
INNER = (
    Join | Connected | Disconnected | Absent | Expire | Resume | PollTimeUp | StageTimeUp | ForgetPerson
    | RoomsTimeUp | MergeRoom | KeepRoster | CloseRoom
    | Register | WithdrawRegistration | CaptureEnded
)  # fmt: skip
Command = SPOKEN | INNER

__all__ = [
    "INNER",
    "SPOKEN",
    "Absent",
    "AcceptInvitation",
    "Admit",
    "AdmitAll",
    "Allow",
    "AllowChat",
    "AnswerHelp",
    "AnswerQuestion",
    "ApproveRegistration",
    "AskQuestion",
    "AskToUnmute",
    "AssignQuestion",
    "Ban",
    "BeginPractice",
    "BlockChat",
    "BroadcastToRooms",
    "CallForHelp",
    "CaptureEnded",
    "ChangeSettings",
    "ClosePoll",
    "CloseRoom",
    "CloseRooms",
    "Command",
    "Connected",
    "ConsentToRecording",
    "CreatePoll",
    "DeclineInvitation",
    "DeclineRegistration",
    "DeleteMessage",
    "DeletePoll",
    "Demote",
    "Deny",
    "DenyAll",
    "Disconnected",
    "DismissCaptioner",
    "DismissQuestion",
    "EditPoll",
    "EditQuestion",
    "End",
    "EndPractice",
    "EnterRoom",
    "Expire",
    "ExtendRooms",
    "ForgetPerson",
    "Invite",
    "IssueInvite",
    "Join",
    "KeepRoster",
    "Kick",
    "Leave",
    "LeaveRoom",
    "Lock",
    "LowerAllHands",
    "LowerHand",
    "MergeRoom",
    "MoveToRoom",
    "Mute",
    "MuteAll",
    "NameCaptioner",
    "OpenPoll",
    "OpenRooms",
    "PauseRecording",
    "PollTimeUp",
    "PublishQuestion",
    "RaiseHand",
    "React",
    "Register",
    "Reschedule",
    "RestoreQuestion",
    "Resume",
    "RevealPoll",
    "RoomsTimeUp",
    "RotateLinks",
    "SayCaption",
    "SendMessage",
    "ShowQuestion",
    "Spotlight",
    "StageTimeUp",
    "Start",
    "StartRecording",
    "StopRecording",
    "StopShare",
    "StopVideo",
    "TakeBackUpvote",
    "TakeQuestion",
    "TurnOff",
    "TurnOn",
    "Unban",
    "Unlock",
    "Upvote",
    "Vote",
    "WithdrawInvitation",
    "WithdrawQuestion",
    "WithdrawRegistration",
]
