"""RTP packets as bytes: reading what forwarding needs (RFC 3550, RFC 8285) and building header extensions.

Every length is checked before it is believed. Nothing here keeps state or knows what a payload means.
"""

from collections.abc import Iterable
from struct import Struct, pack, unpack_from
from typing import NamedTuple

HEAD = Struct("!BBHII")  # V P X CC, M PT, sequence, timestamp, SSRC
HEAD_BYTES = HEAD.size
ONE_BYTE_PROFILE = 0xBEDE
MOST_ONE_BYTE_SIZE = 16
TWO_BYTE_PROFILE = 0x1000  # low 4 bits are free for the application
SEND_TIME_FRACTION_BITS = 18  # abs-send-time is 24 bits, 6 of seconds


class MalformedRtp(ValueError):
    """The bytes are no RTP packet, or a length in them lies."""


class Header(NamedTuple):
    """`profile` is 0 without an extension; the payload is packet[payload_start:payload_end], padding already cut."""

    marker: int
    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    profile: int
    extension_start: int
    payload_start: int
    payload_end: int


def is_rtcp(datagram: bytes) -> bool:
    """Tell RTCP from RTP on one port (RFC 5761): packet types 192-223 are RTCP. The datagram has at least two bytes."""
    return 192 <= datagram[1] <= 223


def read_header(packet: bytes) -> Header:
    """Raises MalformedRtp."""
    size = len(packet)
    if size < HEAD_BYTES:
        raise MalformedRtp("shorter than an RTP header")
    first, second, sequence, timestamp, ssrc = HEAD.unpack_from(packet)
    if first >> 6 != 2:
        raise MalformedRtp("not version 2")
    start = HEAD_BYTES + (first & 0x0F) * 4
    profile = extension_start = 0
    if first & 0x10:
        if start + 4 > size:
            raise MalformedRtp("extension beyond the end")
        profile, words = unpack_from("!HH", packet, start)
        extension_start = start + 4
        start = extension_start + words * 4
    end = size - packet[-1] if first & 0x20 else size
    if start > end or (first & 0x20 and not packet[-1]):
        raise MalformedRtp("CSRCs, extension or padding beyond the end")
    return Header(second >> 7, second & 0x7F, sequence, timestamp, ssrc, profile, extension_start, start, end)


def read_elements(packet: bytes, header: Header) -> dict[int, bytes]:
    """Header extension elements by id, of the one-byte and the two-byte form. Raises MalformedRtp."""
    if header.profile == ONE_BYTE_PROFILE:
        return _one_byte_elements(packet, header.extension_start, header.payload_start)
    if header.profile & 0xFFF0 == TWO_BYTE_PROFILE:
        return _two_byte_elements(packet, header.extension_start, header.payload_start)
    return {}


def _one_byte_elements(packet: bytes, at: int, end: int) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    while at < end:
        head = packet[at]
        at += 1
        if head == 0:  # padding
            continue
        if head >> 4 == 15:  # RFC 8285 4.2: stop reading here
            break
        stop = at + (head & 0x0F) + 1
        if stop > end:
            raise MalformedRtp("extension element beyond the end")
        found[head >> 4] = packet[at:stop]
        at = stop
    return found


def _two_byte_elements(packet: bytes, at: int, end: int) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    while at < end:
        if packet[at] == 0:  # padding
            at += 1
            continue
        if at + 2 > end or at + 2 + packet[at + 1] > end:
            raise MalformedRtp("extension element beyond the end")
        stop = at + 2 + packet[at + 1]
        found[packet[at]] = packet[at + 2 : stop]
        at = stop
    return found


def one_byte_extension(elements: Iterable[tuple[int, bytes]]) -> bytes:
    """A whole one-byte-form extension. Ids 1-14, values of 1-16 bytes, else ValueError."""
    elements = list(elements)
    if not all(1 <= identity <= 14 and 1 <= len(value) <= MOST_ONE_BYTE_SIZE for identity, value in elements):
        raise ValueError("does not fit the one-byte form")
    body = b"".join(bytes((identity << 4 | len(value) - 1,)) + value for identity, value in elements)
    body += bytes(-len(body) % 4)
    return pack("!HH", ONE_BYTE_PROFILE, len(body) // 4) + body


def with_element(extension: bytes, identity: int, value: bytes) -> bytes:
    """One more element behind an extension of the one-byte form, or none; in the two-byte form where it is too long."""
    if len(value) <= MOST_ONE_BYTE_SIZE:
        profile, body = ONE_BYTE_PROFILE, extension[4:] + bytes((identity << 4 | len(value) - 1,)) + value
    else:
        elements = {**_one_byte_elements(extension, 4, len(extension)), identity: value}
        profile = TWO_BYTE_PROFILE
        body = b"".join(bytes((number, len(each))) + each for number, each in elements.items())
    body += bytes(-len(body) % 4)
    return pack("!HH", profile, len(body) // 4) + body


def send_time(now_s: float) -> bytes:
    """The three bytes of abs-send-time: seconds modulo 64 in 6.18 fixed point."""
    return (int(now_s * (1 << SEND_TIME_FRACTION_BITS)) & 0xFFFFFF).to_bytes(3, "big")


def original_sequence(packet: bytes, header: Header) -> int | None:
    """The sequence number of the packet that an RTX packet repeats (RFC 4588), or None if it is but padding."""
    if header.payload_end - header.payload_start < 2:  # no OSN field
        return None
    return int.from_bytes(packet[header.payload_start : header.payload_start + 2], "big")
