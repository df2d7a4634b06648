"""Makers of a viewer with a person's seat and a screen's, of its home, and of a person who sits down there."""

from media.plane import LayerSeen
from media.tracks import UpTrack
from media.viewer import Seat, Viewer
from tests.media.fake_plane import FakePlane
from tests.media.stage import KEYS, FakePeer, camera, down, microphone, peer_spec


class Home:
    def __init__(self) -> None:
        self.heard: list[tuple[object, ...]] = []
        self.active: UpTrack | None = None

    def peer_connected(self, peer_id: str) -> None:
        self.heard.append(("connected", peer_id))

    def viewer_ended(self, viewer: Viewer, reason: str) -> None:
        self.heard.append(("ended", viewer.id, reason))

    def quality_seen(self, _peer_id: str, loss: float, _rtt_ms: float | None, _heard_s: float) -> None:
        self.heard.append(("quality", loss))


AUDIO_DOWN, VIDEO_DOWN, SCREEN_DOWN = 11, 12, 13


def made(*, connected: bool = True) -> tuple[Viewer, FakePlane, Home, FakePeer]:
    peer, plane, home = FakePeer(), FakePlane(), Home()
    seats = [
        Seat(down(AUDIO_DOWN, "audio"), down(VIDEO_DOWN), is_screen=False),
        Seat(None, down(SCREEN_DOWN), is_screen=True),
    ]
    viewer = Viewer(peer, peer_spec, seats, plane, home)  # type: ignore[arg-type]
    if connected:
        viewer.connected(KEYS)
        plane.heard()
    return viewer, plane, home, peer


def person() -> tuple[UpTrack, UpTrack]:
    """Microphone and camera whose three layers flow."""
    audio, video = microphone(21)[0], camera(22)[0]
    audio.is_open = video.is_open = True
    for layer in range(3):
        video.told(LayerSeen(22, layer, layer))
    return audio, video
