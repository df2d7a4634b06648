import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media.plane.oracle import rtp
from tests.media.rtp_packets import packet, rtx

HEAD = struct.pack("!BBHII", 0x80, 0xE0, 7, 1000, 0xABCD)


def test_a_header_is_read_as_it_was_written() -> None:
    header = rtp.read_header(packet(7, 1000, 0xABCD, b"payload", marker=True, elements=[(4, b"0")]))
    assert header[:5] == (1, 96, 7, 1000, 0xABCD)
    assert (header.profile, header.payload_end - header.payload_start) == (rtp.ONE_BYTE_PROFILE, 7)


@pytest.mark.parametrize(
    "lie",
    [
        b"",
        HEAD[:11],
        b"\x40" + HEAD[1:],  # version 1
        b"\x8f" + HEAD[1:],  # 15 CSRCs in nothing
        b"\x90" + HEAD[1:],  # extension, but no room for its head
        b"\x90" + HEAD[1:] + b"\xbe\xde\xff\xff",  # extension of 256 KB
        b"\xa0" + HEAD[1:],  # padding where there is no payload: the SSRC's last byte counts
        b"\xa0" + HEAD[1:] + b"ab\x00",  # padding of 0
        b"\xa0" + HEAD[1:] + b"ab\x04",  # padding longer than the payload
        b"\xa0" + HEAD[1:] + b"ab\xff",
    ],
)
def test_a_length_that_lies_makes_a_packet_malformed(lie: bytes) -> None:
    with pytest.raises(rtp.MalformedRtp):
        rtp.read_header(lie)


def test_padding_may_be_all_there_is() -> None:
    header = rtp.read_header(packet(1, 1, 1, b"", padding=255))
    assert header.payload_start == header.payload_end


def test_csrcs_stand_before_the_payload() -> None:
    header = rtp.read_header(b"\x82" + HEAD[1:] + bytes(8) + b"x")
    assert (header.payload_start, header.payload_end) == (20, 21)


@given(st.binary(max_size=80))
def test_no_bytes_make_reading_raise_anything_but_malformed(junk: bytes) -> None:
    try:
        header = rtp.read_header(junk)
        rtp.read_elements(junk, header)
        rtp.original_sequence(junk, header)
    except rtp.MalformedRtp:
        return
    assert 12 <= header.payload_start <= header.payload_end <= len(junk)


@given(st.binary(max_size=60), st.sampled_from([b"\xbe\xde", b"\x10\x00", b"\x10\x0f"]))
def test_no_extension_makes_reading_raise_anything_but_malformed(body: bytes, profile: bytes) -> None:
    body += bytes(-len(body) % 4)
    junk = b"\x90" + HEAD[1:] + profile + struct.pack("!H", len(body) // 4) + body
    try:
        elements = rtp.read_elements(junk, rtp.read_header(junk))
    except rtp.MalformedRtp:
        return
    assert all(value in body for value in elements.values())


def test_elements_of_both_forms_are_read() -> None:
    one = packet(1, 1, 1, b"x", elements=[(4, b"mid"), (3, b"\x01\x02")])
    assert rtp.read_elements(one, rtp.read_header(one)) == {4: b"mid", 3: b"\x01\x02"}
    body = b"\x15\x03abc\x00\x07\x00" + bytes(0)
    two = b"\x90" + HEAD[1:] + b"\x10\x00" + struct.pack("!H", 2) + body + b"x"
    assert rtp.read_elements(two, rtp.read_header(two)) == {21: b"abc", 7: b""}


def test_an_element_of_id_15_ends_the_reading() -> None:
    junk = b"\x90" + HEAD[1:] + b"\xbe\xde\x00\x01\xf0\x00\x10\x00"
    assert rtp.read_elements(junk, rtp.read_header(junk)) == {}


@pytest.mark.parametrize("element", [(15, b"x"), (0, b"x"), (1, b""), (1, bytes(17))])
def test_what_does_not_fit_the_one_byte_form_is_refused(element: tuple[int, bytes]) -> None:
    with pytest.raises(ValueError, match="one-byte"):
        rtp.one_byte_extension([element])


@pytest.mark.parametrize("before", [[], [(2, b"abc")], [(2, b"abc"), (9, b"5")]])
@pytest.mark.parametrize("size", [1, 3, 16, 17, 92, 255])
def test_one_more_element_stands_behind_the_others_in_the_form_that_it_needs(
    before: list[tuple[int, bytes]], size: int
) -> None:
    extension = rtp.one_byte_extension(before) if before else b""
    whole = rtp.with_element(extension, 8, bytes(range(size)))
    datagram = bytes((0x90,)) + bytes(11) + whole + b"payload"
    header = rtp.read_header(datagram)
    assert header.profile == (rtp.ONE_BYTE_PROFILE if size <= rtp.MOST_ONE_BYTE_SIZE else rtp.TWO_BYTE_PROFILE)
    assert rtp.read_elements(datagram, header) == {**dict(before), 8: bytes(range(size))}
    assert datagram[header.payload_start :] == b"payload"


def test_rtx_names_the_packet_it_repeats() -> None:
    again = rtx(packet(4711, 9000, 1, b"payload"), 1, 2, 97)
    header = rtp.read_header(again)
    assert rtp.original_sequence(again, header) == 4711
    assert again[header.payload_start + 2 :] == b"payload"


def test_rtx_without_payload_is_padding() -> None:
    padding = packet(1, 1, 1, b"", padding=200)
    assert rtp.original_sequence(padding, rtp.read_header(padding)) is None


def test_rtcp_is_told_from_rtp_by_its_type() -> None:
    assert [rtp.is_rtcp(bytes((0x80, kind))) for kind in (200, 201, 206, 96, 0xE0)] == [True, True, True, False, False]


def test_send_time_counts_in_18_bits_of_a_second_and_wraps_at_64() -> None:
    assert rtp.send_time(65.5) == rtp.send_time(1.5) == (3 << 17).to_bytes(3, "big")
