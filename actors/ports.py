"""What actors ask of the world around them, as Protocols: they never see JSON, RTP bytes, a clock or a disk."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from attrs import frozen

from actors.facts import Fact
from actors.shown import ShownFact
from actors.signals import Signal
from actors.webinar.commands import Command
from actors.words import ParticipantId, WebinarId

if TYPE_CHECKING:  # snapshots are made from state, which knows answers, which stand here; media costs its libraries
    from actors.webinar.snapshots import Snapshot
    from media.ports import RoutingListener
    from media.signalling import SeatLines
    from media.tracks import UpTrack


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


class Publisher(Protocol):
    """`tracks` by label, which is the source's name."""

    @property
    def id(self) -> str: ...

    @property
    def tracks(self) -> "Mapping[str, UpTrack]": ...

    def allow(self, labels: frozenset[str]) -> None:
        """At once: packets of other labels go nowhere."""

    def close(self, reason: str) -> None: ...


class Viewer(Protocol):
    """`seats` and `screens`: how many its offer had. Seats are numbered from 0, screens too."""

    @property
    def id(self) -> str: ...

    @property
    def seats(self) -> int: ...

    @property
    def screens(self) -> int: ...

    def sit(self, seat: int, audio: "UpTrack | None", video: "UpTrack | None", *, screen: bool = False) -> None: ...

    def want(self, seat: int, height_px: int, *, screen: bool = False) -> None:
        """0 pauses the picture, never the sound."""

    def close(self, reason: str) -> None: ...


class Routing(Protocol):
    """The media of one router: plain functions of a few milliseconds. Both raise OfferRefused(code, detail)."""

    def publish(self, offer: str, sources: Mapping[str, str]) -> tuple[str, Publisher]: ...

    def watch(self, offer: str, seats: "Sequence[SeatLines]", screens: "Sequence[SeatLines]") -> tuple[str, Viewer]: ...

    def close(self) -> None: ...


class Media(Protocol):
    """What a node does media with; `media.engine.Engine` is one."""

    def open_routing(self, listener: "RoutingListener") -> Routing: ...
