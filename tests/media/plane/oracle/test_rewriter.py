from tests.media.plane.oracle import rtp, vp8
from tests.media.plane.oracle.forwarding import picture
from tests.media.plane.oracle.rewriter import Rewriter
from tests.media.plane.oracle.upstream import Packet
from tests.media.rtp_packets import INTER_FRAME, vp8_payload


def frame(index: int, timestamp: int, picture_id: int = 0, tl0_index: int = 0) -> Packet:
    descriptor = vp8.read_descriptor(vp8_payload(picture_id & 0x7FFF, tl0_index))
    return Packet(index, timestamp, 1, "vp8", INTER_FRAME, descriptor, picture_id)


def sent(rewriter: Rewriter, packet: Packet) -> bytes:
    number = rewriter.number_of(packet)
    assert number is not None
    return rewriter.rewrite(packet, number, 96)


def begin(rewriter: Rewriter, packet: Packet, now_s: float = 1.0, lag: int = 0) -> None:
    """`lag`: clock ticks between the packet's capture and now."""
    rewriter.switch(packet, packet.timestamp + lag, now_s)


def test_a_switch_goes_on_behind_the_newest_packet_even_if_the_last_one_came_late() -> None:
    rewriter = Rewriter(0x1234, 90_000)
    begin(rewriter, frame(10, 1000, 50))
    first, _, late = (picture(sent(rewriter, frame(10 + n, 1000 + n * 3000, 50 + n))) for n in (0, 2, 1))
    begin(rewriter, frame(500, 77, 9), 1.5)
    after = picture(sent(rewriter, frame(500, 77, 9)))
    assert late.sequence - first.sequence == 1
    assert after.sequence - first.sequence == 3
    assert after.timestamp - first.timestamp == 45_000
    assert (after.picture_id or 0) - (first.picture_id or 0) == 3


def test_what_precedes_a_sources_first_packet_has_no_number() -> None:
    rewriter = Rewriter(7, 90_000)
    begin(rewriter, frame(10, 1000), 1.0)
    assert rewriter.number_of(frame(9, 900)) is None
    assert rewriter.number_of(frame(10, 1000)) is not None


def test_counters_wrap_where_their_fields_end() -> None:
    rewriter = Rewriter(0x7FFF, 90_000)
    begin(rewriter, frame(0, 0, 0, 200), 1.0)
    first = picture(sent(rewriter, frame(0, 0, 0, 200)))
    rewriter.sealed = 0x8000 + 0x7000  # much was sent meanwhile
    last = picture(sent(rewriter, frame(0x8000, 1 << 32, 0x7FFF, 199)))
    assert (first.sequence, last.sequence) == (0x8000, 0)
    assert last.timestamp == first.timestamp
    assert last.picture_id == ((first.picture_id or 0) - 1) & 0x7FFF
    assert last.tl0_index == ((first.tl0_index or 0) - 1) & 0xFF


def test_a_source_without_picture_ids_is_left_without_them() -> None:
    rewriter = Rewriter(7, 90_000)
    bare = Packet(5, 100, 0, "vp8", b"body", vp8.read_descriptor(b"\x10x"), 0, 240)
    begin(rewriter, bare, 1.0)
    datagram = sent(rewriter, bare)
    assert datagram[rtp.HEAD_BYTES :] == b"\x10body"
    begin(rewriter, frame(10, 1000, 50), 1.1)
    assert picture(sent(rewriter, frame(10, 1000, 50))).picture_id == 1


def test_other_codecs_pass_untouched() -> None:
    rewriter = Rewriter(7, 48_000)
    voice = Packet(5, 100, 0, "opus", b"opus")
    begin(rewriter, voice, 1.0)
    datagram = sent(rewriter, voice)
    assert datagram[rtp.HEAD_BYTES :] == b"opus"
    assert rtp.read_header(datagram)[1:5:3] == (96, 7)


def test_a_filler_is_padding_under_a_number_of_its_own() -> None:
    rewriter = Rewriter(7, 90_000)
    begin(rewriter, frame(10, 1000), 1.0)
    filler = Packet(11, 1000, 0, "vp8", b"\x01", is_filler=True)
    datagram = sent(rewriter, filler)
    header = rtp.read_header(datagram)
    assert (header.payload_start, header.payload_end, len(datagram)) == (12, 12, 13)
