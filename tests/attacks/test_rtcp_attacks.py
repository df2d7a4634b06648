"""RTCP from somebody who has the keys of an own connection: malformed compounds, and requests without measure."""

import random
import time
from collections.abc import Iterator
from struct import pack

from tests.attacks.watching import unharmed
from tests.browser.server import Server
from tests.media.plane.oracle.rtp import read_header
from tests.peers.plain_call import PlainCall

EMPTY_REPORT = pack("!BBHI", 0x80, 201, 1, 1)


def malformed(seed: int) -> Iterator[bytes]:
    """Compounds whose lengths lie, in every packet type; then noise behind an honest head."""
    rng = random.Random(seed)
    for kind in range(192, 224):
        for count in (0, 1, 15, 31):
            for words in (0, 1, 2, 0xFFFF):
                yield pack("!BBHI", 0x80 | count, kind, words, 1) + rng.randbytes(rng.choice((0, 3, 4, 24)))
    for _ in range(500):
        yield (
            EMPTY_REPORT
            + pack("!BBH", 0x80 | rng.randrange(32), rng.randrange(200, 208), rng.randrange(8))
            + (rng.randbytes(rng.randrange(64)))
        )
    yield EMPTY_REPORT * 100
    yield pack("!BBH", 0x80, 200, 0) * 300


def test_malformed_reports_harm_nobody(server: Server, call: PlainCall) -> None:
    with unharmed(server, call):
        for peer in (call.viewer, call.publisher):
            for compound in malformed(seed=3):
                with call.held():
                    peer.send_rtcp(compound[:1200])
                time.sleep(0.0003)


def nacks_for_everything(ssrc: int) -> Iterator[bytes]:
    """All 65,536 sequence numbers, 300 entries of 17 in each packet."""
    first_of_each = list(range(0, 65536, 17))
    for at in range(0, len(first_of_each), 300):
        entries = b"".join(pack("!HH", first, 0xFFFF) for first in first_of_each[at : at + 300])
        yield EMPTY_REPORT + pack("!BBHII", 0x81, 205, 2 + len(entries) // 4, 1, ssrc) + entries


def test_asking_for_every_packet_again_gets_a_bounded_answer(server: Server, call: PlainCall) -> None:
    streams = {read_header(packet).ssrc for _, packet in call.viewer.received}
    with unharmed(server, call):
        before, refused = len(call.viewer.received), call.viewer.refused
        for _ in range(10):
            for ssrc in streams:
                for request in nacks_for_everything(ssrc):
                    with call.held():
                        call.viewer.send_rtcp(request)
            time.sleep(0.05)
        sent_meanwhile = call.microphone.made + call.camera.made
    again = call.viewer.refused - refused  # the same datagram twice: SRTP's replay check counts it
    assert again < 10 * len(call.viewer.received)
    assert again < 3 * sent_meanwhile + 1000
    assert len(call.viewer.received) > before  # what is new still arrives


def test_asking_for_key_frames_without_end_does_not_turn_every_frame_into_one(server: Server, call: PlainCall) -> None:
    streams = {read_header(packet).ssrc for _, packet in call.viewer.received}
    asked = call.key_frames_asked
    began_s = time.monotonic()
    with unharmed(server, call):
        for _ in range(300):
            for ssrc in streams:
                with call.held():
                    call.viewer.send_rtcp(EMPTY_REPORT + pack("!BBHII", 0x81, 206, 2, 1, ssrc))
            time.sleep(0.005)
    assert call.key_frames_asked - asked < 5 * (time.monotonic() - began_s) + 5
