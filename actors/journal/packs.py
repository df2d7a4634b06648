"""Records of a webinar that is over, many in one compressed piece, without their hashes: those can be worked out.

zlib's level 6 takes a log of votes to about a sixth.
"""

import zlib
from collections.abc import Iterator, Sequence

from attrs import frozen

from actors.journal.chain import Record, link
from actors.ports import LogDamaged


@frozen
class Pack:
    """`before`: the hash of the record before the first."""

    first_seq: int
    last_seq: int
    before: bytes
    bodies: bytes


def pack(before: bytes, records: Sequence[Record]) -> Pack:
    """Bodies are JSON on one line each."""
    bodies = zlib.compress(b"\n".join(record.body for record in records))
    return Pack(records[0].seq, records[-1].seq, before, bodies)


def unpack(packed: Pack) -> Iterator[Record]:
    """Raises LogDamaged for what is no pack; a pack that was changed shows where it meets the next record."""
    try:
        bodies = zlib.decompress(packed.bodies).split(b"\n")
    except zlib.error as error:
        raise LogDamaged(f"records {packed.first_seq} to {packed.last_seq} cannot be unpacked: {error}") from error
    before = packed.before
    for seq, body in enumerate(bodies, packed.first_seq):
        before = link(before, body)
        yield Record(seq, body, before)
