"""A Matroska file with one track (RFC 9559), from frames as they are: whole and at once, since a segment is short.

Our own because it is eighty lines: a muxer of a library would be asked not to touch anything, and would cost the
recorder four times the memory.
"""

from collections.abc import Iterator, Mapping, Sequence
from struct import pack
from typing import NamedTuple

SHORT_BYTES = 0x7F  # sizes below have one byte
CLUSTER_MS = 10_000  # a block's time within its cluster has 16 bits
IDS: Mapping[str, str] = {
    "vp8": "V_VP8",
    "vp9": "V_VP9",
    "h264": "V_MPEG4/ISO/AVC",
    "av1": "V_AV1",
    "opus": "A_OPUS",
}
APP = b"Townhall"
SEEK_PREROLL_NS = 80_000_000  # RFC 7845 4.6: what an Opus decoder needs to settle
SAMPLES_HZ = 48_000.0


class Block(NamedTuple):
    at_ms: int
    is_key: bool
    data: bytes


def element(identity: int, body: bytes) -> bytes:
    """Sizes always have eight bytes, or one."""
    size = len(body)
    length = bytes((0x80 | size,)) if size < SHORT_BYTES else (1 << 56 | size).to_bytes(8, "big")
    return identity.to_bytes((identity.bit_length() + 7) // 8, "big") + length + body


def number(identity: int, value: int) -> bytes:
    return element(identity, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


def file(
    codec: str, private: bytes, size_px: tuple[int, int], blocks: Sequence[Block], duration_ms: float
) -> Iterator[bytes]:
    """Parts of it, in order. `blocks` at least one, in order of time. `size_px` (0, 0): sound."""
    clusters = list(clustered(blocks))
    begin = [info(duration_ms), track(codec, private, size_px)]
    yield element(0x1A45DFA3, head())
    size = sum(map(len, begin)) + sum(map(len, clusters))
    yield b"\x18\x53\x80\x67" + (1 << 56 | size).to_bytes(8, "big")
    yield from begin
    yield from clusters


def head() -> bytes:
    versions = (number(0x4286, 1), number(0x42F7, 1), number(0x42F2, 4), number(0x42F3, 8))
    return b"".join((*versions, element(0x4282, b"matroska"), number(0x4287, 4), number(0x4285, 2)))


def info(duration_ms: float) -> bytes:
    scale = number(0x2AD7B1, 1_000_000)  # nanoseconds in a tick
    return element(
        0x1549A966, scale + element(0x4D80, APP) + element(0x5741, APP) + element(0x4489, pack(">d", duration_ms))
    )


def track(codec: str, private: bytes, size_px: tuple[int, int]) -> bytes:
    width_px, height_px = size_px
    is_sound = not width_px
    parts = [number(0xD7, 1), number(0x73C5, 1), number(0x83, 2 if is_sound else 1), number(0x9C, 0)]
    parts.append(element(0x86, IDS[codec].encode()))
    if private:
        parts.append(element(0x63A2, private))
    if is_sound:
        parts += [number(0x56AA, 0), number(0x56BB, SEEK_PREROLL_NS)]
        parts.append(element(0xE1, element(0xB5, pack(">d", SAMPLES_HZ)) + number(0x9F, 2)))
    else:
        parts.append(element(0xE0, number(0xB0, width_px) + number(0xBA, height_px)))
    return element(0x1654AE6B, element(0xAE, b"".join(parts)))


def clustered(blocks: Sequence[Block]) -> Iterator[bytes]:
    start_ms, held = blocks[0].at_ms, [number(0xE7, blocks[0].at_ms)]
    for block in blocks:
        if block.at_ms - start_ms >= CLUSTER_MS:
            yield element(0x1F43B675, b"".join(held))
            start_ms, held = block.at_ms, [number(0xE7, block.at_ms)]
        flags = 0x80 if block.is_key else 0
        held.append(element(0xA3, b"\x81" + pack(">hB", block.at_ms - start_ms, flags) + block.data))
    yield element(0x1F43B675, b"".join(held))
