"""RTCP from and to viewers: what they miss, what they say came in, and sender reports for their clocks.

Each function changes the peer's tables and gives what is to be sent or told; sealing and sending is the forwarder's.
"""

from collections.abc import Iterator

from media.plane import ViewerReport
from tests.media.plane.oracle import rtcp
from tests.media.plane.oracle.clock import round_trip_s
from tests.media.plane.oracle.downtrack import DownTrack
from tests.media.plane.oracle.peers import QUIET_REPORTS, Peer

CNAME = "townhall"  # one for all: every sender report speaks of the server's clock
SENDER_REPORTS = 24  # in one datagram: each 28 bytes and 20 of CNAME
DEFAULT_RTT_S = 0.1


def told(peer: Peer, block: rtcp.ReportBlock, down: DownTrack, now_ntp: int) -> None:
    """A report block about one of the peer's down tracks."""
    down.confirmed = peer.has_news = True
    down.heard.block(block, down.packets)
    rtt_s = round_trip_s(now_ntp, block.last_sr, block.delay)
    if rtt_s is not None:
        peer.rtt_s = rtt_s
        if peer.probe is not None:
            peer.probe.heard(block.last_sr)


def resends(peer: Peer, down: DownTrack, nack: rtcp.Nack, now_s: float) -> Iterator[bytes]:
    """The datagrams that answer a NACK, as they were sent before."""
    if down.cache is None:
        return
    rtt_s = DEFAULT_RTT_S if peer.rtt_s is None else peer.rtt_s
    for sequence in nack.sequences:
        datagram = down.cache.again(sequence, rtt_s, now_s)
        if datagram is not None:
            yield datagram


def picture_lost(down: DownTrack, now_s: float) -> None:
    """A viewer cannot go on without a key frame of what feeds it; what it waits for is asked for already."""
    if down.source is None:
        return
    key_frames, layer = down.source.track.key_frames, down.source.layer
    if not key_frames.is_wanted(layer, now_s):
        key_frames.wanted(layer, down.may_ask_from(now_s))


def sender_reports(peer: Peer, ntp: int, now_s: float) -> Iterator[bytes]:
    """Compounds with a report of every down track that flows; those of one seat share a compound and so a moment."""
    reports = [report for down in peer.downs.values() if (report := down.sender_report(ntp, now_s)) is not None]
    for at in range(0, len(reports), SENDER_REPORTS):
        part = reports[at : at + SENDER_REPORTS]
        names = rtcp.source_names(CNAME, [report.ssrc for report in part])
        yield b"".join(rtcp.sender_report(report) for report in part) + names


def viewer_report(peer: Peer, interval_s: float, now_s: float) -> ViewerReport | None:
    """What its feedback told since the last call, `interval_s` ago. None for a viewer that rests: nothing was sent to
    it, it said nothing of what arrives, no probe ended, and that has been told some times. Who is paced never rests:
    its link is on trial, and reports are the clock of that.
    """
    expected = lost = sent = nacked = octets = 0
    for down in peer.downs.values():
        down_sent, down_octets, holes = down.sent_since_report()
        down_expected, down_lost = down.heard.take(holes)
        expected, lost = expected + down_expected, lost + down_lost
        sent, octets = sent + down_sent, octets + down_octets
        if down.cache is not None:
            nacked += down.cache.nacked - down.reported_nacked
            down.reported_nacked = down.cache.nacked
    if not sent:  # who gets nothing has nothing to report
        peer.heard_at_s = now_s
    probed_bps = None if peer.probe is None else peer.probe.found_bps
    has_news = sent or nacked or peer.has_news or peer.pacer is not None or probed_bps is not None
    peer.quiet_reports = 0 if has_news else peer.quiet_reports + 1
    peer.has_news = False
    if peer.quiet_reports > QUIET_REPORTS:
        return None
    if probed_bps is not None:
        peer.probe = None
    return ViewerReport(
        peer=peer.spec.id,
        at_s=now_s,
        sent_bps=round(octets * 8 / interval_s),
        loss=min(1.0, max(lost / max(expected, 1), nacked / max(sent, nacked, 1))),
        remb_bps=peer.remb_bps,
        rtt_ms=None if peer.rtt_s is None else peer.rtt_s * 1000,
        heard_s=now_s - peer.heard_at_s,
        arrived_bps=None if peer.congestion is None else peer.congestion.arrived_bps(now_s),
        probed_bps=probed_bps,
    )
