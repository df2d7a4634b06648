import pytest

from media.plane import PeerSpec
from tests.media.plane.oracle import feedback as towards
from tests.media.plane.oracle import rtcp, twcc
from tests.media.plane.oracle.forwarding import EXTENSIONS, KEYS, ClearSrtp, video_up
from tests.media.plane.oracle.peers import Peer
from tests.media.plane.oracle.upstream import UpTrack


def publisher(feedback: str = "none") -> tuple[Peer, UpTrack]:
    peer = Peer.of(PeerSpec(1, KEYS, EXTENSIONS, feedback), ClearSrtp(KEYS))  # type: ignore[arg-type]
    track = UpTrack(video_up(1, 1), peer.remote_clock, allowed=True)
    peer.ups[1] = track
    return peer, track


def test_every_compound_begins_with_a_receiver_report() -> None:
    peer, track = publisher("transport_cc")
    stream = track.add_stream(0, 7)
    assert stream.nacks is not None
    stream.nacks.gap(5, 7, 0.0)
    track.key_frames.wanted(0)
    assert peer.arrivals is not None
    peer.arrivals.heard(1, 7, 1.0)
    compounds = [*towards.repairs(peer, 1.0), *towards.transport(peer), *towards.reports(peer, 1.0)]
    assert len(compounds) == 4
    assert all(isinstance(rtcp.read(compound)[0], rtcp.ReceiverReport) for compound in compounds)


def test_the_longest_nack_fits_one_datagram() -> None:
    peer, track = publisher()
    stream = track.add_stream(0, 7)
    assert stream.nacks is not None
    for number in range(0, 900 * 18, 18):
        stream.nacks.gap(number, number + 1, 0.0)
    stream.reception.highest = 900 * 18
    (compound,) = towards.repairs(peer, 1.0)
    assert len(compound) <= 1200


def test_transport_feedback_names_what_came() -> None:
    peer, _ = publisher("transport_cc")
    assert peer.arrivals is not None
    for number in (10, 12):
        peer.arrivals.heard(number, 7, 1.0)
    (compound,) = towards.transport(peer)
    (body,) = [item.body for item in rtcp.read(compound) if isinstance(item, rtcp.TransportFeedback)]
    assert [number for number, ticks in twcc.read(body) if ticks is not None] == [10, 12]
    assert list(towards.transport(peer)) == []


def test_more_streams_than_one_report_holds_are_told_in_several() -> None:
    peer, track = publisher()
    for ssrc in range(40):
        track.add_stream(0, ssrc)
    counts = [len(item.blocks) for data in towards.reports(peer, 1.0) for item in rtcp.read(data)]  # type: ignore[union-attr]
    assert counts == [31, 9]


def test_a_remb_falls_with_the_worst_streams_loss() -> None:
    peer, track = publisher("remb")
    stream = track.add_stream(0, 7)
    rates = []
    for second in range(4):
        for number in range(second * 100, second * 100 + 100, 2):
            stream.reception.arrived(number)
        *_, compound = towards.reports(peer, 1.0 + second)
        rates += [item.bps for item in rtcp.read(compound) if isinstance(item, rtcp.Remb)]
    assert rates == sorted(rates, reverse=True)
    assert rates[-1] < rates[0] * 0.6


def test_a_rate_is_smoothed_so_that_a_key_frame_does_not_double_it() -> None:
    _, track = publisher()
    stream = track.add_stream(0, 7)
    rates = []
    for size_bytes in (125_000, 125_000, 250_000, 125_000):
        stream.bytes = size_bytes
        (report,) = towards.up_reports(track, 1.0, 1.0)
        rates.append(report.bps)
    assert rates[:2] == [1_000_000, 1_000_000]
    assert rates[2] == 1_500_000
    assert rates[3] == pytest.approx(1_250_000)


def test_a_report_counts_what_repair_did_not_mend() -> None:
    _, track = publisher()
    stream = track.add_stream(0, 7)
    for number in (0, 1, 5):
        stream.reception.arrived(number)
    stream.reception.arrived(3, repair=True)
    (report,) = towards.up_reports(track, 1.0, 1.0)
    assert (report.packets, report.lost) == (4, 2)
    (report,) = towards.up_reports(track, 1.0, 2.0)
    assert (report.packets, report.lost) == (0, 0)
