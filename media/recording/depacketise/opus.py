"""Opus (RFC 7587): a payload is a packet. Redundant audio (RFC 2198) brings those before it too."""

from attrs import frozen

CLOCK_HZ = 48_000
MOST_TICKS = 5760  # 120 ms, RFC 6716 3.2.5
MOST_BLOCKS = 8
MOST_FRAME_BYTES = 1275
HEAD_BYTES = 4
PRIVATE = b"OpusHead\x01\x02" + bytes((0, 0)) + CLOCK_HZ.to_bytes(4, "little") + bytes(3)  # RFC 7845 5.1: two channels
FRAME_TICKS = (  # RFC 6716 3.1, by configuration
    *(480, 960, 1920, 2880) * 3,
    *(480, 960) * 2,
    *(120, 240, 480, 960) * 4,
)


@frozen
class Block:
    """`offset_ticks`: by which it is older than its packet."""

    offset_ticks: int
    data: bytes


def duration_ticks(packet: bytes) -> int:
    """0: no Opus packet."""
    if not packet:
        return 0
    code = packet[0] & 3
    if code == 3 and len(packet) < 2:
        return 0
    count = (1, 2, 2)[code] if code < 3 else packet[1] & 0x3F
    ticks = count * FRAME_TICKS[packet[0] >> 3]
    return ticks if ticks <= MOST_TICKS and frames_fit(packet, code, count) else 0


def frames_fit(packet: bytes, code: int, count: int) -> bool:
    """RFC 6716 3.4, R2 to R7: one packet that breaks them makes players drop the rest of a file."""
    at, end, is_variable = 1, len(packet), code == 2
    if code == 3:
        at, is_variable = 2, bool(packet[1] & 0x80)
        if packet[1] & 0x40:
            at, padding = padded(packet, at)
            end -= padding
    if is_variable:
        for _ in range(count - 1):
            if at >= end or (packet[at] >= 252 and at + 1 >= end):
                return False
            size = packet[at] if packet[at] < 252 else packet[at] + 4 * packet[at + 1]
            at += 1 if packet[at] < 252 else 2
            end -= size
        return 0 <= end - at <= MOST_FRAME_BYTES
    return count > 0 and 0 <= end - at <= count * MOST_FRAME_BYTES and (end - at) % count == 0


def padded(packet: bytes, at: int) -> tuple[int, int]:
    """Where frames begin, and how many bytes of padding end the packet."""
    padding = 0
    while at < len(packet):
        at += 1
        padding += min(packet[at - 1], 254)
        if packet[at - 1] < 255:
            break
    return at, padding


def blocks(payload: bytes) -> list[Block]:
    """Oldest first, the packet itself last; empty if a length lies."""
    heads: list[tuple[int, int]] = []
    at = 0
    while at < len(payload) and payload[at] & 0x80:
        if at + HEAD_BYTES > len(payload) or len(heads) == MOST_BLOCKS:
            return []
        word = int.from_bytes(payload[at + 1 : at + HEAD_BYTES], "big")
        heads.append((word >> 10, word & 0x3FF))
        at += HEAD_BYTES
    at += 1
    found = []
    for offset_ticks, size in heads:
        found.append(Block(offset_ticks, payload[at : at + size]))
        at += size
    return [*found, Block(0, payload[at:])] if at < len(payload) else []
