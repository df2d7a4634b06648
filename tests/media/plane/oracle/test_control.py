import pytest

from media.plane import PeerSpec
from tests.media.plane.oracle import control, rtcp, rtp
from tests.media.plane.oracle.clock import to_ntp
from tests.media.plane.oracle.downtrack import DownTrack
from tests.media.plane.oracle.forwarding import KEYS, ClearSrtp, video_down, video_up
from tests.media.plane.oracle.peers import Peer
from tests.media.plane.oracle.upstream import UpTrack
from tests.media.rtp_packets import packet

NTP = to_ntp(1_800_000_000)


def viewer() -> tuple[Peer, DownTrack]:
    peer = Peer.of(PeerSpec(2, KEYS), ClearSrtp(KEYS))
    down = peer.by_ssrc[7000] = DownTrack(video_down(1, 2), peer)
    return peer, down


def hear(peer: Peer, compound: bytes) -> list[bytes]:
    return list(control.heard(peer, compound, NTP, 5.0))


def test_what_is_heard_shows_that_the_peer_lives() -> None:
    peer, _ = viewer()
    hear(peer, rtcp.source_names("x", [1]))
    assert peer.heard_at_s == 5.0


def test_a_malformed_compound_changes_nothing() -> None:
    peer, _ = viewer()
    with pytest.raises(rtcp.MalformedRtcp):
        hear(peer, rtcp.remb(1, 600_000, []) + b"\x80\xc9\x00")
    assert (peer.heard_at_s, peer.remb_bps) == (0.0, None)


def test_a_nack_is_answered_and_one_for_a_strange_ssrc_is_not() -> None:
    peer, down = viewer()
    assert down.cache is not None
    down.cache.keep(5, b"five", 4.9)
    assert hear(peer, rtcp.nack(1, 4711, [5])) == []
    assert hear(peer, rtcp.nack(1, 7000, [5])) == [b"five"]


def test_reports_in_both_kinds_of_packet_confirm_a_seat() -> None:
    block = rtcp.ReportBlock(7000, 0, 0, 5, 0, 0, 0)
    for compound in (
        rtcp.receiver_report(1, [rtcp.ReportBlock(4711, 0, 0, 5, 0, 0, 0), block]),
        rtcp.sender_report(rtcp.SenderReport(1, NTP, 0, 0, 0, (block,))),
    ):
        peer, down = viewer()
        hear(peer, compound)
        assert down.confirmed


def test_a_publishers_report_sets_the_clock_of_its_stream_alone() -> None:
    publisher = Peer.of(PeerSpec(1, KEYS), ClearSrtp(KEYS))
    track = UpTrack(video_up(1, 1), publisher.remote_clock)
    publisher.demux.tracks.append(track)
    header = rtcp.SenderReport(7, NTP, 1000, 1, 1)
    hear(publisher, rtcp.sender_report(header))
    assert publisher.remote_clock.value is None, "nothing is known of this SSRC yet"
    first = packet(1, 1, 7, b"x")
    publisher.demux.learn(rtp.read_header(first), {})
    hear(publisher, rtcp.sender_report(header))
    stream = track.layers[0]
    assert stream is not None
    assert stream.clock.reported.value is not None
    assert stream.reception.last_sr == NTP >> 16 & 0xFFFFFFFF


def test_a_remb_is_kept_for_the_next_report() -> None:
    peer, _ = viewer()
    hear(peer, rtcp.remb(1, 600_000, [7000]))
    assert peer.remb_bps == 600_000


def test_a_picture_loss_about_nothing_of_ours_is_ignored() -> None:
    peer, _ = viewer()
    assert hear(peer, rtcp.picture_loss(1, 4711) + rtcp.picture_loss(1, 7000)) == []
