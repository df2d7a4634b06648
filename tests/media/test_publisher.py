from media.plane import LayerSeen, LevelHeard, UpReport
from media.publisher import Publisher
from media.tracks import UpTrack
from tests.media.fake_plane import FakePlane
from tests.media.stage import KEYS, FakePeer, camera, microphone, peer_spec


class Home:
    def __init__(self) -> None:
        self.heard: list[tuple[object, ...]] = []

    def peer_connected(self, peer_id: str) -> None:
        self.heard.append(("connected", peer_id))

    def publisher_ended(self, publisher: Publisher, reason: str) -> None:
        self.heard.append(("ended", publisher.id, reason))

    def level_heard(self, track: UpTrack, level: LevelHeard) -> None:
        self.heard.append(("level", track.label, level.level_dbov))

    def track_changed(self, track: UpTrack) -> None:
        self.heard.append(("changed", track.label))

    def quality_seen(self, _peer_id: str, loss: float, _rtt_ms: float | None, _heard_s: float) -> None:
        self.heard.append(("quality", round(loss, 2)))


def made() -> tuple[Publisher, FakePlane, Home, FakePeer]:
    peer, plane, home = FakePeer(), FakePlane(), Home()
    tracks = [microphone(2), camera(3)]
    return Publisher(peer, peer_spec, tracks, plane, home), plane, home, peer  # type: ignore[arg-type]


def test_the_plane_hears_of_a_publisher_only_after_the_handshake() -> None:
    publisher, plane, home, _ = made()
    publisher.allow(frozenset({"microphone"}))
    assert plane.said == []
    publisher.connected(KEYS)
    assert plane.said == [
        ("add_peer", 1),
        ("add_up", 2),
        ("add_up", 3),
        ("allow_up", 2, True),
        ("allow_up", 3, False),
    ]
    assert home.heard == [("changed", "microphone"), ("changed", "camera"), ("connected", "c1")]


def test_what_is_no_longer_allowed_is_closed_in_the_same_instant() -> None:
    publisher, plane, _, _ = made()
    publisher.connected(KEYS)
    publisher.allow(frozenset({"microphone", "camera"}))
    plane.heard()
    publisher.allow(frozenset({"camera"}))
    assert plane.heard("allow_up") == [("allow_up", 2, False), ("allow_up", 3, True)]


def test_closing_shuts_every_gate_before_the_peer_ends() -> None:
    publisher, plane, _, peer = made()
    publisher.connected(KEYS)
    publisher.allow(frozenset({"microphone", "camera"}))
    plane.heard()
    publisher.close("revoked")
    assert plane.heard("allow_up") == [("allow_up", 2, False), ("allow_up", 3, False)]
    assert peer.ended_because == "revoked"


def test_a_track_is_open_from_handshake_to_end() -> None:
    publisher, plane, home, _ = made()
    assert not any(track.is_open for track in publisher.tracks.values())
    publisher.connected(KEYS)
    assert all(track.is_open for track in publisher.tracks.values())
    publisher.ended("timeout")
    assert not any(track.is_open for track in publisher.tracks.values())
    assert home.heard[-1] == ("ended", "c1", "timeout")
    plane.heard()
    publisher.allow(frozenset({"camera"}))
    assert plane.said == []


def test_what_the_plane_sees_is_passed_on_by_track() -> None:
    publisher, _, home, _ = made()
    publisher.told(LevelHeard(2, 30, 1.0))
    publisher.told(LayerSeen(3, 1, 77))
    publisher.told(UpReport(3, 1, 2.0, bps=1, packets=9, lost=1, jitter_ms=0.0))
    assert home.heard == [("level", "microphone", 30), ("changed", "camera"), ("quality", 0.1)]
    assert publisher.tracks["camera"].heights == (360,)
