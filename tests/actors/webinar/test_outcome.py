"""What is left of a command that had to be put off."""

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.outcome import TRY_AGAIN, Outcome, put_off, takes_away
from actors.words import Role, Source
from tests.actors.webinar.town import Town


def test_of_a_command_put_off_only_what_takes_away_happens() -> None:
    town = Town()
    ann = town.on_air()
    off, gone = f.SourceTurnedOff(ann, Source.CAMERA, "host"), f.ParticipantLeft(ann, "removed")
    facts = [off, f.RoleOfferWithdrawn(ann), gone]
    assert put_off(town.state, facts, TRY_AGAIN) == Outcome(TRY_AGAIN, unnoted=(off, gone), rests=False)


def test_of_what_would_have_been_refused_nothing_happens() -> None:
    assert put_off(Town().state, Refusal("x", "y"), TRY_AGAIN) == Outcome(TRY_AGAIN, rests=False)


def test_what_gives_is_told_from_what_takes_away() -> None:
    town = Town()
    ann, bob = town.on_air(), town.inside()
    town.do("host", c.StopShare(ann))
    takes = [f.WebinarEnded("host"), f.SourceBlocked(ann, Source.CAMERA), f.RoleChanged(ann, Role.ATTENDEE)]
    gives = [f.RoleChanged(bob, Role.PRESENTER), f.SourceTurnedOn(ann, Source.SCREEN), f.WebinarStarted()]
    has_not = [f.SourceTurnedOff(ann, Source.SCREEN, "host"), f.ParticipantLeft("nobody", "left")]
    assert [takes_away(town.state, fact) for fact in takes] == [True] * 3
    assert [takes_away(town.state, fact) for fact in gives + has_not] == [False] * 5
