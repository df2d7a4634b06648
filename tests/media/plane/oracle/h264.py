"""H.264 payloads (RFC 6184): which begin a key frame. Keeps no state, raises nothing.

Plain H.264 has no temporal layers that a packet tells of: its simulcast layers are chosen, nothing within them.
"""

from collections.abc import Iterator

IDR, SPS, STAP_A, FU_A = 5, 7, 24, 28
_START = 0x80  # of an FU header


def key_frame_height(payload: bytes) -> int | None:
    """0 (the height is not told cheaply) if this packet begins a key frame, else None.

    A key frame counts from its SPS: an IDR slice alone is of no use to a decoder that joins.
    """
    return 0 if SPS in begun_units(payload) else None


def begun_units(payload: bytes) -> frozenset[int]:
    """Types of the NAL units that begin in this packet: alone, aggregated, or as a first fragment."""
    if len(payload) < 2:  # NAL header and something
        return frozenset()
    kind = payload[0] & 0x1F
    if kind == STAP_A:
        return frozenset(_aggregated(payload))
    if kind == FU_A:
        return frozenset((payload[1] & 0x1F,)) if payload[1] & _START else frozenset()
    return frozenset((kind,))


def _aggregated(payload: bytes) -> Iterator[int]:
    """5.7.1: a size of two bytes before each unit; what a lying size hides is not there."""
    at = 1
    while at + 2 < len(payload):
        yield payload[at + 2] & 0x1F
        at += 2 + max(1, int.from_bytes(payload[at : at + 2], "big"))
