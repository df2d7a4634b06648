"""Who may do what: everything that decides it stands in this file, one row per command a person can send.

A row names the roles that may; where the asker must be; while what status; whom it may be done to. What a row cannot
say (a source that is blocked, a full stage, somebody else's question) is the business of the topic's own decision.

The file is long because the tables stand whole in it.
"""

from enum import Enum
from functools import cache

from attrs import frozen

from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.state import Person, Settings, State
from actors.words import EVERYBODY, HOSTS, RANK, STAGE, ParticipantId, Place, Role, Source, Status, Who


class Over(Enum):
    """Whose person may be acted upon. BELOW: a lower role than the asker's, so a host is out of reach for all."""

    ANYBODY = 0
    BELOW = 1
    BELOW_IF_HARD = 2  # a soft mute is a courtesy among equals, a hard one is not


@frozen
class Target:
    """Where the person acted upon must be, and the refusal if they are elsewhere."""

    places: frozenset[Place]
    refusal: Refusal


@frozen
class Right:
    roles: frozenset[Role]
    target: Target | None = None
    over: Over = Over.ANYBODY
    grants: bool = False  # hands out `command.role`, which must be lower than the asker's
    places: frozenset[Place] = frozenset({Place.IN})
    statuses: frozenset[Status] = frozenset({Status.WAITING, Status.LIVE})
    in_practice: bool = True  # false for what the audience would see of it later


@frozen
class Hour:
    """What of a webinar decides about everybody's rights at once."""

    status: Status
    practice: bool
    is_room: bool

    @staticmethod
    def of(state: State) -> "Hour":
        return Hour(state.status, state.practice, state.is_room)


HOST = frozenset({Role.HOST})
AUDIENCE = frozenset({Role.ATTENDEE})
BEFORE = frozenset({Status.WAITING})
HERE = frozenset({Place.IN, Place.WAITING})
HERE_OR_LEFT = HERE | {Place.LEFT}

WAITER = Target(frozenset({Place.WAITING}), Refusal("not_waiting", "This person is not in the waiting room."))
INSIDER = Target(frozenset({Place.IN}), Refusal("not_inside", "This person is not in the webinar."))
GUEST = Target(HERE_OR_LEFT, Refusal("not_inside", "This person is not in the webinar."))
ANYONE = Target(frozenset(Place) - {Place.BANNED}, Refusal("banned", "This person is banned."))
OUTCAST = Target(frozenset({Place.BANNED}), Refusal("not_banned", "This person is not banned."))

# fmt: off
RIGHTS: dict[type[c.SPOKEN], Right] = {
    #                     who may     done to   who must be                 and
    c.Start:             Right(HOSTS,                                       statuses=BEFORE),
    c.End:               Right(HOST),
    c.Leave:             Right(EVERYBODY,                                   places=HERE_OR_LEFT),
    c.Reschedule:        Right(HOSTS),
    c.BeginPractice:     Right(HOSTS,                                       statuses=BEFORE),
    c.EndPractice:       Right(HOSTS,                                       statuses=BEFORE),

    c.Admit:             Right(HOSTS,     WAITER),
    c.AdmitAll:          Right(HOSTS),
    c.Deny:              Right(HOSTS,     WAITER,   Over.BELOW),
    c.DenyAll:           Right(HOSTS),
    c.ApproveRegistration: Right(HOSTS),
    c.DeclineRegistration: Right(HOSTS),

    c.Invite:            Right(HOSTS,     INSIDER,  Over.BELOW,             grants=True),
    c.WithdrawInvitation: Right(HOSTS,    INSIDER,  Over.BELOW),
    c.AcceptInvitation:  Right(EVERYBODY),
    c.DeclineInvitation: Right(EVERYBODY),
    c.Demote:            Right(HOSTS,     GUEST,    Over.BELOW,             grants=True),
    c.TurnOn:            Right(STAGE),
    c.TurnOff:           Right(STAGE),
    c.Spotlight:         Right(HOSTS),

    c.Mute:              Right(HOSTS,     INSIDER,  Over.BELOW_IF_HARD),
    c.MuteAll:           Right(HOSTS),
    c.StopVideo:         Right(HOSTS,     INSIDER,  Over.BELOW_IF_HARD),
    c.StopShare:         Right(HOSTS,     INSIDER,  Over.BELOW_IF_HARD),
    c.Allow:             Right(HOSTS,     GUEST,    Over.BELOW),
    c.AskToUnmute:       Right(HOSTS,     INSIDER),
    c.Kick:              Right(HOSTS,     GUEST,    Over.BELOW),
    c.Ban:               Right(HOSTS,     ANYONE,   Over.BELOW),
    c.Unban:             Right(HOSTS,     OUTCAST,  Over.BELOW),

    c.Lock:              Right(HOSTS),
    c.Unlock:            Right(HOSTS),
    c.ChangeSettings:    Right(HOSTS),
    c.RotateLinks:       Right(HOSTS,                                       grants=True),
    c.IssueInvite:       Right(HOSTS,                                       grants=True),

    c.RaiseHand:         Right(AUDIENCE),
    c.LowerHand:         Right(EVERYBODY),
    c.LowerAllHands:     Right(HOSTS),
    c.React:             Right(EVERYBODY),

    c.SendMessage:       Right(EVERYBODY),
    c.DeleteMessage:     Right(EVERYBODY),
    c.BlockChat:         Right(HOSTS,     GUEST,    Over.BELOW),
    c.AllowChat:         Right(HOSTS,     GUEST,    Over.BELOW),

    c.SayCaption:        Right(EVERYBODY,                                   in_practice=False),
    c.NameCaptioner:     Right(HOSTS,     INSIDER),
    c.DismissCaptioner:  Right(HOSTS,     GUEST),

    c.AskQuestion:       Right(EVERYBODY,                                   in_practice=False),
    c.EditQuestion:      Right(EVERYBODY),
    c.WithdrawQuestion:  Right(EVERYBODY),
    c.Upvote:            Right(EVERYBODY),
    c.TakeBackUpvote:    Right(EVERYBODY),
    c.PublishQuestion:   Right(HOSTS),
    c.DismissQuestion:   Right(HOSTS),
    c.RestoreQuestion:   Right(HOSTS),
    c.AssignQuestion:    Right(HOSTS),
    c.TakeQuestion:      Right(STAGE),
    c.AnswerQuestion:    Right(STAGE),
    c.ShowQuestion:      Right(HOSTS),

    c.CreatePoll:        Right(HOSTS),
    c.EditPoll:          Right(HOSTS),
    c.DeletePoll:        Right(HOSTS),
    c.OpenPoll:          Right(HOSTS,                                       in_practice=False),
    c.ClosePoll:         Right(HOSTS),
    c.RevealPoll:        Right(HOSTS),
    c.Vote:              Right(EVERYBODY),

    c.OpenRooms:         Right(HOSTS),
    c.MoveToRoom:        Right(HOSTS,     INSIDER,  Over.BELOW),
    c.EnterRoom:         Right(EVERYBODY),
    c.LeaveRoom:         Right(EVERYBODY),
    c.BroadcastToRooms:  Right(HOSTS),
    c.CallForHelp:       Right(EVERYBODY),
    c.AnswerHelp:        Right(HOSTS),
    c.ExtendRooms:       Right(HOSTS),
    c.CloseRooms:        Right(HOSTS),

    c.StartRecording:    Right(HOSTS),
    c.PauseRecording:    Right(HOSTS),
    c.StopRecording:     Right(HOSTS),
    c.ConsentToRecording: Right(EVERYBODY,                                  places=HERE),
}

# What can be done in a breakout room, by those who may do it anywhere. The rest is done in the webinar itself.
IN_ROOMS: frozenset[type[c.SPOKEN]] = frozenset({
    c.Invite, c.WithdrawInvitation, c.AcceptInvitation, c.DeclineInvitation, c.Demote, c.TurnOn, c.TurnOff, c.Spotlight,
    c.Mute, c.MuteAll, c.StopVideo, c.StopShare, c.Allow, c.AskToUnmute,
    c.RaiseHand, c.LowerHand, c.LowerAllHands, c.React, c.SendMessage, c.DeleteMessage, c.BlockChat, c.AllowChat,
    c.SayCaption, c.NameCaptioner, c.DismissCaptioner,
    c.AskQuestion, c.EditQuestion, c.WithdrawQuestion, c.Upvote, c.TakeBackUpvote, c.PublishQuestion,
    c.DismissQuestion, c.RestoreQuestion, c.AssignQuestion, c.TakeQuestion, c.AnswerQuestion, c.ShowQuestion,
    c.CreatePoll, c.EditPoll, c.DeletePoll, c.OpenPoll, c.ClosePoll, c.RevealPoll, c.Vote,
})

# Which setting says who may turn a source on. No entry: everybody on stage. Hosts always may; the audience never.
GATES: dict[Source, str] = {
    Source.MICROPHONE:   "unmute",
    Source.SCREEN:       "share",
    Source.SCREEN_AUDIO: "share",
}
# fmt: on

NOT_ALLOWED = Refusal("not_allowed", "You may not do this.")
NO_SUCH_PARTICIPANT = Refusal("no_such_participant", "There is no such person in this webinar.")
ENDED = Refusal("ended", "This webinar has ended.")
NOT_IN_ROOM = Refusal("not_in_room", "You are not in this breakout room.")
NOT_IN_ROOMS = Refusal("not_in_rooms", "This is done in the webinar itself, not in a breakout room.")
ALREADY_STARTED = Refusal("already_started", "This webinar has started already.")
PRACTICE = Refusal("practice", "This has to wait until the practice is over.")
ELSEWHERE: dict[Place, Refusal] = {
    Place.WAITING: Refusal("waiting", "You are in the waiting room."),
    Place.LEFT: Refusal("left", "You have left this webinar."),
    Place.DENIED: Refusal("denied", "The host did not let you in."),
    Place.REMOVED: Refusal("removed", "The host removed you from this webinar."),
    Place.BANNED: Refusal("banned", "The host banned you from this webinar."),
}


def check(state: State, by: ParticipantId | None, command: c.SPOKEN) -> Refusal | None:
    """The whole of the table applied to one command; None: go ahead."""
    if state.status is Status.ENDED:
        return ENDED
    asker = state.people.get(by or "")
    if asker is None:
        return away(state, None)
    if state.is_room and type(command) not in IN_ROOMS:
        return NOT_IN_ROOMS
    right = RIGHTS[type(command)]
    return (
        _asker_refused(Hour.of(state), asker.role, asker.place, right)
        or _grant_refused(state, asker, right, command)
        or _target_refused(state, asker, right, command)
    )


def away(state: State, person: Person | None) -> Refusal:
    """Why somebody is not inside."""
    return _away(state.is_room, None if person is None else person.place)


def _away(is_room: bool, place: Place | None) -> Refusal:
    if is_room:
        return NOT_IN_ROOM
    return NO_SUCH_PARTICIPANT if place is None else ELSEWHERE[place]


def rights_of(state: State, role: Role, place: Place) -> tuple[type[c.SPOKEN], ...]:
    """The commands that somebody of this role at this place may now send; for whom, the command itself is checked."""
    return _rights_of(Hour.of(state), role, place)


@cache  # each snapshot asks, and there are few different answers
def _rights_of(stage: Hour, role: Role, place: Place) -> tuple[type[c.SPOKEN], ...]:
    if stage.status is Status.ENDED:
        return ()
    possible = (command for command in RIGHTS if not stage.is_room or command in IN_ROOMS)
    return tuple(command for command in possible if _asker_refused(stage, role, place, RIGHTS[command]) is None)


def sources_of(settings: Settings, person: Person) -> tuple[Source, ...]:
    """What this person may turn on; those that are on already are among them."""
    if person.place is not Place.IN or person.role not in STAGE:
        return ()
    return tuple(s for s in Source if s not in person.blocked and _gate_is_open(settings, person.role, s))


def allows(who: Who, role: Role) -> bool:
    """Whether a host's setting covers a role."""
    return role in {Who.HOSTS: HOSTS, Who.STAGE: STAGE, Who.EVERYONE: EVERYBODY}[who]


def _gate_is_open(settings: Settings, role: Role, source: Source) -> bool:
    return role in HOSTS or source not in GATES or allows(getattr(settings, GATES[source]), role)


def _asker_refused(hour: Hour, role: Role, place: Place, right: Right) -> Refusal | None:
    if place not in right.places:
        return _away(hour.is_room, place)
    if role not in right.roles:
        return NOT_ALLOWED
    if hour.practice and not right.in_practice:
        return PRACTICE
    return None if hour.status in right.statuses else ALREADY_STARTED


def _grant_refused(state: State, asker: Person, right: Right, command: c.SPOKEN) -> Refusal | None:
    role: Role = getattr(command, "role", Role.ATTENDEE)
    is_too_high = RANK[role] >= RANK[asker.role] or (state.is_room and role in HOSTS)
    return NOT_ALLOWED if right.grants and is_too_high else None


def _target_refused(state: State, asker: Person, right: Right, command: c.SPOKEN) -> Refusal | None:
    if right.target is None:
        return None
    person = state.people.get(getattr(command, "participant", ""))
    if person is None:
        return NO_SUCH_PARTICIPANT
    must_be_below = right.over is Over.BELOW or (right.over is Over.BELOW_IF_HARD and getattr(command, "hard", False))
    if must_be_below and RANK[person.role] >= RANK[asker.role]:
        return NOT_ALLOWED
    return None if person.place in right.target.places else right.target.refusal
