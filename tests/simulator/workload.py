"""What people say: for each command how often, and how one is made from what its speaker can know.

`WORKLOAD` holds all that a person can send; `PROVOKED` says of each command of our own code what makes it happen here,
and which fact it leaves. A command that is in neither fails a test. The file is long because it lists
them all.
"""

from collections.abc import Callable, Collection
from random import Random
from typing import TYPE_CHECKING, Final, TypeVar

from attrs import frozen

from actors import facts as f
from actors.facts import Fact
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.decide import decide
from actors.webinar.decision import Context
from actors.webinar.snapshots import RIGHT_NAMES
from actors.webinar.state import State
from actors.words import (
    MAIN,
    Assign,
    Ballots,
    ChatTo,
    ParticipantId,
    Reaction,
    Registering,
    Reveal,
    Role,
    Source,
    Speak,
    WaitingRoom,
    Who,
)
from tests.simulator.known import Known, one_of
from tests.simulator.marks import Marks

if TYPE_CHECKING:
    from tests.simulator.page import Page
    from tests.simulator.person import Person

T = TypeVar("T")

OUT_OF_TURN: Final = 0.12  # share of commands that the speaker has no right to, as far as they know
ELSEWHERE: Final = 0.03  # share of commands that name what belongs to the other webinar
USELESS: Final = 0.3  # share of commands that may well have no effect
TRIES: Final = 6  # to find one that has
IN_FASHION: Final = 6.0  # how much more often the topics of the run are spoken about
HOBBIES: Final = 2  # that everybody in a run has, so that what is rare happens often in some runs
HOBBY: Final = 3  # commands of each, which stand together below: most often one takes back what another did
FONDNESS: Final = 30.0  # how much more often they are said


@frozen
class Scene:
    """What a maker may use. `mine` is the speaker's id, `label` what their texts are signed with."""

    chance: Random
    known: Known
    marks: Marks
    town: str
    label: str
    labels: dict[str, str]  # of participants, by id

    def person(self) -> str:
        ids = self.known.participants
        return self.chance.choice(ids) if ids and self.chance.random() < 0.98 else "nobody"

    def poll(self) -> str:
        return one_of(self.chance, self.known.polls)

    def registration(self) -> str:
        return one_of(self.chance, self.known.registrations)

    def question(self) -> str:
        return one_of(self.chance, self.known.questions)

    def message(self) -> str:
        return one_of(self.chance, self.known.messages)

    def room(self) -> str:
        return one_of(self.chance, self.known.rooms)

    def text(self, kind: str, whose: str | None = None) -> str:
        return self.marks.text(self.town, kind, self.label if whose is None else whose)

    def yes(self, share: float = 0.5) -> bool:
        return self.chance.random() < share

    def any(self, *these: T) -> T:
        return self.chance.choice(these)


Maker = Callable[[Scene], c.SPOKEN]


def _draft(s: Scene) -> dict[str, object]:
    count = s.chance.randint(2, 4)
    return {
        "question": s.text("poll"),
        "options": tuple(s.text("option") for _ in range(count)),
        "multiple": s.yes(0.3),
        "ballots": s.any(*Ballots),
        "may_change": s.yes(0.7),
        "reveal": s.any(*Reveal, Reveal.LATER),
        "right": (s.chance.randrange(count),) if s.yes(0.3) else (),
    }


def _vote(s: Scene) -> c.Vote:
    choices = s.chance.sample(range(3), s.any(1, 1, 1, 2))
    return c.Vote(s.poll(), tuple(choices))


def _message(s: Scene) -> c.SendMessage:
    to = s.any(ChatTo.EVERYONE, ChatTo.EVERYONE, ChatTo.STAGE, ChatTo.DIRECT)
    if to is not ChatTo.DIRECT:
        return c.SendMessage(s.text("stage" if to is ChatTo.STAGE else "chat"), to)
    recipient = s.person()
    return c.SendMessage(s.text("direct", f"{s.label}+{s.labels.get(recipient, '')}"), to, recipient)


def _question(s: Scene) -> c.AskQuestion:
    anonymous = s.yes(0.4)
    return c.AskQuestion(s.text("anonymous" if anonymous else "question"), anonymous)


def _settings(s: Scene) -> c.ChangeSettings:
    changes: dict[str, object] = {
        "unmute": s.any(*Who), "share": s.any(*Who), "chat": s.any(*Who), "ask": s.any(*Who), "direct": s.any(*Who),
        "see_people": s.any(*Who), "waiting_room": s.any(*WaitingRoom), "invite_required": s.yes(0.2),
        "slow_mode_s": s.any(0, 0, 3), "review_questions": s.yes(), "anonymous_questions": s.yes(0.7),
        "reactions": s.yes(0.7),
    }  # fmt: skip
    chosen = s.chance.sample(sorted(changes), s.any(1, 1, 2))
    return c.ChangeSettings(**{name: changes[name] for name in chosen})  # type: ignore[arg-type]


def _plan(s: Scene) -> c.Reschedule:
    return c.Reschedule(
        description=s.any(None, "", s.text("plan")),
        starts_at=s.any(None, "", "2026-11-22T18:00:00Z", "tomorrow"),
        duration_minutes=s.any(None, 0, 60),
        capacity=s.any(None, 5, 1_000_000),
        registration=s.any(None, None, None, *Registering),
    )


def _source(s: Scene) -> Source:
    return s.chance.choice(list(Source))


def _offered(s: Scene) -> Role:
    return s.any(Role.PRESENTER, Role.PRESENTER, Role.CO_HOST)


def _for_s(s: Scene) -> int | None:
    return s.any(None, 5, 7)


# fmt: off
WORKLOAD: dict[type[c.SPOKEN], tuple[float, Maker]] = {  # how often, and how
    c.Start:              (0.3, lambda _: c.Start()),
    c.End:                (0.02, lambda _: c.End()),
    c.Leave:              (0.4, lambda _: c.Leave()),
    c.Reschedule:         (0.5, _plan),
    c.BeginPractice:      (1, lambda _: c.BeginPractice()),
    c.EndPractice:        (4, lambda _: c.EndPractice()),

    c.Admit:              (2, lambda s: c.Admit(s.person())),
    c.AdmitAll:           (1, lambda _: c.AdmitAll()),
    c.Deny:               (1, lambda s: c.Deny(s.person())),
    c.DenyAll:            (0.4, lambda _: c.DenyAll()),

    c.ApproveRegistration: (0.5, lambda s: c.ApproveRegistration(s.registration())),
    c.DeclineRegistration: (1, lambda s: c.DeclineRegistration(s.registration())),

    c.Invite:             (3, lambda s: c.Invite(s.person(), _offered(s), _for_s(s))),
    c.WithdrawInvitation: (1, lambda s: c.WithdrawInvitation(s.person())),
    c.AcceptInvitation:   (3, lambda _: c.AcceptInvitation()),
    c.DeclineInvitation:  (0.3, lambda _: c.DeclineInvitation()),
    c.Demote:             (1, lambda s: c.Demote(s.person(), s.any(Role.ATTENDEE, Role.ATTENDEE, Role.PRESENTER))),
    c.TurnOn:             (4, lambda s: c.TurnOn(_source(s))),
    c.TurnOff:            (1, lambda s: c.TurnOff(_source(s))),

    c.Spotlight:          (2, lambda s: c.Spotlight(s.any(None, s.person(), s.person(), s.person()))),

    c.Mute:               (1, lambda s: c.Mute(s.person(), s.yes())),
    c.MuteAll:            (0.5, lambda s: c.MuteAll(s.yes())),
    c.StopVideo:          (0.7, lambda s: c.StopVideo(s.person(), s.yes())),
    c.StopShare:          (0.7, lambda s: c.StopShare(s.person(), s.yes())),
    c.Allow:              (4, lambda s: c.Allow(s.person(), _source(s))),
    c.AskToUnmute:        (0.5, lambda s: c.AskToUnmute(s.person())),
    c.Kick:               (0.3, lambda s: c.Kick(s.person())),
    c.Ban:                (0.3, lambda s: c.Ban(s.person())),
    c.Unban:              (2, lambda s: c.Unban(s.person())),

    c.Lock:               (0.3, lambda _: c.Lock()),
    c.Unlock:             (1.5, lambda _: c.Unlock()),
    c.ChangeSettings:     (1.5, _settings),
    c.RotateLinks:        (0.2, lambda s: c.RotateLinks(s.any(Role.PRESENTER, Role.ATTENDEE))),
    c.IssueInvite:        (0.5, lambda s: c.IssueInvite(s.any(Role.PRESENTER, Role.ATTENDEE), s.text("label"))),

    c.RaiseHand:          (3, lambda _: c.RaiseHand()),
    c.LowerHand:          (1.5, lambda s: c.LowerHand(s.any(None, s.person()))),
    c.LowerAllHands:      (0.3, lambda _: c.LowerAllHands()),

    c.React:              (2, lambda s: c.React(s.any(*Reaction))),

    c.SendMessage:        (4, _message),
    c.DeleteMessage:      (1, lambda s: c.DeleteMessage(s.message())),
    c.BlockChat:          (0.4, lambda s: c.BlockChat(s.person())),
    c.AllowChat:          (2, lambda s: c.AllowChat(s.person())),

    c.SayCaption:         (2, lambda s: c.SayCaption(s.text("caption"), s.any("", "en", "de"), s.any(0, 800))),
    c.NameCaptioner:      (3, lambda s: c.NameCaptioner(s.person())),
    c.DismissCaptioner:   (4, lambda s: c.DismissCaptioner(s.person())),

    c.AskQuestion:        (3, _question),
    c.EditQuestion:       (1, lambda s: c.EditQuestion(s.question(), s.text("edited"))),
    c.WithdrawQuestion:   (0.5, lambda s: c.WithdrawQuestion(s.question())),
    c.Upvote:             (3, lambda s: c.Upvote(s.question())),
    c.TakeBackUpvote:     (1, lambda s: c.TakeBackUpvote(s.question())),
    c.PublishQuestion:    (2, lambda s: c.PublishQuestion(s.question())),
    c.DismissQuestion:    (0.7, lambda s: c.DismissQuestion(s.question())),
    c.RestoreQuestion:    (1.5, lambda s: c.RestoreQuestion(s.question())),
    c.AssignQuestion:     (0.7, lambda s: c.AssignQuestion(s.question(), s.any(None, s.person(), s.person()))),
    c.TakeQuestion:       (1, lambda s: c.TakeQuestion(s.question())),
    c.AnswerQuestion:     (1, lambda s: c.AnswerQuestion(s.question(), s.text("answer") if s.yes() else None)),
    c.ShowQuestion:       (0.7, lambda s: c.ShowQuestion(s.any(None, s.question(), s.question()))),

    c.CreatePoll:         (2, lambda s: c.CreatePoll(**_draft(s))),  # type: ignore[arg-type]
    c.EditPoll:           (1, lambda s: c.EditPoll(s.poll(), **_draft(s))),  # type: ignore[arg-type]
    c.DeletePoll:         (0.3, lambda s: c.DeletePoll(s.poll())),
    c.OpenPoll:           (4, lambda s: c.OpenPoll(s.poll(), _for_s(s))),
    c.ClosePoll:          (2, lambda s: c.ClosePoll(s.poll())),
    c.RevealPoll:         (8, lambda s: c.RevealPoll(s.poll())),
    c.Vote:               (8, _vote),

    c.OpenRooms:          (2, lambda s: c.OpenRooms(
        count=s.any(1, 2, 3), assign=s.any(*Assign), for_s=s.any(None, 3, 4), speak=s.any(*Speak),
        lists={"Room 1": (s.person(),)} if s.yes(0.3) else {})),
    c.MoveToRoom:         (3, lambda s: c.MoveToRoom(s.person(), s.any(None, s.room(), s.room()))),
    c.EnterRoom:          (4, lambda s: c.EnterRoom(s.room())),
    c.LeaveRoom:          (1, lambda _: c.LeaveRoom()),
    c.BroadcastToRooms:   (0.5, lambda s: c.BroadcastToRooms(s.text("broadcast"))),
    c.CallForHelp:        (1.5, lambda _: c.CallForHelp()),
    c.AnswerHelp:         (0.5, lambda s: c.AnswerHelp(s.room())),
    c.ExtendRooms:        (0.3, lambda s: c.ExtendRooms(s.any(3, 5))),
    c.CloseRooms:         (0.4, lambda _: c.CloseRooms()),

    c.StartRecording:     (2, lambda s: c.StartRecording(_recorded(s))),
    c.PauseRecording:     (2, lambda s: c.PauseRecording(_recorded(s))),
    c.StopRecording:      (1, lambda s: c.StopRecording(_recorded(s))),
    c.ConsentToRecording: (1, lambda _: c.ConsentToRecording()),
}
# fmt: on


def _recorded(scene: Scene) -> str:
    return scene.any(MAIN, MAIN, scene.room())


@frozen
class Provoked:
    how: str
    leaves: type[Fact]


PROVOKED: dict[type[c.INNER], Provoked] = {
    c.Join: Provoked("somebody at the door", f.ParticipantJoined),
    c.Connected: Provoked("a page opens", f.ParticipantConnected),
    c.Disconnected: Provoked("all pages gone for the grace time", f.ParticipantDisconnected),
    c.Absent: Provoked("gone for long", f.ParticipantLeft),
    c.Expire: Provoked("nobody there for long", f.WebinarEnded),
    c.Resume: Provoked("a page shows its ticket", f.SessionResumed),
    c.PollTimeUp: Provoked("a round opened for a time", f.PollClosed),
    c.StageTimeUp: Provoked("an invitation for a time", f.RoleChanged),
    c.Register: Provoked("somebody at the desk", f.RegistrationReceived),
    c.WithdrawRegistration: Provoked("who registered thinks better of it", f.RegistrationWithdrawn),
    c.ForgetPerson: Provoked("a clerk asks", f.PersonForgotten),
    c.RoomsTimeUp: Provoked("rooms opened for a time", f.RoomsClosed),
    c.KeepRoster: Provoked("rooms opened", f.RoomBegan),
    c.CloseRoom: Provoked("rooms closed", f.WebinarEnded),
    c.MergeRoom: Provoked("a room has ended", f.RoomMerged),
    c.CaptureEnded: Provoked("a capture breaks", f.RecordingStopped),
}

COMMANDS: Final = tuple(WORKLOAD)
NAMES: Final = tuple(RIGHT_NAMES[command] for command in COMMANDS)


def topic_of(command: type[c.SPOKEN]) -> str:
    return command.__module__.rpartition(".")[2]


def hobbies(chance: Random) -> Collection[type[c.SPOKEN]]:
    begins = chance.sample(range(len(COMMANDS)), HOBBIES)
    return {command for begin in begins for command in (*COMMANDS, *COMMANDS)[begin : begin + HOBBY]}


def weights(topics: Collection[str], hobbies: Collection[type[c.SPOKEN]] = ()) -> list[float]:
    """Of `COMMANDS`, in a run whose topics and hobbies these are."""
    return [
        often * (IN_FASHION if topic_of(command) in topics else 1.0) * (FONDNESS if command in hobbies else 1.0)
        for command, (often, _) in WORKLOAD.items()
    ]


def draw(person: "Person", page: "Page") -> c.SPOKEN:
    """A command: mostly one that the page shows as permitted, and one that would have an effect just now."""
    world = person.world
    command = _drawn(person, page)
    if world.chance.random() < USELESS:
        return command
    state = world.durable(person.town)
    for _ in range(TRIES):
        if state is None or _does_something(state, person.id, command):
            break
        command = _drawn(person, page)
    return command


def _drawn(person: "Person", page: "Page") -> c.SPOKEN:
    world, town = person.world, person.town
    assert page.view is not None
    permitted = frozenset(page.view.you.rights)
    is_bold = world.chance.random() < OUT_OF_TURN
    odds = [w if is_bold or name in permitted else 0.0 for w, name in zip(world.weights, NAMES, strict=True)]
    (command,) = world.chance.choices(COMMANDS, odds if any(odds) else world.weights)
    known = world.other(town).known if world.chance.random() < ELSEWHERE else town.known
    return WORKLOAD[command][1](Scene(world.chance, known, town.marks, town.tag, person.label, town.labels))


def _does_something(state: State, by: ParticipantId, command: c.SPOKEN) -> bool:
    decision = decide(state, command, Context(by, state.at_ms, lambda: "new"))
    return not isinstance(decision, Refusal) and bool(decision)
