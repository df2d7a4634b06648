"""WebSocket frames as bytes (RFC 6455 section 5): those of ours that no library makes, and where a client's ends.

Pure. What is inside a client's frame is judged elsewhere, by trio-websocket.
"""

PING = b"\x89\x00"
EMPTY_PONG = b"\x8a\x80"  # how a client's answer to PING begins: nothing but a mask follows
CLOSE = b"\x88"  # how every Close begins

GOING_AWAY = 1001
PROTOCOL_ERROR = 1002
UNSUPPORTED_DATA = 1003
INVALID_TEXT = 1007
POLICY_VIOLATION = 1008
TRY_AGAIN_LATER = 1013

EXTENDED_BYTES = {126: 2, 127: 8}  # how many bytes of length follow


def text_frame(payload: bytes) -> bytes:
    """One unmasked text frame: the same bytes for every client, so that it is made once (section 5.2)."""
    size = len(payload)
    if size < 126:  # noqa: PLR2004
        return b"\x81" + size.to_bytes() + payload
    if size < 1 << 16:
        return b"\x81\x7e" + size.to_bytes(2) + payload
    return b"\x81\x7f" + size.to_bytes(8) + payload


def close_frame(code: int, reason: str) -> bytes:
    """`reason` is a word of ours, 123 bytes at most (section 5.5.1)."""
    payload = code.to_bytes(2) + reason.encode()
    return CLOSE + len(payload).to_bytes() + payload


def frame_bytes(data: bytes) -> int:
    """The size of the frame with which `data` begins, head and all; 0 while its head is not there."""
    if len(data) < 2:  # noqa: PLR2004
        return 0
    size = data[1] & 0x7F
    extended = EXTENDED_BYTES.get(size, 0)
    head = 2 + extended + (4 if data[1] & 0x80 else 0)
    if len(data) < head:
        return 0
    return head + (int.from_bytes(data[2 : 2 + extended]) if extended else size)
