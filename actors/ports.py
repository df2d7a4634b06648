"""What actors ask of the world around them, as Protocols: they never see JSON, RTP bytes, a clock or a disk."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from attrs import frozen

from actors.facts import Fact
from actors.shown import ShownFact
from actors.signals import Signal
from actors.words import ParticipantId, RecordingId, WebinarId

if TYPE_CHECKING:  # state knows answers, which stand here; media costs its libraries
    from actors.webinar.snapshots import Snapshot
    from actors.webinar.state import State
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
    epoch: int = 0  # which start of the server wrote it, if it comes from the journal


@frozen
class Remembered:
    """A command that took effect and what it was answered, stored with its facts: a repeat gets the same answer.

    `by` is empty and `command_id` a digest where the log must not tell who it was. `fingerprint` is a digest of the
    command, by which another command under the same id is told; see `actors/webinar/remembered.py`.
    """

    by: ParticipantId
    command_id: str
    fingerprint: str
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
    """An append is not durable, and never will be; or the log cannot be read just now."""


class LogDamaged(JournalError):
    """What is on the disk is not what was acknowledged. Nothing is guessed: a person must look."""


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
        """What is durable, in order, from behind fact `after_seq` on; nothing if there is no such webinar.

        It is a fence too: an append made before is in it, or fails. What was personal about people who have been
        forgotten is empty in it. Raises JournalError, LogDamaged.
        """

    def webinars(self, ended_after_ms: int = 0) -> Sequence[WebinarId]:
        """Those that have not ended, or later than that (wall clock). Raises JournalError."""

    def keep_state(self, webinar: WebinarId, state: "State") -> None:
        """A state that is durable whole, so that a later reader need not fold all of the log. Read at once, written
        when there is time; if it gets lost nothing is.
        """

    def newest_state(self, webinar: WebinarId) -> "State | None":
        """The last one kept that can be used today: the caller's own, to fold what follows into.

        Raises JournalError.
        """

    def head(self, webinar: WebinarId) -> str:
        """The hash, in hex, with which the log ends that is durable; of its chain, see `journal/chain.py`.

        Raises JournalError.
        """

    def retire(self, webinar: WebinarId) -> None:
        """An ended webinar that is seldom read from now on: its log may be packed. When there is time."""


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

    def steer(self, closely: bool) -> None:
        """Follow its link more closely, at a price: for the stage."""

    def close(self, reason: str) -> None: ...


class Capture(Protocol):
    """One recording that is being written. All return at once, and never raise."""

    def take(self, publisher: Publisher, participant: ParticipantId) -> None:
        """Record its tracks from now on, each while it is allowed and only then."""

    def drop(self, publisher: Publisher) -> None:
        """It may have been closed before."""

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def close(self) -> None:
        """What is being written is finished; nothing is recorded any more."""


class Routing(Protocol):
    """The media of one router: plain functions of a few milliseconds. An offer raises OfferRefused(code, detail)."""

    def publish(self, offer: str, sources: Mapping[str, str]) -> tuple[str, Publisher]: ...

    def watch(self, offer: str, seats: "Sequence[SeatLines]", screens: "Sequence[SeatLines]") -> tuple[str, Viewer]: ...

    def capture(
        self, recording: RecordingId, webinar: WebinarId, room: str, on_ended: Callable[[str], None]
    ) -> Capture:
        """Begins a recording, or goes on with it if there are files of it. It is not paused.

        `on_ended`: called once, in the Trio thread, if writing ended by itself: `disk_full`, `failed`.
        """

    def close(self) -> None: ...


class Media(Protocol):
    """What a node does media with; `media.engine.Engine` is one."""

    def open_routing(self, listener: "RoutingListener") -> Routing: ...
