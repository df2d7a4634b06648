"""Who is here."""

from actors import facts as f
from actors.webinar import commands as c
from actors.webinar.apply import fold
from actors.webinar.permits import Permits
from actors.webinar.presence import absence, everybody_here, has_gone, is_sent_away
from actors.webinar.state import State
from tests.actors.webinar.town import Town


def town_with(*people: str) -> tuple[Town, list[str], State]:
    """And the state as it is now, which what follows does not change."""
    town = Town(waiting_room="off")
    ids = [town.inside(name=name) for name in people]
    return town, ids, fold("w1", town.log)


def code(decided: State, durable: State, participant: str, permits: Permits | None = None) -> str | None:
    refusal = absence(decided, durable, permits or Permits(), participant)
    return refusal.code if refusal else None


def test_somebody_is_here_when_both_folds_say_so() -> None:
    town, (ann, bob), before = town_with("Ann", "Bob")
    town.do(ann, c.Leave())
    new = town.inside()
    assert (code(town.state, before, bob), code(before, before, ann)) == (None, None)
    assert (code(town.state, before, ann), code(town.state, before, new)) == ("left", "no_such_participant")
    town.do("host", c.End())
    assert code(town.state, before, bob) == "ended"


def test_somebody_who_was_sent_away_is_away_though_no_log_says_so() -> None:
    town, (ann, bob), _ = town_with("Ann", "Bob")
    permits = Permits(owed=[f.ParticipantLeft(ann, "banned")])
    assert (code(town.state, town.state, ann, permits), code(town.state, town.state, bob, permits)) == ("banned", None)
    assert (is_sent_away(town.state, permits, ann), is_sent_away(town.state, permits, bob)) == (True, False)
    assert has_gone(town.state, town.state, permits, ann)
    assert code(town.state, town.state, bob, Permits(owed=[f.WebinarEnded("host")])) == "ended"


def test_who_goes_by_themselves_has_gone_when_that_is_durable_and_who_is_sent_away_at_once() -> None:
    town, (ann, bob), before = town_with("Ann", "Bob")
    town.do(ann, c.Leave())
    town.do("host", c.Kick(bob))
    assert [has_gone(town.state, before, Permits(), who) for who in (ann, bob)] == [False, True]
    assert [has_gone(town.state, town.state, Permits(), who) for who in (ann, bob)] == [True, True]


def test_who_waits_is_here_too_and_when_all_is_over_nobody_is() -> None:
    town = Town()
    eve = town.join("Eve")
    assert everybody_here(town.state) == ["host", eve]
    town.do("host", c.End())
    assert everybody_here(town.state) == []
