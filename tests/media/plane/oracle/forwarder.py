"""The plain Python plane: one datagram in, as many out as there are viewers to feed.

A packet's journey: address -> peer, SRTP off, header, SSRC -> stream, numbers -> every down track that it feeds: new
numbers, SRTP on, send. Runs wherever it is called (the Trio thread), never waits, and is the truth that a compiled
plane is tested against. What goes on beside the journey stands in feedback.py (publishers) and viewing.py (viewers).
Long, because a packet's whole journey is here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush

from media.address import Address
from media.plane import ALL, Fed, KeyFrameSeen, LayerSeen, LevelHeard, PeerSpec, PlaneEvent
from tests.media.plane.oracle import checks, control, feedback, probing, rtcp, rtp, taped, viewing
from tests.media.plane.oracle.clock import middle, to_ntp
from tests.media.plane.oracle.demux import Route
from tests.media.plane.oracle.downtrack import DownTrack
from tests.media.plane.oracle.peers import Leaving, Peer
from tests.media.plane.oracle.probing import Probe
from tests.media.plane.oracle.srtp import MakeSrtp, SendDatagram, SrtpRefused
from tests.media.plane.oracle.tables import Tables
from tests.media.plane.oracle.upstream import Packet, UpStream

FEEDBACK_S = 0.1  # transport-cc: as mediasoup, Pion and JVB
REPORT_S = 1.0
EARLY_REPORT_S = 0.2  # at first: the sooner a publisher hears what it may send, the sooner its upper layers are on
EARLY_REPORTS = 5
HASTY_REPORT_S, HASTY_REPORTS = 0.3, 3  # after a viewer's step up: a link that cannot carry it is soon relieved
MIN_DATAGRAM_BYTES = 12


class Forwarder(Tables):
    """Implements media.plane.Plane. `wall_at_zero_s` is the Unix time at which `now_s` was 0."""

    def __init__(self, send: SendDatagram, make_srtp: MakeSrtp, wall_at_zero_s: float) -> None:
        super().__init__(make_srtp)
        self._send = send
        self._wall_at_zero_s = wall_at_zero_s
        self._events: list[PlaneEvent] = []
        self._counters: Counter[str] = Counter()
        self._taped: dict[int, bytes] = {}
        self._reports: list[tuple[float, int]] = []  # heap: when a peer's reports are due
        self._switched: dict[int, Peer] = {}  # viewers whose clocks are told anew at the next tick
        self._raised: dict[int, Peer] = {}  # viewers that get more layers of what feeds them

    def add_peer(self, peer: PeerSpec) -> None:
        super().add_peer(peer)
        heappush(self._reports, (0.0, peer.id))

    def feed(self, down: int, up: int | None, layer: int = 0, temporal: int = ALL, spatial: int = ALL) -> None:
        before = self.downs[down].rewriter.selection.temporal
        super().feed(down, up, layer, temporal, spatial)
        if up is not None and temporal > before:
            self._raised[self.downs[down].spec.peer] = self.downs[down].peer

    def drain(self) -> Sequence[PlaneEvent]:
        events, self._events = self._events, []
        return events

    def tape(self) -> Mapping[int, bytes]:
        found, self._taped = self._taped, {}
        return found

    def counters(self) -> Mapping[str, int]:
        return dict(self._counters)

    # one datagram

    def datagram(self, data: bytes, address: Address, now_s: float) -> None:
        self._counters["packets_in"] += 1
        peer = self.by_address.get(address)
        if peer is None:
            self._counters["unverified_source"] += 1
        elif len(data) < MIN_DATAGRAM_BYTES:
            self._counters["malformed"] += 1
        elif rtcp.is_idle_report(data):
            self._counters["idle_reports"] += 1
            peer.heard_at_s = now_s
        else:
            try:
                (self._control if rtp.is_rtcp(data) else self._media)(peer, data, now_s)
            except SrtpRefused as refused:
                self._counters[f"srtp_{refused.reason}"] += 1
            except (rtp.MalformedRtp, rtcp.MalformedRtcp):
                self._counters["malformed"] += 1

    def check(self, data: bytes, address: Address, now_s: float) -> bool:
        peer = self.by_address.get(address)
        reply = checks.answer(peer.spec.checks, data, address) if peer is not None and peer.spec.checks else None
        if peer is None or reply is None:
            return False
        peer.checked_at_s = now_s
        self._counters["checks"] += 1
        self._send(reply, address)
        return True

    def _media(self, peer: Peer, data: bytes, now_s: float) -> None:
        plain = peer.srtp.unprotect(data)
        header = rtp.read_header(plain)
        elements = rtp.read_elements(plain, header) if header.profile else {}
        peer.arrived(header.ssrc, elements, len(plain), now_s)
        route = peer.demux.routes.get(header.ssrc) or self._learn(peer, header, elements)
        stream = route.track.layers[route.layer] if route is not None else None
        if route is None or stream is None:  # unknown, or RTX padding ahead of all media
            self._counters["unknown_ssrc"] += 1
            return
        stream = route.stream or stream
        dependency = elements.get(peer.spec.extensions.dependency or 0, b"")
        packet = _read(route, stream, plain, header, now_s, dependency=dependency)
        if route.track.allowed and (packet is not None or route.track.hushed):
            self._hear(peer, route, elements, now_s)
        if packet is not None and route.track.allowed:
            if route.track.recording:
                record = taped.record(stream, packet, self._level(peer, elements), self._wall_at_zero_s, now_s)
                self._taped[route.track.recording] = self._taped.get(route.track.recording, b"") + record
            self._forward(stream, packet, now_s)

    def _learn(self, peer: Peer, header: rtp.Header, elements: dict[int, bytes]) -> Route | None:
        route = peer.demux.learn(header, elements)
        if route is None or route.stream is None:
            return route
        self._events.append(LayerSeen(route.track.spec.id, route.layer, header.ssrc))
        for replaced in route.track.streams[:-1]:  # its viewers go over to the new SSRC at its key frame
            for down in replaced.downs.values():
                if replaced.layer == route.layer and down.waiting_for is None:
                    down.wait_for(route.track, route.layer)
        return route

    def _hear(self, peer: Peer, route: Route, elements: dict[int, bytes], now_s: float) -> None:
        level = self._level(peer, elements)
        if level is not None and route.track.spec.kind == "audio":
            self._events.append(LevelHeard(route.track.spec.id, level, now_s))

    def _level(self, peer: Peer, elements: dict[int, bytes]) -> int | None:
        level = elements.get(peer.spec.extensions.audio_level or 0)
        return level[0] & 0x7F if level else None

    def _forward(self, stream: UpStream, packet: Packet, now_s: float) -> None:
        track = stream.track
        waiting = track.waiting[stream.layer]
        begins = packet.key_height is not None or track.spec.kind == "audio"
        switched = self._switch(stream, packet, now_s) if waiting and begins and not packet.is_filler else []
        if packet.key_height is not None:
            track.key_frames.seen(stream.layer, now_s)
            seen = KeyFrameSeen(track.spec.id, stream.layer, packet.key_height or None, packet.heights_px)
            self._events.append(seen)
            if packet.index < stream.newest_index and stream.wants_spatial_layers:  # it came too late for those
                track.key_frames.wanted(stream.layer)
        self._fan_out(stream.downs.values(), packet, now_s)
        if switched and packet.index < stream.newest_index:  # the key frame came late: what follows it is here already
            for later in stream.after(packet):
                self._fan_out(switched, later, now_s)

    def _switch(self, stream: UpStream, packet: Packet, now_s: float) -> list[DownTrack]:
        """Down tracks that waited for this stream begin with this packet."""
        track, switched = stream.track, []
        if stream is not track.layers[stream.layer]:  # an SSRC that was replaced
            return []
        for down in list(track.waiting[stream.layer].values()):
            before = down.source
            if down.begin(stream, packet, now_s):
                if before is not None and before.track is track and before.layer < stream.layer:
                    self._hasten(down.peer, now_s)
                switched.append(down)
                self._switched[down.spec.peer] = down.peer
                self._events.append(Fed(down.spec.id, track.spec.id, stream.layer))
        return switched

    def _fan_out(self, downs: Iterable[DownTrack], packet: Packet, now_s: float) -> None:
        for down in downs:
            number = down.number_of(packet)
            written = down.rewrite(packet, number) if number is not None else None
            if number is None or written is None:
                continue
            leaving = Leaving(down, number, *written, len(packet.body))
            if down.peer.pacer is None or down.spec.kind == "audio":
                self._leave(leaving, now_s)
            else:
                down.peer.pacer.put(leaving.size_bytes, leaving)
                self._release(down.peer, now_s)

    def _release(self, peer: Peer, now_s: float) -> None:
        for leaving in () if peer.pacer is None else peer.pacer.due(now_s):
            self._leave(leaving, now_s)

    def _leave(self, leaving: Leaving, now_s: float) -> None:
        down = leaving.down
        try:
            plain = down.stamp(leaving.plain, now_s, with_mid=leaving.with_mid, dependency=leaving.dependency)
            datagram = down.peer.srtp.protect(plain)
        except SrtpRefused as refused:
            self._counters[f"srtp_out_{refused.reason}"] += 1
            return
        down.left(leaving.number, leaving.octets)
        if down.congestion is not None:
            down.congestion.sent(len(datagram))
        if down.cache is not None:
            down.cache.keep(leaving.number & 0xFFFF, datagram, now_s)
        if down.peer.address is not None:
            self._send(datagram, down.peer.address)
        self._counters["packets_out"] += 1
        self._counters["bytes_out"] += len(datagram)

    def _control(self, peer: Peer, data: bytes, now_s: float) -> None:
        compound = peer.srtp.unprotect_rtcp(data)
        for datagram in control.heard(peer, compound, self._ntp(now_s), now_s):
            if peer.address is not None:
                self._send(datagram, peer.address)
                self._counters["resent"] += 1

    # time

    def tick(self, now_s: float) -> None:
        for peer in list(self.paced.values()):
            self._release(peer, now_s)
            self.forget_idle_pacer(peer)
        for peer in self.peers.values():
            if peer.probe is not None:
                self._probe(peer, peer.probe, now_s)
        for peer in self.publishers.values():
            self._send_control(peer, feedback.repairs(peer, now_s))
            if now_s >= peer.feedback_due_s:
                peer.feedback_due_s = now_s + FEEDBACK_S
                self._send_control(peer, feedback.transport(peer))
        for peer in self._switched.values():
            self._send_control(peer, viewing.sender_reports(peer, self._ntp(now_s), now_s))
        self._switched.clear()
        for peer in self._raised.values():
            self._hasten(peer, now_s)
        self._raised.clear()
        while self._reports and self._reports[0][0] <= now_s:
            due_s, identity = heappop(self._reports)
            reported = self.peers.get(identity)
            if reported is not None and reported.report_due_s == due_s:  # not put forward since
                self._report(reported, now_s)

    def _probe(self, peer: Peer, probe: Probe, now_s: float) -> None:
        if probe.found_bps is not None:
            if probe.is_answered:
                self._report_at(peer, now_s)
            return
        if probe.began_s is None:
            probe.begin(peer, now_s)
            self._report_at(peer, now_s + probe.lasts_s + probing.STEP_S + probing.ANSWER_S)
        is_lossy = probe.is_lossy(peer)
        for datagram in () if is_lossy else probe.repeats(peer, now_s):
            self._send(datagram, peer.address)
            self._counters["probed"] += 1
        if not is_lossy and not probe.is_over(now_s):
            return
        probe.end(peer, now_s)
        if not is_lossy:
            probe.closing_sr = middle(self._ntp(now_s))
            self._send_control(peer, viewing.sender_reports(peer, self._ntp(now_s), now_s))
        self._report_at(peer, now_s + (0.0 if is_lossy else probing.ANSWER_S))

    def _report_at(self, peer: Peer, due_s: float) -> None:
        peer.report_due_s = due_s
        heappush(self._reports, (due_s, peer.spec.id))

    def _hasten(self, peer: Peer, now_s: float) -> None:
        peer.hasty_reports = HASTY_REPORTS
        if peer.report_due_s > now_s + HASTY_REPORT_S:
            self._report_at(peer, now_s + HASTY_REPORT_S)

    def _report(self, peer: Peer, now_s: float) -> None:
        interval_s = peer.since_reported(now_s)
        if interval_s is None:  # it has just come: nothing to tell
            self._report_at(peer, now_s + EARLY_REPORT_S)
            return
        if peer.ups:
            self._send_control(peer, feedback.reports(peer, now_s))
            for track in peer.ups.values():
                self._events.extend(feedback.up_reports(track, interval_s, now_s))
        if peer.downs:
            self._send_control(peer, viewing.sender_reports(peer, self._ntp(now_s), now_s))
            self._events += filter(None, [viewing.viewer_report(peer, interval_s, now_s)])
        peer.hasty_reports = max(0, peer.hasty_reports - 1)
        wait_s = EARLY_REPORT_S if peer.reports_made <= EARLY_REPORTS else REPORT_S
        self._report_at(peer, now_s + (HASTY_REPORT_S if peer.hasty_reports else wait_s))

    def _send_control(self, peer: Peer, compounds: Iterable[bytes]) -> None:
        for compound in compounds:
            if peer.address is None:
                return
            try:
                self._send(peer.srtp.protect_rtcp(compound), peer.address)
            except SrtpRefused as refused:
                self._counters[f"srtp_out_{refused.reason}"] += 1

    def _ntp(self, now_s: float) -> int:
        return to_ntp(now_s + self._wall_at_zero_s)


def _read(
    route: Route, stream: UpStream, plain: bytes, header: rtp.Header, now_s: float, *, dependency: bytes
) -> Packet | None:
    spec = route.track.spec
    if route.stream is not None:
        return stream.take(
            plain, header, spec.codecs.get(header.payload_type), header.sequence, now_s, element=dependency
        )
    sequence = rtp.original_sequence(plain, header)
    codec = spec.codecs.get(spec.rtx.get(header.payload_type, -1))
    if sequence is None or codec is None:
        return None
    return stream.take(plain, header, codec, sequence, now_s, element=dependency)
