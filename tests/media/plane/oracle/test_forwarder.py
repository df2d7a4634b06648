"""The plane as a whole, in clear: what goes in from publishers, what comes out at viewers, switches, and odd input.

Long, because each sentence about the plane has its own small story.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.plane import Fed
from tests.media.plane.oracle import rtcp, rtp
from tests.media.plane.oracle.forwarding import (
    Camera,
    Stage,
    audio_down,
    audio_up,
    deliver,
    one_viewer,
    pictures,
    video_down,
    video_up,
    voice,
    watching,
)


def test_nothing_is_forwarded_before_a_key_frame() -> None:
    stage, publisher, viewer = one_viewer()
    camera = Camera(ssrc=7)
    deliver(stage, publisher, camera.frame(3))
    assert stage.media(viewer) == []
    deliver(stage, publisher, camera.frame(3, key=True, body=b"key"))
    assert [(seen.body, seen.is_key) for seen in pictures(stage, viewer)] == [
        (b"key0", True),
        (b"key1", False),
        (b"key2", False),
    ]


def test_a_forwarded_packet_has_the_seats_names_and_the_publishers_payload() -> None:
    stage, publisher, viewer = one_viewer()
    camera = Camera(ssrc=7)
    deliver(stage, publisher, camera.frame(key=True, body=b"body"))
    (datagram,) = stage.media(viewer)
    header = rtp.read_header(datagram)
    assert (header.ssrc, header.payload_type, header.marker) == (7000, 100, 1)
    assert rtp.read_elements(datagram, header) == {9: b"5", 2: rtp.send_time(stage.now_s)}


def test_packets_of_a_closed_gate_go_nowhere_from_that_instant() -> None:
    stage, publisher, viewer, camera = watching()
    stage.plane.allow_up(1, False)
    deliver(stage, publisher, camera.frame(2) + camera.frame(2, key=True))
    stage.wait(0.5)
    assert stage.media(viewer) == []
    stage.plane.allow_up(1, True)
    deliver(stage, publisher, camera.frame())
    assert stage.media(viewer) == [], "an opened gate waits for a key frame too"
    deliver(stage, publisher, camera.frame(key=True))
    assert len(stage.media(viewer)) == 1


def test_a_track_starts_behind_a_closed_gate() -> None:
    stage, publisher, viewer = one_viewer()
    stage.plane.add_up(video_up(2, 1, mid="2"))
    stage.plane.feed(1, 2)
    deliver(stage, publisher, Camera(ssrc=9, mid="2").frame(key=True))
    assert stage.take(viewer) == []


def test_padding_is_not_forwarded_and_leaves_no_hole() -> None:
    stage, publisher, viewer, camera = watching()
    deliver(stage, publisher, [*camera.frame(), camera.padding(), camera.padding(), *camera.frame()])
    first, second = pictures(stage, viewer)
    assert second.sequence - first.sequence == 1


def test_padding_that_comes_late_fills_the_hole_it_left() -> None:
    stage, publisher, viewer, camera = watching()
    late = camera.padding()
    deliver(stage, publisher, [*camera.frame(), late, *camera.frame()])
    seen = pictures(stage, viewer)
    assert [(packet.sequence - seen[0].sequence, packet.is_padding) for packet in seen] == [
        (0, False),
        (-1, True),
        (1, False),
    ]


def test_a_packet_that_comes_twice_goes_out_once() -> None:
    stage, publisher, viewer, camera = watching()
    frame = camera.frame()
    deliver(stage, publisher, frame * 3 + [camera.again(frame[0])])
    assert len(stage.media(viewer)) == 1
    assert "srtp_out_replayed" not in stage.plane.counters()


def test_a_packet_mended_by_rtx_takes_its_own_place() -> None:
    stage, publisher, viewer, camera = watching()
    lost, kept = camera.frame(body=b"lost"), camera.frame(body=b"kept")
    deliver(stage, publisher, kept)
    deliver(stage, publisher, [camera.again(lost[0])])
    later, earlier = pictures(stage, viewer)
    assert (earlier.body, later.sequence - earlier.sequence) == (b"lost0", 1)
    assert (later.picture_id or 0) - (earlier.picture_id or 0) == 1


def test_rtx_padding_ahead_of_all_media_is_swallowed() -> None:
    stage, publisher, viewer = one_viewer(("q", "h", "f"))
    camera = Camera(ssrc=7, rid="q", rtx_ssrc=8)
    frame = camera.frame(key=True)
    padding = rtp.read_header(frame[0])
    assert padding.ssrc == 7
    stage.arrive(camera.again(frame[0]), publisher)  # a repetition of media not seen yet
    assert stage.take(viewer) == []
    deliver(stage, publisher, camera.frame(key=True))
    assert len(stage.media(viewer)) == 1


def test_a_key_frame_whose_first_packet_comes_late_is_forwarded_whole_with_what_follows() -> None:
    stage, publisher, viewer = one_viewer()
    camera = Camera(ssrc=7, rtx_ssrc=8)
    first, *rest = camera.frame(3, key=True)
    after = camera.frame(2)
    deliver(stage, publisher, [*rest, *after])
    assert stage.media(viewer) == []
    deliver(stage, publisher, [camera.again(first)])
    seen = pictures(stage, viewer)
    assert [packet.sequence - seen[0].sequence for packet in seen] == [0, 1, 2, 3, 4]
    assert seen[0].is_key


def test_a_hole_behind_a_late_key_frame_is_filled_too() -> None:
    stage, publisher, viewer = one_viewer()
    camera = Camera(ssrc=7, rtx_ssrc=8)
    deliver(stage, publisher, camera.frame())
    key, padding, after = camera.frame(key=True), camera.padding(), camera.frame()
    deliver(stage, publisher, [*after, padding, camera.again(key[0])])
    seen = pictures(stage, viewer)
    assert [(packet.sequence - seen[0].sequence, packet.is_padding) for packet in seen] == [
        (0, False),
        (1, True),
        (2, False),
    ]


def test_every_viewer_gets_its_own_numbers() -> None:
    stage, publisher, viewer = one_viewer()
    other = stage.peer(3)
    stage.plane.add_down(video_down(2, 3, ssrc=9000))
    stage.plane.feed(2, 1)
    deliver(stage, publisher, Camera(ssrc=7).frame(key=True))
    ssrcs = [rtp.read_header(stage.media(address)[0]).ssrc for address in (viewer, other)]
    assert ssrcs == [7000, 9000]


def test_a_codec_that_the_viewer_did_not_negotiate_is_not_sent() -> None:
    stage, publisher, viewer = one_viewer()
    spec = video_up(2, 1, mid="2")
    stage.plane.add_up(spec.__class__(2, 1, "video", "2", {96: "h264"}, 90_000))
    stage.plane.allow_up(2, True)
    stage.plane.feed(1, 2)
    deliver(stage, publisher, Camera(ssrc=9, mid="2").frame(key=True))
    assert stage.media(viewer) == []


def test_an_ssrc_that_replaces_another_takes_over_at_its_key_frame() -> None:
    stage, publisher, viewer, camera = watching()
    replacement = Camera(ssrc=70)
    deliver(stage, publisher, replacement.frame(body=b"early") + camera.frame(body=b"old"))
    deliver(stage, publisher, replacement.frame(key=True, body=b"new") + camera.frame(body=b"old"))
    deliver(stage, publisher, replacement.frame(body=b"new"))
    assert [seen.body for seen in pictures(stage, viewer)] == [b"old0", b"new0", b"new0"]


def test_the_old_source_goes_on_until_the_new_ones_key_frame() -> None:
    stage, publisher, viewer, camera = watching()
    second = stage.peer(3, "transport_cc")
    stage.plane.add_up(video_up(2, 3))
    stage.plane.allow_up(2, True)
    stage.plane.feed(1, 2)
    other = Camera(ssrc=7, sequence=65_534, timestamp=0xFFFFFF00, picture_id=0x7FFE)  # its own peer's SSRC 7
    stage.now_s += 1 / 30
    deliver(stage, second, other.frame(body=b"new"))
    deliver(stage, publisher, camera.frame(body=b"old"))
    stage.now_s += 0.1
    deliver(stage, second, other.frame(2, key=True, body=b"new", ticks=9000))
    deliver(stage, publisher, camera.frame(body=b"old"))
    stage.now_s += 1 / 30
    deliver(stage, second, other.frame(body=b"new"))
    seen = pictures(stage, viewer)
    assert [packet.body for packet in seen] == [b"old0", b"new0", b"new1", b"new0"]
    assert [packet.sequence - seen[0].sequence for packet in seen] == [0, 1, 2, 3]
    assert [packet.timestamp - seen[0].timestamp for packet in seen] == pytest.approx([0, 9000, 9000, 12000], abs=2)
    assert [(packet.picture_id or 0) - (seen[0].picture_id or 0) for packet in seen] == [0, 1, 1, 2]
    assert [(packet.tl0_index or 0) - (seen[0].tl0_index or 0) & 0xFF for packet in seen] == [0, 1, 1, 2]
    assert stage.heard(Fed)[-1] == Fed(1, 2, 0)


def test_audio_switches_at_the_next_packet_of_a_later_moment() -> None:
    stage = Stage()
    publishers, viewer = [stage.peer(1), stage.peer(2)], stage.peer(3)
    for number in (1, 2):
        stage.plane.add_up(audio_up(number, number))
        stage.plane.allow_up(number, True)
    stage.plane.add_down(audio_down(1, 3))
    stage.plane.feed(1, 1)
    for tick in range(6):
        if tick == 2:
            stage.plane.feed(1, 2)
        stage.arrive(voice(10 + tick, 960 * tick, 5), publishers[0])
        stage.arrive(voice(500 + tick, 77_777 + 960 * tick, 6), publishers[1])
        stage.now_s += 0.02
    sent = stage.media(viewer)
    headers = [rtp.read_header(datagram) for datagram in sent]
    assert [datagram[-3:] for datagram in sent] == [b" 10", b" 11", b" 12", b"503", b"504", b"505"]
    assert [header.sequence - headers[0].sequence for header in headers] == [0, 1, 2, 3, 4, 5]
    assert [header.timestamp - headers[0].timestamp for header in headers] == pytest.approx(
        [0, 960, 1920, 2880, 3840, 4800], abs=2
    )


def test_a_pause_is_at_once_and_resuming_waits_for_a_key_frame() -> None:
    stage, publisher, viewer, camera = watching()
    deliver(stage, publisher, camera.frame())
    (last,) = pictures(stage, viewer)
    stage.plane.feed(1, None)
    deliver(stage, publisher, camera.frame())
    stage.now_s += 6
    stage.plane.feed(1, 1)
    deliver(stage, publisher, camera.frame())
    assert stage.media(viewer) == []
    deliver(stage, publisher, camera.frame(key=True))
    (resumed,) = pictures(stage, viewer)
    assert resumed.sequence - last.sequence == 1
    assert resumed.timestamp - last.timestamp == 6 * 90_000


def test_going_back_before_the_switch_happened_changes_nothing() -> None:
    stage, publisher, viewer, camera = watching()
    stage.plane.add_up(video_up(2, 1, mid="2"))
    stage.plane.allow_up(2, True)
    stage.plane.feed(1, 2)
    stage.plane.feed(1, 1)
    deliver(stage, publisher, Camera(ssrc=9, mid="2").frame(key=True) + camera.frame(body=b"same"))
    assert [seen.body for seen in pictures(stage, viewer)] == [b"same0"]


def test_a_viewer_without_an_address_is_not_begun_in_the_middle() -> None:
    stage, publisher, _ = one_viewer()
    stage.plane.add_peer(stage.plane.peers[2].spec.__class__(4, stage.plane.peers[2].spec.keys))
    stage.plane.add_down(video_down(9, 4, ssrc=9000))
    stage.plane.feed(9, 1)
    camera = Camera(ssrc=7)
    deliver(stage, publisher, camera.frame(key=True))
    late = ("late", 4)
    stage.plane.move_peer(4, late)
    deliver(stage, publisher, camera.frame())
    assert stage.media(late) == []
    deliver(stage, publisher, camera.frame(key=True))
    assert len(stage.media(late)) == 1


def test_a_stranger_is_counted_and_nothing_else() -> None:
    stage, _, viewer, camera = watching()
    for packet in camera.frame(5, key=True):
        stage.arrive(packet, ("stranger", 1))
    assert stage.take(viewer) == []
    assert stage.take(("stranger", 1)) == []
    assert stage.plane.counters()["unverified_source"] == 5


def test_what_srtp_refuses_is_counted_and_the_call_goes_on() -> None:
    stage, publisher, viewer, camera = watching()
    for _ in range(200):
        stage.arrive(bytes.fromhex("8000702809cd2d15fd3e5c8641") + b"forged", publisher)
        stage.arrive(b"\x80\xc9\x00\x07" + bytes(28) + b"forged", publisher)
    assert stage.plane.counters()["srtp_bad_tag"] == 400
    deliver(stage, publisher, camera.frame())
    assert len(stage.media(viewer)) == 1


def test_an_idle_report_is_dropped_before_srtp() -> None:
    stage, _, viewer = one_viewer()
    stage.arrive(rtcp.receiver_report(9) + bytes(14) + b"forged", viewer)
    assert stage.plane.counters()["idle_reports"] == 1
    assert "srtp_bad_tag" not in stage.plane.counters()


@given(st.lists(st.tuples(st.binary(max_size=60), st.booleans()), max_size=30))
def test_no_bytes_from_a_proven_peer_make_the_plane_raise(datagrams: list[tuple[bytes, bool]]) -> None:
    stage, publisher, viewer, _ = watching()
    for data, is_publisher in datagrams:
        stage.arrive(data, publisher if is_publisher else viewer)
        stage.arrive(b"\x80\x60" + data, publisher)
        stage.arrive(b"\x90\xe0\x00\x01\x00\x00\x00\x01\x00\x00\x00\x07\xbe\xde" + data, publisher)
        stage.arrive(b"\x81\xcd\x00\x05" + data, viewer)
        stage.wait(0.02)


def test_addresses_move_with_their_peers() -> None:
    stage, publisher, viewer, camera = watching()
    stage.plane.move_peer(2, ("moved", 2))
    deliver(stage, publisher, camera.frame())
    assert stage.take(viewer) == []
    assert len(stage.media(("moved", 2))) == 1
