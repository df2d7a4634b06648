"""Media from strangers and media that lies: forged, replayed, with wrong tags, with lengths beyond the end."""

import time
from collections.abc import Iterator
from contextlib import closing, suppress
from struct import pack

import pytest

from tests.attacks.attacker import Attacker, forged_rtp, noise
from tests.attacks.watching import unharmed
from tests.browser.server import Server
from tests.media.plane.oracle.srtp import SrtpRefused
from tests.peers.api import counted
from tests.peers.plain_call import PlainCall
from tests.peers.plain_packets import Stream
from tests.peers.plain_sdp import AUDIO_PT, VIDEO_PT

pytestmark = pytest.mark.slow  # seconds of floods each; in make test-slow nothing else takes the call's time

BAD_PACKET = bytes.fromhex("8000702809cd2d15fd3e5c8641")  # the one that hung up calls in FreeSWITCH (CVE-2021-41105)
FORGED = 3000
HOSTS = ["127.0.0.1", "127.0.0.2"]  # the victim's own address with another port, and another address


@pytest.fixture(params=HOSTS)
def attacker(request: pytest.FixtureRequest, call: PlainCall) -> Iterator[Attacker]:
    attacker = Attacker(call.viewer, request.param)
    with closing(attacker.socket):
        yield attacker


def test_forged_media_is_forwarded_to_nobody_and_draws_nothing(
    server: Server, call: PlainCall, attacker: Attacker
) -> None:
    before = counted(server.url, "unverified_source")
    with unharmed(server, call):
        attacker.send(forged_rtp(call.microphone.ssrc, AUDIO_PT, FORGED))
        attacker.send(forged_rtp(call.camera.ssrc, VIDEO_PT, FORGED))
    assert attacker.got == []
    assert counted(server.url, "unverified_source") - before > FORGED  # of twice as many; the kernel may drop some


@pytest.mark.parametrize("attacker", HOSTS[:1], indirect=True)
def test_a_packet_that_fails_authentication_ends_no_call(server: Server, call: PlainCall, attacker: Attacker) -> None:
    with unharmed(server, call):
        attacker.send([BAD_PACKET] * 200)
        for _ in range(200):  # and from the victims' own addresses
            call.publisher.socket.sendto(BAD_PACKET, call.publisher.remote.address)
            call.viewer.socket.sendto(BAD_PACKET, call.viewer.remote.address)
            time.sleep(0.0005)
    assert attacker.got == []
    assert counted(server.url, "srtp_") > 100


def test_replayed_media_reaches_nobody_a_second_time(server: Server, call: PlainCall) -> None:
    with unharmed(server, call):
        time.sleep(1)  # the oldest are then a second old
        for datagram in tuple(call.publisher.raw):
            call.publisher.socket.sendto(datagram, call.publisher.remote.address)
            time.sleep(0.0005)
    for payload_type in (AUDIO_PT, VIDEO_PT):
        numbers = [number for _, number in call.arrivals(payload_type)]
        assert len(numbers) == len(set(numbers))
    assert counted(server.url, "srtp_replayed") > 20


def lying_packets(ssrc: int) -> Iterator[bytes]:
    """From a publisher who has the keys: padding, extensions and sources that do not fit, nothing at all."""
    head = b"\x6f\xff\xff" + bytes(4) + pack("!I", ssrc)
    yield b"\xa0" + head + b"payload\x00"  # padding of 0
    yield b"\xa0" + head + b"payload\xff"  # of 255
    yield b"\xa0" + head + b"\x05"  # more than there is
    yield b"\x80" + head  # empty payload
    yield b"\x90" + head + b"\xbe\xde\xff\xff"  # an extension far beyond the end
    yield b"\x90" + head + b"\xbe\xde\x00\x01\x4f\x01\x02\x03payload"  # an element beyond its extension
    yield b"\x90" + head + b"\x10\x00\x00\x01\x04\xff\x01\x02payload"  # the same in the two-byte form
    yield b"\x8f" + head + b"short"  # fifteen sources
    yield b"\x80" + b"\xe0" + head[1:] + b"\x90"  # a VP8 descriptor that ends too soon
    yield b"\x80" + b"\xe0" + head[1:] + b"\x90\x80\x80"


def send_numbered(call: PlainCall, stream: Stream, packet: bytes) -> None:
    """With the next number of the stream, as its owner would; what our own libsrtp refuses to send, it refuses."""
    with call.held(), suppress(SrtpRefused):
        stream.sequence = stream.sequence + 1 & 0xFFFF
        call.publisher.send_rtp(packet[:2] + stream.sequence.to_bytes(2, "big") + packet[4:])


def test_lengths_that_lie_harm_nobody(server: Server, call: PlainCall) -> None:
    with unharmed(server, call):
        for round_ in range(20):
            for stream in (call.microphone, call.camera, Stream(0x7000 + round_, AUDIO_PT, b"0")):
                for packet in lying_packets(stream.ssrc):
                    send_numbered(call, stream, packet)


@pytest.mark.parametrize("attacker", HOSTS[:1], indirect=True)
def test_noise_of_every_kind_harms_nobody(server: Server, call: PlainCall, attacker: Attacker) -> None:
    with unharmed(server, call):
        for first_byte in (0, 1, 3, 4, 16, 20, 22, 63, 64, 79, 127, 128, 144, 191, 192, 255):
            attacker.send(noise(first_byte, 50, seed=first_byte))
    assert attacker.got == []
