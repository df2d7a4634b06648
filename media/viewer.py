"""Somebody who watches: seats that the router fills, and for each seat the layer that its size and the link allow.

A seat is an audio and a video down track of one person, so that lips stay in sync. Who sits where is told from above;
which layer feeds a video seat is decided here, whenever seats, sizes, layers or the link change.
"""

from collections.abc import Callable, Sequence

from attrs import define, evolve

from media import layers
from media.bandwidth import Link
from media.layers import Option, Wish
from media.peer import Peer
from media.plane import ALL, DownSpec, PeerSpec, Plane, PlaneEvent, ViewerReport
from media.ports import ViewerHome
from media.srtp import SrtpKeys
from media.tracks import Layer, Picture, UpTrack

LOWEST = Option(0, 0, 0)
DEFAULT_HEIGHT_PX = 360  # until the client has told what it shows


@define
class Seat:
    """`fed` is what the plane was last told: up track, layer, and temporal and spatial layers of it."""

    audio_down: DownSpec | None
    video_down: DownSpec | None
    is_screen: bool
    audio: UpTrack | None = None
    video: UpTrack | None = None
    height_px: int = DEFAULT_HEIGHT_PX
    fed: tuple[int, int, int, int] | None = None

    @property
    def finds_one_size(self) -> bool:
        """Frames of AV1's upper spatial layers are found by an extension: without it a decoder would get nothing."""
        is_told = self.video_down is None or self.video_down.dependency_ext_id is not None
        return not is_told and self.video is not None and self.video.codec == "av1"

    def pictures(self, layer: Layer) -> tuple[Picture, ...]:
        """What can be shown here of what flows."""
        return (evolve(layer.pictures[0], spatial=0),) if self.finds_one_size else layer.pictures


class Viewer:
    """`seats` and `screens` count the two kinds of seat."""

    def __init__(
        self, peer: Peer, spec: Callable[[SrtpKeys], PeerSpec], seats: Sequence[Seat], plane: Plane, home: ViewerHome
    ) -> None:
        self.id = peer.id
        self._seats = [seat for seat in seats if not seat.is_screen]
        self._screens = [seat for seat in seats if seat.is_screen]
        self._downs = [down for seat in seats for down in (seat.audio_down, seat.video_down) if down]
        self.numbers = (peer.number, *(down.id for down in self._downs))
        self._peer = peer
        self._spec = spec
        self._plane = plane
        self._home = home
        self._link = Link()
        self._paced_bps: int | None = None
        self._is_short = False  # nothing of what flows here fits the link
        self._is_steered = False
        self._is_open = False

    @property
    def seats(self) -> int:
        return len(self._seats)

    @property
    def screens(self) -> int:
        return len(self._screens)

    def sit(self, seat: int, audio: UpTrack | None, video: UpTrack | None, *, screen: bool = False) -> None:
        """Put a person's tracks, or nobody's, into a seat."""
        chair = self._chair(seat, screen)
        chair.video = video
        if chair.audio is not audio:
            chair.audio = audio
            self._feed_audio(chair)
        self._choose_layers()

    def want(self, seat: int, height_px: int, *, screen: bool = False) -> None:
        """How high the page shows this seat, in device pixels; 0 pauses its video, never its audio."""
        chair = self._chair(seat, screen)
        if chair.height_px != height_px:
            chair.height_px = height_px
            self._choose_layers()

    def steer(self, closely: bool) -> None:
        """By what arrives, which the page then tells 20 times a second; else by loss and REMB alone."""
        if closely != self._is_steered:
            self._is_steered = closely
            if self._is_open:
                self._plane.steer(self._peer.number, closely)

    def forget(self, track: UpTrack) -> None:
        """The track is gone: its seat is empty until the router fills it."""
        for chair in self._all():
            chair.audio = None if chair.audio is track else chair.audio
            if chair.video is track:
                chair.video = chair.fed = None

    def track_changed(self, track: UpTrack) -> None:
        """It opened, or other layers of it flow now: if it sits here, the choice may be another."""
        for chair in self._all():
            if chair.audio is track:
                self._feed_audio(chair)
        if any(chair.video is track for chair in self._all()):
            self._choose_layers()

    def close(self, reason: str) -> None:
        self._peer.end(reason)

    def connected(self, keys: SrtpKeys) -> None:
        self._plane.add_peer(self._spec(keys))
        for down in self._downs:
            self._plane.add_down(down)
        if self._is_steered:
            self._plane.steer(self._peer.number, True)
        self._is_open = True
        for chair in self._all():
            self._feed_audio(chair)
        self._choose_layers()
        self._home.peer_connected(self.id)

    def told(self, event: PlaneEvent) -> None:
        if isinstance(event, ViewerReport):
            self._home.quality_seen(self.id, event.loss, event.rtt_ms, event.heard_s)
            self._link.reported(event, is_tried=self._is_short or event.sent_bps > 0)
            if self._has_a_choice():
                self._choose_layers()
                self._probe()
            else:
                self._is_short = False
                self._pace()

    def ended(self, reason: str) -> None:
        self._is_open = False
        self._home.viewer_ended(self, reason)

    def _pace(self) -> None:
        """A short link is told as narrow: of others to whom nothing is sent no report comes, and all would stay so."""
        known_bps = self._link.budget_bps if self._is_short else self._link.known_bps
        link_bps = None if known_bps is None else round(known_bps)
        if self._is_open and link_bps != self._paced_bps:
            self._paced_bps = link_bps
            self._plane.pace(self._peer.number, link_bps)

    def _probe(self) -> None:
        """Is there room for what the next seat that lacks something would take?"""
        if self._is_open and self._link.may_probe:
            probe = self._link.probe(layers.lacking(self._wishes(), self._video_bps))
            if probe is not None:
                self._plane.probe(self._peer.number, probe.bps, round(1000 * probe.seconds))

    def _all(self) -> list[Seat]:
        return self._screens + self._seats

    def _chair(self, seat: int, screen: bool) -> Seat:
        return (self._screens if screen else self._seats)[seat]

    def _feed_audio(self, chair: Seat) -> None:
        if self._is_open and chair.audio_down is not None:
            self._plane.feed(chair.audio_down.id, chair.audio.id if chair.audio and chair.audio.is_open else None)

    def _has_a_choice(self) -> bool:
        """While no layer flows here, the link decides nothing; the first that does is told by `track_changed`."""
        videos = (chair.video for chair in self._all() if chair.video is not None)
        return any(layer.flows for video in videos for layer in video.layers)

    def _choose_layers(self) -> None:
        if not self._is_open:
            return
        wishes = self._wishes()
        chosen = layers.allocate(wishes, self._video_bps)
        waiting = {wish.seat for wish in wishes if not wish.options}
        self._is_short = len(waiting) < len(wishes) and not any(chosen.values())
        self._pace()
        for number, chair in enumerate(self._all()):
            # While nothing of a track flows yet its lowest layer is fed, so that its first key frame is not missed.
            self._feed_video(chair, LOWEST if number in waiting else chosen.get(number))

    def _wishes(self) -> list[Wish]:
        """By a seat's place among all."""
        active = self._home.active
        return [wish for at, chair in enumerate(self._all()) if (wish := _wish(at, chair, active)) is not None]

    @property
    def _video_bps(self) -> float:
        return self._link.budget_bps - layers.AUDIO_BPS * sum(1 for chair in self._all() if chair.audio is not None)

    def _feed_video(self, chair: Seat, option: Option | None) -> None:
        if chair.video_down is None:
            return
        feed = None
        if chair.video is not None and option is not None:
            spatial = 0 if chair.finds_one_size else option.spatial
            feed = chair.video.id, option.layer, option.temporal, spatial
        if feed != chair.fed:
            chair.fed = feed
            self._plane.feed(chair.video_down.id, *(feed or (None,)))


def _wish(number: int, chair: Seat, active: UpTrack | None) -> Wish | None:
    if chair.video is None or not chair.video.is_open or not chair.height_px:
        return None
    layers_at = [(layer, at) for at, layer in enumerate(chair.video.layers) if layer.flows]
    flowing = [(each, at) for layer, at in layers_at for each in chair.pictures(layer)]
    options: list[Option] = []
    for picture, at in sorted(flowing, key=_smallest_first):  # clients offer layers in any order
        layer = chair.video.layers[at]
        every = chair.is_screen or not options
        full = Option(at, picture.height_px, picture.bps, spatial=picture.spatial)
        slower = [rate * picture.bps // max(1, layer.bps) for rate in layer.temporal_bps]
        options += layers.options_of(full, slower, every=every)
    fed = chair.fed[1:] if chair.fed is not None and chair.fed[0] == chair.video.id else (None, ALL, ALL)
    is_speaker = chair.audio is not None and chair.audio is active
    return Wish(number, tuple(options), chair.height_px, chair.is_screen, is_speaker, *fed)


def _smallest_first(flowing: tuple[Picture, int]) -> tuple[int, int]:
    picture, at = flowing
    return picture.height_px, at
