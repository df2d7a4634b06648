"""Makers of the things that media's tests put on stage: tracks, a peer that does nothing but end, keys."""

from collections.abc import Sequence

from media import layers
from media.ice import IceCredentials, IceLite
from media.layers import Wish
from media.plane import DownSpec, PeerSpec, UpSpec, ViewerReport
from media.srtp import AEAD_AES_128_GCM, SrtpKeys
from media.tracks import UpTrack

LOCAL = IceCredentials("ours" * 4, "p" * 32)
KEYS = SrtpKeys(AEAD_AES_128_GCM, b"i" * 28, b"o" * 28)


class FakePeer:
    def __init__(self, number: int = 1, peer_id: str = "c1") -> None:
        self.number = number
        self.id = peer_id
        self.ended_because: str | None = None
        self.ice = IceLite(LOCAL, "theirs", 0.0)

    def end(self, reason: str) -> None:
        self.ended_because = self.ended_because or reason


def peer_spec(keys: SrtpKeys) -> PeerSpec:
    return PeerSpec(1, keys)


def camera(number: int, layer_count: int = 3) -> tuple[UpTrack, UpSpec]:
    spec = UpSpec(number, 1, "video", "1", {96: "vp8"}, 90_000, rids=("q", "h", "f")[:layer_count])
    return UpTrack.of_video(number, "camera", "vp8", layer_count), spec


def microphone(number: int) -> tuple[UpTrack, UpSpec]:
    return UpTrack.of_audio(number, "microphone", "opus"), UpSpec(number, 1, "audio", "0", {111: "opus"}, 48_000)


def down(number: int, kind: str = "video") -> DownSpec:
    codecs, clock_hz = ({"vp8": 96}, 90_000) if kind == "video" else ({"opus": 111}, 48_000)
    return DownSpec(number, 1, "video" if kind == "video" else "audio", str(number), number, codecs, clock_hz)


def layers_for(wishes: Sequence[Wish], budget_bps: float) -> dict[int, int | None]:
    """What the allocator gives each seat, without the frame rate."""
    given = layers.allocate(wishes, budget_bps)
    return {seat: None if option is None else option.layer for seat, option in given.items()}


def report(at_s: float, sent_bps: int = 500_000, loss: float = 0.0, remb_bps: int | None = None) -> ViewerReport:
    return ViewerReport(1, at_s, sent_bps, loss, remb_bps, 50.0, 0.1)
