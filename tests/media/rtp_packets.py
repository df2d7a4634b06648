"""RTP packets as publishers send them, for tests of everything that reads them."""

from collections.abc import Sequence

from tests.media.plane.oracle import rtp

KEY_FRAME_240 = b"\x10\x00\x00\x9d\x01\x2a\x40\x01\xf0\x00"  # VP8, 320x240
INTER_FRAME = b"\x11\x00\x00"
MID, LEVEL, SEND_TIME, TRANSPORT, RID, REPAIRED_RID, DEPENDENCY = 4, 1, 2, 3, 10, 11, 13  # ids, as Chromium offers them


def packet(
    sequence: int,
    timestamp: int,
    ssrc: int,
    payload: bytes,
    *,
    payload_type: int = 96,
    marker: bool = False,
    elements: Sequence[tuple[int, bytes]] = (),
    padding: int = 0,
) -> bytes:
    first = 0x80 | (0x10 if elements else 0) | (0x20 if padding else 0)
    head = rtp.HEAD.pack(first, marker << 7 | payload_type, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, ssrc)
    extension = _extension(elements) if elements else b""
    return head + extension + payload + (bytes(padding - 1) + bytes((padding,)) if padding else b"")


def _extension(elements: Sequence[tuple[int, bytes]]) -> bytes:
    """In the one-byte form, or where a value is too long for it in the other."""
    if all(1 <= len(value) <= 16 for _, value in elements):
        return rtp.one_byte_extension(elements)
    body = b"".join(bytes((identity, len(value))) + value for identity, value in elements)
    body += bytes(-len(body) % 4)
    return (0x1000).to_bytes(2, "big") + (len(body) // 4).to_bytes(2, "big") + body


def vp8_payload(
    picture_id: int,
    tl0_index: int = 0,
    *,
    key: bool = False,
    starts: bool = True,
    body: bytes = b"",
    temporal: int = 0,
    sync: bool = True,
) -> bytes:
    """One partition's payload with the descriptor that browsers write: 15-bit picture id, TL0PICIDX, TID and KEYIDX."""
    first = 0x90 if starts else 0x80
    layer = temporal << 6 | sync << 5
    descriptor = bytes((first, 0xF0, 0x80 | picture_id >> 8 & 0x7F, picture_id & 0xFF, tl0_index & 0xFF, layer))
    return descriptor + (KEY_FRAME_240 if key else INTER_FRAME) + body


def rtx(
    original: bytes, sequence: int, ssrc: int, payload_type: int, elements: Sequence[tuple[int, bytes]] = ()
) -> bytes:
    """The RFC 4588 repetition of a packet."""
    header = rtp.read_header(original)
    payload = header.sequence.to_bytes(2, "big") + original[header.payload_start : header.payload_end]
    return packet(
        sequence,
        header.timestamp,
        ssrc,
        payload,
        payload_type=payload_type,
        marker=bool(header.marker),
        elements=elements,
    )
