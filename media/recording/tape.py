"""What the plane's tape says (media/plane/core/tape.pxi): a record for each packet of a recorded track as taken.

Late packets and mended ones stand where they came, so numbers are not in order; they have holes only where
something was lost, or was not allowed.
"""

from collections.abc import Iterator, Mapping
from struct import Struct
from typing import NamedTuple

HEAD = Struct("=IIIIqqqBBBB")
MARKER, KEY, FILLER, REPORTED = 1, 2, 4, 8
NO_LEVEL = 255
CODECS: Mapping[int, str] = {1: "vp8", 2: "h264", 3: "vp9", 4: "av1", 5: "red", 6: "opus"}  # as the plane numbers them


class Record(NamedTuple):
    """`number` and `timestamp` are without wrap; `wall_us` is Unix time of the capture; `flags` see above."""

    up: int
    ssrc: int
    number: int
    timestamp: int
    wall_us: int
    layer: int
    codec: int
    flags: int
    level: int
    payload: bytes


class MalformedTape(ValueError):
    """A record that is cut: somebody else wrote it."""


def read(taped: bytes) -> Iterator[Record]:
    """Raises MalformedTape."""
    at, end = 0, len(taped)
    while at < end:
        if at + HEAD.size > end:
            raise MalformedTape
        size, _, up, ssrc, index, timestamp, wall_us, layer, codec, flags, level = HEAD.unpack_from(taped, at)
        at += HEAD.size
        if at + size > end:
            raise MalformedTape
        yield Record(up, ssrc, index, timestamp, wall_us, layer, codec, flags, level, taped[at : at + size])
        at += size
