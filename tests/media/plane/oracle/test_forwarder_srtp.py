"""The plane with real SRTP on both sides."""

import secrets

import pytest

from media.plane import PeerSpec
from media.srtp import AEAD_AES_128_GCM, AES128_CM_SHA1_80, SrtpKeys, SrtpProfile
from tests.media.plane.oracle import rtcp, rtp
from tests.media.plane.oracle.forwarder import Forwarder
from tests.media.plane.oracle.forwarding import EXTENSIONS, Camera, video_down, video_up
from tests.media.plane.oracle.srtp import SrtpSession

PUBLISHER, VIEWER = ("publisher", 1), ("viewer", 2)


class Call:
    """A publisher and a viewer with their own sessions."""

    def __init__(self, profile: SrtpProfile) -> None:
        self.sent: list[bytes] = []
        self.plane = Forwarder(lambda datagram, _: self.sent.append(datagram), SrtpSession, 0.0)
        self.publisher, self.viewer = (self._join(profile, peer, at) for peer, at in ((1, PUBLISHER), (2, VIEWER)))
        self.plane.add_up(video_up(1, 1))
        self.plane.allow_up(1, True)
        self.plane.add_down(video_down(1, 2))
        self.plane.feed(1, 1)
        self.camera = Camera(ssrc=7)

    def _join(self, profile: SrtpProfile, peer: int, address: tuple[str, int]) -> SrtpSession:
        ours, theirs = (secrets.token_bytes(profile.key_bytes + profile.salt_bytes) for _ in range(2))
        self.plane.add_peer(PeerSpec(peer, SrtpKeys(profile, theirs, ours), EXTENSIONS))
        self.plane.move_peer(peer, address)
        return SrtpSession(SrtpKeys(profile, ours, theirs))

    def publish(self, packet: bytes) -> bytes:
        sealed = self.publisher.protect(packet)
        self.plane.datagram(sealed, PUBLISHER, 1.0)
        return sealed


@pytest.fixture(params=[AEAD_AES_128_GCM, AES128_CM_SHA1_80], ids=lambda profile: profile.name)
def call(request: pytest.FixtureRequest) -> Call:
    return Call(request.param)


def test_what_a_publisher_seals_the_viewer_opens(call: Call) -> None:
    call.publish(call.camera.frame(key=True, body=b"picture")[0])
    (datagram,) = call.sent
    opened = call.viewer.unprotect(datagram)
    assert opened.endswith(b"picture0")
    assert rtp.read_header(opened).ssrc == 7000


def test_a_replayed_packet_goes_nowhere(call: Call) -> None:
    sealed = call.publish(call.camera.frame(key=True)[0])
    for _ in range(3):
        call.plane.datagram(sealed, PUBLISHER, 70.0)
    assert len(call.sent) == 1
    assert call.plane.counters()["srtp_replayed"] == 3


def test_a_packet_in_clear_or_changed_goes_nowhere(call: Call) -> None:
    call.publish(call.camera.frame(key=True)[0])
    clear = call.camera.frame()[0]
    sealed = call.publisher.protect(clear)
    call.sent.clear()
    call.plane.datagram(clear, PUBLISHER, 1.0)
    call.plane.datagram(sealed[:-1] + bytes((sealed[-1] ^ 1,)), PUBLISHER, 1.0)
    call.plane.datagram(sealed, VIEWER, 1.0)
    assert call.sent == []
    call.plane.datagram(sealed, PUBLISHER, 1.0)
    assert len(call.sent) == 1, "the true packet still passes"


def test_a_nack_is_answered_with_the_same_ciphertext(call: Call) -> None:
    for _ in range(3):
        call.publish(call.camera.frame(key=True)[0])
    lost = call.sent.pop(1)
    first, last = (rtp.read_header(call.viewer.unprotect(datagram)) for datagram in call.sent)
    call.sent.clear()
    assert last.sequence - first.sequence == 2
    nack = call.viewer.protect_rtcp(rtcp.nack(1, 7000, [first.sequence + 1]))
    call.plane.datagram(nack, VIEWER, 1.1)
    assert call.sent == [lost]
    assert rtp.read_header(call.viewer.unprotect(lost)).sequence == first.sequence + 1


def test_packets_far_out_of_order_are_sealed_too(call: Call) -> None:
    call.publish(call.camera.frame(key=True)[0])
    frames = [call.camera.frame()[0] for _ in range(300)]
    for packet in reversed(frames):
        call.publish(packet)
    assert len({rtp.read_header(call.viewer.unprotect(datagram)).sequence for datagram in call.sent}) == 301
