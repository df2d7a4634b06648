"""What is left of a command that had to be put off."""

from actors import facts as f
from actors.ports import Refusal
from actors.webinar.outcome import TRY_AGAIN, Outcome, put_off, takes_away
from actors.words import Role, Source


def test_of_a_command_put_off_only_what_takes_away_happens() -> None:
    off, gone = f.SourceTurnedOff("ann", Source.CAMERA, "host"), f.ParticipantLeft("ann", "removed")
    facts = [off, f.RoleOfferWithdrawn("ann"), gone]
    assert put_off(facts, TRY_AGAIN) == Outcome(TRY_AGAIN, unnoted=(off, gone), rests=False)


def test_of_what_would_have_been_refused_nothing_happens() -> None:
    assert put_off(Refusal("x", "y"), TRY_AGAIN) == Outcome(TRY_AGAIN, rests=False)


def test_what_gives_is_told_from_what_takes_away() -> None:
    assert takes_away(f.WebinarEnded("host"))
    assert takes_away(f.SourceBlocked("ann", Source.CAMERA))
    assert takes_away(f.RoleChanged("ann", Role.ATTENDEE))
    assert not any(takes_away(fact) for fact in (f.SourceTurnedOn("ann", Source.CAMERA), f.WebinarStarted()))
