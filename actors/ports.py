"""What actors ask of the world around them, as Protocols: they never see JSON, RTP bytes, a clock or a disk."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from attrs import frozen

from actors.facts import Fact
from actors.shown import ShownFact
from actors.signals import Signal
from actors.words import ParticipantId, WebinarId


@frozen
class Refusal:
    """A command had no effect. `code` is stable snake_case, `message` is for people."""

    code: str
    message: str
    retry_after_ms: int | None = None


@frozen
class Done:
    """A command took effect and is durable up to `seq`. `result` is a plain attrs value or None."""

    seq: int
    result: object | None = None


Answer = Done | Refusal


@frozen(eq=False)
class StoredFact:
    """A fact in its place in the webinar's log."""

    seq: int
    at_ms: int  # wall clock, Unix epoch
    fact: Fact


@frozen
class Remembered:
    """The answer to one person's command, stored with its facts so that a repeat gets the same answer."""

    by: ParticipantId
    command_id: str
    answer: Answer


@frozen
class Goodbye:
    """The last thing a session hears."""

    code: str
    message: str
    retry_after_ms: int | None = None


class Outbox(Protocol):
    """What waits for one session. Bounded: signals are conflated, facts never dropped; a slow session is closed."""

    def push_fact(self, shown: ShownFact) -> None: ...

    def push_snapshot(self, snapshot: object) -> None: ...

    def push_signal(self, signal: Signal) -> None: ...

    def close(self, goodbye: Goodbye) -> None: ...


class Journal(Protocol):
    """The log of every webinar. One writer per webinar."""

    def append(
        self,
        webinar: WebinarId,
        facts: Sequence[StoredFact],
        answers: Sequence[Remembered],
        on_durable: Callable[[int], None],
        on_failure: Callable[[Exception], None],
    ) -> None:
        """Returns at once; `on_durable(last seq)` or `on_failure` is called later in the Trio thread, in order."""

    def read(self, webinar: WebinarId, after_seq: int = 0) -> Iterable[StoredFact | Remembered]: ...

    def webinars(self) -> Sequence[WebinarId]: ...


class WallClock(Protocol):
    def now_ms(self) -> int: ...


class Ids(Protocol):
    def new(self) -> str:
        """128 random bits, URL-safe."""
