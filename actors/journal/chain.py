"""Each record's hash covers its own body and, through the one before it, all that came before.

    hash 0 = SHA-256("townhall journal " + the webinar's id)
    hash n = SHA-256(hash n-1 + body n)

So nobody changes, drops or adds a record of the past unless they replace all that follow it, and the last hash too.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from attrs import frozen

from actors.ports import LogDamaged
from actors.words import WebinarId


@frozen
class Record:
    """A fact as it is stored: `body` is canonical JSON, exactly as it was hashed."""

    seq: int
    body: bytes
    hash: bytes


def beginning(webinar: WebinarId) -> bytes:
    return sha256(f"townhall journal {webinar}".encode()).digest()


def start(webinar: WebinarId) -> Record:
    """What stands before the first record."""
    return Record(0, b"", beginning(webinar))


def link(before: bytes, body: bytes) -> bytes:
    return sha256(before + body).digest()


def checked(records: Iterable[Record], seq: int, before: bytes) -> Iterator[Record]:
    """The same records, which follow the record `seq` whose hash is `before`. Raises LogDamaged where they do not."""
    for record in records:
        if record.seq != seq + 1:
            raise LogDamaged(f"record {record.seq} stands where {seq + 1} belongs")
        before = link(before, record.body)
        if before != record.hash:
            raise LogDamaged(f"record {record.seq} is not what was written")
        seq = record.seq
        yield record
