from media.plane import PeerSpec
from tests.media.plane.oracle.forwarding import EXTENSIONS, KEYS, ClearSrtp
from tests.media.plane.oracle.peers import Peer
from tests.media.rtp_packets import SEND_TIME, TRANSPORT


def peer(feedback: str) -> Peer:
    return Peer.of(PeerSpec(1, KEYS, EXTENSIONS, feedback), ClearSrtp(KEYS))  # type: ignore[arg-type]


def test_with_transport_cc_every_arrival_is_logged() -> None:
    publisher = peer("transport_cc")
    assert publisher.arrivals is not None
    publisher.arrived(7, {TRANSPORT: b"\x00\x05"}, 100, 1.0)
    publisher.arrived(7, {TRANSPORT: b"odd"}, 100, 1.0)
    publisher.arrived(7, {}, 100, 1.0)
    assert list(publisher.arrivals.arrived) == [5]
    assert publisher.uplink is None


def test_with_remb_every_byte_is_counted() -> None:
    publisher = peer("remb")
    assert publisher.uplink is not None
    publisher.arrived(7, {SEND_TIME: bytes(3)}, 100, 1.0)
    publisher.arrived(7, {}, 50, 1.0)
    assert publisher.uplink.received_bytes == 150
    assert publisher.arrivals is None


def test_without_either_nothing_is_kept() -> None:
    viewer = peer("none")
    viewer.arrived(7, {TRANSPORT: b"\x00\x05"}, 100, 1.0)
    assert (viewer.arrivals, viewer.uplink) == (None, None)


def test_the_first_report_tells_nothing_and_the_next_ones_their_interval() -> None:
    viewer = peer("none")
    assert viewer.since_reported(50.0) is None
    assert viewer.heard_at_s == 50.0
    assert viewer.since_reported(51.5) == 1.5
    assert viewer.since_reported(51.5) == 0.1, "no rate is computed over nothing"
