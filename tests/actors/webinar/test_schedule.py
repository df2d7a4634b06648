"""What is announced: what may be said, what changes, and who is told."""

from typing import Any

import pytest

from actors import facts as f
from actors.ports import Refusal
from actors.webinar import commands as c
from actors.webinar.lifecycle import create
from actors.webinar.messages import Info
from actors.webinar.reading import info
from actors.webinar.schedule import announced
from actors.webinar.snapshots import Gallery, WaitingWebinar, WebinarView
from actors.webinar.state import Plan
from actors.words import Registering
from tests.actors.webinar.town import Town

SIX_MS = 1_795_370_400_000
SIX = ("2026-11-22T18:00:00Z", "2026-11-22T19:00:00+01:00", "2026-11-22T18:00:00.000+00:00")


def test_only_what_is_named_changes_and_nothing_twice() -> None:
    town = Town()
    (fact,) = town.do("host", c.Reschedule(description="Bring a chair", duration_minutes=60))
    assert fact == f.Rescheduled("All hands", "Bring a chair", None, 60, 100, Registering.OFF)
    (fact,) = town.do("host", c.Reschedule(title="Everybody", capacity=50, registration=Registering.OPEN))
    assert fact == f.Rescheduled("Everybody", "Bring a chair", None, 60, 50, Registering.OPEN)
    assert town.do("host", c.Reschedule(title="Everybody", capacity=50)) == []
    assert (town.state.title, town.state.capacity) == ("Everybody", 50)


@pytest.mark.parametrize("text", SIX)
def test_a_time_is_understood_in_any_offset_from_utc(text: str) -> None:
    town = Town()
    town.do("host", c.Reschedule(starts_at=text))
    assert town.state.plan.starts_at_ms == SIX_MS


def test_what_is_empty_takes_away_again() -> None:
    town = Town()
    town.do("host", c.Reschedule(description="Bring a chair", starts_at=SIX[0], duration_minutes=60))
    town.do("host", c.Reschedule(description="", starts_at="", duration_minutes=0))
    assert town.state.plan == Plan()


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"title": ""}, "bad_title"),
        ({"title": "\u202e"}, "bad_title"),
        ({"description": "x" * 2001}, "bad_description"),
        ({"starts_at": "tomorrow"}, "bad_starts_at"),
        ({"starts_at": "2026-11-22T18:00:00"}, "bad_starts_at"),
        ({"starts_at": "0001-01-01T00:00:00+14:00"}, "bad_starts_at"),
        ({"starts_at": "2100-01-01T00:00:00Z"}, "bad_starts_at"),
        ({"duration_minutes": 4}, "bad_duration"),
        ({"duration_minutes": 1441}, "bad_duration"),
        ({"duration_minutes": -5}, "bad_duration"),
        ({"capacity": 101}, "bad_capacity"),
        ({"capacity": 0}, "bad_capacity"),
    ],
)
def test_what_cannot_be_announced_is_refused_and_changes_nothing(wish: dict[str, Any], code: str) -> None:
    town = Town()
    assert town.refusal("host", c.Reschedule(**wish)) == code
    assert isinstance(announced(town.state, c.Reschedule(**wish)), Refusal)


def test_capacity_is_never_less_than_are_here_nor_more_than_the_server_allows() -> None:
    town = Town(capacity=4)
    town.inside(), town.join()
    assert town.refusal("host", c.Reschedule(capacity=2)) == "bad_capacity"
    town.do("host", c.Reschedule(capacity=3))
    assert town.refusal(None, c.Join("Zoe")) == "full"
    town.do("host", c.Reschedule(capacity=4))
    assert town.refusal("host", c.Reschedule(capacity=5)) == "bad_capacity"


def test_a_webinar_can_be_made_with_all_of_it() -> None:
    wish = c.Reschedule(None, "Bring a chair", SIX[0], 60, 20, Registering.APPROVAL)
    created = create("Town hall", "Hanna", "host", 100, 5, wish)
    expected = f.WebinarCreated(
        "Town hall", "host", "Hanna", 20, 5, "Bring a chair", SIX_MS, 60, Registering.APPROVAL, capacity_limit=100
    )
    assert created == [expected]
    too_many = create("Town hall", "Hanna", "host", 100, 5, c.Reschedule(capacity=101))
    assert isinstance(too_many, Refusal)


def test_everybody_reads_it_and_who_waits_learns_no_more_than_when_and_what() -> None:
    town = Town()
    ann, eve = town.inside(), town.join()
    town.do("host", c.Reschedule(description="Bring a chair", starts_at=SIX[0], duration_minutes=60, capacity=50))
    gallery = Gallery(town.state)
    seen, outside = gallery.snapshot(ann).webinar, gallery.snapshot(eve).webinar
    assert isinstance(seen, WebinarView)
    assert isinstance(outside, WaitingWebinar)
    for shown in (seen, outside, info(town.state, None)):
        assert (shown.description, shown.duration_minutes) == ("Bring a chair", 60)
        assert shown.starts_at is not None
        assert shown.starts_at.timestamp() * 1000 == SIX_MS
    assert isinstance(info(town.state, None), Info)
    assert seen.capacity == 50
