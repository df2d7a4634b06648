"""H.264 (RFC 6184: single units, STAP-A, FU-A), as length-prefixed units (ISO 14496-15) with `avcC` as private data.

A key frame is one that brings its parameter sets: an IDR slice alone is of no use to who begins there.
"""

from collections.abc import Iterator, Sequence

from media.recording.depacketise.bits import Bits, EndOfBits
from media.recording.depacketise.frame import Frame

IDR, SPS, PPS, DELIMITER, STAP_A, FU_A = 5, 7, 8, 9, 24, 28
MOST_UNITS = 512
WITH_CHROMA_FORMAT = {100, 110, 122, 244, 44, 83, 86, 118, 128}  # profiles, 7.3.2.1.1
MOST_REFERENCES_IN_CYCLE = 255


def frame(payloads: Sequence[bytes]) -> Frame | None:
    try:
        found = [unit for unit in units(payloads) if unit[0] & 0x1F != DELIMITER]
        if not found or len(found) > MOST_UNITS:
            return None
        data = b"".join([len(unit).to_bytes(4, "big") + unit for unit in found])
        first = {unit[0] & 0x1F: unit for unit in reversed(found)}
        if IDR not in first or SPS not in first or PPS not in first:
            return Frame(data, is_key=False) if IDR not in first else None
        width_px, height_px = size_px(first[SPS])
    except EndOfBits:
        return None
    return Frame(data, True, width_px, height_px, configuration(first[SPS], first[PPS]))


def units(payloads: Sequence[bytes]) -> Iterator[bytes]:
    """Raises EndOfBits where a unit is cut or has no beginning."""
    pieces: list[bytes] = []
    for payload in payloads:
        kind = payload[0] & 0x1F if len(payload) > 1 else 0
        if kind == FU_A and len(payload) > 2:
            starts, ends = payload[1] & 0x80, payload[1] & 0x40
            if bool(starts) == bool(pieces):
                raise EndOfBits
            if starts:
                pieces = [bytes((payload[0] & 0xE0 | payload[1] & 0x1F,))]
            pieces.append(payload[2:])
            if ends:
                yield b"".join(pieces)
                pieces = []
        elif pieces or not 0 < kind <= STAP_A:
            raise EndOfBits
        elif kind == STAP_A:
            yield from aggregated(payload)
        else:
            yield payload
    if pieces:
        raise EndOfBits


def aggregated(payload: bytes) -> Iterator[bytes]:
    at = 1
    while at < len(payload):
        size = int.from_bytes(payload[at : at + 2], "big")
        unit = payload[at + 2 : at + 2 + size]
        if not size or len(unit) < size:
            raise EndOfBits
        yield unit
        at += 2 + size


def configuration(sps: bytes, pps: bytes) -> bytes:
    """AvcC (ISO 14496-15 5.3.3.1)."""
    sets = (b"\xe1", len(sps).to_bytes(2, "big"), sps, b"\x01", len(pps).to_bytes(2, "big"), pps)
    more = b"\xfd\xf8\xf8\x00" if sps[1] in (100, 110, 122, 144) else b""  # 4:2:0, 8 bits: what WebRTC sends
    return b"\x01" + sps[1:4] + b"\xff" + b"".join(sets) + more


def size_px(sps: bytes) -> tuple[int, int]:
    """Width and height (7.3.2.1.1, cropped). Raises EndOfBits."""
    bits = Bits(sps[1:].replace(b"\x00\x00\x03", b"\x00\x00"))
    profile = bits.take(8)
    bits.take(16)
    bits.golomb()
    chroma_format = 1
    if profile in WITH_CHROMA_FORMAT:
        chroma_format = bits.golomb()
        skip_high_profile(bits, chroma_format)
    bits.golomb()
    skip_order_count(bits)
    bits.golomb()
    bits.take(1)
    width, rows = bits.golomb() + 1, bits.golomb() + 1
    is_frame = bits.take(1)
    if not is_frame:
        bits.take(1)
    bits.take(1)
    left, right, top, bottom = (bits.golomb() for _ in range(4)) if bits.take(1) else (0, 0, 0, 0)
    unit_x, unit_y = 2 if chroma_format in (1, 2) else 1, (2 if chroma_format == 1 else 1) * (2 - is_frame)
    width_px = 16 * width - unit_x * (left + right)
    height_px = 16 * rows * (2 - is_frame) - unit_y * (top + bottom)
    if not 0 < width_px <= 16384 or not 0 < height_px <= 16384:
        raise EndOfBits
    return width_px, height_px


def skip_high_profile(bits: Bits, chroma_format: int) -> None:
    if chroma_format == 3:
        bits.take(1)
    bits.golomb()
    bits.golomb()
    bits.take(1)
    if bits.take(1):  # scaling lists
        for number in range(8 if chroma_format != 3 else 12):
            if bits.take(1):
                skip_scaling_list(bits, 16 if number < 6 else 64)


def skip_scaling_list(bits: Bits, size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + bits.signed_golomb()) % 256
        last = following or last


def skip_order_count(bits: Bits) -> None:
    kind = bits.golomb()
    if kind == 0:
        bits.golomb()
    elif kind == 1:
        bits.take(1)
        bits.golomb()
        bits.golomb()
        count = bits.golomb()
        if count > MOST_REFERENCES_IN_CYCLE:
            raise EndOfBits
        for _ in range(count):
            bits.golomb()
