"""Which payload begins a key frame, for the codecs forwarded without rewriting. A table from codec to a pure function.

Each gives None (no key frame begins here), the picture's height in pixels, or 0 where the packet does not tell it
cheaply. VP8 is not among them, since its descriptor is rewritten.
"""

from collections.abc import Callable, Mapping

from tests.media.plane.oracle import h264, vp9


def av1_key_frame(payload: bytes) -> int | None:
    """The N bit of the aggregation header: first packet of a coded video sequence (AV1 RTP specification 4.4)."""
    return 0 if payload and payload[0] & 0x08 else None


KEY_FRAME: Mapping[str, Callable[[bytes], int | None]] = {
    "h264": h264.key_frame_height,
    "vp9": vp9.key_frame_height,
    "av1": av1_key_frame,
}
