"""Which payload begins a key frame, for the codecs forwarded without rewriting. A table from codec to a pure function.

Each gives None (no key frame begins here), the picture's height in pixels, or 0 where the packet does not tell it
cheaply. VP8 has its own file, since its descriptor is rewritten.
"""

from collections.abc import Callable, Mapping

H264_SPS = 7
H264_STAP_A = 24
H264_FU_A = 28


def h264_key_frame(payload: bytes) -> int | None:
    """RFC 6184. A key frame counts from its SPS (7): an IDR slice (5) alone is of no use to a decoder that joins."""
    if len(payload) < 2:  # NAL header and something
        return None
    kind = payload[0] & 0x1F
    if kind == H264_STAP_A:
        return 0 if H264_SPS in _aggregated(payload) else None
    if kind == H264_FU_A:
        return 0 if payload[1] & 0x9F == 0x80 | H264_SPS else None  # start bit and type
    return 0 if kind == H264_SPS else None


def _aggregated(payload: bytes) -> set[int]:
    kinds, at = set(), 1
    while at + 2 < len(payload):
        kinds.add(payload[at + 2] & 0x1F)
        at += 2 + max(1, int.from_bytes(payload[at : at + 2], "big"))
    return kinds


def vp9_key_frame(payload: bytes) -> int | None:
    """RFC 9628 4.2: the start (B) of a frame without inter prediction (P), of the lowest spatial layer."""
    try:
        first, at = payload[0], 1
        if first & 0x40 or not first & 0x08:
            return None
        if first & 0x80:
            at += 2 if payload[at] & 0x80 else 1
        if first & 0x20:
            if payload[at] & 0x0E:
                return None
            at += 1 if first & 0x10 else 2
        return _vp9_height(payload, at) if first & 0x02 else 0
    except IndexError:
        return None


def _vp9_height(payload: bytes, at: int) -> int:
    """The largest layer's height from the scalability structure."""
    if not payload[at] & 0x10:
        return 0
    last = at + 1 + (payload[at] >> 5) * 4
    return payload[last + 2] << 8 | payload[last + 3]


def av1_key_frame(payload: bytes) -> int | None:
    """The N bit of the aggregation header: first packet of a coded video sequence (AV1 RTP specification 4.4)."""
    return 0 if payload and payload[0] & 0x08 else None


KEY_FRAME: Mapping[str, Callable[[bytes], int | None]] = {
    "h264": h264_key_frame,
    "vp9": vp9_key_frame,
    "av1": av1_key_frame,
}
