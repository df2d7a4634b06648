"""The plane as a whole, in clear: what goes in from publishers, what comes out at viewers."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
from attrs import define, field
from hypothesis import given, settings
from hypothesis import strategies as st

from media import rtcp, rtp
from media.address import Address
from media.clock import from_ntp
from media.plane import Fed, KeyFrameSeen, LayerSeen, LevelHeard, UpReport, ViewerReport
from media.wrap import unwrap
from tests.media.plane.forwarding import (
    WALL_AT_ZERO_S,
    Camera,
    Picture,
    Stage,
    audio_down,
    audio_up,
    picture,
    video_down,
    video_up,
    voice,
)


def one_viewer(rids: tuple[str, ...] = ()) -> tuple[Stage, Address, Address]:
    """A publisher (peer 1, up track 1, allowed) and a viewer (peer 2, down track 1, fed from layer 0)."""
    stage = Stage()
    publisher, viewer = stage.peer(1, "transport_cc"), stage.peer(2)
    stage.plane.add_up(video_up(1, 1, rids))
    stage.plane.allow_up(1, True)
    stage.plane.add_down(video_down(1, 2))
    stage.plane.feed(1, 1)
    return stage, publisher, viewer


def deliver(stage: Stage, address: Address, packets: Iterable[bytes]) -> None:
    for packet in packets:
        stage.arrive(packet, address)


def pictures(stage: Stage, viewer: Address) -> list[Picture]:
    return [picture(datagram) for datagram in stage.media(viewer)]


def watching() -> tuple[Stage, Address, Address, Camera]:
    """The same, with a key frame already forwarded and forgotten."""
    stage, publisher, viewer = one_viewer()
    camera = Camera(ssrc=7, rtx_ssrc=8)
    deliver(stage, publisher, camera.frame(key=True))
    stage.take(viewer)
    stage.take(publisher)
    return stage, publisher, viewer, camera


# what reaches a viewer


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


# switching


def test_the_old_source_goes_on_until_the_new_ones_key_frame() -> None:
    stage, publisher, viewer, camera = watching()
    second = stage.peer(3, "transport_cc")
    stage.plane.add_up(video_up(2, 3))
    stage.plane.allow_up(2, True)
    stage.plane.feed(1, 2)
    other = Camera(ssrc=7, sequence=65_534, timestamp=0xFFFFFF00, picture_id=0x7FFE)  # its own peer's SSRC 7
    deliver(stage, second, other.frame(body=b"new"))
    deliver(stage, publisher, camera.frame(body=b"old"))
    stage.now_s += 0.1
    deliver(stage, second, other.frame(2, key=True, body=b"new"))
    deliver(stage, publisher, camera.frame(body=b"old"))
    stage.now_s += 0.033
    deliver(stage, second, other.frame(body=b"new"))
    seen = pictures(stage, viewer)
    assert [packet.body for packet in seen] == [b"old0", b"new0", b"new1", b"new0"]
    assert [packet.sequence - seen[0].sequence for packet in seen] == [0, 1, 2, 3]
    assert [packet.timestamp - seen[0].timestamp for packet in seen] == [0, 9000, 9000, 12000]
    assert [(packet.picture_id or 0) - (seen[0].picture_id or 0) for packet in seen] == [0, 1, 1, 2]
    assert [(packet.tl0_index or 0) - (seen[0].tl0_index or 0) & 0xFF for packet in seen] == [0, 1, 1, 2]
    assert stage.heard(Fed)[-1] == Fed(1, 2, 0)


def test_audio_switches_at_the_next_packet() -> None:
    stage = Stage()
    publishers, viewer = [stage.peer(1), stage.peer(2)], stage.peer(3)
    for number in (1, 2):
        stage.plane.add_up(audio_up(number, number))
        stage.plane.allow_up(number, True)
    stage.plane.add_down(audio_down(1, 3))
    stage.plane.feed(1, 1)
    stage.arrive(voice(10, 960, 5), publishers[0])
    stage.plane.feed(1, 2)
    stage.now_s += 0.02
    stage.arrive(voice(11, 1920, 5), publishers[0])
    stage.arrive(voice(500, 77_777, 6), publishers[1])
    stage.arrive(voice(12, 2880, 5), publishers[0])
    headers = [rtp.read_header(datagram) for datagram in stage.media(viewer)]
    assert [header.sequence - headers[0].sequence for header in headers] == [0, 1, 2]
    assert [header.timestamp - headers[0].timestamp for header in headers] == [0, 960, 961]


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


# key frames are asked for


def asked_at(stage: Stage, publisher: Address, seconds: float) -> list[tuple[float, int]]:
    """(seconds from now, SSRC) of every PLI."""
    start_s, asks = stage.now_s, []
    for _ in range(round(seconds * 50)):
        stage.wait(0.02)
        ssrcs = [item.media_ssrc for item in stage.control(publisher) if isinstance(item, rtcp.PictureLoss)]
        asks += [(round(stage.now_s - start_s, 2), ssrc) for ssrc in ssrcs]
    return asks


def test_a_viewer_that_waits_has_its_key_frame_asked_for_until_it_comes() -> None:
    stage, publisher, viewer = one_viewer()
    camera = Camera(ssrc=7)
    deliver(stage, publisher, camera.frame())
    asks = asked_at(stage, publisher, 3)
    assert asks[0] == (0.02, 7)
    assert all(0.5 <= later - earlier <= 1.02 for (earlier, _), (later, _) in pairwise(asks))
    deliver(stage, publisher, camera.frame(key=True))
    assert len(stage.media(viewer)) == 1
    assert asked_at(stage, publisher, 3) == []


def test_a_thousand_joins_in_ten_seconds_ask_at_most_twice_a_second() -> None:
    stage, publisher, _ = one_viewer()
    camera = Camera(ssrc=7)
    deliver(stage, publisher, camera.frame(key=True))
    asks = []
    for number in range(10, 1010):
        stage.peer(number)
        stage.plane.add_down(video_down(number, number, ssrc=number))
        stage.plane.feed(number, 1)
        if number % 2:
            asks += asked_at(stage, publisher, 0.02)
            if asks and asks[-1] and number % 20 == 1:
                deliver(stage, publisher, camera.frame(key=True))
        deliver(stage, publisher, camera.frame())
    assert len(asks) <= 20
    stage.wait(1)
    deliver(stage, publisher, camera.frame(key=True))
    assert not stage.plane.ups[1].waiting[0], "everybody is fed in the end"


def test_a_wish_that_follows_closely_on_a_key_frame_is_put_off_not_dropped() -> None:
    stage, publisher, _, camera = watching()
    stage.peer(3)
    stage.plane.add_down(video_down(2, 3, ssrc=9000))
    stage.plane.feed(2, 1)
    deliver(stage, publisher, camera.frame())
    asks = asked_at(stage, publisher, 0.6)
    assert [ssrc for _, ssrc in asks] == [7]
    assert asks[0][0] >= 0.48


def test_a_viewers_pli_reaches_the_publisher_of_what_it_watches() -> None:
    stage, publisher, viewer, camera = watching()
    stage.wait(1)
    stage.take(publisher)
    stage.arrive(rtcp.picture_loss(1, 7000), viewer)
    stage.arrive(rtcp.picture_loss(1, 12345), viewer)
    assert asked_at(stage, publisher, 0.1) == [(0.02, 7)]
    deliver(stage, publisher, camera.frame(key=True))
    assert asked_at(stage, publisher, 2) == []


def test_a_viewer_that_asks_all_the_time_does_not_rule_the_publisher() -> None:
    stage, publisher, viewer, camera = watching()
    asks = 0
    for _ in range(50 * 20):
        stage.arrive(rtcp.picture_loss(1, 7000), viewer)
        heard = asked_at(stage, publisher, 0.02)
        asks += len(heard)
        if heard:
            deliver(stage, publisher, camera.frame(key=True))
    assert 5 <= asks <= 8, "three in ten seconds, for twenty seconds"


def test_a_layer_that_is_switched_off_is_not_asked_for_while_another_flows() -> None:
    stage, publisher, _ = one_viewer(("q", "h"))
    low, high = Camera(ssrc=7, rid="q"), Camera(ssrc=8, rid="h")
    deliver(stage, publisher, low.frame(key=True) + high.frame(key=True))
    stage.plane.feed(1, 1, 1)
    for _ in range(150):
        stage.wait(0.02)
        deliver(stage, publisher, low.frame())
    stage.take(publisher)
    for _ in range(100):
        stage.wait(0.02)
        deliver(stage, publisher, low.frame())
    assert not any(isinstance(item, rtcp.PictureLoss) for item in stage.control(publisher))
    deliver(stage, publisher, high.frame())
    assert [ssrc for _, ssrc in asked_at(stage, publisher, 0.1)] == [8]


# feedback


def test_lost_packets_are_asked_for_and_a_closed_gate_asks_for_nothing() -> None:
    stage, publisher, _, camera = watching()
    camera.frame(2)
    deliver(stage, publisher, camera.frame())
    stage.wait(0.06)
    lost = camera.sequence - 2, camera.sequence - 1
    nacks = [item for item in stage.control(publisher) if isinstance(item, rtcp.Nack)]
    assert nacks == [rtcp.Nack(7, lost)]
    stage.plane.allow_up(1, False)
    stage.wait(1)
    assert not any(isinstance(item, rtcp.Nack) for item in stage.control(publisher))


def test_a_viewers_nack_is_answered_with_the_very_datagram() -> None:
    stage, publisher, viewer, camera = watching()
    deliver(stage, publisher, camera.frame(3))
    sent = stage.media(viewer)
    lost = rtp.read_header(sent[1]).sequence
    stage.arrive(rtcp.nack(1, 7000, [lost]), viewer)
    assert stage.take(viewer) == [sent[1]]
    stage.arrive(rtcp.nack(1, 7000, [lost, (lost + 100) & 0xFFFF]), viewer)
    stage.arrive(rtcp.nack(1, 4711, [lost]), viewer)
    assert stage.take(viewer) == [], "not again within two round trips, and nothing that was never sent"


def test_a_publisher_with_transport_cc_hears_of_every_packet_each_100_ms() -> None:
    stage, publisher, _, camera = watching()
    for _ in range(50):
        deliver(stage, publisher, camera.frame())
        stage.wait(0.02)
    feedback = [item for item in stage.control(publisher) if isinstance(item, rtcp.TransportFeedback)]
    assert 9 <= len(feedback) <= 11


def test_a_publisher_with_remb_hears_early_that_it_may_send_much() -> None:
    stage = Stage()
    publisher = stage.peer(1, "remb")
    stage.plane.add_up(video_up(1, 1))
    stage.wait(0.04)
    deliver(stage, publisher, Camera(ssrc=7).frame())
    stage.wait(0.5)
    rembs = [item for item in stage.control(publisher) if isinstance(item, rtcp.Remb)]
    assert rembs[0].bps >= 3_000_000
    assert rembs[0].ssrcs == (7,)


def test_a_publisher_hears_each_second_what_arrived_of_its_streams() -> None:
    stage, publisher, _, camera = watching()
    stage.arrive(rtcp.sender_report(rtcp.SenderReport(7, 0x1234_5678_9ABC_DEF0, 0, 1, 1)), publisher)
    stage.wait(3)
    blocks = [item.blocks[0] for item in stage.control(publisher) if isinstance(item, rtcp.ReceiverReport)]
    assert blocks[-1].ssrc == 7
    assert blocks[-1].highest_sequence == camera.sequence
    assert blocks[-1].last_sr == 0x5678_9ABC
    assert 0 < blocks[-1].delay <= 3 * 65536


def test_lips_are_in_sync_at_the_viewer_through_switches() -> None:
    """One seat's audio and video, from two publishers one after the other, none of whose clocks is ours."""
    stage = Stage()
    viewer = stage.peer(9)
    stage.plane.add_down(audio_down(1, 9))
    stage.plane.add_down(video_down(2, 9))
    said: dict[int, rtcp.SenderReport] = {}
    for number, ahead_s, path_s in ((1, 5000.0, 0.02), (2, -300.0, 0.15)):
        publisher = stage.peer(number)
        stage.plane.add_up(audio_up(10 + number, number))
        stage.plane.add_up(video_up(20 + number, number))
        for up in (10 + number, 20 + number):
            stage.plane.allow_up(up, True)
        stage.plane.feed(1, 10 + number)
        stage.plane.feed(2, 20 + number)
        camera = Camera(ssrc=77, timestamp=123_456 * number)
        captured: dict[int, float] = {}  # timestamp as forwarded, by SSRC -> when the publisher captured it
        for tick in range(300):
            at_s = stage.now_s
            audio_stamp, video_stamp = 1000 * number + tick * 960, camera.timestamp + 1800
            stage.now_s = at_s + path_s
            stage.arrive(voice(tick + 1, audio_stamp, 66), publisher)
            deliver(stage, publisher, camera.frame(key=tick % 50 == 5, ticks=1800))
            for datagram in stage.take(viewer):
                if rtp.is_rtcp(datagram):
                    said |= {item.ssrc: item for item in rtcp.read(datagram) if isinstance(item, rtcp.SenderReport)}
                else:
                    header = rtp.read_header(datagram)
                    captured[header.ssrc] = (header.timestamp, at_s)  # type: ignore[assignment]
            if tick % 50 == 30:
                ntp = round((at_s + ahead_s + 4_000_000_000) * (1 << 32))
                stage.arrive(rtcp.sender_report(rtcp.SenderReport(77, ntp, video_stamp, 1, 1)), publisher)
            if tick % 250 == 100:
                ntp = round((at_s + ahead_s + 4_000_000_000) * (1 << 32))
                stage.arrive(rtcp.sender_report(rtcp.SenderReport(66, ntp, audio_stamp, 1, 1)), publisher)
            stage.now_s = at_s
            stage.wait(0.02)
            if tick > 60:
                offsets = [played_s(said[ssrc], captured[ssrc], hz) for ssrc, hz in ((8000, 48_000), (7000, 90_000))]
                assert abs(offsets[0] - offsets[1]) < (0.005 if tick > 160 else 0.08)


def played_s(report: rtcp.SenderReport, newest: object, clock_hz: int) -> float:
    """How long after its capture a viewer that goes by this report thinks that the newest packet was captured."""
    timestamp, captured_s = newest  # type: ignore[misc]
    ahead_s = unwrap(timestamp, report.rtp_timestamp, 32) - report.rtp_timestamp
    return from_ntp(report.ntp) - WALL_AT_ZERO_S + ahead_s / clock_hz - captured_s  # type: ignore[no-any-return]


def test_a_seats_reports_share_a_compound_and_a_name() -> None:
    stage = Stage()
    publisher, viewer = stage.peer(1), stage.peer(2)
    for up, down in ((audio_up(1, 1), audio_down(1, 2)), (video_up(2, 1), video_down(2, 2))):
        stage.plane.add_up(up)
        stage.plane.allow_up(up.id, True)
        stage.plane.add_down(down)
        stage.plane.feed(down.id, up.id)
    stage.arrive(voice(1, 1, 5), publisher)
    deliver(stage, publisher, Camera(ssrc=7).frame(key=True))
    stage.take(viewer)
    stage.plane.tick(stage.now_s)
    (compound,) = stage.take(viewer)
    audio, video, names = rtcp.read(compound)
    assert isinstance(audio, rtcp.SenderReport)
    assert isinstance(video, rtcp.SenderReport)
    assert audio.ntp == video.ntp
    assert names == rtcp.SourceNames({8000: "townhall", 7000: "townhall"})


def test_a_viewers_reports_tell_loss_and_round_trip() -> None:
    stage, publisher, viewer, camera = watching()
    stage.wait(2)
    (report, *_) = [item for item in stage.control(viewer) if isinstance(item, rtcp.SenderReport)][::-1]
    for _ in range(9):
        deliver(stage, publisher, camera.frame())
    newest = rtp.read_header(stage.media(viewer)[-1]).sequence
    stage.heard(ViewerReport)
    stage.now_s += 0.25
    sent_ago = int((stage.now_s + WALL_AT_ZERO_S - from_ntp(report.ntp) - 0.08) * 65536)
    block = rtcp.ReportBlock(7000, 50, 2, newest, 0, report.ntp >> 16 & 0xFFFFFFFF, sent_ago)
    stage.arrive(rtcp.receiver_report(1, [block]) + rtcp.remb(1, 600_000, [7000]), viewer)
    stage.wait(1.2)
    (told, *_) = stage.heard(ViewerReport)
    assert isinstance(told, ViewerReport)
    assert told.loss == pytest.approx(0.2)
    assert told.rtt_ms == pytest.approx(80, abs=1)
    assert told.remb_bps == 600_000


def test_layers_levels_and_rates_are_told() -> None:
    stage, publisher, _ = one_viewer(("q", "h"))
    stage.plane.add_up(audio_up(5, 1))
    stage.plane.allow_up(5, True)
    cameras = Camera(ssrc=7, rid="q"), Camera(ssrc=8, rid="h")
    stage.wait(0.3)
    for camera in cameras:
        deliver(stage, publisher, camera.frame(key=True))
    stage.arrive(voice(1, 1, 5, level=33), publisher)
    assert stage.heard(LayerSeen) == [LayerSeen(1, 0, 7), LayerSeen(1, 1, 8), LayerSeen(5, 0, 5)]
    assert stage.heard(KeyFrameSeen) == [KeyFrameSeen(1, 0, 240), KeyFrameSeen(1, 1, 240)]
    assert stage.heard(LevelHeard) == [LevelHeard(5, 33, stage.now_s)]
    stage.heard(UpReport)
    for _ in range(200):
        deliver(stage, publisher, cameras[1].frame(body=bytes(1100)))
        stage.wait(0.02)
    last = {(told.up, told.layer): told for told in stage.heard(UpReport) if isinstance(told, UpReport)}
    assert last[1, 1].bps == pytest.approx(50 * 1110 * 8, rel=0.1)
    assert (last[1, 0].packets, last[1, 1].lost) == (0, 0)


# hostile and odd input


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


# streams of packets as networks deliver them

LOST, LATE, TWICE = 1, 2, 3
frames = st.tuples(st.just("frame"), st.integers(0, 1), st.integers(1, 4), st.booleans())
paddings = st.tuples(st.just("padding"), st.integers(0, 1), st.just(0), st.just(value=False))
switches = st.tuples(st.just("switch"), st.integers(-1, 1), st.just(0), st.just(value=False))
fates = st.lists(st.sampled_from([0, 0, 0, 0, LOST, LATE, LATE, TWICE]), min_size=1, max_size=40)


@define
class Run:
    """What one source fed without a break: how it came out, as which sequence number it came in."""

    source: int
    forwarded: list[tuple[Picture, int]] = field(factory=list)  # -1 for padding that fills a hole
    delivered: set[int] = field(factory=set)  # of the source, until the run's end


class Network:
    """Two publishers' cameras and one viewer, with packets between them lost, late and doubled."""

    def __init__(self, fates: list[int], starts: tuple[int, int]) -> None:
        self.stage, publisher, self.viewer = one_viewer()
        second = self.stage.peer(3, "transport_cc")
        self.stage.plane.add_up(video_up(2, 3))
        self.stage.plane.allow_up(2, True)
        self.addresses = (publisher, second)
        self.cameras = tuple(
            Camera(ssrc=7, rtx_ssrc=8, sequence=at, timestamp=at << 16, picture_id=at & 0x7FFF) for at in starts
        )
        self.fates = fates
        self.count = 0
        self.held: list[tuple[int, int, bytes]] = []  # delivered when so many packets have been sent
        self.runs: list[Run] = []
        self.delivered: tuple[set[int], set[int]] = (set(), set())
        self.paddings: tuple[set[int], set[int]] = (set(), set())

    def feed(self, source: int) -> None:
        if source < 0:
            self.end_run()
        self.stage.plane.feed(1, None if source < 0 else source + 1)

    def end_run(self) -> None:
        if self.runs and not self.runs[-1].delivered:
            self.runs[-1].delivered = set(self.delivered[self.runs[-1].source])

    def send(self, source: int, packet: bytes) -> None:
        self.count += 1
        fate = self.fates[self.count % len(self.fates)]
        if fate == LATE:
            self.held.append((self.count + 1 + self.count % 5, source, packet))
        elif fate != LOST:
            for _ in range(2 if fate == TWICE else 1):
                self.deliver(source, packet, rtp.read_header(packet).sequence)
        self.flush(self.count)

    def flush(self, until: int) -> None:
        due = [entry for entry in self.held if entry[0] <= until]
        self.held = [entry for entry in self.held if entry[0] > until]
        for number, source, packet in due:
            header = rtp.read_header(packet)
            # Nobody asks for packets of a stream that was never seen.
            is_mended = number % 2 and self.delivered[source] and header.payload_end > header.payload_start
            self.deliver(source, self.cameras[source].again(packet) if is_mended else packet, header.sequence)

    def deliver(self, source: int, packet: bytes, number: int) -> None:
        self.stage.now_s += 0.001
        self.stage.arrive(packet, self.addresses[source])
        if self.stage.heard(Fed):
            self.end_run()
            self.runs.append(Run(source))
        self.delivered[source].add(number)
        for datagram in self.stage.media(self.viewer):
            seen = picture(datagram)
            self.runs[-1].forwarded.append((seen, -1 if seen.is_padding else int(seen.body)))


def play(script: list[tuple[str, int, int, bool]], fates: list[int], starts: tuple[int, int]) -> Network:
    network = Network(fates, starts)
    for action, which, packets, key in script:
        if action == "switch":
            network.feed(which)
        elif action == "padding":
            packet = network.cameras[which].padding()
            network.paddings[which].add(rtp.read_header(packet).sequence)
            network.send(which, packet)
        else:
            for packet in network.cameras[which].frame(packets, key=key):
                network.send(which, packet)
    network.flush(10**9)
    network.end_run()
    return network


starting_numbers = st.tuples(st.integers(65_500, 65_535), st.integers(0, 0x7FFF))


@settings(max_examples=200)
@given(st.lists(frames | frames | frames | paddings | switches, max_size=80), fates, starting_numbers)
def test_a_viewer_sees_one_stream_without_a_seam_whatever_the_network_does(
    script: list[tuple[str, int, int, bool]], fates: list[int], starts: tuple[int, int]
) -> None:
    network = play(script, fates, starts)
    numbers = [seen.sequence for run in network.runs for seen, _ in run.forwarded]
    assert len(numbers) == len(set(numbers)), "no two packets under one number"
    last: Picture | None = None
    for run in network.runs:
        first = run.forwarded[0][0]
        run.forwarded.sort(key=lambda entry: unwrap(entry[0].sequence, first.sequence, 16))
        assert run.forwarded[0][0] is first, "nothing goes before a source's first packet"
        assert first.is_key
        if last is not None:
            assert (first.sequence - last.sequence) & 0xFFFF == 1
            assert 0 < (first.timestamp - last.timestamp) & 0xFFFFFFFF < 90_000
        for one, two in pairwise(entry for entry in run.forwarded if not entry[0].is_padding):
            check_neighbours(network, run, one, two)
        last = run.forwarded[-1][0]


def check_neighbours(network: Network, run: Run, before: tuple[Picture, int], after: tuple[Picture, int]) -> None:
    (one, came_one), (two, came_two) = before, after
    fillers = [seen for seen, _ in run.forwarded if seen.is_padding and is_between(seen, one, two)]
    between = {came_one + step & 0xFFFF for step in range(1, came_two - came_one & 0xFFFF)}
    missed = between - run.delivered
    gone = (two.sequence - one.sequence - 1 & 0xFFFF) - len(fillers)
    assert gone <= len(missed), "a number is missing only for a packet that was lost"
    assert gone >= len(missed - network.paddings[run.source])
    ticks = two.timestamp - one.timestamp & 0xFFFFFFFF
    assert ticks < 0x80000000, "time does not go back"
    assert (two.picture_id or 0) - (one.picture_id or 0) & 0x7FFF == ticks // 3000, "no picture id is skipped"


def is_between(seen: Picture, one: Picture, two: Picture) -> bool:
    return seen.sequence - one.sequence & 0xFFFF < two.sequence - one.sequence & 0xFFFF
