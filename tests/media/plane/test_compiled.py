"""The compiled plane does what the oracle does, packet for packet, ciphertext and all, whatever happens.

Long, because the one call that is played has every action that a plane can meet.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.plane import ALL, UpSpec
from media.srtp import AEAD_AES_128_GCM, AES128_CM_SHA1_80, SrtpProfile
from tests.media.plane.oracle import rtcp, rtp
from tests.media.plane.oracle.clock import to_ntp
from tests.media.plane.oracle.forwarding import (
    OPUS,
    VP8,
    VP8_RTX,
    WALL_AT_ZERO_S,
    Camera,
    audio_down,
    audio_up,
    video_down,
    video_up,
    voice,
)
from tests.media.plane.twins import Twins, address_of
from tests.media.rtp_packets import packet

LOST, LATE, TWICE, MENDED = 1, 2, 3, 4
PUBLISHERS, VIEWERS = (1, 2), (11, 12)
VIDEO_SSRC, AUDIO_SSRC = 7000, 8000
L1T3 = ((0, True), (2, True), (1, True), (2, False), (0, True), (2, False), (1, False), (2, False))  # TID and Y

small = st.integers(0, 7)
actions = st.sampled_from(
    ["frame"] * 12
    + ["key"] * 3
    + ["voice"] * 4
    + ["tick"] * 4
    + ["limit"] * 3
    + ["pace"] * 2
    + ["tape"]
    + ["feed", "feed", "nack", "nack", "report", "padding", "picture_loss", "remb", "clock", "gate", "move", "reset"]
)
scripts = st.lists(st.tuples(actions, small, small), min_size=5, max_size=120)
fates = st.lists(st.sampled_from([0, 0, 0, 0, LOST, LATE, TWICE, MENDED]), min_size=1, max_size=30)
starts = st.tuples(st.integers(65_480, 65_535), st.integers(0, 0x7FFF))


class Call:
    """Two publishers (simulcast with transport-cc; one layer with REMB), two viewers with a camera and a voice each."""

    def __init__(self, fates: list[int], starts: tuple[int, int], profile: SrtpProfile = AEAD_AES_128_GCM) -> None:
        self.twins = Twins(profile)
        self.fates, self.count = fates, 0
        self.held: list[tuple[int, int, bytes]] = []
        self.open = {1: True, 2: True}
        self.fed: dict[int, tuple[int, int]] = {}
        self.frames = 0
        self.twins.join(1, "transport_cc")
        self.twins.join(2, "remb")
        for number in PUBLISHERS:
            self.twins.tell("add_up", video_up(number, number, ("q", "h") if number == 1 else ()))
            self.twins.tell("add_up", audio_up(10 + number, number))
            for up in (number, 10 + number):
                self.twins.tell("allow_up", up, True)
        for number in VIEWERS:
            self.twins.join(number)
            self.twins.tell("add_down", video_down(number, number, VIDEO_SSRC + number))
            self.twins.tell("add_down", audio_down(100 + number, number, AUDIO_SSRC + number))
        first, second = starts
        self.cameras = [
            self.camera(70, first, 1, "q"),
            self.camera(80, second, 1, "h"),
            self.camera(90, first ^ second, 2, None),
        ]
        self.voices = {1: [first, second << 16], 2: [second, first << 16]}
        self.nonce = 0

    def camera(self, ssrc: int, start: int, publisher: int, rid: str | None) -> tuple[int, Camera]:
        return publisher, Camera(ssrc, start, start << 16, start & 0x7FFF, rid=rid, rtx_ssrc=ssrc + 1)

    def deliver(self, publisher: int, camera: Camera | None, plains: list[bytes]) -> None:
        batch = []
        for plain in plains:
            self.count += 1
            fate = self.fates[self.count % len(self.fates)]
            is_mendable = (
                camera is not None and rtp.read_header(plain).payload_end > rtp.read_header(plain).payload_start
            )
            if fate in (LATE, MENDED):
                again = camera.again(plain) if camera is not None and is_mendable and fate == MENDED else plain
                self.held.append((self.count + 1 + self.count % 5, publisher, again))
            elif fate != LOST:
                batch += [self.twins.seal(publisher, plain)] * (2 if fate == TWICE else 1)
        self.twins.arrive(publisher, batch)
        due = [entry for entry in self.held if entry[0] <= self.count]
        self.held = [entry for entry in self.held if entry[0] > self.count]
        for _, whose, plain in due:
            self.twins.arrive(whose, [self.twins.seal(whose, plain)])

    def play(self, action: str, one: int, two: int) -> None:
        getattr(self, f"do_{action}")(one, two)
        self.twins.compare()

    def do_frame(self, one: int, two: int, *, key: bool = False) -> None:
        publisher, camera = self.cameras[one % 3]
        self.twins.now_s += 0.003 * two
        self.frames += 1
        temporal, sync = (0, True) if key else L1T3[self.frames % 8]
        frame = camera.frame(1 + two % 4, key=key, body=bytes(1 + 50 * two), temporal=temporal, sync=sync)
        self.deliver(publisher, camera, frame)

    def do_key(self, one: int, two: int) -> None:
        self.do_frame(one, two, key=True)

    def do_padding(self, one: int, two: int) -> None:
        publisher, camera = self.cameras[one % 3]
        self.deliver(publisher, camera, [camera.padding() for _ in range(1 + two % 3)])

    def do_voice(self, one: int, two: int) -> None:
        publisher = 1 + one % 2
        numbers = self.voices[publisher]
        for _ in range(1 + two % 2):
            numbers[0], numbers[1] = numbers[0] + 1, numbers[1] + 960
            plain = voice(numbers[0], numbers[1], 5, level=two * 16, mid="0")
            self.deliver(publisher, None, [plain])

    def do_tick(self, one: int, two: int) -> None:
        self.twins.wait(0.02 * (1 + one) + 0.3 * (two == 0))

    def do_feed(self, one: int, two: int) -> None:
        viewer = VIEWERS[one % 2]
        video = ((1, 0), (1, 1), (2, 0), None)[two % 4]
        self.twins.tell("feed", viewer, *(video or (None,)))
        if video:
            self.fed[viewer] = video
        else:
            self.fed.pop(viewer, None)
        self.twins.tell("feed", 100 + viewer, (11, 12, None)[two % 3])

    def do_limit(self, one: int, two: int) -> None:
        """Fewer temporal layers of what is fed, or more, or all."""
        viewer = VIEWERS[one % 2]
        if viewer in self.fed:
            self.twins.tell("feed", viewer, *self.fed[viewer], (0, 1, 2, ALL)[two % 4], (ALL, ALL, ALL, 0)[one // 2])

    def do_pace(self, one: int, two: int) -> None:
        self.twins.tell("pace", VIEWERS[one % 2], (100_000, 100_000, 300_000, None)[two % 4])

    def do_gate(self, one: int, two: int) -> None:
        up = 1 + one % 2
        self.open[up] = not self.open[up]
        self.twins.tell("allow_up", up if two % 2 else 10 + up, self.open[up])

    def do_move(self, one: int, _two: int) -> None:
        self.twins.tell("move_peer", VIEWERS[one % 2], address_of(VIEWERS[one // 2 % 2] + 100))

    def do_reset(self, one: int, two: int) -> None:
        """A track or a seat goes and comes back under another number."""
        self.nonce += 1
        if two % 2:
            up = (1, 2)[one % 2]
            self.twins.tell("remove_up", up)
            self.twins.tell("add_up", video_up(up, up, ("q", "h") if up == 1 else ()))
            self.twins.tell("allow_up", up, True)
        else:
            viewer = VIEWERS[one % 2]
            self.twins.tell("remove_down", viewer)
            self.twins.tell("add_down", video_down(viewer, viewer, VIDEO_SSRC + viewer + 100 * self.nonce))

    def do_tape(self, one: int, two: int) -> None:
        """A track is recorded from here on, or no longer, or for another recording; a key frame is asked for."""
        up = (1, 2, 11, 12)[one % 4]
        self.twins.tell("record_up", up, two % 3)
        self.twins.tell("want_key_frame", up, two % 2)

    # feedback of viewers and publishers

    def control(self, peer: int, compound: bytes) -> None:
        self.twins.arrive(peer, [self.twins.seal(peer, compound)])

    def newest(self, viewer: int, back: int) -> tuple[int, int]:
        """SSRC and number of a packet that was sent to a viewer."""
        sent = [data for data, address in self.twins.sent[-60:] if address == address_of(viewer)]
        media = [data for data in sent if not rtp.is_rtcp(data)]
        head = media[-1 - back % len(media)] if media else b""
        return (int.from_bytes(head[8:12], "big"), int.from_bytes(head[2:4], "big")) if head else (VIDEO_SSRC, 5)

    def do_nack(self, one: int, two: int) -> None:
        viewer = VIEWERS[one % 2]
        ssrc, sequence = self.newest(viewer, two)
        self.control(viewer, rtcp.nack(1, ssrc, [sequence, sequence + 1 & 0xFFFF, sequence + 3 * two & 0xFFFF]))

    def do_report(self, one: int, two: int) -> None:
        viewer = VIEWERS[one % 2]
        ssrc, sequence = self.newest(viewer, 0)
        last_sr = to_ntp(self.twins.now_s - 0.05 * two + WALL_AT_ZERO_S) >> 16 & 0xFFFFFFFF
        block = rtcp.ReportBlock(ssrc, two, two - 2, sequence, 3, last_sr * (two % 3 > 0), 100 * two)
        self.control(viewer, rtcp.receiver_report(1, [block, rtcp.ReportBlock(4711, 0, 0, 0, 0, 0, 0)]))

    def do_picture_loss(self, one: int, two: int) -> None:
        viewer = VIEWERS[one % 2]
        for _ in range(1 + two % 3):
            self.control(viewer, rtcp.receiver_report(1) + rtcp.picture_loss(1, self.newest(viewer, two)[0]))

    def do_remb(self, one: int, two: int) -> None:
        self.control(VIEWERS[one % 2], rtcp.receiver_report(1) + rtcp.remb(1, 100_000 << two, [VIDEO_SSRC]))

    def do_clock(self, one: int, two: int) -> None:
        publisher, camera = self.cameras[one % 3]
        ntp = to_ntp(self.twins.now_s + WALL_AT_ZERO_S + 3.0 * (two == 7) - 0.1 * (two % 5))  # captured so long ago
        report = rtcp.SenderReport(camera.ssrc, ntp * (two > 0), camera.timestamp & 0xFFFFFFFF, 10, 1000)
        self.control(publisher, rtcp.sender_report(report) + rtcp.source_names("x", [camera.ssrc]))


@settings(max_examples=400, deadline=None)
@given(scripts, fates, starts)
def test_both_planes_send_tell_and_count_the_same(
    script: list[tuple[str, int, int]], fates: list[int], starts: tuple[int, int]
) -> None:
    call = Call(fates, starts)
    for number in (0, 1):
        call.play("feed", number, 0)
    for step in script:
        call.play(*step)
    call.twins.wait(1.2)
    call.twins.compare()


@pytest.mark.parametrize("profile", [AEAD_AES_128_GCM, AES128_CM_SHA1_80], ids=lambda profile: profile.name)
def test_a_long_call_is_the_same_under_each_profile(profile: SrtpProfile) -> None:
    call = Call([0, 0, LOST, 0, 0, LATE, 0, TWICE, 0, MENDED, 0, 0, 0], (65_500, 0), profile)
    for number in (0, 1):
        call.play("feed", number, number)
    for second in range(30):
        for frame in range(30):
            call.twins.now_s += 1 / 30
            for camera in range(3):
                call.play("key" if second % 7 == 0 and frame == 3 else "frame", camera, frame % 4)
            call.play("voice", frame, frame % 8)
            call.play("nack", frame, second % 8)
            call.twins.tell("tick", call.twins.now_s)
        call.play("report", second, second % 8)
        call.play("feed", second, second)
        call.play("clock", second, second % 8)
    counters = call.twins.compiled.counters()
    assert counters["packets_out"] > 3000
    assert counters["resent"] > 100


@settings(max_examples=300)
@given(st.lists(st.tuples(st.binary(max_size=80), st.integers(0, 5)), max_size=25))
def test_hostile_bytes_from_proven_peers_are_refused_alike(datagrams: list[tuple[bytes, int]]) -> None:
    """Sealed by a peer that has its keys: all that stands behind libsrtp."""
    call = Call([0], (100, 200))
    call.play("feed", 0, 0)
    call.play("key", 0, 1)
    heads = (
        b"\x80\x60%c%c",
        b"\x90\xe0%c%c\x00\x00\x00\x01\x00\x00\x00\x46\xbe\xde",
        b"\x90\xe0%c%c\x00\x00\x00\x01\x00\x00\x00\x46\x10\x00",
        b"\x81\xcd\x00\x05",
        b"\x8f\xce\x00\x06\x00\x00\x00\x01\x00\x00\x00\x00REMB",
        b"\x82\xca\x00\x07",
    )
    for number, (data, which) in enumerate(datagrams):
        head = heads[which]
        plain = (head % (number >> 8, number) if b"%" in head else head) + data
        peer = 1 if which < 3 else 11
        try:
            sealed = call.twins.seal(peer, plain)
        except Exception:  # noqa: BLE001 - libsrtp will not seal it: no peer could send it either
            continue
        call.twins.arrive(peer, [sealed, sealed[: len(sealed) // 2], data])
        call.twins.wait(0.02)
        call.twins.compare()


@pytest.mark.parametrize(
    ("codec", "key", "inter"),
    [
        (
            "h264",
            [b"\x67sps", b"\x78\x00\x02\x67x\x00\x01\x65", b"\x7c\x87x"],
            [b"\x41x", b"\x78\x00\x02\x41x", b"\x7c\x07x"],
        ),
        (
            "vp9",
            [
                b"\x08x",
                b"\x8a\x81\x01\x10\x01\x40\x00\xf0x",
                b"\x28\x00\x00x",
                b"\x0a\x28\x01\x40\x00\xf0\x02\x80\x01\xe0\x02\x04\x01\x08\x01\x02x",
            ],
            [b"\x48x", b"\x00x", b"\x28\x02\x00x", b"\xf8\x05\x52\x03\x05\x06x", b"\xf8\x05\x52\x03\x05\x07\x08x"],
        ),
        ("av1", [b"\x08x"], [b"\x00x"]),
    ],
)
def test_key_frames_of_each_codec_are_found_alike(codec: str, key: list[bytes], inter: list[bytes]) -> None:
    twins = Twins()
    twins.join(1)
    twins.join(2)
    twins.tell("add_up", UpSpec(1, 1, "video", "1", {VP8: codec}, 90_000, {VP8_RTX: VP8}, nack=True))
    twins.tell("allow_up", 1, True)
    down = video_down(1, 2)
    twins.tell("add_down", down.__class__(1, 2, "video", "5", 7000, {codec: 100}, 90_000, 9, 2))
    sequence = 0
    for payload in [*inter, *key, *inter]:
        for cut in range(len(payload) + 1):
            twins.tell("feed", 1, None)
            twins.tell("feed", 1, 1)
            sequence += 1
            plain = packet(sequence, sequence * 3000, 7, payload[:cut], payload_type=VP8)
            twins.arrive(1, [twins.seal(1, plain)])
            twins.compare()
    assert twins.sent


@given(st.lists(st.tuples(st.integers(0, 600), st.floats(0, 0.2)), max_size=60))
def test_transport_feedback_is_the_same_byte_for_byte(steps: list[tuple[int, float]]) -> None:
    call = Call([0], (100, 200))
    _, camera = call.cameras[0]
    for skip, pause_s in steps:
        call.twins.now_s += pause_s
        camera.transport += skip - 5
        call.deliver(1, camera, camera.frame())
        call.twins.wait(0.02)
        call.twins.compare()


def test_dtx_and_unknown_payload_types_are_alike() -> None:
    call = Call([0], (100, 200))
    call.play("feed", 0, 0)
    for number in range(40):
        payload_type = OPUS if number % 3 else 77
        plain = packet(number, 960 * number, 5, b"x" * (number % 4), payload_type=payload_type)
        call.twins.arrive(1, [call.twins.seal(1, plain)])
        call.twins.wait(0.02)
        call.twins.compare()


@pytest.mark.parametrize("rtt_s", [None, 0.02, 0.4])
def test_repeats_pause_and_end_alike(rtt_s: float | None) -> None:
    call = Call([0], (100, 200))
    call.play("feed", 0, 0)
    call.play("key", 0, 3)
    ssrc, sequence = call.newest(11, 0)
    if rtt_s is not None:
        last_sr = to_ntp(call.twins.now_s - rtt_s + WALL_AT_ZERO_S) >> 16 & 0xFFFFFFFF
        call.control(11, rtcp.receiver_report(1, [rtcp.ReportBlock(ssrc, 0, 0, sequence, 0, last_sr, 0)]))
    for _ in range(60):
        call.twins.now_s += 0.01
        call.control(11, rtcp.nack(1, ssrc, [sequence, sequence - 1]))
        call.twins.compare()
    assert call.twins.compiled.counters()["resent"] == 6


def test_who_asks_for_everything_again_is_bounded_alike() -> None:
    call = Call([0], (100, 200))
    call.play("feed", 0, 0)
    call.play("key", 0, 3)
    for _ in range(80):
        call.play("frame", 0, 7)
    ssrc, sequence = call.newest(11, 0)
    for _ in range(4):
        call.twins.now_s += 0.11
        call.control(11, rtcp.nack(1, ssrc, [sequence - back & 0xFFFF for back in range(250, 0, -1)]))
        call.twins.compare()
    assert call.twins.compiled.counters()["resent"] > 50


def test_a_viewer_that_asks_for_many_key_frames_is_put_off_alike() -> None:
    call = Call([0], (100, 200))
    call.play("feed", 0, 2)  # from the third camera
    for turn in range(60):
        call.play("key" if turn % 3 == 0 else "frame", 2, 1)
        call.play("picture_loss", 0, 0)
        call.twins.wait(0.35)
        call.twins.compare()
