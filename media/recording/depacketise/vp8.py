"""VP8 (RFC 7741), with the one byte of descriptor that the tape keeps."""

from collections.abc import Sequence

from media.recording.depacketise.frame import Frame

STARTS = 0x10  # with partition 0
KEY_HEAD_BYTES = 10
START_CODE = b"\x9d\x01\x2a"  # RFC 6386 9.1


def frame(payloads: Sequence[bytes]) -> Frame | None:
    if not payloads or any(len(payload) < 2 for payload in payloads) or payloads[0][0] & 0x17 != STARTS:
        return None
    data = b"".join([payload[1:] for payload in payloads])
    if data[0] & 1:
        return Frame(data, is_key=False)
    if len(data) < KEY_HEAD_BYTES or data[3:6] != START_CODE:
        return None
    width_px, height_px = (int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (6, 8))
    return Frame(data, True, width_px, height_px) if width_px and height_px else None
