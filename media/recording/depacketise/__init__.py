"""From RTP payloads to frames as containers hold them, a file for each codec. Nothing is decoded.

Payloads come from strangers: every length is checked before it is believed, and what does not fit gives None.
"""

from collections.abc import Callable, Mapping, Sequence

from media.recording.depacketise import av1, h264, vp8, vp9
from media.recording.depacketise.frame import Frame

# All payloads of one timestamp, in order and without holes, to their frame; None where they are none.
PICTURES: Mapping[str, Callable[[Sequence[bytes]], Frame | None]] = {
    "vp8": vp8.frame,
    "vp9": vp9.frame,
    "h264": h264.frame,
    "av1": av1.frame,
}
