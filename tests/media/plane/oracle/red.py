"""Redundant audio (RFC 2198): a packet repeats those before it, so that a loss of one is none. Keeps no state.

Who negotiated it gets it whole, all others the newest block alone, which is what would have been sent without it.
"""

from typing import NamedTuple

MAX_BLOCKS = 8  # browsers send two or three


class MalformedRed(ValueError):
    """A length beyond the end, or more blocks than anybody sends."""


class Block(NamedTuple):
    """`offset`: timestamp ticks by which it is older than the packet. The primary block, the last, has 0."""

    payload_type: int
    offset: int
    data: bytes


def read(payload: bytes) -> list[Block]:
    """Blocks in order, the primary one last; empty ones too. Raises MalformedRed."""
    heads: list[tuple[int, int, int]] = []
    at = 0
    while True:
        if at >= len(payload) or len(heads) == MAX_BLOCKS:
            raise MalformedRed("no primary block")
        first = payload[at]
        if not first & 0x80:
            break
        if at + 4 > len(payload):
            raise MalformedRed("ends inside a block header")
        rest = int.from_bytes(payload[at + 1 : at + 4], "big")
        heads.append((first & 0x7F, rest >> 10, rest & 0x3FF))
        at += 4
    primary, at = payload[at] & 0x7F, at + 1
    blocks: list[Block] = []
    for payload_type, offset, size in heads:
        if at + size > len(payload):
            raise MalformedRed("block beyond the end")
        blocks.append(Block(payload_type, offset, payload[at : at + size]))
        at += size
    return [*blocks, Block(primary, 0, payload[at:])]


def primary(payload: bytes) -> Block:
    """The newest block. Raises MalformedRed."""
    return read(payload)[-1]


def renamed(payload: bytes, payload_type: int) -> bytes:
    """The same blocks, all under another payload type. Raises MalformedRed."""
    changed, at = bytearray(payload), 0
    for _ in read(payload):
        changed[at] = changed[at] & 0x80 | payload_type & 0x7F
        at += 4
    return bytes(changed)
