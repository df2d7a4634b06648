"""VP9's RTP payload descriptor (RFC 9628 4.2), and the height of a key frame. Keeps no state, raises nothing.

A picture is one instant; its spatial layers are frames of their own, sent one after the other under one timestamp, the
lowest first. `F` tells flexible mode, where each packet names its references, from the mode with a TL0PICIDX.
"""

from typing import NamedTuple

MAX_REFERENCES = 3
_PICTURE_ID, _INTER, _LAYERS, _FLEXIBLE, _BEGINS, _ENDS, _STRUCTURE = 0x80, 0x40, 0x20, 0x10, 0x08, 0x04, 0x02


class Descriptor(NamedTuple):
    """The fields of a payload descriptor; None = absent. `size` bytes were read."""

    first: int  # I P L F B E V Z
    picture_id: int | None
    picture_id_bits: int  # 7 or 15
    temporal: int  # TID, 0 where no layers are told
    switches_up: bool  # U: from here on this temporal layer may be taken up
    spatial: int  # SID
    needs_lower: bool  # D: references the spatial layer below in the same picture
    tl0_index: int | None
    heights_px: tuple[int, ...]  # of all spatial layers, lowest first, where a scalability structure tells them
    size: int

    @property
    def is_inter(self) -> bool:
        """P: predicted from earlier pictures."""
        return bool(self.first & _INTER)

    @property
    def begins(self) -> bool:
        """B: first packet of its frame."""
        return bool(self.first & _BEGINS)

    @property
    def ends(self) -> bool:
        """E: last packet of its frame."""
        return bool(self.first & _ENDS)


def read_descriptor(payload: bytes) -> Descriptor | None:
    """None if the payload ends inside its descriptor, holds nothing after it, or has too many references."""
    try:
        first, at = payload[0], 1
        picture_id, bits, at = _picture_id(payload, at) if first & _PICTURE_ID else (None, 15, at)
        layers = tl0_index = 0
        if first & _LAYERS:
            layers, at = payload[at], at + 1
            if not first & _FLEXIBLE:
                tl0_index, at = payload[at], at + 1
        if first & _FLEXIBLE and first & _INTER:
            at = _after_references(payload, at)
        heights, at = _structure(payload, at) if first & _STRUCTURE else ((), at)
    except IndexError:
        return None
    if at >= len(payload):
        return None
    has_tl0 = first & (_LAYERS | _FLEXIBLE) == _LAYERS
    return Descriptor(
        first=first,
        picture_id=picture_id,
        picture_id_bits=bits,
        temporal=layers >> 5,
        switches_up=bool(layers & 0x10),
        spatial=layers >> 1 & 7,
        needs_lower=bool(layers & 1),
        tl0_index=tl0_index if has_tl0 else None,
        heights_px=heights,
        size=at,
    )


def _picture_id(payload: bytes, at: int) -> tuple[int, int, int]:
    if payload[at] & 0x80:
        return (payload[at] & 0x7F) << 8 | payload[at + 1], 15, at + 2
    return payload[at], 7, at + 1


def _after_references(payload: bytes, at: int) -> int:
    """The place after at most three P_DIFF; raises IndexError where a fourth is promised."""
    for _ in range(MAX_REFERENCES):
        more, at = payload[at] & 1, at + 1
        if not more:
            return at
    raise IndexError


def _structure(payload: bytes, at: int) -> tuple[tuple[int, ...], int]:
    """The scalability structure's heights, and the place after it (4.2.1)."""
    head, at = payload[at], at + 1
    heights: tuple[int, ...] = ()
    if head & 0x10:
        stop = at + 4 * ((head >> 5) + 1)
        heights = tuple(payload[each] << 8 | payload[each + 1] for each in range(at + 2, stop, 4))
        at = stop
    if head & 0x08:
        pictures, at = payload[at], at + 1
        for _ in range(pictures):
            at += 1 + (payload[at] >> 2 & 3)
    return heights, at


def renumbered(payload: bytes, was: Descriptor, picture_id: int, tl0_index: int) -> bytes:
    """The same payload with other counters in their places, modulo their size."""
    fields, at = bytearray(payload), 1
    if was.picture_id is not None:
        is_long = was.picture_id_bits > 7
        size = 2 if is_long else 1
        fields[1 : 1 + size] = (picture_id & 0x7FFF | 0x8000 if is_long else picture_id & 0x7F).to_bytes(size, "big")
        at += size
    if was.tl0_index is not None:
        fields[at + 1] = tl0_index & 0xFF
    return bytes(fields)


def key_frame_height(payload: bytes) -> int | None:
    """Pixels of the largest layer if this packet begins a key frame, 0 if it does not tell, else None.

    That is the first packet (B) of a frame without inter prediction (P), of the lowest spatial layer.
    """
    read = read_descriptor(payload)
    if read is None or read.is_inter or not read.begins or read.spatial:
        return None
    return read.heights_px[-1] if read.heights_px else 0
