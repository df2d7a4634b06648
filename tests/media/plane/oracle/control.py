"""RTCP that a peer sends: each item changes the tables of what it is about; a NACK is answered with datagrams."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from tests.media.plane.oracle import rtcp, twcc, viewing
from tests.media.plane.oracle.peers import Peer


def heard(peer: Peer, compound: bytes, now_ntp: int, now_s: float) -> Iterator[bytes]:
    """Datagrams to send again to this peer. Raises rtcp.MalformedRtcp before anything has changed."""
    items = rtcp.read(compound)
    peer.heard_at_s = now_s
    for item in items:
        match item:
            case rtcp.SenderReport():
                _publishers_clock(peer, item, now_s)
                _blocks(peer, item.blocks, now_ntp)
            case rtcp.ReceiverReport():
                _blocks(peer, item.blocks, now_ntp)
            case rtcp.Nack() if (down := peer.by_ssrc.get(item.media_ssrc)) is not None:
                yield from viewing.resends(peer, down, item, now_s)
            case rtcp.PictureLoss() if (down := peer.by_ssrc.get(item.media_ssrc)) is not None:
                viewing.picture_lost(down, now_s)
            case rtcp.Remb():
                peer.has_news |= item.bps != peer.remb_bps
                peer.remb_bps = item.bps
            case rtcp.TransportFeedback() if peer.congestion is not None:
                with suppress(twcc.MalformedFeedback):
                    peer.congestion.told(twcc.read(item.body), now_s)


def _publishers_clock(peer: Peer, report: rtcp.SenderReport, now_s: float) -> None:
    route = peer.demux.routes.get(report.ssrc)
    if route is not None and route.stream is not None:
        route.stream.reception.sender_report(report.ntp, now_s)
        route.stream.clock.sender_report(report.ntp, report.rtp_timestamp, now_s)


def _blocks(peer: Peer, blocks: Iterable[rtcp.ReportBlock], now_ntp: int) -> None:
    for block in blocks:
        down = peer.by_ssrc.get(block.ssrc)
        if down is not None:
            viewing.told(peer, block, down, now_ntp)
