"""AV1 (RTP payload specification of AOM, section 4), as low-overhead OBUs with `av1C` as private data.

A key frame is one that brings a sequence header.
"""

from collections.abc import Iterator, Sequence

from media.recording.depacketise.bits import Bits, EndOfBits
from media.recording.depacketise.frame import Frame

SEQUENCE, DELIMITER, TILE_LIST, PADDING = 1, 2, 8, 15
HAS_EXTENSION, HAS_SIZE = 0x04, 0x02
MOST_OBUS = 512


def frame(payloads: Sequence[bytes]) -> Frame | None:
    try:
        found = [obu for obu in obus(payloads) if obu[0] >> 3 & 15 not in (DELIMITER, TILE_LIST, PADDING)]
        if not found or len(found) > MOST_OBUS:
            return None
        sized = [with_size(obu) for obu in found]
        header = next((obu for obu in found if obu[0] >> 3 & 15 == SEQUENCE), None)
        if header is None:
            return Frame(b"".join(sized), is_key=False)
        private, width_px, height_px = configuration(header)
    except EndOfBits:
        return None
    return Frame(b"".join(sized), True, width_px, height_px, private)


def obus(payloads: Sequence[bytes]) -> Iterator[bytes]:
    """OBUs as they were sent, put together again. Raises EndOfBits."""
    cut = b""
    for payload in payloads:
        goes_on, is_cut = (payload[0] & 0x80, payload[0] & 0x40) if payload else (0, 0)
        found = list(elements(payload))
        if bool(goes_on) != bool(cut):
            raise EndOfBits
        found[0] = cut + found[0]
        cut = found.pop() if is_cut else b""
        yield from found
    if cut:
        raise EndOfBits


def elements(payload: bytes) -> Iterator[bytes]:
    """Section 4.3: each with its length, but for the last one where the count is told."""
    count, at, number = payload[0] >> 4 & 3 if payload else 0, 1, 0
    while at < len(payload):
        number += 1
        size, at = (len(payload) - at, at) if number == count else leb128(payload, at)
        element = payload[at : at + size]
        if not size or len(element) < size:
            raise EndOfBits
        yield element
        at += size
    if not number or (count and number != count):
        raise EndOfBits


def leb128(data: bytes, at: int) -> tuple[int, int]:
    """The number, and where it ends."""
    value = 0
    for place in range(5):
        if at + place >= len(data):
            raise EndOfBits
        value |= (data[at + place] & 0x7F) << 7 * place
        if not data[at + place] & 0x80:
            return value, at + place + 1
    raise EndOfBits


def to_leb128(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes((low | 0x80,)) + to_leb128(rest) if rest else bytes((low,))


def body_of(obu: bytes) -> tuple[bytes, bytes]:
    """Head (without a size) and what follows it."""
    start = 2 if obu[0] & HAS_EXTENSION else 1
    if len(obu) < start:
        raise EndOfBits
    head, body = bytes((obu[0] & ~HAS_SIZE,)) + obu[1:start], obu[start:]
    if obu[0] & HAS_SIZE:
        size, at = leb128(obu, start)
        body = obu[at : at + size]
        if len(body) < size:
            raise EndOfBits
    return head, body


def with_size(obu: bytes) -> bytes:
    head, body = body_of(obu)
    return bytes((head[0] | HAS_SIZE,)) + head[1:] + to_leb128(len(body)) + body


def configuration(header: bytes) -> tuple[bytes, int, int]:
    """av1C (ISO binding of AV1, 2.3.3), width and height, of a sequence header (5.5). Raises EndOfBits."""
    bits = Bits(body_of(header)[1][:64])
    profile, _, reduced = bits.take(3), bits.take(1), bits.take(1)
    level, tier = (bits.take(5), 0) if reduced else operating_point(bits)
    width_bits, height_bits = bits.take(4) + 1, bits.take(4) + 1
    width_px, height_px = bits.take(width_bits) + 1, bits.take(height_bits) + 1
    color = tier << 7 | 0x0C  # 8 bits, 4:2:0: what WebRTC sends
    return bytes((0x81, profile << 5 | level, color, 0)) + with_size(header), width_px, height_px


def operating_point(bits: Bits) -> tuple[int, int]:
    """Level and tier of the first."""
    has_model = False
    model_bits = 0
    if bits.take(1):  # timing
        bits.take(64)
        if bits.take(1):
            bits.golomb()
        if has_model := bool(bits.take(1)):
            model_bits = bits.take(5) + 1
            bits.take(42)
    has_delay = bits.take(1)
    first = (0, 0)
    for number in range(bits.take(5) + 1):
        bits.take(12)
        level = bits.take(5)
        tier = bits.take(1) if level > 7 else 0
        if has_model and bits.take(1):
            bits.take(2 * model_bits + 1)
        if has_delay and bits.take(1):
            bits.take(4)
        first = (level, tier) if not number else first
    return first
