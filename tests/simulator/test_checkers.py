"""Each checker is shown made-up evidence with one lie in it, and the same evidence without."""

import pytest

from actors import facts as f
from actors.facts import Fact
from actors.ports import Answer, Done, Refusal, Remembered, StoredFact
from actors.webinar import commands as c
from actors.webinar.remembered import HIDDEN, fingerprint, hidden_id
from actors.webinar.results import Voted
from actors.words import Ballots, ChatTo, Reveal, Role
from tests.simulator.checkers import CHECKERS, Checker, Evidence, faults_of
from tests.simulator.said import Said

HELLO = c.SendMessage("[A:chat:A1:1]", ChatTo.EVERYONE)
VOTE = c.Vote("p", (0,))
ASKED = f.QuestionAsked("q", None, "pseudonym", "[A:anonymous:A1:7]", in_review=False)
NOT_ALLOWED = Refusal("not_allowed", "")
DRAFTED = f.PollDrafted("p", "host", "?", ("Yes", "No"), False, Ballots.ANONYMOUS, True, Reveal.AT_CLOSE, ())
BALLOT = f.BallotCast("p", 1, "pseudonym", (0,), "r1")
CLOSED = f.PollClosed("p", 1, (1, 0), 1)
BANNED = f.ParticipantLeft("ann", "banned")


def log(*facts: Fact) -> tuple[StoredFact, ...]:
    return tuple(StoredFact(seq, 1000 * seq, fact) for seq, fact in enumerate(facts, 1))


def said(command: c.SPOKEN, *answers: Answer, by: str = "ann", command_id: str = "c1", at: int = 9) -> Said:
    return Said("w", by, "A1", command_id, command, list(answers), [at] * len(answers), answers[0], 1)


def kept(command: c.SPOKEN, answer: Done, by: str = "ann", command_id: str = "c1") -> Remembered:
    return Remembered(by, command_id, fingerprint(command, command_id), answer)


def hidden(command: c.SPOKEN, answer: Done) -> Remembered:
    return Remembered(HIDDEN, hidden_id("ann", "c1"), fingerprint(command, "c1"), answer)


def evidence(facts: tuple[Fact, ...], *said: Said, answers: tuple[Remembered, ...] = ()) -> Evidence:
    return Evidence((*log(*facts), *answers), (1,) * len(facts), said)


MESSAGE = f.MessageSent("m", "ann", ChatTo.EVERYONE, None, HELLO.text)
FORGOTTEN_MESSAGE = f.MessageSent("m", "ann", ChatTo.EVERYONE, None, "")
VOTED = Done(3, Voted(receipt="r1"))
OPENED, EMPTIED = f.PollOpened("p", 1, None, "secret"), f.PollOpened("p", 1, None, "")
ROUND: tuple[Fact, ...] = (DRAFTED, EMPTIED, BALLOT, CLOSED)
VOTER, VOTE_KEPT = said(VOTE, VOTED), (hidden(VOTE, VOTED),)
FINE = Done(1)
SPOKE, SPOKE_KEPT = said(HELLO, FINE), (kept(HELLO, FINE),)

HONEST = [
    evidence((MESSAGE,), SPOKE, answers=SPOKE_KEPT),
    evidence(ROUND, VOTER, answers=VOTE_KEPT),
    evidence((BANNED, f.ParticipantUnbanned("ann"), f.ParticipantReturned("ann", waiting=False))),
    evidence((f.SessionResumed("ann", "page", 1), f.SessionResumed("ann", "page", 2))),
    evidence((FORGOTTEN_MESSAGE, f.PersonForgotten("ann")), SPOKE),
    evidence((f.AnonymityBegan("secret"), ASKED)),
    evidence((f.WebinarStarted(),), said(HELLO, NOT_ALLOWED)),
]
RECORDED = f.RecordingStarted("c1", "main", "host")
RECORDING_STOPPED = f.RecordingStopped("c1", None, "failed")
LIES: dict[str, list[Evidence]] = {
    "sequence": [
        Evidence((log(MESSAGE, CLOSED)[1],), (1,), ()),
        Evidence(log(MESSAGE, CLOSED), (2, 1), ()),
    ],
    "acknowledged": [
        evidence((MESSAGE,), SPOKE),  # no answer was kept
        evidence((MESSAGE,), SPOKE, answers=(kept(VOTE, FINE),)),
        evidence((MESSAGE,), SPOKE, answers=(kept(HELLO, Done(2)),)),
        evidence((MESSAGE,), SPOKE, answers=(kept(HELLO, FINE, by="bob"),)),
    ],
    "refused": [evidence((MESSAGE,), said(HELLO, FINE, NOT_ALLOWED), answers=SPOKE_KEPT)],
    "effects": [
        evidence((MESSAGE, MESSAGE), SPOKE, answers=SPOKE_KEPT),
        evidence((f.WebinarStarted(),), SPOKE, answers=SPOKE_KEPT),
        evidence((DRAFTED, EMPTIED), VOTER, answers=VOTE_KEPT),
        evidence((DRAFTED, EMPTIED, BALLOT, BALLOT), VOTER, answers=VOTE_KEPT),
    ],
    "recount": [
        evidence((DRAFTED, EMPTIED, BALLOT, f.PollClosed("p", 1, (2, 0), 1)), VOTER),
        evidence((DRAFTED, EMPTIED, BALLOT, f.PollClosed("p", 1, (1, 0), 2)), VOTER),
    ],
    "voters": [
        evidence((DRAFTED, EMPTIED, BALLOT, f.BallotCast("p", 1, "another", (0,), "r2")), VOTER),
    ],
    "bans": [
        evidence((BANNED, f.ParticipantReturned("ann", waiting=False))),
        evidence((BANNED, f.SourceTurnedOn("ann", "camera"))),
        evidence((f.InviteUsed("ann", "i"), BANNED, f.InviteUsed("bob", "i"))),
    ],
    "tickets": [evidence((f.SessionResumed("ann", "page", 2), f.SessionResumed("ann", "page", 2)))],
    "secrets": [
        evidence((DRAFTED, OPENED, BALLOT, CLOSED)),
        evidence((f.AnonymityBegan("secret"), f.WebinarEnded("host"))),
        evidence((MESSAGE, f.PersonForgotten("ann"))),
        evidence((f.ParticipantJoined("ann", "Ann", Role.ATTENDEE, waiting=False), f.PersonForgotten("ann"))),
    ],
    "recordings": [
        evidence((RECORDED, f.RecordingStarted("c2", "main", "host"))),
        evidence((RECORDED, RECORDING_STOPPED, f.RecordingResumed("c1", "host"))),
        evidence((RECORDED, RECORDING_STOPPED, RECORDING_STOPPED)),
        evidence((RECORDED, f.WebinarEnded("host"))),
    ],
    "anonymity": [
        evidence((DRAFTED, EMPTIED, f.BallotCast("p", 1, "ann", (0,), "r1")), VOTER),
        evidence((f.QuestionAsked("q", "ann", None, "[A:anonymous:A1:7]", in_review=False),)),
    ],
}


@pytest.mark.parametrize("honest", HONEST)
def test_honest_evidence_has_no_faults(honest: Evidence) -> None:
    assert faults_of(honest) == []


@pytest.mark.parametrize("check", CHECKERS)
def test_a_checker_finds_each_lie_that_is_planted_for_it(check: Checker) -> None:
    assert [list(check(lie)) == [] for lie in LIES[check.__name__]] == [False] * len(LIES[check.__name__])


def test_what_was_refused_before_it_was_done_is_no_lie() -> None:
    """The first try was refused, and what it was refused for has changed since."""
    spoke = said(HELLO, NOT_ALLOWED, FINE)
    spoke.durable_at[0] = 0
    assert faults_of(evidence((MESSAGE,), spoke, answers=SPOKE_KEPT)) == []
