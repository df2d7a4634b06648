"""Who publishes what and who is fed what: the plane's tables, written by media between packets.

Nothing here touches a packet. A closed gate is told at once in the tables themselves: no stream of a track that is not
allowed feeds anybody; who was fed waits for its next key frame.
"""

from collections.abc import Container

from media.address import Address
from media.plane import ALL, DownSpec, PeerSpec, UpSpec
from tests.media.plane.oracle.congestion import Congestion
from tests.media.plane.oracle.downtrack import DownTrack
from tests.media.plane.oracle.pacing import Pacer
from tests.media.plane.oracle.peers import Peer
from tests.media.plane.oracle.probing import Probe
from tests.media.plane.oracle.srtp import MakeSrtp
from tests.media.plane.oracle.upstream import UpTrack


class Tables:
    def __init__(self, make_srtp: MakeSrtp) -> None:
        self._make_srtp = make_srtp
        self.peers: dict[int, Peer] = {}
        self.publishers: dict[int, Peer] = {}  # those of `peers` with up tracks
        self.paced: dict[int, Peer] = {}  # those of `peers` whose video may have to wait
        self.by_address: dict[Address, Peer] = {}
        self.ups: dict[int, UpTrack] = {}
        self.downs: dict[int, DownTrack] = {}

    def add_peer(self, peer: PeerSpec) -> None:
        _refuse_twice(peer.id, self.peers)
        self.peers[peer.id] = Peer.of(peer, self._make_srtp(peer.keys))

    def move_peer(self, peer: int, address: Address) -> None:
        moved = self.peers[peer]
        if moved.address is not None:
            del self.by_address[moved.address]
        if (loser := self.by_address.get(address)) is not None:
            loser.address = None
        moved.address = address
        self.by_address[address] = moved

    def pace(self, peer: int, link_bps: int | None) -> None:
        """What waits when no limit is known any more leaves with the next tick."""
        paced = self.peers[peer]
        if paced.pacer is None:
            paced.pacer = Pacer()
        paced.pacer.set_link(link_bps)
        self.paced[peer] = paced
        self.forget_idle_pacer(paced)

    def steer(self, peer: int, closely: bool) -> None:
        steered = self.peers[peer]
        if closely and steered.congestion is None:
            steered.congestion = Congestion(steered.next_transport)
        elif not closely and steered.congestion is not None:
            steered.next_transport, steered.congestion = steered.congestion.number, None

    def probe(self, peer: int, bps: int, lasts_ms: int) -> None:
        """Begins with the next tick."""
        self.peers[peer].probe = Probe(bps, lasts_ms / 1000)

    def forget_idle_pacer(self, peer: Peer) -> None:
        if peer.pacer is not None and peer.pacer.is_idle:
            peer.pacer = None
            del self.paced[peer.spec.id]

    def remove_peer(self, peer: int) -> None:
        removed = self.peers[peer]
        for up in list(removed.ups):
            self.remove_up(up)
        for down in list(removed.downs):
            self.remove_down(down)
        if removed.address is not None:
            del self.by_address[removed.address]
        self.paced.pop(peer, None)
        del self.peers[peer]

    def last_check_s(self, peer: int) -> float | None:
        return self.peers[peer].checked_at_s if peer in self.peers else None

    def add_up(self, up: UpSpec) -> None:
        _refuse_twice(up.id, self.ups)
        peer = self.peers[up.peer]
        self.ups[up.id] = peer.ups[up.id] = track = UpTrack(up, peer.remote_clock)
        self.publishers[up.peer] = peer
        peer.demux.tracks.append(track)

    def allow_up(self, up: int, allowed: bool) -> None:
        track = self.ups[up]
        track.allowed = allowed
        if allowed:
            return
        for stream in track.streams:
            for down in list(stream.downs.values()):
                down.unlink()
                if down.waiting_for is None:
                    down.wait_for(track, stream.layer)

    def hush_up(self, up: int, hushed: bool) -> None:
        self.ups[up].hushed = hushed

    def record_up(self, up: int, recording: int) -> None:
        self.ups[up].recording = recording

    def want_key_frame(self, up: int, layer: int) -> None:
        track = self.ups[up]
        if 0 <= layer < len(track.layers):
            track.key_frames.wanted(layer)

    def remove_up(self, up: int) -> None:
        track = self.ups.pop(up)
        peer = self.peers[track.spec.peer]
        del peer.ups[up]
        if not peer.ups:
            del self.publishers[track.spec.peer]
        peer.demux.forget(track)
        for stream in track.streams:
            for down in list(stream.downs.values()):
                down.unlink()
        for waiting in track.waiting:
            for down in list(waiting.values()):
                down.stop_waiting()

    def add_down(self, down: DownSpec) -> None:
        _refuse_twice(down.id, self.downs)
        peer = self.peers[down.peer]
        _refuse_twice(down.ssrc, peer.by_ssrc)
        added = DownTrack(down, peer)
        self.downs[down.id] = peer.downs[down.id] = peer.by_ssrc[down.ssrc] = added

    def feed(self, down: int, up: int | None, layer: int = 0, temporal: int = ALL, spatial: int = ALL) -> None:
        """Raises ValueError where the up track has no such layer, or the kinds differ."""
        fed = self.downs[down]
        if up is None:
            fed.leave()
            return
        track = self.ups[up]
        if track.spec.kind != fed.spec.kind or not 0 <= layer < len(track.layers):
            raise ValueError("no such layer, or a seat of another kind")
        fed.stop_waiting()
        fed.rewriter.limit(temporal, spatial, fed.source)
        if fed.rewriter.selection.needs_key_frame:
            track.key_frames.wanted(layer)
        if fed.source is None or fed.source is not track.layers[layer]:
            fed.wait_for(track, layer)

    def remove_down(self, down: int) -> None:
        removed = self.downs.pop(down)
        removed.leave()
        del removed.peer.downs[down]
        del removed.peer.by_ssrc[removed.spec.ssrc]


def _refuse_twice(identity: int, table: Container[int]) -> None:
    if identity in table:
        raise ValueError(f"{identity} is there already")
