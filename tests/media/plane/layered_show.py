"""One stream in layers through both planes, to a viewer that chooses among them and one that gets everything."""

from hypothesis import strategies as st

from media.plane import ALL, DownSpec, UpSpec
from tests.media.layered_packets import key_svc, mandatory, structure, vp9_payload
from tests.media.plane.oracle import rtcp, rtp
from tests.media.plane.oracle.forwarding import VP8 as VP9
from tests.media.plane.oracle.forwarding import VP8_RTX as RTX
from tests.media.plane.twins import Twins, address_of
from tests.media.rtp_packets import DEPENDENCY, packet

PUBLISHER, VIEWER, EVERYTHING, OTHER = 1, 2, 3, 4
L3T3 = (0, 2, 1, 2)
LOST, LATE = 1, 2
TARGETS = (0, 0, 0, 1, 1, 1, 2, 2, 2)  # the chain that protects each decode target


class Show:
    """Three spatial and three temporal layers in VP9, a viewer that chooses among them, one that gets everything."""

    codec = "vp9"
    element = b""
    frames = offset = 0
    layers_ids: tuple[int | None, int | None] = (None, None)  # of the extension that tells layers, at both viewers
    transport_id: int | None = None  # at both; the one that chooses is on stage then

    def __init__(self, fates: list[int], start: int = 65_500) -> None:
        self.twins, self.fates, self.held = Twins(), fates, list[bytes]()
        self.sequence, self.picture, self.count, self.others = start, start & 0x7FFF, 0, 0
        for number in (PUBLISHER, VIEWER, EVERYTHING, OTHER):
            self.twins.join(number)
        for number, peer in ((1, PUBLISHER), (2, OTHER)):
            up = UpSpec(number, peer, "video", "1", {VP9: self.codec}, 90_000, {RTX: VP9}, nack=True)
            self.twins.tell("add_up", up)
            self.twins.tell("allow_up", number, True)
        for number, layers_id in zip((VIEWER, EVERYTHING), self.layers_ids, strict=True):
            ids = (9, 2, layers_id, self.transport_id)
            spec = DownSpec(number, number, "video", "5", 7000 + number, {self.codec: 100}, 90_000, *ids)
            self.twins.tell("add_down", spec)
            self.twins.tell("feed", number, 1)
        self.twins.tell("steer", VIEWER, self.transport_id is not None)

    def frame(self, packets: int, *, key: bool = False, spatials: int = 3) -> None:
        self.picture += 1
        temporal = 0 if key else L3T3[self.picture % 4]
        for spatial in range(spatials):
            for part in range(packets):
                payload = vp9_payload(
                    *(self.picture & 0x7FFF, temporal, spatial),
                    key=key,
                    begins=not part,
                    ends=part == packets - 1,
                    switches_up=temporal == 1,
                    tl0_index=self.picture // 4,
                    heights=(180, 360, 720) if key and not spatial and not part else (),
                    body=b"%d" % self.count,
                )
                self.packet(payload, marker=spatial == spatials - 1 and part == packets - 1)

    def packet(self, payload: bytes, *, marker: bool = False) -> None:
        self.sequence, self.count = self.sequence + 1, self.count + 1
        elements = [(DEPENDENCY, self.element)] if self.element else []
        stamp = self.picture * 3000
        plain = packet(self.sequence, stamp, 7, payload, marker=marker, payload_type=VP9, elements=elements)
        fate = self.fates[self.count % len(self.fates)]
        if fate == LATE:
            self.held.append(plain)
        elif fate != LOST:
            self.twins.arrive(PUBLISHER, [self.twins.seal(PUBLISHER, plain)])

    def other(self, *, key: bool) -> None:
        """Somebody else's picture, with numbers of their own; the viewer goes there at a key frame, and comes back."""
        self.others += 1
        self.twins.tell("feed", VIEWER, 2 if self.others % 3 else 1)
        payload, elements = self.others_packet(key=key)
        stamp = 90_000 + self.others * 3000
        plain = packet(self.others, stamp, 9, payload, marker=True, payload_type=VP9, elements=elements)
        self.twins.arrive(OTHER, [self.twins.seal(OTHER, plain)])

    def others_packet(self, *, key: bool) -> tuple[bytes, list[tuple[int, bytes]]]:
        return vp9_payload(30_000 + self.others, 0, 0, key=key, tl0_index=self.others + 77, body=b"other"), []

    def late(self) -> None:
        held, self.held = self.held, []
        self.twins.arrive(PUBLISHER, [self.twins.seal(PUBLISHER, plain) for plain in held])

    def nack(self, back: int) -> None:
        """The viewer asks again for what it got last, and for what it got so many before."""
        got = [data for data, to in self.twins.sent if to == address_of(VIEWER) and not rtp.is_rtcp(data)]
        sequences = [int.from_bytes(data[2:4], "big") for data in (got[-1 - back :][:1] + got[-1:])]
        if sequences:
            asked = rtcp.nack(1, 7000 + VIEWER, sequences)
            self.twins.arrive(VIEWER, [self.twins.seal(VIEWER, asked)])

    def play(self, action: str, one: int, two: int) -> None:
        self.twins.now_s += 0.02
        match action:
            case "limit":
                self.twins.tell("feed", VIEWER, 1, 0, one if one < 3 else ALL, two if two < 3 else ALL)
            case "pause":
                self.twins.tell("feed", VIEWER, None)
            case "late":
                self.late()
            case "nack":
                self.nack(one + two)
            case "other":
                self.other(key=one > 0)
            case _:
                self.frame(1 + one % 3, key=action == "key", spatials=1 + two % 3)
        self.twins.tell("tick", self.twins.now_s)
        self.twins.compare()


class Av1Show(Show):
    """The same layers in AV1, which its header extension tells: L3T3_KEY."""

    codec = "av1"
    layers_ids: tuple[int | None, int | None] = (8, 14)

    def others_packet(self, *, key: bool) -> tuple[bytes, list[tuple[int, bytes]]]:
        bits = mandatory(0 if key else 1, 65_530 + self.others)
        if key:
            bits.put(0b10000, 5)
            structure(bits, *key_svc(1, 1), heights=(720,))
        return b"\x18other" if key else b"\x10other", [(DEPENDENCY, bits.whole())]

    def frame(self, packets: int, *, key: bool = False, spatials: int = 3) -> None:
        self.picture += 1
        temporal = 0 if key else L3T3[self.picture % 4]
        for spatial in range(spatials):
            self.frames += 1
            template = spatial * 4 + (0 if key else temporal + 1)
            for part in range(packets):
                begins, ends = not part, part == packets - 1
                starts = key and not spatial and begins
                bits = mandatory((self.offset + template) % 64, self.frames, begins=begins, ends=ends)
                if starts:
                    self.offset = (self.offset + 13) % 64 if self.frames % 2 else self.offset
                    bits = mandatory(self.offset, self.frames, begins=True, ends=ends)
                    bits.put(0b10000, 5)
                    structure(bits, *key_svc(), offset=self.offset, protected_by=TARGETS, heights=(180, 360, 720))
                self.element = bits.whole()
                self.packet(b"\x18av1" if starts else b"\x10av1", marker=ends and spatial == spatials - 1)


scripts = st.lists(
    st.tuples(
        st.sampled_from(
            ["frame"] * 10 + ["key"] * 2 + ["limit"] * 3 + ["late"] * 2 + ["other"] * 3 + ["pause"] + ["nack"] * 3
        ),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=80,
)
fates = st.lists(st.sampled_from([0, 0, 0, 0, LOST, LATE]), min_size=1, max_size=20)
