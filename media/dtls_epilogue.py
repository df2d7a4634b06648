"""What a DTLS 1.2 connection still says and hears once SRTP has its keys (RFC 6347 4.2.4, RFC 5246 7.2).

OpenSSL keeps 80 KB for each connection, and of it only three things are ever needed again: our last flight, for a
client that lost it; our goodbye; and the key that proves the peer's alerts. Here are those in some hundred bytes. The
goodbye is sealed in advance: nothing else is sent, so its number stays right, and what is repeated is the same bytes.
"""

import hmac
from enum import Enum
from typing import Final

from attrs import define, field, frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

from media.dtls_records import HEADER_BYTES, records

MAX_REPEATS: Final = 12  # of the last flight, as OpenSSL has it
EXPLICIT_NONCE_BYTES: Final = 8  # at the head of an AES-GCM record (RFC 5288 3)
TAG_BYTES: Final = 16
_ALERT, _HANDSHAKE, _FINISHED = 21, 22, 20
_FATAL, _CLOSE_NOTIFY = 2, 0
_SEALED_EPOCH: Final = b"\0\1"


@frozen
class Suite:
    """How the records of a cipher suite are sealed (RFC 5288, RFC 7905), and the digest of its key expansion."""

    key_bytes: int
    iv_bytes: int
    digest: str
    is_gcm: bool


_SUITES: Final = {  # OpenSSL's names; suites with a MAC of their own are left to OpenSSL
    "AES128-GCM-SHA256": Suite(16, 4, "sha256", is_gcm=True),
    "AES256-GCM-SHA384": Suite(32, 4, "sha384", is_gcm=True),
    "CHACHA20-POLY1305": Suite(32, 12, "sha256", is_gcm=False),
}


def suite_named(name: str) -> Suite | None:
    """Of a suite that we can open without OpenSSL, whatever key exchange and signature it has."""
    return next((suite for ending, suite in _SUITES.items() if name.endswith(ending)), None)


@frozen
class Inbound:
    """What opens the peer's records."""

    suite: Suite
    key: bytes = field(repr=False)
    iv: bytes = field(repr=False)

    @classmethod
    def derive(cls, suite: Suite, master: bytes, client: bytes, server: bytes, *, we_are_server: bool) -> "Inbound":
        """From the master secret and both randoms (RFC 5246 6.3)."""
        size = 2 * (suite.key_bytes + suite.iv_bytes)
        block = _expanded(master, b"key expansion" + server + client, size, suite.digest)
        nth = 0 if we_are_server else 1  # the client's half comes first
        ivs = block[2 * suite.key_bytes :]
        key = block[nth * suite.key_bytes :][: suite.key_bytes]
        return cls(suite, key, ivs[nth * suite.iv_bytes :][: suite.iv_bytes])

    def opened(self, record: bytes) -> bytes | None:
        """A record's plaintext; None if it is not the peer's."""
        head, body = record[:HEADER_BYTES], record[HEADER_BYTES:]
        number = head[3:11]
        explicit_bytes = EXPLICIT_NONCE_BYTES if self.suite.is_gcm else 0
        size = len(body) - explicit_bytes - TAG_BYTES
        if size < 0 or number[:2] != _SEALED_EPOCH:
            return None
        about = number + head[:3] + size.to_bytes(2, "big")
        try:
            if self.suite.is_gcm:
                return AESGCM(self.key).decrypt(self.iv + body[:explicit_bytes], body[explicit_bytes:], about)
            nonce = int.from_bytes(self.iv, "big") ^ int.from_bytes(number, "big")
            return ChaCha20Poly1305(self.key).decrypt(nonce.to_bytes(len(self.iv), "big"), body, about)
        except InvalidTag:
            return None


class Heard(Enum):
    """Of a datagram. Lost: the peer repeats its last flight, so it misses ours. Goodbye: any alert that ends it."""

    NOTHING = "nothing"
    LOST = "lost"
    GOODBYE = "goodbye"


@define
class Epilogue:
    """`goodbye` and `flight` are datagrams to send."""

    inbound: Inbound
    flight: list[bytes]
    goodbye: list[bytes]
    _repeats_left: int = MAX_REPEATS

    def hear(self, datagram: bytes) -> Heard:
        """Only what the peer has sealed counts."""
        for record in records(datagram):
            said = self.inbound.opened(record) if record[0] in (_ALERT, _HANDSHAKE) else None
            if not said:
                continue
            if record[0] == _ALERT and len(said) > 1 and (said[0] == _FATAL or said[1] == _CLOSE_NOTIFY):
                return Heard.GOODBYE
            if record[0] == _HANDSHAKE and said[0] == _FINISHED and self._repeats_left:
                self._repeats_left -= 1
                return Heard.LOST
        return Heard.NOTHING


def _expanded(secret: bytes, seed: bytes, size: int, digest: str) -> bytes:
    """P_hash of RFC 5246 section 5."""
    block, each = b"", seed
    while len(block) < size:
        each = hmac.digest(secret, each, digest)
        block += hmac.digest(secret, each + seed, digest)
    return block[:size]
