"""VP8's RTP payload descriptor (RFC 7741 4.2), read and rewritten, and the head of a key frame. Keeps no state."""

from struct import Struct
from typing import NamedTuple

PICTURE_ID_BITS = 15  # the form we write, whatever came
KEY_FRAME_HEAD_BYTES = 10  # frame tag 3, start code 3, width 2, height 2 (RFC 6386 9.1)
START_CODE = b"\x9d\x01\x2a"
_FULL = Struct("!BBHBB")


class Descriptor(NamedTuple):
    """The fields of a payload descriptor; None = absent. `size` bytes were read."""

    first: int  # X R N S R PID
    flags: int  # I L T K; 0 without X
    picture_id: int | None
    picture_id_bits: int  # 7 or 15
    tl0_index: int | None
    layer_byte: int | None  # TID, Y, KEYIDX
    size: int


def read_descriptor(payload: bytes) -> Descriptor | None:
    """None if the payload ends inside its descriptor, or holds nothing after it."""
    try:
        first = payload[0]
        if not first & 0x80:
            return Descriptor(first, 0, None, PICTURE_ID_BITS, None, None, 1) if len(payload) > 1 else None
        flags, at = payload[1], 2
        picture_id = tl0_index = layer_byte = None
        bits = PICTURE_ID_BITS
        if flags & 0x80:
            picture_id, bits, at = payload[at], 7, at + 1
            if picture_id & 0x80:
                picture_id, bits, at = (picture_id & 0x7F) << 8 | payload[at], PICTURE_ID_BITS, at + 1
        if flags & 0x40:
            tl0_index, at = payload[at], at + 1
        if flags & 0x30:
            layer_byte, at = payload[at], at + 1
    except IndexError:
        return None
    return Descriptor(first, flags, picture_id, bits, tl0_index, layer_byte, at) if at < len(payload) else None


def write_descriptor(was: Descriptor, picture_id: int, tl0_index: int, key_index: int) -> bytes:
    """The same descriptor with other counters (modulo their size) where it has them; the picture id with 15 bits."""
    flags, layer = was.flags, was.layer_byte or 0
    if flags & 0x10:
        layer = layer & 0xE0 | key_index & 0x1F
    if flags & 0xC0 == 0xC0 and flags & 0x30:  # what browsers send
        return _FULL.pack(was.first, flags, picture_id & 0x7FFF | 0x8000, tl0_index & 0xFF, layer)
    fields = bytearray((was.first, flags)) if was.first & 0x80 else bytearray((was.first,))
    if flags & 0x80:
        fields += (picture_id & 0x7FFF | 0x8000).to_bytes(2, "big")
    if flags & 0x40:
        fields.append(tl0_index & 0xFF)
    if flags & 0x30:
        fields.append(layer)
    return bytes(fields)


def key_frame_height(payload: bytes, was: Descriptor) -> int | None:
    """Pixels if this packet begins a key frame, else None."""
    at = was.size
    starts_frame = was.first & 0x17 == 0x10  # S set, partition 0
    if not starts_frame or payload[at] & 0x01 or payload[at + 3 : at + 6] != START_CODE:
        return None
    if len(payload) < at + KEY_FRAME_HEAD_BYTES:
        return None
    return int.from_bytes(payload[at + 8 : at + 10], "little") & 0x3FFF
