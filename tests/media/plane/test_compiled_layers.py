"""Both planes choose alike among a stream's layers, where the codec tells more of them than VP8 does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.plane import ALL, DownSpec, KeyFrameSeen, UpReport, UpSpec
from tests.media.layered_packets import key_svc, mandatory, structure, vp9_payload
from tests.media.plane.oracle import rtp
from tests.media.plane.oracle.forwarding import VP8 as VP9
from tests.media.plane.oracle.forwarding import VP8_RTX as RTX
from tests.media.plane.oracle.forwarding import Camera, video_down, video_up
from tests.media.plane.twins import Twins, address_of
from tests.media.rtp_packets import DEPENDENCY, packet

PUBLISHER, VIEWER, EVERYTHING, OTHER = 1, 2, 3, 4
L3T3 = (0, 2, 1, 2)
LOST, LATE = 1, 2


class Show:
    """Three spatial and three temporal layers in VP9, a viewer that chooses among them, one that gets everything."""

    codec = "vp9"
    element = b""
    frames = offset = 0

    def __init__(self, fates: list[int], start: int = 65_500) -> None:
        self.twins, self.fates, self.held = Twins(), fates, list[bytes]()
        self.sequence, self.picture, self.count, self.others = start, start & 0x7FFF, 0, 0
        for number in (PUBLISHER, VIEWER, EVERYTHING, OTHER):
            self.twins.join(number)
        for number, peer in ((1, PUBLISHER), (2, OTHER)):
            up = UpSpec(number, peer, "video", "1", {VP9: self.codec}, 90_000, {RTX: VP9}, nack=True)
            self.twins.tell("add_up", up)
            self.twins.tell("allow_up", number, True)
        for number in (VIEWER, EVERYTHING):
            spec = DownSpec(number, number, "video", "5", 7000 + number, {self.codec: 100}, 90_000, 9, 2)
            self.twins.tell("add_down", spec)
            self.twins.tell("feed", number, 1)

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
        payload = vp9_payload(30_000 + self.others, 0, 0, key=key, tl0_index=self.others + 77, body=b"other")
        plain = packet(self.others, 90_000 + self.others * 3000, 9, payload, marker=True, payload_type=VP9)
        self.twins.arrive(OTHER, [self.twins.seal(OTHER, plain)])

    def late(self) -> None:
        held, self.held = self.held, []
        self.twins.arrive(PUBLISHER, [self.twins.seal(PUBLISHER, plain) for plain in held])

    def play(self, action: str, one: int, two: int) -> None:
        self.twins.now_s += 0.02
        match action:
            case "limit":
                self.twins.tell("feed", VIEWER, 1, 0, one if one < 3 else ALL, two if two < 3 else ALL)
            case "pause":
                self.twins.tell("feed", VIEWER, None)
            case "late":
                self.late()
            case "other":
                self.other(key=one > 0)
            case _:
                self.frame(1 + one % 3, key=action == "key", spatials=1 + two % 3)
        self.twins.tell("tick", self.twins.now_s)
        self.twins.compare()


scripts = st.lists(
    st.tuples(
        st.sampled_from(["frame"] * 10 + ["key"] * 2 + ["limit"] * 3 + ["late"] * 2 + ["other"] * 3 + ["pause"]),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=80,
)
fates = st.lists(st.sampled_from([0, 0, 0, 0, LOST, LATE]), min_size=1, max_size=20)


@given(scripts, fates, st.integers(65_480, 65_535))
def test_spatial_and_temporal_layers_are_chosen_alike(
    script: list[tuple[str, int, int]], fates: list[int], start: int
) -> None:
    show = Show(fates, start)
    show.frame(1, key=True)
    for step in script:
        show.play(*step)
    show.late()
    show.twins.wait(1.2)
    show.twins.compare()


def test_a_long_show_leaves_out_thousands_of_packets_and_counts_on() -> None:
    show = Show([0] * 29 + [LATE])
    show.play("limit", 0, 0)
    for second in range(60):
        if second == 40:
            show.play("limit", 3, 3)
        for frame in range(30):
            show.frame(2, key=not frame and second % 10 == 0)
        show.late()
        show.twins.wait(0.02)
        show.twins.compare()
    reports = [event for event in show.twins.events if isinstance(event, UpReport)]
    assert len(reports[-1].temporal_bps) == 3
    assert len(reports[-1].spatial_bps) == 3
    assert KeyFrameSeen(1, 0, 720, (180, 360, 720)) in show.twins.events


@pytest.mark.parametrize("key", [False, True])
@given(st.binary(max_size=24))
def test_any_descriptor_is_read_alike(key: bool, data: bytes) -> None:
    show = Show([0])
    if key:
        show.frame(1, key=True)
    show.play("limit", 1, 1)
    show.packet(data)
    show.frame(1)
    show.play("limit", 3, 3)
    show.frame(2, key=True)
    show.twins.compare()


def test_a_packet_that_comes_late_to_a_picture_left_out_before_more_was_wanted_is_a_filler_in_both() -> None:
    twins = Twins()
    twins.join(PUBLISHER)
    twins.join(VIEWER)
    twins.tell("add_up", video_up(1, PUBLISHER))
    twins.tell("allow_up", 1, True)
    twins.tell("add_down", video_down(1, VIEWER))
    twins.tell("feed", 1, 1, 0, 0)
    camera = Camera(ssrc=7)
    key, (first, second) = camera.frame(key=True), camera.frame(2, temporal=1)
    twins.arrive(PUBLISHER, [twins.seal(PUBLISHER, plain) for plain in (*key, second)])
    twins.tell("feed", 1, 1)
    later = [*camera.frame(temporal=1), *camera.frame(), first]
    twins.arrive(PUBLISHER, [twins.seal(PUBLISHER, plain) for plain in later])
    twins.compare()
    assert len(twins.sent) == 4


class Av1Show(Show):
    """The same layers in AV1, which its header extension tells: L3T3_KEY."""

    codec = "av1"

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


TARGETS = (0, 0, 0, 1, 1, 1, 2, 2, 2)  # the chain that protects each decode target


@given(scripts, fates, st.integers(65_480, 65_535))
def test_layers_that_an_extension_tells_are_chosen_alike(
    script: list[tuple[str, int, int]], fates: list[int], start: int
) -> None:
    show = Av1Show(fates, start)
    show.frame(1, key=True)
    for step in script:
        show.play(*step)
    show.late()
    show.twins.wait(1.2)
    show.twins.compare()


@given(st.booleans(), st.binary(max_size=120), st.binary(min_size=1, max_size=16))
def test_any_extension_is_read_alike(key: bool, first: bytes, second: bytes) -> None:
    show = Av1Show([0])
    if key:
        show.frame(1, key=True)
    show.play("limit", 1, 1)
    for show.element in (first, second):
        show.packet(b"\x18av1")
    show.frame(1)
    show.play("limit", 3, 3)
    show.frame(2, key=True)
    show.twins.compare()


def test_a_small_picture_in_av1_is_the_lowest_spatial_layer_and_heights_are_told() -> None:
    show = Av1Show([0])
    show.twins.tell("feed", VIEWER, 1, 0, ALL, 0)
    show.frame(1, key=True)
    for _ in range(40):
        show.frame(1)
    show.twins.wait(1.2)
    show.twins.compare()
    to = [address for data, address in show.twins.sent if not rtp.is_rtcp(data)]
    assert [to.count(address_of(number)) for number in (VIEWER, EVERYTHING)] == [41, 123]
    assert KeyFrameSeen(1, 0, 720, (180, 360, 720)) in show.twins.events
    assert any(isinstance(event, UpReport) and len(event.spatial_bps) == 3 for event in show.twins.events)
