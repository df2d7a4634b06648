"""Where events can be read again, when there were too many to remember and after a start: the webinars' journal, and
what was written down of films.

An event's stream is whose order it stands in: its webinar's, or its recording's.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Protocol

from attrs import frozen

from actors.news import Event, event_of
from actors.ports import Remembered, StoredFact
from actors.webinar.apply import apply
from actors.webinar.state import State
from actors.words import WebinarId


class Source(Protocol):
    """In any thread. Each raises JournalError."""

    def streams(self, since_ms: int) -> Iterable[str]:
        """Those in which something may have happened after that."""

    def events(self, stream: str) -> Iterable[Event]:
        """All there are, oldest first."""


class History(Protocol):
    """What a journal offers, in any thread. Each raises JournalError."""

    def webinars(self, ended_after_ms: int = 0) -> Iterable[WebinarId]: ...

    def history(self, webinar: WebinarId) -> Iterable[StoredFact | Remembered]: ...


@frozen
class WebinarEvents:
    journal: History

    def streams(self, since_ms: int) -> Iterable[str]:
        return self.journal.webinars(since_ms)

    def events(self, stream: str) -> Iterator[Event]:
        state = State(stream)
        for stored in self.journal.history(stream):
            if isinstance(stored, StoredFact):
                apply(state, stored)
                event = event_of(state, stored)
                if event is not None:
                    yield event


@frozen
class BothEvents:
    """`of_films`: streams whose names begin with `prefix`."""

    of_webinars: Source
    of_films: Source
    prefix: str

    def streams(self, since_ms: int) -> Iterable[str]:
        return chain(self.of_webinars.streams(since_ms), self.of_films.streams(since_ms))

    def events(self, stream: str) -> Iterable[Event]:
        source = self.of_films if stream.startswith(self.prefix) else self.of_webinars
        return source.events(stream)
