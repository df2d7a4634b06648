"""No two packets are ever sealed under one index of one key, whatever a publisher numbers them."""

import pytest

from media.plane import UpSpec
from tests.media.plane.oracle import rtp
from tests.media.plane.oracle.forwarding import VP8, video_down
from tests.media.plane.twins import Twins
from tests.media.rtp_packets import packet, vp8_payload

H264 = 102
LONGEST_BODY = 1352 - 12 - len(vp8_payload(1, key=True))  # without the extensions that are added


def watched() -> Twins:
    """A publisher of two codecs, of which its viewer knows VP8 alone."""
    twins = Twins()
    twins.join(1)
    twins.join(2)
    twins.tell("add_up", UpSpec(1, 1, "video", "1", {VP8: "vp8", H264: "h264"}, 90_000))
    twins.tell("allow_up", 1, True)
    twins.tell("add_down", video_down(1, 2))
    twins.tell("feed", 1, 1)
    return twins


def publish(twins: Twins, sequence: int, *, sent: bool = True, size: int = 20) -> None:
    body = bytes(size)
    payload = vp8_payload(1, key=True, body=body) if sent else b"\x41" + body
    plain = packet(sequence, 3000 * sequence, 7, payload, payload_type=VP8 if sent else H264)
    twins.arrive(1, [twins.seal(1, plain)])
    twins.compare()


def received(twins: Twins) -> list[int]:
    """The sequence numbers that the viewer got, all of which it could open."""
    plains = [twins.far[2].unprotect(data) for data, _ in twins.sent if not rtp.is_rtcp(data)]
    return [rtp.read_header(plain).sequence for plain in plains]


@pytest.mark.parametrize("turn", [65_536, 65_535, 65_436, 64_513, 40_000, 32_768])
def test_what_a_viewer_cannot_decode_takes_no_index_twice(turn: int) -> None:
    twins = watched()
    for sequence in range(1000, 1100):
        publish(twins, sequence)
    for ahead in (20_000, 40_000, 60_000):  # numbers go by, and nothing of it is sealed
        if ahead < turn:
            publish(twins, 1099 + ahead, sent=False)
    for sequence in range(1099 + turn, 1130 + turn):
        publish(twins, sequence)
    numbers = received(twins)
    assert len(set(numbers)) == len(numbers) == 131
    assert not any(name.startswith("srtp_out") for name in twins.compiled.counters())


def test_what_is_too_long_for_a_datagram_takes_no_index_twice() -> None:
    twins = watched()
    for sequence in range(1000, 1100):
        publish(twins, sequence)
    for ahead in (20_000, 40_000, 60_000):
        publish(twins, 1099 + ahead, size=LONGEST_BODY)
    for sequence in range(1099 + 65_436, 1130 + 65_436):
        publish(twins, sequence)
    numbers = received(twins)
    assert len(set(numbers)) == len(numbers) == 131
    assert twins.compiled.counters()["srtp_out_too_long"] == 3
