from attrs import evolve

from media.plane import DownSpec, PeerSpec
from tests.media.plane.oracle import rtp
from tests.media.plane.oracle.clock import Earliest
from tests.media.plane.oracle.downtrack import MID_AFTER_SWITCH, DownTrack, Heard
from tests.media.plane.oracle.forwarding import KEYS, ClearSrtp, video_down, video_up
from tests.media.plane.oracle.peers import Peer
from tests.media.plane.oracle.rtcp import ReportBlock
from tests.media.plane.oracle.upstream import Packet, UpTrack

NOW = rtp.send_time(65.5)


def down(spec: DownSpec | None = None) -> DownTrack:
    peer = Peer.of(PeerSpec(2, KEYS), ClearSrtp(KEYS))
    peer.address = ("viewer", 2)
    return DownTrack(spec or video_down(1, 2), peer)


def elements(track: DownTrack, index: int) -> dict[int, bytes]:
    packet = Packet(index, index, 0, "vp8", b"body")
    number = track.rewriter.number_of(packet)
    assert number is not None
    written = track.rewrite(packet, number)
    assert written is not None
    sent = track.stamp(written[0], 65.5, with_mid=written[1])
    header = rtp.read_header(sent)
    assert sent[header.payload_start :] == b"body"
    return rtp.read_elements(sent, header)


def fed(track: DownTrack) -> DownTrack:
    stream = UpTrack(video_up(1, 1), Earliest()).add_stream(0, 7)
    track.begin(stream, Packet(1, 1, 0, "vp8", b"body"), 1.0)
    return track


def test_the_mid_is_sent_until_a_report_shows_that_it_arrived() -> None:
    track = fed(down())
    assert all(9 in elements(track, index) for index in range(1, 200))
    track.confirmed = True
    assert elements(track, 200) == {2: NOW}


def test_after_a_switch_the_mid_is_sent_again_for_a_while() -> None:
    track = fed(down())
    track.confirmed = True
    with_mid = [9 in elements(track, index) for index in range(1, 100)]
    assert sum(with_mid) == MID_AFTER_SWITCH
    fed(track)
    assert 9 in elements(track, 1)


def test_each_mix_of_extensions_is_written() -> None:
    spec = video_down(1, 2)
    assert elements(fed(down(spec)), 1) == {9: b"5", 2: NOW}
    assert elements(fed(down(evolve(spec, abs_send_time_ext_id=None))), 1) == {9: b"5"}
    assert elements(fed(down(evolve(spec, mid_ext_id=None))), 1) == {2: NOW}
    assert elements(fed(down(evolve(spec, mid_ext_id=None, abs_send_time_ext_id=None))), 1) == {}


def test_leaving_takes_the_track_out_of_every_table() -> None:
    track, up = down(), UpTrack(video_up(1, 1), Earliest())
    stream = up.add_stream(0, 7)
    track.begin(stream, Packet(1, 1, 0, "vp8", b"body"), 1.0)
    track.wait_for(up, 0)
    assert (list(stream.downs), list(up.waiting[0])) == ([1], [1])
    track.leave()
    assert (stream.downs, up.waiting[0], track.source, track.waiting_for) == ({}, {}, None, None)


def test_a_viewer_may_ask_for_three_key_frames_in_ten_seconds() -> None:
    track = down()
    assert [track.may_ask_from(at_s) for at_s in (1.0, 2.0, 3.0, 4.0, 5.0)] == [1.0, 2.0, 3.0, 11.0, 11.0]
    assert track.may_ask_from(11.5) == 11.5


def test_without_a_clock_there_is_no_sender_report() -> None:
    track = down()
    assert track.sender_report(1, 1.0) is None
    fed(track)
    track.packets = 1
    assert track.sender_report(1, 1.0) is None, "its source has no time yet"


def block(highest: int, lost: int) -> ReportBlock:
    return ReportBlock(7000, 0, lost, highest, 0, 0, 0)


def test_reports_tell_expected_and_lost_packets_once() -> None:
    heard = Heard()
    heard.block(block(1050, 5), packets_sent=50)
    heard.block(block(1150, 15), packets_sent=150)
    assert heard.take(0) == (150, 15)
    assert heard.take(0) == (0, 0)
    heard.block(block(1160, 12), packets_sent=160)  # repaired packets came: fewer lost than before
    assert heard.take(0) == (10, 0)


def test_what_the_source_lost_is_not_the_viewers_loss() -> None:
    heard = Heard()
    heard.block(block(1100, 15), packets_sent=100)
    assert heard.take(15) == (85, 0)


def test_numbers_left_out_are_counted_as_holes() -> None:
    track = fed(down())
    for index in (1, 2, 5):
        elements(track, index)
        track.left(track.rewriter.number, 0)
    assert track.sent_since_report() == (3, 0, 2)
    assert track.sent_since_report() == (0, 0, 0)
