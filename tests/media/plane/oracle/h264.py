"""H.264 payloads (RFC 6184): which begin a key frame, and the height in its SPS. Keeps no state, raises nothing.

Plain H.264 has no temporal layers that a packet tells of: its simulcast layers are chosen, nothing within them.
"""

from collections.abc import Iterator

from tests.media.plane.oracle.bits import Bits, Exhausted

IDR, SPS, STAP_A, FU_A = 5, 7, 24, 28
MOST_SPS_BYTES = 128  # what is looked at; the height comes early but behind scaling lists
MOST_REFERENCES_IN_CYCLE, MOST_HEIGHT = 255, 16384
WITH_CHROMA = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})  # profiles that tell it
_START = 0x80  # of an FU header
_ESCAPE = 3  # 7.4.1: emulation prevention, behind two zeros


def key_frame_height(payload: bytes) -> int | None:
    """Pixels if this packet begins a key frame, 0 if its SPS does not tell, else None.

    A key frame counts from its SPS: an IDR slice alone is of no use to a decoder that joins.
    """
    return next((_height(unit[1:]) for kind, unit in _begun(payload) if kind == SPS), None)


def begun_units(payload: bytes) -> frozenset[int]:
    """Types of the NAL units that begin in this packet: alone, aggregated, or as a first fragment."""
    return frozenset(kind for kind, _ in _begun(payload))


def _begun(payload: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and bytes of each, the NAL header first, or what stands in its place."""
    if len(payload) < 2:  # NAL header and something
        return
    kind = payload[0] & 0x1F
    if kind == STAP_A:
        yield from _aggregated(payload)
    elif kind != FU_A:
        yield kind, payload
    elif payload[1] & _START:
        yield payload[1] & 0x1F, payload[1:]


def _aggregated(payload: bytes) -> Iterator[tuple[int, bytes]]:
    """5.7.1: a size of two bytes before each unit; what a lying size hides is not there."""
    at = 1
    while at + 2 < len(payload):
        size = max(1, int.from_bytes(payload[at : at + 2], "big"))
        yield payload[at + 2] & 0x1F, payload[at + 2 : at + 2 + size]
        at += 2 + size


def _height(sps: bytes) -> int:
    """Pixels by 7.3.2.1.1; 0 if it ends before it tells, or tells nonsense."""
    try:
        height = _read_height(Bits(_without_escapes(sps[:MOST_SPS_BYTES])))
    except Exhausted:
        return 0
    return height if 0 < height <= MOST_HEIGHT else 0


def _without_escapes(data: bytes) -> bytes:
    plain, zeros = bytearray(), 0
    for byte in data:
        if zeros >= 2 and byte == _ESCAPE:
            zeros = 0
            continue
        zeros = 0 if byte else zeros + 1
        plain.append(byte)
    return bytes(plain)


def _read_height(bits: Bits) -> int:
    profile, _, _ = bits.take(8), bits.take(16), bits.golomb()
    chroma = _chroma(bits, profile) if profile in WITH_CHROMA else 1
    bits.golomb()
    _pass_order(bits, bits.golomb())
    bits.golomb(), bits.take(1), bits.golomb()
    units, frames_only = bits.golomb() + 1, bits.take(1)
    bits.take(1 if frames_only else 2)
    lines = 2 - frames_only
    cropped = 0
    if bits.take(1):
        _, _, top, bottom = (bits.golomb() for _ in range(4))
        cropped = lines * (2 if chroma == 1 else 1) * (top + bottom)
    return lines * units * 16 - cropped


def _chroma(bits: Bits, profile: int) -> int:
    """chroma_format_idc; 0 also for separate planes, which are cropped as if there were one."""
    chroma = bits.golomb()
    if chroma == 3 and bits.take(1):
        chroma = 0
    bits.golomb(), bits.golomb(), bits.take(1)
    if bits.take(1):
        is_whole = chroma == 3 or (chroma == 0 and profile == 244)
        for at in range(12 if is_whole else 8):
            if bits.take(1):
                _pass_scaling_list(bits, 16 if at < 6 else 64)
    return chroma


def _pass_scaling_list(bits: Bits, size: int) -> None:
    """7.3.2.1.1.1: it ends where the next scale would be 0."""
    last = 8
    for _ in range(size):
        scale = (last + bits.signed_golomb()) % 256
        if not scale:
            return
        last = scale


def _pass_order(bits: Bits, kind: int) -> None:
    """What tells the order of pictures (8.2.1)."""
    if kind == 0:
        bits.golomb()
    elif kind == 1:
        bits.take(1), bits.golomb(), bits.golomb()
        count = bits.golomb()
        if count > MOST_REFERENCES_IN_CYCLE:
            raise Exhausted("too many references")
        for _ in range(count):
            bits.golomb()
