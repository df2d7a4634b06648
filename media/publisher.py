"""Somebody who sends: up tracks by label, and the gate before each.

A track's packets go nowhere until its label is allowed. Allowing may come at any time and holds from that instant;
before the handshake is done it is remembered.
"""

from collections.abc import Callable, Mapping, Sequence

from media.peer import Peer
from media.plane import LevelHeard, PeerSpec, Plane, PlaneEvent, UpReport, UpSpec
from media.ports import PublisherHome
from media.srtp import SrtpKeys
from media.tracks import UpTrack


class Publisher:
    """`tracks` by label exist as soon as the offer is answered; they carry something once allowed and sent."""

    def __init__(
        self,
        peer: Peer,
        spec: Callable[[SrtpKeys], PeerSpec],
        tracks: Sequence[tuple[UpTrack, UpSpec]],
        plane: Plane,
        home: PublisherHome,
    ) -> None:
        self.id = peer.id
        self.tracks: Mapping[str, UpTrack] = {track.label: track for track, _ in tracks}
        self.numbers = (peer.number, *(track.id for track, _ in tracks))
        self._by_number = {track.id: track for track, _ in tracks}
        self._ups = tuple(up for _, up in tracks)
        self._peer = peer
        self._spec = spec
        self._plane = plane
        self._home = home
        self._allowed: frozenset[str] = frozenset()
        self._is_open = False

    def allow(self, labels: frozenset[str]) -> None:
        """These labels' packets are forwarded from now on, all others' go nowhere."""
        self._allowed = labels
        if self._is_open:
            for track in self.tracks.values():
                self._plane.allow_up(track.id, track.label in labels)

    def hush(self, track: UpTrack, hushed: bool) -> None:
        """Forward nothing of a microphone for now: others are louder."""
        if self._is_open:
            self._plane.hush_up(track.id, hushed)

    def close(self, reason: str) -> None:
        self.allow(frozenset())
        self._peer.end(reason)

    def connected(self, keys: SrtpKeys) -> None:
        self._plane.add_peer(self._spec(keys))
        for up in self._ups:
            self._plane.add_up(up)
        self._is_open = True
        self.allow(self._allowed)
        for track in self.tracks.values():
            track.is_open = True
            self._home.track_changed(track)
        self._home.peer_connected(self.id)

    def told(self, event: PlaneEvent) -> None:
        match event:
            case LevelHeard():
                self._home.level_heard(self._by_number[event.up], event)
            case UpReport():
                self._learn(self._by_number[event.up], event)
                self._report(event)
            case _ if (up := getattr(event, "up", None)) in self._by_number:
                self._learn(self._by_number[up], event)

    def ended(self, reason: str) -> None:
        self._is_open = False
        for track in self.tracks.values():
            track.is_open = False
        self._home.publisher_ended(self, reason)

    def _report(self, event: UpReport) -> None:
        total = event.packets + event.lost
        self._home.quality_seen(self.id, event.lost / total if total else 0.0, None, 0.0)

    def _learn(self, track: UpTrack, event: PlaneEvent) -> None:
        if track.told(event):
            self._home.track_changed(track)
