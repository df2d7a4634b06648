"""What the server tells the recorder on its standard input, and what comes back on its standard output.

To the recorder: kind (one byte), size (four), body. `T` taped records; the others JSON: `U` an up track from now on,
`E` it has ended, `C` cut here: every segment is finished (a pause). The end of input ends the recording.
From it, a line each: `key UP LAYER`. Its exit status says why it ended.
"""

import json
from collections.abc import Iterator
from struct import Struct

TAPED, UP, ENDED, CUT = b"T", b"U", b"E", b"C"
HEAD = Struct("=cI")
DONE, FAILED, DISK_FULL = 0, 1, 28  # exit statuses
MOST_BYTES = 1 << 24


class MalformedMessage(ValueError):
    """Not from this server."""


def message(kind: bytes, body: bytes) -> bytes:
    return HEAD.pack(kind, len(body)) + body


def up(number: int, participant: str, source: str, kind: str, clock_hz: int) -> bytes:
    return message(UP, json.dumps([number, participant, source, kind, clock_hz]).encode())


def ended(number: int) -> bytes:
    return message(ENDED, json.dumps(number).encode())


def cut() -> bytes:
    return message(CUT, b"")


def taken(buffer: bytearray) -> Iterator[tuple[bytes, bytes]]:
    """Whole messages (kind, body), which leave the buffer. Raises MalformedMessage."""
    at = 0
    while at + HEAD.size <= len(buffer):
        kind, size = HEAD.unpack_from(buffer, at)
        if size > MOST_BYTES:
            raise MalformedMessage
        if at + HEAD.size + size > len(buffer):
            break
        yield kind, bytes(buffer[at + HEAD.size : at + HEAD.size + size])
        at += HEAD.size + size
    del buffer[:at]
