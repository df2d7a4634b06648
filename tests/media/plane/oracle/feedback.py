"""RTCP towards publishers: what is lost, which key frames are wanted, how fast they may send, what arrived.

Each function gives clear compounds to send now, each within one datagram. Every compound begins with a receiver report,
for peers that did not negotiate reduced-size RTCP. Time is passed in; when to call is the forwarder's business.
"""

from collections.abc import Iterator

from media.plane import UpReport
from tests.media.plane.oracle import rtcp
from tests.media.plane.oracle.peers import Peer
from tests.media.plane.oracle.upstream import UpStream, UpTrack

OUR_SSRC = 1  # as libwebrtc does where it only receives
SMOOTH_S = 2.0  # a key frame is no change of rate
_HEAD = rtcp.receiver_report(OUR_SSRC)


def repairs(peer: Peer, now_s: float) -> Iterator[bytes]:
    """NACKs and key-frame requests that are due. What a closed gate keeps from viewers is not repaired either."""
    for track in peer.ups.values():
        if not track.allowed:
            continue
        for stream in track.streams:
            if stream.nacks is not None and stream.nacks.missing:
                lost = stream.nacks.due(stream.reception.highest, now_s)
                if lost:
                    yield _HEAD + rtcp.nack(OUR_SSRC, stream.ssrc, [number & 0xFFFF for number in lost])
        if track.spec.kind == "video" and (asked := track.asks(now_s)):
            yield _HEAD + b"".join(rtcp.picture_loss(OUR_SSRC, ssrc) for ssrc in asked)


def transport(peer: Peer) -> Iterator[bytes]:
    """transport-cc feedback on what came since the last one."""
    if peer.arrivals is not None:
        for body in peer.arrivals.feedback():
            yield _HEAD + rtcp.transport_feedback(OUR_SSRC, peer.arrivals.media_ssrc, body)


def reports(peer: Peer, now_s: float) -> Iterator[bytes]:
    """Receiver reports over all streams, and a REMB if that is what steers the peer."""
    streams = [stream for track in peer.ups.values() for stream in track.streams]
    blocks = [stream.reception.block(stream.ssrc, now_s) for stream in streams]
    for at in range(0, len(blocks), rtcp.MAX_REPORTS):
        yield rtcp.receiver_report(OUR_SSRC, blocks[at : at + rtcp.MAX_REPORTS])
    if peer.uplink is not None and blocks:
        loss = max(block.lost_fraction for block in blocks) / 256
        ssrcs = [stream.ssrc for stream in streams]
        yield _HEAD + rtcp.remb(OUR_SSRC, peer.uplink.update(loss, now_s), ssrcs)


def up_reports(track: UpTrack, interval_s: float, now_s: float) -> Iterator[UpReport]:
    """What came of each layer that is there, over the interval since the last call."""
    for stream in track.layers:
        if stream is not None:
            yield _up_report(stream, interval_s, now_s)


def _up_report(stream: UpStream, interval_s: float, now_s: float) -> UpReport:
    reception = stream.reception
    arrived = reception.received + reception.mended
    expected_before, arrived_before = stream.reported
    stream.reported = (reception.expected, arrived)
    bps, stream.bytes = stream.bytes * 8 / interval_s, 0
    stream.bps += (bps - stream.bps) * (min(1.0, interval_s / SMOOTH_S) if stream.bps else 1.0)
    return UpReport(
        up=stream.track.spec.id,
        layer=stream.layer,
        at_s=now_s,
        bps=round(stream.bps),
        packets=arrived - arrived_before,
        lost=max(0, reception.expected - expected_before - (arrived - arrived_before)),
        jitter_ms=reception.jitter / reception.clock_hz * 1000,
        temporal_bps=stream.shares.rates(round(stream.bps)),
        spatial_bps=stream.spatial_shares.rates(round(stream.bps)),
    )
