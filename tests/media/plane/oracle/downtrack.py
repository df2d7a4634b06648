"""A receive seat's track: which stream feeds it, what goes out under its SSRC, and what its viewer says came in."""

from collections import deque

from attrs import define, evolve, field

from media.plane import DownSpec
from tests.media.plane.oracle import red
from tests.media.plane.oracle.cache import SentCache
from tests.media.plane.oracle.congestion import Congestion
from tests.media.plane.oracle.peers import Peer
from tests.media.plane.oracle.rewriter import MOST_AHEAD, Rewriter
from tests.media.plane.oracle.rtcp import ReportBlock, SenderReport
from tests.media.plane.oracle.rtp import one_byte_extension, send_time, with_element
from tests.media.plane.oracle.upstream import Packet, UpStream, UpTrack

HEAD_BYTES, HAS_EXTENSION = 12, 0x10
MID_AFTER_SWITCH = 20  # packets: this many found their way to both browsers without loss
MAX_PICTURE_LOSSES = 3  # a viewer may ask for a key frame so often ...
PICTURE_LOSS_WINDOW_S = 10.0  # ... in so long; what is beyond is put off


@define
class Heard:
    """What the viewer's reports told since the last ViewerReport."""

    expected: int = 0
    lost: int = 0
    highest: int | None = None  # of the last block
    total_lost: int = 0

    def block(self, block: ReportBlock, packets_sent: int) -> None:
        before = block.highest_sequence - packets_sent if self.highest is None else self.highest
        self.expected += max(0, block.highest_sequence - before)
        self.lost += max(0, block.lost - self.total_lost)
        self.highest, self.total_lost = block.highest_sequence, block.lost

    def take(self, holes: int) -> tuple[int, int]:
        """Expected and lost packets since the last call, without the `holes` that its source left."""
        told = max(0, self.expected - holes), max(0, self.lost - holes)
        self.expected = self.lost = 0
        return told


@define(eq=False)
class DownTrack:
    """`source` feeds it now; `waiting_for` will, from its next key frame on (audio: next packet)."""

    spec: DownSpec
    peer: Peer
    source: UpStream | None = None
    waiting_for: tuple[UpTrack, int] | None = None
    cache: SentCache | None = None
    heard: Heard = field(factory=Heard)
    confirmed: bool = False  # a report about our SSRC came: the viewer knows which seat it belongs to
    packets: int = 0
    octets: int = 0  # of payload
    reported_octets: int = 0
    reported_packets: int = 0
    reported_nacked: int = 0
    reported_number: int = field(init=False)
    sent_number: int = field(init=False)  # the newest that left, without wrap
    rewriter: Rewriter = field(init=False)
    _mid_left: int = MID_AFTER_SWITCH
    _asked: deque[float] = field(factory=lambda: deque(maxlen=MAX_PICTURE_LOSSES))

    def __attrs_post_init__(self) -> None:
        self.rewriter = Rewriter(self.spec.ssrc, self.spec.clock_hz)
        self.reported_number = self.sent_number = self.rewriter.number
        self.cache = SentCache() if self.spec.kind == "video" else None

    def begin(self, stream: UpStream, packet: Packet, now_s: float) -> bool:
        """Let this stream feed the track from this packet on. False: not yet, what it needs is a later packet."""
        captured_now = stream.clock.timestamp_at(now_s)
        captured_now = packet.timestamp if captured_now is None else captured_now
        if self.peer.address is None or self._suited(packet) is None:
            return False
        if self.spec.kind == "audio" and self.rewriter.timeline.must_wait(packet.timestamp, captured_now, now_s):
            self.unlink()
            return False
        self.leave()
        self.source = stream
        stream.downs[self.spec.id] = self
        self._mid_left = MID_AFTER_SWITCH
        self.rewriter.switch(packet, captured_now, now_s)
        if self.cache is not None:
            self.cache.forget()
        return True

    def unlink(self) -> None:
        """Nothing feeds the track now; what waited of it does not leave, and the numbers that it had are free again."""
        if self.source is not None:
            self._forget_waiting()
            del self.source.downs[self.spec.id]
            self.source = None

    def leave(self) -> None:
        """Nothing feeds the track any more, nor will."""
        self.unlink()
        self.stop_waiting()

    def wait_for(self, track: UpTrack, layer: int) -> None:
        self.stop_waiting()
        self.waiting_for = (track, layer)
        track.waiting[layer][self.spec.id] = self

    def stop_waiting(self) -> None:
        if self.waiting_for is not None:
            track, layer = self.waiting_for
            del track.waiting[layer][self.spec.id]
            self.waiting_for = None

    def number_of(self, packet: Packet) -> int | None:
        """Without wrap; None: it does not go out."""
        number = self.rewriter.number_of(packet)
        if number is not None and number > self.rewriter.sealed + MOST_AHEAD:
            self._forget_waiting()
            number = self.rewriter.draw_near(number)
        return number

    def _forget_waiting(self) -> None:
        pacer = self.peer.pacer
        if pacer is not None and pacer.forget(lambda waiting: waiting.down is self):
            self.rewriter.number = self.sent_number

    def rewrite(self, packet: Packet, number: int) -> tuple[bytes, bool, bytes] | None:
        """The packet in clear but for its header extension, whether that has the MID, and AV1's descriptor.

        None if the viewer negotiated no such codec.
        """
        suited = self._suited(packet)
        if suited is None:
            return None
        packet, payload_type = suited
        with_mid = not self.confirmed or self._mid_left > 0
        self._mid_left -= with_mid
        plain = self.rewriter.rewrite(packet, number, payload_type)
        return plain, with_mid, self.rewriter.dependency(packet)

    def left(self, number: int, octets: int) -> None:
        """A packet left under this number (without wrap), with so many bytes of payload."""
        self.packets += 1
        self.octets += octets
        self.sent_number = self.rewriter.sealed = max(self.sent_number, number)

    @property
    def congestion(self) -> Congestion | None:
        """What numbers this track's packets across all of the viewer's."""
        return None if self.spec.transport_cc_ext_id is None else self.peer.congestion

    def stamp(self, plain: bytes, now_s: float, *, with_mid: bool, dependency: bytes = b"") -> bytes:
        """The packet as it leaves now, with its header extension; AV1's descriptor is the last in it."""
        spec, elements = self.spec, []
        if spec.abs_send_time_ext_id is not None:
            elements.append((spec.abs_send_time_ext_id, send_time(now_s)))
        if spec.transport_cc_ext_id is not None and self.congestion is not None:
            elements.append((spec.transport_cc_ext_id, (self.congestion.number & 0xFFFF).to_bytes(2, "big")))
        if with_mid and spec.mid_ext_id is not None:
            elements.append((spec.mid_ext_id, spec.mid.encode("ascii")))
        extension = one_byte_extension(elements) if elements else b""
        if dependency and spec.dependency_ext_id is not None:
            extension = with_element(extension, spec.dependency_ext_id, dependency)
        if not extension:
            return plain
        head = bytes((plain[0] | HAS_EXTENSION,)) + plain[1:HEAD_BYTES]
        return head + extension + plain[HEAD_BYTES:]

    def _suited(self, packet: Packet) -> tuple[Packet, int] | None:
        """The packet in a codec that the viewer knows. Redundant audio names the payload type of Opus once more."""
        types = self.spec.payload_types
        payload_type = types.get(packet.codec)
        if packet.codec != "red":
            return None if payload_type is None else (packet, payload_type)
        opus = types.get("opus")
        if opus is None:
            return None
        if payload_type is None or packet.plain is None:
            return packet.plain or packet, opus if payload_type is None else payload_type
        return evolve(packet, body=red.renamed(packet.body, opus)), payload_type

    def sent_since_report(self) -> tuple[int, int, int]:
        """Packets, payload bytes, and numbers left out for what its source lost, since the last call."""
        packets, octets = self.packets - self.reported_packets, self.octets - self.reported_octets
        holes = max(0, self.sent_number - self.reported_number - packets)
        self.reported_packets, self.reported_octets = self.packets, self.octets
        self.reported_number = self.sent_number
        return packets, octets, holes

    def sender_report(self, ntp: int, now_s: float) -> SenderReport | None:
        """None while nothing feeds the track, or something too young: there is no clock to speak of."""
        if self.source is None or not self.packets or not self.source.clock.is_settled(now_s):
            return None
        stamp = self.source.clock.timestamp_at(now_s)
        if stamp is None:
            return None
        return SenderReport(self.spec.ssrc, ntp, stamp + self.rewriter.timeline.offset, self.packets, self.octets)

    def may_ask_from(self, now_s: float) -> float:
        """The viewer wants a key frame: the time from which on its publisher may be asked on its behalf."""
        if len(self._asked) == MAX_PICTURE_LOSSES and now_s - self._asked[0] < PICTURE_LOSS_WINDOW_S:
            return self._asked[0] + PICTURE_LOSS_WINDOW_S
        self._asked.append(now_s)
        return now_s
