"""What actors ask of the world around them, as Protocols: they never see JSON, RTP bytes, a clock or a disk."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from attrs import frozen

from actors.facts import Fact
from actors.shown import ShownFact
from actors.signals import Signal
from actors.webinar.commands import Command
from actors.words import ParticipantId, WebinarId

if TYPE_CHECKING:  # snapshots are made from state, which knows answers, which stand here
    from actors.webinar.snapshots import Snapshot


@frozen
class Refusal:
    """A command had no effect. `code` is stable snake_case, `message` is for people."""

    code: str
    message: str
    retry_after_ms: int | None = None


@frozen
class Done:
    """A command took effect and is durable up to `seq` (None: it is not for the log). `result`: a plain attrs value."""

    seq: int | None
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
    """A command that took effect and what it was answered, stored with its facts: a repeat gets the same answer."""

    by: ParticipantId
    command_id: str
    command: Command
    answer: Done


@frozen
class Goodbye:
    """The last thing a session hears."""

    code: str
    message: str
    retry_after_ms: int | None = None


class Outbox(Protocol):
    """What waits for one session. Bounded: signals are conflated, facts never dropped; a slow session is closed."""

    def push_fact(self, shown: ShownFact) -> None: ...

    def push_snapshot(self, snapshot: "Snapshot") -> None: ...

    def push_signal(self, signal: Signal) -> None: ...

    def close(self, goodbye: Goodbye) -> None: ...


class JournalError(Exception):
    """An append is not durable, and never will be."""


class Journal(Protocol):
    """The log of every webinar. One writer per webinar, which is its actor."""

    def append(
        self,
        webinar: WebinarId,
        facts: Sequence[StoredFact],
        answers: Sequence[Remembered],
        on_durable: Callable[[], None],
        on_failure: Callable[[JournalError], None],
    ) -> None:
        """All or nothing. Returns at once; one of the two is called, once, in the Trio thread, in order of appends.

        The first fact's `seq` follows the last durable one's; if not, it fails: so after one failure all fail that were
        made in the hope of it.
        """

    def read(self, webinar: WebinarId, after_seq: int = 0) -> Iterable[StoredFact | Remembered]:
        """What is durable, in order, from behind fact `after_seq` on.

        It is a fence too: an append made before is in it, or fails. Raises JournalError.
        """

    def webinars(self) -> Sequence[WebinarId]:
        """All that have a log. Raises JournalError."""


class WallClock(Protocol):
    def now_ms(self) -> int: ...


class Ids(Protocol):
    def new(self) -> str:
        """128 random bits, URL-safe."""
