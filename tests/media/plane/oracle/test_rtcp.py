import random
import struct
import time

import pytest
from aiortc import rtp as aiortc_rtp
from hypothesis import given
from hypothesis import strategies as st

from tests.media.plane.oracle import rtcp

BLOCK = rtcp.ReportBlock(7, 25, -3, 0x1FFFF, 90, 0xAABBCCDD, 65536)
SR = rtcp.SenderReport(7, 0xE8FE6FE40F5C2800, 1000, 5, 6000, (BLOCK,))
sequences = st.lists(st.integers(0, 0xFFFF), min_size=1, max_size=200)


def packet(first: int, kind: int, body: bytes) -> bytes:
    return struct.pack("!BBH", first, kind, len(body) // 4) + body


@pytest.mark.parametrize(
    ("built", "value"),
    [
        (rtcp.sender_report(SR), SR),
        (rtcp.receiver_report(9, (BLOCK, BLOCK)), rtcp.ReceiverReport(9, (BLOCK, BLOCK))),
        (rtcp.source_names("townhall", [1, 2]), rtcp.SourceNames({1: "townhall", 2: "townhall"})),
        (rtcp.source_names("abc", [1]), rtcp.SourceNames({1: "abc"})),
        (rtcp.picture_loss(1, 7), rtcp.PictureLoss(7)),
        (rtcp.nack(1, 7, [5, 6, 21, 22]), rtcp.Nack(7, (5, 6, 21, 22))),
        (rtcp.nack(1, 7, [65535, 0, 1]), rtcp.Nack(7, (65535, 0, 1))),
        (rtcp.remb(1, 1_500_000, [7, 8]), rtcp.Remb(1_500_000, (7, 8))),
        (rtcp.transport_feedback(1, 7, bytes(8)), rtcp.TransportFeedback(bytes(8))),
    ],
)
def test_what_is_built_is_read_again(built: bytes, value: rtcp.Item) -> None:
    assert rtcp.read(built) == [value]


def test_a_compound_is_read_in_order() -> None:
    compound = rtcp.receiver_report(1) + rtcp.picture_loss(1, 7) + rtcp.nack(1, 7, [3])
    assert rtcp.read(compound) == [rtcp.ReceiverReport(1), rtcp.PictureLoss(7), rtcp.Nack(7, (3,))]


def test_aiortc_reads_what_we_build() -> None:
    built = rtcp.sender_report(SR) + rtcp.source_names("townhall", [7]) + rtcp.nack(1, 7, [5, 6, 21, 300])
    report, names, nack = aiortc_rtp.RtcpPacket.parse(built)
    assert isinstance(report, aiortc_rtp.RtcpSrPacket)
    assert isinstance(names, aiortc_rtp.RtcpSdesPacket)
    assert isinstance(nack, aiortc_rtp.RtcpRtpfbPacket)
    assert (report.ssrc, report.sender_info.packet_count, report.reports[0].packets_lost) == (7, 5, -3)
    assert names.chunks[0].items == [(1, b"townhall")]
    assert nack.lost == [5, 6, 21, 300]


def test_we_read_what_aiortc_builds() -> None:
    remb = aiortc_rtp.pack_remb_fci(4_160_000, [2529072847])
    assert rtcp.read(bytes(aiortc_rtp.RtcpPsfbPacket(15, 1, 0, remb))) == [rtcp.Remb(4_160_000, (2529072847,))]
    assert rtcp.read(bytes(aiortc_rtp.RtcpByePacket([1, 2]))) == [rtcp.Bye((1, 2))]
    assert rtcp.read(bytes(aiortc_rtp.RtcpRtpfbPacket(1, 1, 7, lost=[12, 32, 39]))) == [rtcp.Nack(7, (12, 32, 39))]


@given(sequences)
def test_a_nack_names_every_packet_asked_for(lost: list[int]) -> None:
    (read,) = rtcp.read(rtcp.nack(1, 7, lost))
    assert isinstance(read, rtcp.Nack)
    assert set(read.sequences) == set(lost)


@given(st.integers(0, (1 << 40) - 1))
def test_a_remb_keeps_eighteen_bits_of_a_rate(bps: int) -> None:
    (read,) = rtcp.read(rtcp.remb(1, bps, []))
    assert isinstance(read, rtcp.Remb)
    assert bps * (1 - 2**-17) <= read.bps <= bps


def test_a_fir_asks_as_a_pli_does() -> None:
    fir = packet(0x84, 206, struct.pack("!IIII", 1, 0, 7, 1 << 24))
    assert rtcp.read(fir) == [rtcp.PictureLoss(7)]


def test_padding_ends_the_last_packet() -> None:
    assert rtcp.read(packet(0xA1, 206, struct.pack("!III", 1, 7, 4))) == [rtcp.PictureLoss(7)]


def test_unknown_types_and_formats_are_skipped() -> None:
    extended = packet(0x80, 207, bytes(8))
    afb = packet(0x8F, 206, bytes(8) + b"ABCD")
    unknown_feedback = packet(0x82, 205, bytes(8)) + packet(0x82, 206, bytes(8))
    assert rtcp.read(extended + afb + unknown_feedback) == []


@pytest.mark.parametrize(
    "lie",
    [
        b"\x80\xc9\x00",
        b"\x00\xc9\x00\x01" + bytes(4),  # version 0
        b"\x80\xc9\x00\x02" + bytes(4),  # longer than the datagram
        b"\x9f\xc9\x00\x01" + bytes(4),  # 31 blocks in nothing
        b"\x80\xc8\x00\x01" + bytes(4),  # sender report of four bytes
        b"\x81\xca\x00\x01" + bytes(4),  # SDES chunk without items
        b"\x81\xca\x00\x02" + bytes(4) + b"\x01\xffab",  # SDES item beyond the end
        b"\x9f\xcb\x00\x00",  # 31 BYEs in nothing
        b"\x81\xcd\x00\x00",  # NACK without SSRCs
        b"\x8f\xce\x00\x03" + bytes(8) + b"REMB",
        b"\x8f\xce\x00\x04" + bytes(8) + b"REMB\xff\x00\x00\x00",  # REMB of 255 SSRCs
        b"\xa0\xc9\x00\x01" + bytes(4),  # padding of 0
        b"\xa0\xc9\x00\x01" + bytes(3) + b"\x09",  # padding longer than the packet
        b"\x80\xd0\x00\x00" * 65,  # too many packets of nothing
    ],
)
def test_a_length_that_lies_makes_a_compound_malformed(lie: bytes) -> None:
    with pytest.raises(rtcp.MalformedRtcp):
        rtcp.read(lie)


feedback_heads = st.builds(
    lambda first, kind, body: packet(first, kind, body + bytes(-len(body) % 4)),
    st.integers(0x80, 0xBF),
    st.integers(200, 207),
    st.binary(max_size=60),
)


@given(st.binary(max_size=100) | st.lists(feedback_heads, max_size=6).map(b"".join))
def test_no_bytes_make_reading_raise_anything_but_malformed(junk: bytes) -> None:
    try:
        rtcp.read(junk)
    except rtcp.MalformedRtcp:
        return


def test_a_nack_of_everything_is_cut() -> None:
    (nack,) = rtcp.read(packet(0x81, 205, struct.pack("!II", 1, 7) + b"\x00\x00\xff\xff" * 0x3FFD))
    assert isinstance(nack, rtcp.Nack)
    assert len(nack.sequences) == rtcp.MAX_NACKED


def test_the_worst_datagram_costs_little() -> None:
    worst = [
        packet(0x81, 205, struct.pack("!II", 1, 7) + b"\x00\x00\xff\xff" * 360),
        rtcp.receiver_report(1, [BLOCK] * 31) + rtcp.receiver_report(1, [BLOCK] * 29),
        packet(0x9F, 202, (bytes(4) + b"\x01\x01a\x00") * 31) * 5,
        random.Random(1).randbytes(1460),
    ]
    for datagram in worst:
        started = time.thread_time()
        for _ in range(20):
            try:
                rtcp.read(datagram)
            except rtcp.MalformedRtcp:
                continue
        assert (time.thread_time() - started) / 20 < 0.010  # 1 ms with tenfold slack


def test_an_idle_report_is_known_by_its_clear_head() -> None:
    empty = rtcp.receiver_report(9)
    assert rtcp.is_idle_report(empty + bytes(20))  # GCM
    assert rtcp.is_idle_report(empty + bytes(14))  # SHA-1 with 80 bits
    assert not rtcp.is_idle_report(empty + rtcp.picture_loss(9, 7) + bytes(20))
    assert not rtcp.is_idle_report(rtcp.receiver_report(9, [BLOCK]) + bytes(20))
