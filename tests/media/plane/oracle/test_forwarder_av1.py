"""Viewers of AV1 with spatial layers get its dependency descriptors; its frames keep their distances."""

import pytest
from attrs import evolve

from media.address import Address
from media.plane import DownSpec, UpSpec
from tests.media.layered_packets import key_svc, mandatory, structure
from tests.media.plane.oracle import dependency, rtp
from tests.media.plane.oracle.forwarding import VP8 as AV1
from tests.media.plane.oracle.forwarding import Stage, deliver
from tests.media.rtp_packets import DEPENDENCY, packet

SEND_TIME, LAYERS, MID = 2, 8, 9  # ids at the viewer
VIEWER = DownSpec(1, 3, "video", "5", 7000, {"av1": 100}, 90_000, MID, SEND_TIME, LAYERS)


class Publishing:
    """One stream in L3T3_KEY; each picture has three frames of one packet."""

    def __init__(self, number: int, frame: int) -> None:
        self.number, self.frame, self.sequence, self.pictures = number, frame, 65_530, 0

    def picture(self, *, key: bool = False, temporal: int = 0) -> list[bytes]:
        self.pictures += 1
        return [self._layer(spatial, key=key, temporal=temporal) for spatial in range(3)]

    def _layer(self, spatial: int, *, key: bool, temporal: int) -> bytes:
        self.sequence, self.frame = self.sequence + 1, self.frame + 1
        bits = mandatory(spatial * 4 + (0 if key else temporal + 1), self.frame)
        if key and not spatial:
            bits.put(0b10000, 5)
            structure(bits, *key_svc(), protected_by=(0, 0, 0, 1, 1, 1, 2, 2, 2), heights=(180, 360, 720))
        return packet(
            *(self.sequence, self.pictures * 3000, self.number, b"\x18av1" if key and not spatial else b"\x10av1"),
            marker=spatial == 2,
            payload_type=AV1,
            elements=[(DEPENDENCY, bits.whole())],
        )


def stage_of_two(viewer: DownSpec = VIEWER) -> tuple[Stage, list[Address], Address]:
    stage = Stage()
    publishers, address = [stage.peer(1), stage.peer(2)], stage.peer(3)
    for number in (1, 2):
        stage.plane.add_up(UpSpec(number, number, "video", "1", {AV1: "av1"}, 90_000))
        stage.plane.allow_up(number, True)
    stage.plane.add_down(viewer)
    return stage, publishers, address


def shown(stage: Stage, viewer: Address) -> list[tuple[int, int, int, int]]:
    """Sequence number, marker, spatial layer and frame number of what came; read as a viewer reads it."""
    seen, templates = [], None
    for datagram in stage.media(viewer):
        header = rtp.read_header(datagram)
        read = dependency.read(rtp.read_elements(datagram, header)[LAYERS], templates)
        templates = read.structure or templates
        seen.append((header.sequence, header.marker, read.spatial, read.frame))
    return seen


def test_a_key_frame_brings_its_structure_in_the_two_byte_form_and_what_follows_has_the_short_one() -> None:
    stage, publishers, viewer = stage_of_two()
    stage.plane.feed(1, 1)
    camera = Publishing(1, 70)
    sent = camera.picture(key=True)
    deliver(stage, publishers[0], sent)
    key, *rest = stage.media(viewer)
    head = rtp.read_header(key)
    assert head.profile == rtp.TWO_BYTE_PROFILE
    elements = rtp.read_elements(key, head)
    brought = rtp.read_elements(sent[0], rtp.read_header(sent[0]))[DEPENDENCY]
    assert elements[LAYERS] == dependency.renumbered(brought, 1)
    assert elements[MID] == b"5"
    assert elements[SEND_TIME] == rtp.send_time(stage.now_s)
    assert key[head.payload_start :] == b"\x18av1"
    for datagram in rest:
        header = rtp.read_header(datagram)
        assert header.profile == rtp.ONE_BYTE_PROFILE
        assert set(rtp.read_elements(datagram, header)) == {SEND_TIME, MID, LAYERS}


def test_the_marker_stands_on_the_highest_layer_that_is_had_and_left_out_frames_leave_their_numbers_unused() -> None:
    stage, publishers, viewer = stage_of_two()
    stage.plane.feed(1, 1, temporal=0, spatial=1)
    camera = Publishing(1, 65_533)
    deliver(stage, publishers[0], camera.picture(key=True) + camera.picture(temporal=1) + camera.picture())
    seen = shown(stage, viewer)
    start = seen[0][0]
    assert seen == [(start + at, at % 2, at % 2, frame) for at, frame in enumerate((1, 2, 7, 8))]


def test_frame_numbers_go_on_by_one_at_another_source() -> None:
    stage, publishers, viewer = stage_of_two()
    first, second = Publishing(1, 9), Publishing(2, 40_000)
    stage.plane.feed(1, 1)
    deliver(stage, publishers[0], first.picture(key=True))
    stage.plane.feed(1, 2)
    deliver(stage, publishers[1], second.picture(key=True) + second.picture())
    stage.plane.feed(1, 1)
    deliver(stage, publishers[0], first.picture(key=True))
    assert [frame for *_, frame in shown(stage, viewer)] == list(range(1, 13))


def test_a_descriptor_goes_to_viewers_though_the_structure_before_it_was_lost() -> None:
    stage, publishers, viewer = stage_of_two()
    stage.plane.feed(1, 1)
    deliver(stage, publishers[0], Publishing(1, 9).picture(key=True))
    shown(stage, viewer)
    element = mandatory(63, 13).whole()
    plain = packet(65_534, 9000, 1, b"\x10av1", payload_type=AV1, elements=[(DEPENDENCY, element)])
    deliver(stage, publishers[0], [plain])
    (datagram,) = stage.media(viewer)
    assert rtp.read_elements(datagram, rtp.read_header(datagram))[LAYERS] == mandatory(63, 4).whole()


@pytest.mark.parametrize("others", [(MID, SEND_TIME), (None, None)])
def test_who_does_not_know_the_extension_gets_none(others: tuple[int | None, int | None]) -> None:
    for known in (LAYERS, None):
        spec = evolve(VIEWER, mid_ext_id=others[0], abs_send_time_ext_id=others[1], dependency_ext_id=known)
        stage, publishers, viewer = stage_of_two(spec)
        stage.plane.feed(1, 1)
        deliver(stage, publishers[0], Publishing(1, 9).picture(key=True))
        ids = [set(rtp.read_elements(each, rtp.read_header(each))) for each in stage.media(viewer)]
        assert ids == [{each for each in (*others, known) if each is not None}] * 3
