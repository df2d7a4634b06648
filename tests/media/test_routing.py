"""A routing alone, with carriers that were never offered: what it passes on to whom."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from media.plane import LayerSeen, LevelHeard
from media.ports import PublisherHome, ViewerHome
from media.publisher import Publisher
from media.recording.captures import Captures
from media.routing import Routing
from media.signalling import SeatLines
from media.tracks import UpTrack
from media.viewer import Seat, Viewer
from tests.media.fake_plane import FakePlane
from tests.media.stage import KEYS, FakePeer, camera, down, microphone, peer_spec


class FakeSignalling:
    """Answers every offer; the plane is shared as in an engine."""

    def __init__(self) -> None:
        self.plane = FakePlane()
        self.made = 0

    def publish(self, _text: str, _sources: Mapping[str, str], home: PublisherHome) -> tuple[str, Publisher]:
        self.made += 1
        peer = FakePeer(self.made, f"p{self.made}")
        tracks = [microphone(10 * self.made), camera(10 * self.made + 1)]
        return "answer", Publisher(peer, peer_spec, tracks, self.plane, home)  # type: ignore[arg-type]

    def watch(
        self, _text: str, _seats: Sequence[SeatLines], _screens: Sequence[SeatLines], home: ViewerHome
    ) -> tuple[str, Viewer]:
        self.made += 1
        peer = FakePeer(self.made, f"v{self.made}")
        seats = [Seat(down(100, "audio"), down(101), is_screen=False)]
        return "answer", Viewer(peer, peer_spec, seats, self.plane, home)  # type: ignore[arg-type]


class Listener:
    def __init__(self) -> None:
        self.heard: list[tuple[object, ...]] = []

    def peer_connected(self, peer_id: str) -> None:
        self.heard.append(("connected", peer_id))

    def peer_ended(self, peer_id: str, reason: str) -> None:
        self.heard.append(("ended", peer_id, reason))

    def speakers_changed(self, active: UpTrack | None, speaking: tuple[UpTrack, ...]) -> None:
        self.heard.append(("speakers", active and active.id, *(track.id for track in speaking)))

    def quality_changed(self, peer_id: str, quality: str) -> None:
        self.heard.append(("quality", peer_id, quality))


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def signalling() -> FakeSignalling:
    return FakeSignalling()


@pytest.fixture
def closed() -> list[Routing]:
    return []


@pytest.fixture
def routing(signalling: FakeSignalling, listener: Listener, closed: list[Routing]) -> Routing:
    captures = Captures(signalling.plane, Path())
    return Routing(signalling, listener, closed.append, captures.open)  # type: ignore[arg-type]


def test_a_viewer_hears_of_layers_of_whom_it_watches(routing: Routing, signalling: FakeSignalling) -> None:
    _, publisher = routing.publish("offer", {})
    _, viewer = routing.watch("offer", (), ())
    viewer.connected(KEYS)
    viewer.sit(0, None, publisher.tracks["camera"])
    signalling.plane.heard()
    publisher.connected(KEYS)
    assert signalling.plane.heard("feed") == [("feed", 101, 11, 0)]
    publisher.told(LayerSeen(11, 1, 5))
    assert signalling.plane.heard("feed") == [("feed", 101, 11, 1)]


def test_a_publisher_who_ends_leaves_the_seats_it_had(
    routing: Routing, signalling: FakeSignalling, listener: Listener
) -> None:
    _, publisher = routing.publish("offer", {})
    _, viewer = routing.watch("offer", (), ())
    publisher.connected(KEYS)
    viewer.connected(KEYS)
    viewer.sit(0, publisher.tracks["microphone"], publisher.tracks["camera"])
    publisher.ended("timeout")
    signalling.plane.heard()
    viewer.want(0, 720)
    assert signalling.plane.heard("feed") == []
    assert listener.heard[-1] == ("ended", "p1", "timeout")


def test_who_speaks_for_a_while_becomes_the_active_speaker(routing: Routing, listener: Listener) -> None:
    _, publisher = routing.publish("offer", {})
    for packet in range(100):
        publisher.told(LevelHeard(10, 20, packet * 0.02))
    routing.judge_speakers(2.0)
    routing.judge_speakers(2.05)
    assert listener.heard == [("speakers", 10, 10)]
    publisher.ended("closed")
    routing.judge_speakers(2.1)
    assert ("speakers", None) in listener.heard


def test_of_many_who_are_there_the_three_loudest_are_let_through(routing: Routing, signalling: FakeSignalling) -> None:
    publishers = [routing.publish("offer", {})[1] for _ in range(5)]
    for publisher in publishers:
        publisher.connected(KEYS)
    for packet in range(100):
        for number, publisher in enumerate(publishers, 1):
            level = 30 if packet >= 50 and number == 5 else 70
            publisher.told(LevelHeard(10 * number, level, packet * 0.02))
    hushes = signalling.plane.heard("hush_up")
    assert [hush for hush in hushes if hush[2]] == [("hush_up", 40, True), ("hush_up", 50, True), ("hush_up", 10, True)]
    assert hushes[-1] == ("hush_up", 50, False)
    publishers[0].ended("timeout")
    publishers[4].ended("timeout")
    publishers[3].told(LevelHeard(40, 70, 2.1))
    assert signalling.plane.heard("hush_up") == [("hush_up", 40, False)]


def test_quality_is_told_when_its_word_changes(routing: Routing, listener: Listener) -> None:
    routing.quality_seen("v1", 0.0, 20.0, 0.1)
    routing.quality_seen("v1", 0.2, 20.0, 0.1)
    routing.quality_seen("v1", 0.2, 20.0, 0.1)
    assert listener.heard == [("quality", "v1", "poor")]


def test_closing_ends_all_and_says_so_to_who_opened_it(routing: Routing, closed: list[Routing]) -> None:
    publisher, viewer = routing.publish("offer", {})[1], routing.watch("offer", (), ())[1]
    routing.close()
    assert closed == [routing]
    for carrier in (publisher, viewer):
        assert carrier._peer.ended_because == "closed"
