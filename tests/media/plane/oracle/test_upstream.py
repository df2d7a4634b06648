from collections.abc import Iterable

from media.plane import UpSpec
from tests.media.plane.oracle import rtp
from tests.media.plane.oracle.clock import Earliest
from tests.media.plane.oracle.forwarding import VP8, VP8_RTX, Camera, audio_up, video_up, voice
from tests.media.plane.oracle.upstream import RECENT, Packet, UpStream, UpTrack
from tests.media.rtp_packets import packet


def stream(spec: UpSpec | None = None, ssrc: int = 7) -> UpStream:
    return UpTrack(spec or video_up(1, 1), Earliest()).add_stream(0, ssrc)


def take(stream: UpStream, packets: Iterable[bytes], now_s: float = 1.0) -> list[Packet | None]:
    taken = []
    for data in packets:
        header = rtp.read_header(data)
        codec = stream.track.spec.codecs.get(header.payload_type)
        sequence = header.sequence
        if header.ssrc != stream.ssrc:
            codec = stream.track.spec.codecs[stream.track.spec.rtx[header.payload_type]]
            sequence = rtp.original_sequence(data, header) or 0
        taken.append(stream.take(data, header, codec, sequence, now_s))
    return taken


def test_a_packet_is_read_once_with_all_that_forwarding_needs() -> None:
    camera, up = Camera(ssrc=7, timestamp=2000), stream()
    key, inter = take(up, camera.frame(key=True, body=b"a") + camera.frame(body=b"b"))
    assert key is not None
    assert (key.codec, key.marker, key.timestamp, key.picture_id, key.key_height) == ("vp8", 1, 5000, 1001, 240)
    assert inter is not None
    assert (inter.index - key.index, inter.timestamp - key.timestamp, inter.key_height) == (1, 3000, None)


def test_a_vp8_packet_without_a_whole_descriptor_is_treated_as_padding() -> None:
    up = stream()
    assert take(up, [packet(5, 1, 7, b"\x90\x80", payload_type=VP8)]) == [None]
    (following,) = take(up, [packet(6, 1, 7, b"\x10x", payload_type=VP8)])
    assert following is not None
    assert following.index == 5


def test_payload_types_nobody_agreed_on_are_treated_as_padding() -> None:
    up = stream()
    assert take(up, [packet(5, 1, 7, b"whatever", payload_type=77)]) == [None]


def test_a_gap_is_asked_for_and_repair_ends_the_asking() -> None:
    camera, up = Camera(ssrc=7, rtx_ssrc=8), stream()
    take(up, camera.frame())
    lost = camera.frame()
    take(up, camera.frame())
    assert up.nacks is not None
    assert list(up.nacks.missing) == [camera.sequence - 1]
    (mended,) = take(up, [camera.again(lost[0])])
    assert mended is not None
    assert up.nacks.missing == {}
    assert (up.reception.received, up.reception.mended) == (2, 1)


def test_a_hopeless_gap_wants_a_key_frame_instead() -> None:
    camera, up = Camera(ssrc=7), stream()
    take(up, camera.frame())
    camera.sequence += 2000
    take(up, camera.frame())
    assert up.track.key_frames.is_wanted(0, 1.0)


def test_without_nack_nothing_is_asked_for() -> None:
    up = stream(audio_up(1, 1), 5)
    take(up, [voice(1, 960, 5), voice(9, 8640, 5)])
    assert up.nacks is None


def test_padding_of_rtx_is_no_rate_of_the_layer() -> None:
    camera, up = Camera(ssrc=7, rtx_ssrc=8), stream()
    first = camera.frame(body=bytes(1000))
    take(up, first)
    size_bytes = up.bytes
    take(up, [camera.again(first[0])])
    assert up.bytes == size_bytes
    assert up.reception.mended == 0


def test_a_picture_id_of_seven_bits_is_followed_through_its_wrap() -> None:
    up = stream()
    taken = take(
        up, [packet(n, n * 3000, 7, bytes((0x90, 0x80, n & 0x7F)) + b"x", payload_type=VP8) for n in (126, 127, 128)]
    )
    assert [seen.picture_id for seen in taken if seen] == [126, 127, 128]


def test_what_follows_a_late_packet_is_remembered_within_bounds() -> None:
    camera, up = Camera(ssrc=7, rtx_ssrc=8), stream()
    take(up, camera.frame())
    late = camera.frame(key=True)
    after = [camera.frame()[0] for _ in range(3)]
    take(up, after)
    (key,) = take(up, [camera.again(late[0])])
    assert key is not None
    assert [seen.index - key.index for seen in up.after(key)] == [1, 2, 3]
    for _ in range(RECENT):
        take(up, camera.frame())
    assert up.after(key) == []


def test_h264_key_frames_are_found_without_rewriting() -> None:
    up = stream(UpSpec(1, 1, "video", "1", {VP8: "h264"}, 90_000, {VP8_RTX: VP8}))
    key, inter = take(up, [packet(1, 1, 7, b"\x67sps", payload_type=VP8), packet(2, 1, 7, b"\x41x", payload_type=VP8)])
    assert key is not None
    assert inter is not None
    assert (key.key_height, inter.key_height, key.descriptor) == (0, None, None)


def test_layers_are_as_many_as_the_offer_says() -> None:
    assert len(UpTrack(video_up(1, 1, ("q", "h", "f")), Earliest()).layers) == 3
    assert len(UpTrack(video_up(1, 1), Earliest()).waiting) == 1


def test_audio_that_comes_late_is_followed_by_nothing_remembered() -> None:
    up = stream(audio_up(1, 1), 5)
    take(up, [voice(1, 960, 5), voice(3, 2880, 5)])
    (late,) = take(up, [voice(2, 1920, 5)])
    assert late is not None
    assert up.after(late) == []
