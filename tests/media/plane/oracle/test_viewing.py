import pytest

from media.plane import PeerSpec, ViewerReport
from tests.media.plane.oracle import control, rtcp, viewing
from tests.media.plane.oracle.clock import SETTLE_S, to_ntp
from tests.media.plane.oracle.downtrack import DownTrack
from tests.media.plane.oracle.forwarding import KEYS, ClearSrtp, video_down, video_up
from tests.media.plane.oracle.pacing import Pacer
from tests.media.plane.oracle.peers import QUIET_REPORTS, Peer
from tests.media.plane.oracle.probing import Probe
from tests.media.plane.oracle.upstream import Packet, UpTrack

NTP = to_ntp(1_800_000_000)


def viewer(downs: int = 1) -> tuple[Peer, list[DownTrack]]:
    peer = Peer.of(PeerSpec(2, KEYS), ClearSrtp(KEYS))
    peer.address = ("viewer", 2)
    for number in range(downs):
        peer.downs[number] = DownTrack(video_down(number, 2, ssrc=7000 + number), peer)
    return peer, list(peer.downs.values())


def told(peer: Peer, interval_s: float, now_s: float) -> ViewerReport:
    report = viewing.viewer_report(peer, interval_s, now_s)
    assert report is not None
    return report


def sends(down: DownTrack, count: int) -> None:
    down.packets += count
    down.octets += 1000 * count


def test_a_block_confirms_the_seat_and_tells_the_round_trip() -> None:
    peer, (down,) = viewer()
    viewing.told(peer, rtcp.ReportBlock(7000, 0, 0, 5, 0, (NTP >> 16) & 0xFFFFFFFF, 0), down, NTP + (1 << 31))
    assert down.confirmed
    assert peer.rtt_s == pytest.approx(0.5)
    viewing.told(peer, rtcp.ReportBlock(7000, 0, 0, 5, 0, 0, 0), down, NTP)
    assert peer.rtt_s == pytest.approx(0.5), "a block without a report to go by tells none"


def test_the_worse_of_reports_and_nacks_counts_as_loss() -> None:
    peer, (down,) = viewer()
    assert down.cache is not None
    sends(down, 100)
    for sequence in range(100):
        down.cache.keep(sequence, bytes(10), 1.0)
    for sequence in range(20):
        down.cache.again(sequence, 0.1, 1.0)
    down.heard.block(rtcp.ReportBlock(7000, 0, 5, 99, 0, 0, 0), 100)
    assert told(peer, 1.0, 2.0).loss == pytest.approx(0.2)
    sends(down, 100)
    down.heard.block(rtcp.ReportBlock(7000, 0, 55, 199, 0, 0, 0), 200)
    assert told(peer, 1.0, 3.0).loss == pytest.approx(0.5)


def test_a_report_sums_all_seats_since_the_last_one() -> None:
    peer, downs = viewer(3)
    for down in downs:
        sends(down, 50)
    assert told(peer, 1.0, 1.0).sent_bps == 3 * 50 * 8000
    assert told(peer, 1.0, 2.0).sent_bps == 0


def test_silence_counts_only_while_something_is_sent() -> None:
    peer, (down,) = viewer()
    assert viewing.viewer_report(peer, 1.0, 100.0) is None
    for second in range(101, 106):
        sends(down, 1)
        report = told(peer, 1.0, second)
    assert report.heard_s == 5


def test_a_viewer_that_rests_is_left_out_after_some_reports_until_something_is_sent_or_said() -> None:
    peer, (down,) = viewer()
    assert viewing.viewer_report(peer, 1.0, 1.0) is None, "nothing was ever sent"
    block = rtcp.ReportBlock(7000, 0, 0, 5, 0, 0, 0)
    for stir in (
        lambda: sends(down, 1),
        lambda: viewing.told(peer, block, down, NTP),
        lambda: list(control.heard(peer, rtcp.remb(1, 600_000, [7000]), NTP, 1.0)),
        lambda: setattr(peer, "probe", Probe(400_000, 0.2, found_bps=0)),
    ):
        stir()
        told_of = [viewing.viewer_report(peer, 1.0, second) is not None for second in range(20)]
        assert told_of == [True] * (1 + QUIET_REPORTS) + [False] * (19 - QUIET_REPORTS)
    list(control.heard(peer, rtcp.remb(1, 600_000, [7000]), NTP, 1.0))
    assert viewing.viewer_report(peer, 1.0, 20.0) is None, "the same REMB again is nothing new"
    peer.pacer = Pacer()
    assert all(viewing.viewer_report(peer, 1.0, 20.0 + second) for second in range(20)), "its link is on trial"


def test_only_what_was_sent_is_resent_and_audio_never() -> None:
    peer, (down,) = viewer()
    assert down.cache is not None
    down.cache.keep(5, b"five", 1.0)
    assert list(viewing.resends(peer, down, rtcp.Nack(7000, (4, 5, 6)), 1.0)) == [b"five"]
    down.cache = None
    assert list(viewing.resends(peer, down, rtcp.Nack(7000, (5,)), 2.0)) == []


def test_a_picture_loss_wants_a_key_frame_of_the_layer_that_is_watched() -> None:
    _, (down,) = viewer()
    viewing.picture_lost(down, 1.0)  # nothing is watched: nothing happens
    track = UpTrack(video_up(1, 1, ("q", "h")), viewer()[0].remote_clock)
    down.begin(track.add_stream(1, 7), Packet(1, 1, 0, "vp8", b""), 1.0)
    viewing.picture_lost(down, 1.0)
    assert track.key_frames.is_wanted(1, 1.0)


def test_many_reports_are_cut_into_datagrams() -> None:
    peer, downs = viewer(60)
    stream = UpTrack(video_up(1, 1), peer.remote_clock).add_stream(0, 7)
    stream.clock.packet(1, 1.0)
    for down in downs:
        down.begin(stream, Packet(1, 1, 0, "vp8", b""), 1.0)
        sends(down, 1)
    assert list(viewing.sender_reports(peer, NTP, 1.0)) == [], "its clock has not settled"
    compounds = list(viewing.sender_reports(peer, NTP, 1.0 + SETTLE_S))
    assert len(compounds) == 3
    assert all(len(compound) <= 1200 for compound in compounds)
    reports = [item for data in compounds for item in rtcp.read(data) if isinstance(item, rtcp.SenderReport)]
    assert len({report.ssrc for report in reports}) == 60


def test_seats_that_nothing_feeds_are_not_reported() -> None:
    peer, _ = viewer(3)
    assert list(viewing.sender_reports(peer, NTP, 1.0)) == []
