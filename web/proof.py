"""A webinar's record as one file that anybody can check with docs/verify.py: its chained records, under our signature.

The chain shows that nothing in the middle was touched, the signature that the end is the end. Nothing in the file is
personal: what is, is sealed under keys that never leave the journal.
"""

import hmac
import json
from collections.abc import Iterable, Iterator
from typing import Protocol

import orjson
from attrs import frozen
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from actors.words import WebinarId

VERSION = 1


class Record(Protocol):
    """One of the journal's; see `actors/journal/chain.py`."""

    @property
    def body(self) -> bytes: ...

    @property
    def hash(self) -> bytes: ...


@frozen
class ProofKey:
    """Ed25519, derived from the server's signing key, so that there is no second secret to keep."""

    private: Ed25519PrivateKey

    @classmethod
    def of(cls, signing_key: str) -> "ProofKey":
        seed = hmac.digest(signing_key.encode(), b"townhall record", "sha256")
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def public(self) -> str:
        """In hex."""
        return self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    def sign(self, header: dict[str, object]) -> str:
        """In hex, over the header as JSON with sorted keys and no spaces."""
        text = json.dumps(header, sort_keys=True, separators=(",", ":"))
        return self.private.sign(text.encode()).hex()


def record_file(webinar: WebinarId, records: Iterable[Record], key: ProofKey) -> Iterator[bytes]:
    """Its lines: a signed header, then each record's body exactly as it was hashed, with its hash in hex."""
    lines, head = [], ""
    for record in records:
        head = record.hash.hex()
        lines.append(orjson.dumps({"body": record.body.decode(), "hash": head}) + b"\n")
    header: dict[str, object] = {
        "townhall_record": VERSION,
        "webinar": webinar,
        "records": len(lines),
        "head": head,
        "key": key.public,
    }
    yield orjson.dumps(header | {"signature": key.sign(header)}) + b"\n"
    yield from lines
