"""What the plane says to publishers and viewers beside the packets it forwards, and what it tells media.

Long, because each sentence about the plane has its own small story.
"""

from itertools import pairwise

import pytest

from media.address import Address
from media.plane import KeyFrameSeen, LayerSeen, LevelHeard, UpReport, ViewerReport
from tests.media.plane.oracle import rtcp, rtp
from tests.media.plane.oracle.clock import SETTLE_S, from_ntp
from tests.media.plane.oracle.forwarding import (
    WALL_AT_ZERO_S,
    Camera,
    Stage,
    audio_down,
    audio_up,
    deliver,
    one_viewer,
    video_down,
    video_up,
    voice,
    watching,
)
from tests.media.plane.oracle.wrap import unwrap


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


def test_a_track_that_never_sent_does_not_use_up_the_first_ask() -> None:
    stage, publisher, _ = one_viewer()
    assert asked_at(stage, publisher, 2) == []
    deliver(stage, publisher, Camera(ssrc=7).frame())
    assert asked_at(stage, publisher, 0.1) == [(0.02, 7)]


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
        captured: dict[int, tuple[int, float]] = {}  # SSRC -> newest timestamp forwarded, when it was captured
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
                    captured[header.ssrc] = (header.timestamp, at_s)
            if tick % 50 == 30:
                ntp = round((at_s + ahead_s + 4_000_000_000) * (1 << 32))
                stage.arrive(rtcp.sender_report(rtcp.SenderReport(77, ntp, video_stamp, 1, 1)), publisher)
            if tick % 250 == 100:
                ntp = round((at_s + ahead_s + 4_000_000_000) * (1 << 32))
                stage.arrive(rtcp.sender_report(rtcp.SenderReport(66, ntp, audio_stamp, 1, 1)), publisher)
            stage.now_s = at_s
            stage.wait(0.02)
            if tick > 130:
                offsets = [played_s(said[ssrc], captured[ssrc], hz) for ssrc, hz in ((8000, 48_000), (7000, 90_000))]
                assert abs(offsets[0] - offsets[1]) < (0.02 if tick > 160 else 0.08)


def played_s(report: rtcp.SenderReport, newest: tuple[int, float], clock_hz: int) -> float:
    """How long after its capture a viewer that goes by this report thinks that the newest packet was captured."""
    timestamp, captured_s = newest
    ahead_s = (unwrap(timestamp, report.rtp_timestamp, 32) - report.rtp_timestamp) / clock_hz
    return from_ntp(report.ntp) - WALL_AT_ZERO_S + ahead_s - captured_s


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
    stage.now_s += SETTLE_S
    stage.plane.tick(stage.now_s)
    (compound,) = stage.take(viewer)
    audio, video, names = rtcp.read(compound)
    assert isinstance(audio, rtcp.SenderReport)
    assert isinstance(video, rtcp.SenderReport)
    assert audio.ntp == video.ntp
    assert names == rtcp.SourceNames({8000: "townhall", 7000: "townhall"})


def test_a_viewers_reports_tell_loss_and_round_trip() -> None:
    stage, publisher, viewer, camera = watching()
    stage.wait(SETTLE_S + 1)
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


def test_a_viewers_step_up_is_reported_on_soon_and_a_step_down_as_ever() -> None:
    stage, publisher, _ = one_viewer(("q", "h"))
    low, high = Camera(ssrc=7, rid="q"), Camera(ssrc=8, rid="h")

    def reported(seconds: float, layer: int) -> list[float]:
        stage.plane.feed(1, 1, layer)
        stage.heard(ViewerReport)
        began_s = stage.now_s
        deliver(stage, publisher, low.frame(key=True) + high.frame(key=True))
        for _ in range(round(seconds * 50)):
            stage.wait(0.02)
            deliver(stage, publisher, low.frame() + high.frame())
        moments = [event.at_s for event in stage.heard(ViewerReport) if isinstance(event, ViewerReport)]
        return [round(moment - began_s, 1) for moment in moments]

    reported(5.3, 0)
    up = reported(4.0, 1)
    assert up[:2] == [0.3, 0.6]
    assert 0.9 <= up[2] <= 1.0
    assert all(0.9 < later - earlier < 1.2 for earlier, later in pairwise(up[2:]))
    down = reported(4.0, 0)
    assert all(0.9 < later - earlier < 1.2 for earlier, later in pairwise(down))
