"""Opus (RFC 7587): a payload is a packet. Redundant audio (RFC 2198) brings those before it too."""

from attrs import frozen

CLOCK_HZ = 48_000
MOST_TICKS = 5760  # 120 ms, RFC 6716 3.2.5
MOST_BLOCKS = 8
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
    return ticks if ticks <= MOST_TICKS else 0


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
