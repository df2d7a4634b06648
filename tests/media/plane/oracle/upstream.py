"""What arrives: an up track, its streams (one SSRC each, a simulcast layer), and packets read once for all viewers."""

from typing import TYPE_CHECKING

from attrs import define, evolve, field

from media.plane import UpSpec
from tests.media.plane.oracle import dependency, red, vp8, vp9
from tests.media.plane.oracle.clock import Earliest, StreamClock
from tests.media.plane.oracle.codecs import KEY_FRAME
from tests.media.plane.oracle.keyframes import KeyFrames
from tests.media.plane.oracle.nack import NackList
from tests.media.plane.oracle.numbering import DenseNumbers
from tests.media.plane.oracle.reception import Arrival, Reception
from tests.media.plane.oracle.rtp import Header
from tests.media.plane.oracle.selection import ONLY, Place, av1_place, vp8_place, vp9_place
from tests.media.plane.oracle.shares import LayerShares
from tests.media.plane.oracle.wrap import unwrap

if TYPE_CHECKING:
    from tests.media.plane.oracle.downtrack import DownTrack

RECENT = 256  # packets of a layer kept for a switch whose key frame was mended late: it and what follows
FLOWING_S = 2.0  # a layer that sent nothing for so long is switched off


@define
class Packet:
    """One media packet, read once. `index` and `timestamp` are without wrap, `picture_id` too (0 without one)."""

    index: int
    timestamp: int
    marker: int
    codec: str
    body: bytes  # the payload after `descriptor`
    descriptor: vp8.Descriptor | None = None
    picture_id: int = 0
    key_height: int | None = None  # None: begins no key frame; 0: height unknown
    place: Place = ONLY  # among the stream's layers
    plain: "Packet | None" = None  # of redundant audio: the newest block alone, for viewers that want no other
    is_filler: bool = False  # nothing but padding, to fill a number that has been given
    counted: vp9.Descriptor | None = None  # VP9's, which stands in `body`
    element: bytes = b""  # AV1's dependency descriptor; `picture_id` is its frame number
    heights_px: tuple[int, ...] = ()  # of spatial layers, as a key frame tells them


@define(eq=False)
class UpTrack:
    """`waiting[layer]`: down tracks by id that switch to this layer as soon as they can."""

    spec: UpSpec
    remote_clock: Earliest
    allowed: bool = False
    hushed: bool = False  # audio: nothing is forwarded, as if nothing were said
    recording: int = 0  # whose tape its packets are for
    layers: "list[UpStream | None]" = field(factory=list)
    streams: "list[UpStream]" = field(factory=list)  # those of `layers`, and SSRCs that were replaced
    waiting: "list[dict[int, DownTrack]]" = field(factory=list)
    key_frames: KeyFrames = field(factory=KeyFrames)

    def __attrs_post_init__(self) -> None:
        count = max(1, len(self.spec.rids), len(self.spec.ssrcs))
        self.layers = [None] * count
        self.waiting = [{} for _ in range(count)]

    def add_stream(self, layer: int, ssrc: int) -> "UpStream":
        stream = UpStream(self, layer, ssrc)
        self.layers[layer] = stream
        self.streams.append(stream)
        return stream

    def asks(self, now_s: float) -> list[int]:
        """SSRCs to ask for key frames now. A layer that is switched off is not asked for, unless nothing else flows."""
        flowing = [stream for stream in self.layers if stream and now_s - stream.last_packet_s < FLOWING_S]
        for layer, stream in enumerate(self.layers):
            if self.waiting[layer] and stream is not None and (stream in flowing or not flowing):
                self.key_frames.wanted(layer)
            elif stream not in flowing and flowing:
                self.key_frames.unwanted(layer)
        asked = (self.layers[layer] for layer in self.key_frames.due(now_s))
        return [stream.ssrc for stream in asked if stream is not None]


class UpStream:
    """One media SSRC. `take` reads a packet into what is forwarded, with everything that reading it teaches."""

    def __init__(self, track: UpTrack, layer: int, ssrc: int) -> None:
        self.track = track
        self.layer = layer
        self.ssrc = ssrc
        self.downs: dict[int, DownTrack] = {}  # fed by this stream now
        self.reception = Reception(track.spec.clock_hz)
        self.nacks = NackList() if track.spec.nack else None
        self.clock = StreamClock(track.spec.clock_hz, track.remote_clock)
        self.numbers = DenseNumbers()
        self.recent: list[Packet | None] = [None] * (RECENT if track.spec.kind == "video" else 0)
        self.newest_index = -1
        self.last_packet_s = 0.0
        self.bytes = 0  # of payload since the last UpReport
        self.bps = 0.0  # smoothed
        self.shares = LayerShares()  # of temporal layers
        self.spatial_shares = LayerShares()
        self.codec = ""  # of the newest packet
        self.reported = (0, 0)  # expected and arrived packets when the last UpReport was made
        self._picture_id: int | None = None
        self._structure: dependency.Structure | None = None  # AV1's newest
        self._structure_frame = 0  # that brought it

    def take(
        self, packet: bytes, header: Header, codec: str | None, sequence: int, now_s: float, *, element: bytes = b""
    ) -> Packet | None:
        """The packet to forward, or None. `sequence` differs from the header's where RTX repeats a packet."""
        repair = header.ssrc != self.ssrc
        number = self.reception.number(sequence)
        gap_from = self.reception.highest + 1
        arrival = self.reception.arrived(number, repair=repair)
        if arrival is Arrival.STALE:
            return None
        if arrival is Arrival.NEW:
            self._gap(gap_from, number, now_s)
        elif self.nacks is not None:
            self.nacks.came(number, now_s)
        payload = packet[header.payload_start + 2 * repair : header.payload_end]
        descriptor = vp8.read_descriptor(payload) if codec == "vp8" else None
        newest = self._newest_block(payload) if codec == "red" else None
        if not payload or codec is None or (codec == "vp8" and descriptor is None) or (codec == "red" and not newest):
            return self._skip(number, header.timestamp, arrival)
        self.last_packet_s = now_s
        self.bytes += len(payload)
        self.codec = codec
        if not repair:
            self.reception.timed(header.timestamp, now_s)
        if self.track.hushed and arrival is Arrival.NEW:
            self.clock.packet(header.timestamp, now_s)
            self.numbers.skip(number)
            return None
        taken = Packet(
            self.numbers.index(number), self.clock.packet(header.timestamp, now_s), header.marker, codec, payload
        )
        if newest is not None:
            taken.plain = evolve(taken, codec="opus", body=newest)
        self._look_inside(taken, descriptor)
        if codec == "av1" and len(element) >= dependency.LEAST_BYTES:
            taken.element, taken.picture_id = element, self._unwrap(dependency.frame_number(element), 16)
            self._learn_dependency(taken)
        self.shares.came(taken.place.temporal, len(payload))
        self.spatial_shares.came(taken.place.spatial, len(payload))
        return self._remember(taken)

    @property
    def wants_spatial_layers(self) -> bool:
        """Somebody waits for a key frame to get more of them."""
        return any(down.rewriter.selection.needs_key_frame for down in self.downs.values())

    def _newest_block(self, payload: bytes) -> bytes | None:
        """None where the payload lies, or holds anything but Opus."""
        try:
            blocks = red.read(payload)
        except red.MalformedRed:
            return None
        is_opus = all(self.track.spec.codecs.get(block.payload_type) == "opus" for block in blocks)
        return blocks[-1].data if is_opus else None

    def _gap(self, first: int, number: int, now_s: float) -> None:
        if self.nacks is None or first >= number or not first:
            return
        if not self.nacks.gap(first, number, now_s):
            self.track.key_frames.wanted(self.layer)

    def _skip(self, number: int, timestamp: int, arrival: Arrival) -> Packet | None:
        """Padding takes no number, unless it comes so late that its number is gone: then it fills the hole."""
        if arrival is Arrival.NEW:
            self.numbers.skip(number)
            return None
        stamp = self.clock.unwrapped(timestamp)
        return self._remember(Packet(self.numbers.index(number), stamp, 0, self.codec, b"\x01", is_filler=True))

    def _look_inside(self, packet: Packet, descriptor: vp8.Descriptor | None) -> None:
        if descriptor is not None:
            packet.descriptor = descriptor
            packet.picture_id = self._unwrap_picture_id(descriptor)
            packet.key_height = vp8.key_frame_height(packet.body, descriptor)
            packet.place = vp8_place(descriptor, is_key=packet.key_height is not None)
            packet.body = packet.body[descriptor.size :]
        elif (detect := KEY_FRAME.get(packet.codec)) is not None:
            packet.key_height = detect(packet.body)
            if packet.codec == "vp9" and (layers := vp9.read_descriptor(packet.body)) is not None:
                packet.counted, packet.place = layers, vp9_place(layers)
                packet.picture_id = self._unwrap_picture_id(layers)
                packet.heights_px = layers.heights_px if packet.key_height is not None else ()

    def _learn_dependency(self, packet: Packet) -> None:
        """A structure that comes late is not its stream's newest."""
        try:
            read = dependency.read(packet.element, self._structure)
        except dependency.MalformedDependency:
            return
        structure = read.structure or self._structure
        assert structure is not None, "without one it cannot be read"
        packet.place = av1_place(read, structure.targets)
        if read.structure is None:
            return
        if structure.heights_px and packet.key_height == 0:
            packet.key_height, packet.heights_px = structure.heights_px[-1], structure.heights_px
        if self._structure is None or packet.picture_id >= self._structure_frame:
            self._structure, self._structure_frame = structure, packet.picture_id

    def _unwrap_picture_id(self, descriptor: vp8.Descriptor | vp9.Descriptor) -> int:
        if descriptor.picture_id is None:
            return 0
        return self._unwrap(descriptor.picture_id, descriptor.picture_id_bits)

    def _unwrap(self, number: int, bits: int) -> int:
        self._picture_id = unwrap(number, number if self._picture_id is None else self._picture_id, bits)
        return self._picture_id

    def _remember(self, packet: Packet) -> Packet:
        self.newest_index = max(self.newest_index, packet.index)
        if self.recent:
            self.recent[packet.index % RECENT] = packet
        return packet

    def after(self, packet: Packet) -> list[Packet]:
        """Remembered packets that came before this one but follow on it."""
        first, stop = packet.index + 1, self.newest_index + 1
        if not self.recent or stop - first >= RECENT:
            return []
        remembered = ((index, self.recent[index % RECENT]) for index in range(first, stop))
        return [later for index, later in remembered if later is not None and later.index == index]
