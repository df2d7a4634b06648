"""A media path that moves no packets and writes down what it is told."""

from collections.abc import Callable, Mapping, Sequence

from attrs import define, field

from actors.ports import Publisher
from media.ports import RoutingListener
from media.sdp import OfferRefused
from media.signalling import SeatLines
from media.tracks import UpTrack


@define(eq=False)
class FakePublisher:
    id: str
    tracks: Mapping[str, UpTrack]
    allowed: frozenset[str] = frozenset()
    closed: str | None = None

    def allow(self, labels: frozenset[str]) -> None:
        self.allowed = labels

    def close(self, reason: str) -> None:
        self.allowed, self.closed = frozenset(), reason


@define(eq=False)
class FakeViewer:
    """`sat`: seat → the tracks there; `wanted`: seat → height."""

    id: str
    seats: int
    screens: int
    sat: dict[tuple[int, bool], tuple[UpTrack | None, UpTrack | None]] = field(factory=dict)
    wanted: dict[tuple[int, bool], int] = field(factory=dict)
    calls: int = 0
    closed: str | None = None
    steered: bool | None = None

    def sit(self, seat: int, audio: UpTrack | None, video: UpTrack | None, *, screen: bool = False) -> None:
        assert 0 <= seat < (self.screens if screen else self.seats)
        self.sat[seat, screen] = (audio, video)
        self.calls += 1

    def want(self, seat: int, height_px: int, *, screen: bool = False) -> None:
        self.wanted[seat, screen] = height_px

    def steer(self, closely: bool) -> None:
        self.steered = closely

    def close(self, reason: str) -> None:
        self.closed = reason


@define(eq=False)
class FakeCapture:
    """`taken`: publishers by id, and whose they are."""

    recording: str
    room: str
    on_ended: Callable[[str], None]
    taken: dict[str, str] = field(factory=dict)
    is_paused: bool = False
    is_closed: bool = False

    def take(self, publisher: Publisher, participant: str) -> None:
        assert not self.is_closed
        self.taken[publisher.id] = participant

    def drop(self, publisher: Publisher) -> None:
        self.taken.pop(publisher.id, None)

    def pause(self) -> None:
        self.is_paused = True

    def resume(self) -> None:
        self.is_paused = False

    def close(self) -> None:
        self.is_closed = True
        self.taken.clear()


@define(eq=False)
class FakeRouting:
    """An offer is just words: `refuse` is refused, `crash` breaks, all else is answered."""

    listener: RoutingListener
    publishers: list[FakePublisher] = field(factory=list)
    viewers: list[FakeViewer] = field(factory=list)
    captures: list[FakeCapture] = field(factory=list)
    is_closed: bool = False
    _tracks: int = 0

    def publish(self, offer: str, sources: Mapping[str, str]) -> tuple[str, FakePublisher]:
        _read(offer)
        labels = list(sources.values()) or ["microphone", "camera"]
        tracks = {label: self._track(label) for label in labels}
        self.publishers.append(FakePublisher(f"up{len(self.publishers)}", tracks))
        return f"answer to {offer}", self.publishers[-1]

    def watch(self, offer: str, seats: Sequence[SeatLines], screens: Sequence[SeatLines]) -> tuple[str, FakeViewer]:
        _read(offer)
        count = len(seats) or (0 if screens else 1)
        self.viewers.append(FakeViewer(f"down{len(self.viewers)}", count, len(screens)))
        return f"answer to {offer}", self.viewers[-1]

    def capture(self, recording: str, webinar: str, room: str, on_ended: Callable[[str], None]) -> FakeCapture:
        assert webinar
        self.captures.append(FakeCapture(recording, room, on_ended))
        return self.captures[-1]

    def close(self) -> None:
        self.is_closed = True

    def _track(self, label: str) -> UpTrack:
        self._tracks += 1
        if label in ("microphone", "screen_audio"):
            return UpTrack.of_audio(self._tracks, label, "opus")
        return UpTrack.of_video(self._tracks, label, "vp8", 3)


@define(eq=False)
class FakeMedia:
    routings: list[FakeRouting] = field(factory=list)

    def open_routing(self, listener: RoutingListener) -> FakeRouting:
        self.routings.append(FakeRouting(listener))
        return self.routings[-1]

    @property
    def last(self) -> FakeRouting:
        return self.routings[-1]


def _read(offer: str) -> None:
    if offer == "refuse":
        raise OfferRefused("no_such_codec", "nobody here speaks that")
    if offer == "crash":
        raise ZeroDivisionError("a fault in the media path")
