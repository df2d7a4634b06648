"""Where events can be read again."""

from collections.abc import Iterable
from typing import Any

from attrs import frozen

from actors.news import Event
from actors.webinar import commands as c
from tests.actors.webinar.town import Town
from web.webhook_sources import BothEvents, WebinarEvents


@frozen
class Journal:
    town: Town

    def webinars(self, ended_after_ms: int = 0) -> list[str]:
        return ["w1"] if ended_after_ms < 100 else []

    def history(self, _: str) -> list[Any]:
        return list(self.town.log)


@frozen
class Films:
    def streams(self, _: int) -> Iterable[str]:
        return ["recording:c1"]

    def events(self, stream: str) -> Iterable[Event]:
        return [Event("film.made", "w1", 1, 0, {}, stream)]


def town() -> Town:
    made = Town()
    made.do("host", c.Start())
    made.do("host", c.Lock())
    return made


def test_a_log_is_read_as_the_events_it_makes() -> None:
    source = WebinarEvents(Journal(town()))
    assert [(event.kind, event.seq) for event in source.events("w1")] == [
        ("webinar.created", 1),
        ("webinar.started", 2),
    ]
    assert (list(source.streams(0)), list(source.streams(100))) == (["w1"], [])


def test_webinars_and_recordings_are_read_each_from_its_own() -> None:
    both = BothEvents(WebinarEvents(Journal(town())), Films(), "recording:")
    assert list(both.streams(0)) == ["w1", "recording:c1"]
    assert [event.kind for stream in both.streams(0) for event in both.events(stream)] == [
        *("webinar.created", "webinar.started", "film.made"),
    ]
