"""One fact of every class, with a value in every field that tells it from the others, and what is personal in them."""

from typing import Final

from actors import facts as f
from actors.facts import Fact
from actors.ports import StoredFact
from actors.words import Assign, Ballots, ChatTo, Registering, Reveal, Role, Source, Speak, WaitingRoom, Who

POLL: Final = ("p1", "host", "Which?", ("one", "two"), True, Ballots.ANONYMOUS, False, Reveal.AT_CLOSE, (1,))
EVERY_FACT: Final[tuple[Fact, ...]] = (
    f.WebinarCreated("All hands", "host", "Hanna", 50, 5),
    f.WebinarStarted(),
    f.Rescheduled("All hands", "Bring a chair", 1_800_000_000_000, 60, 40, Registering.APPROVAL),
    f.PracticeBegan(),
    f.PracticeEnded(),
    f.InviteIssued("i1", Role.PRESENTER, "Zoë"),
    f.ParticipantJoined("ann", "Ann Ångström", Role.ATTENDEE, waiting=True),
    f.InviteUsed("ann", "i1"),
    f.RegistrationReceived("g1", "Gerd", "gerd@example.org"),
    f.RegistrationApproved("g1"),
    f.RegistrationDeclined("g1"),
    f.RegistrationWithdrawn("g2"),
    f.ParticipantAdmitted("ann"),
    f.PollDrafted(*POLL),
    f.PollEdited(*POLL),
    f.PollOpened("p1", 1, 1_800_000_030_000, "round secret"),
    f.BallotCast("p1", 1, "pseudonym", (0, 1), "receipt"),
    f.EveryoneAdmitted(),
    f.ParticipantDenied("ann"),
    f.EveryoneDenied(),
    f.ParticipantConnected("ann"),
    f.ParticipantDisconnected("ann"),
    f.ParticipantUnbanned("ann"),
    f.RoleOffered("ann", Role.PRESENTER, 60),
    f.RoleOfferWithdrawn("ann"),
    f.RoleOfferDeclined("ann"),
    f.RoleChanged("ann", Role.CO_HOST, 1_800_000_060_000),
    f.SourceTurnedOn("ann", Source.CAMERA),
    f.SourceTurnedOff("ann", Source.SCREEN_AUDIO, "host"),
    f.SourceBlocked("ann", Source.MICROPHONE),
    f.SourceAllowed("ann", Source.SCREEN),
    f.UnmuteRequested("ann", "host"),
    f.Spotlighted("ann", "host"),
    f.WebinarLocked(),
    f.WebinarUnlocked(),
    f.SettingsChanged(
        Who.HOSTS, Who.STAGE, Who.EVERYONE, Who.HOSTS, Who.STAGE, WaitingRoom.ALWAYS, True, Who.EVERYONE, 5, True, False
    ),
    f.LinksRotated(Role.ATTENDEE, 2),
    f.HandRaised("ann"),
    f.HandLowered("ann", "host"),
    f.AllHandsLowered(),
    f.MessageSent("m1", "ann", ChatTo.DIRECT, "host", "Hello"),
    f.ChatBlocked("ann"),
    f.ChatAllowed("ann"),
    f.CaptionSaid("c1", "ann", "en", "Hello all", 1_800_000_001_000, 1_800_000_002_500),
    f.CaptionerNamed("ann"),
    f.CaptionerDismissed("ann"),
    f.AnonymityBegan("anonymity secret"),
    f.QuestionAsked("q1", "ann", None, "Why?", in_review=True),
    f.QuestionEdited("q1", "Why not?", in_review=False),
    f.QuestionPublished("q1"),
    f.QuestionDismissed("q1", "host"),
    f.QuestionRestored("q1"),
    f.QuestionUpvoted("q1", "ann"),
    f.UpvoteTakenBack("q1", "ann"),
    f.QuestionAssigned("q1", None),
    f.QuestionTaken("q1", "host"),
    f.QuestionAnswered("q1", "host", "Because"),
    f.QuestionShown("q1"),
    f.SessionResumed("ann", "page", 3),
    f.QuestionWithdrawn("q1"),
    f.MessageDeleted("m1", "host"),
    f.PollClosed("p1", 1, (1, 1), 1),
    f.PollRevealed("p1"),
    f.PollDeleted("p1"),
    f.RoomsOpened((f.RoomSpec("golden.r1", "Red"),), Assign.RANDOM, Speak.EVERYONE, 1_800_000_090_000, "host"),
    f.RoomListsGiven("golden.r1", "golden.r1 Zoë"),
    f.PeoplePlaced({"golden.r1": ("ann",)}),
    f.PersonMoved("ann", None, "host"),
    f.RoomsBroadcast("host", "Five minutes"),
    f.HelpCalled("ann", "golden.r1"),
    f.HelpAnswered("golden.r1", "host"),
    f.RoomsExtended(1_800_000_120_000, "host"),
    f.RoomsClosed("time"),
    f.RoomMerged("golden.r1", "Red", "00ff", 9, 1, 2, 3, (f.RoomPoll("Tea?", ("Yes", "No"), (1, 0), 1),)),
    f.RoomBegan("Red", Speak.HOSTS, 50),
    f.RecordingStarted("c1", "golden.r1", "host"),
    f.RecordingPaused("c1", "host"),
    f.RecordingResumed("c1", "host"),
    f.RecordingStopped("c1", None, "disk_full"),
    f.ConsentGiven("ann"),
    f.PersonForgotten("ann"),
    f.ParticipantLeft("ann", "absent"),
    f.ParticipantReturned("ann", waiting=False),
    f.WebinarEnded("expired"),
)


def stored(*facts: Fact, after: int = 0) -> list[StoredFact]:
    return [StoredFact(after + n, 1000 * n, fact) for n, fact in enumerate(facts, 1)]


def plain(log: object) -> list[object]:
    """StoredFact compares by identity; what it says is what counts."""
    return [(each.seq, each.at_ms, each.fact) if isinstance(each, StoredFact) else each for each in log]  # type: ignore[attr-defined]
