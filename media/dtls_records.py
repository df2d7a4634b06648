"""DTLS records seen from outside (RFC 6347 4.1): where they begin and end, and which ones a handshake may have.

OpenSSL buffers fragments of up to ten messages of 100 KB and a hundred records of the next epoch for anyone who sends
them; `HandshakeGuard` stands before it so that a half-open peer costs little. Decrypts nothing, knows no peer.
"""

from collections.abc import Iterator
from typing import Final

from attrs import define, field

MAX_DATAGRAM_BYTES: Final = 1200  # what we send: fits every path that WebRTC meets
MAX_RECEIVED_BYTES: Final = 2048  # no peer's record exceeds an Ethernet frame
MAX_MESSAGE_BYTES: Final = 8 * 1024  # handshake messages: a ClientHello has 1.5 KB, an RSA certificate 1 to 2 KB
MAX_MESSAGES_BYTES: Final = 24 * 1024  # all messages of one handshake, by what their heads claim
MAX_HANDSHAKE_BYTES: Final = 128 * 1024  # all that a peer may send before it is connected, retransmissions included
MAX_EARLY_RECORDS: Final = 16  # of a later epoch; a Finished is one, each retransmission one more
MAX_EARLY_BYTES: Final = 256

HEADER_BYTES: Final = 13
_MESSAGE_HEADER_BYTES: Final = 12
_CHANGE_CIPHER_SPEC: Final = 20
_HANDSHAKE: Final = 22
_DURING_HANDSHAKE: Final = frozenset({_CHANGE_CIPHER_SPEC, 21, _HANDSHAKE})  # 21: alert; application data has no place
_DTLS_1: Final = 0xFE


def records(stream: bytes) -> Iterator[bytes]:
    """Cut at record borders; a rest that is no whole record is left out."""
    at, end = 0, len(stream)
    while at + HEADER_BYTES <= end:
        after = at + HEADER_BYTES + int.from_bytes(stream[at + 11 : at + 13], "big")
        if after > end:
            return
        yield stream[at:after]
        at = after


def datagrams(stream: bytes) -> list[bytes]:
    """Pack what a memory BIO gave (it keeps no datagram borders) into datagrams of whole records."""
    packed: list[bytes] = []
    for record in records(stream):
        if packed and len(packed[-1]) + len(record) <= MAX_DATAGRAM_BYTES:
            packed[-1] += record
        else:
            packed.append(record)
    return packed


@define
class HandshakeGuard:
    """Bounds what one peer's handshake can make OpenSSL keep. What is refused is dropped: a deadline ends the rest."""

    received_bytes: int = 0
    _early_records: int = field(default=0, init=False)
    _message_bytes: dict[int, int] = field(factory=dict, init=False)
    """Claimed length by message sequence number."""

    def admit(self, datagram: bytes) -> bytes:
        """The records of a datagram that may go on to OpenSSL."""
        self.received_bytes += len(datagram)
        if self.received_bytes > MAX_HANDSHAKE_BYTES:
            return b""
        return b"".join(record for record in records(datagram) if self._admits(record))

    def _admits(self, record: bytes) -> bool:
        kind, epoch = record[0], record[3] << 8 | record[4]
        if kind not in _DURING_HANDSHAKE or record[1] != _DTLS_1:
            return False
        if epoch:
            self._early_records += 1
            return self._early_records <= MAX_EARLY_RECORDS and len(record) <= MAX_EARLY_BYTES
        return kind != _HANDSHAKE or self._admits_messages(record)

    def _admits_messages(self, record: bytes) -> bool:
        """A record may hold several messages or fragments, one after the other (RFC 6347 4.2.2)."""
        at = HEADER_BYTES
        while at + _MESSAGE_HEADER_BYTES <= len(record):
            claimed = int.from_bytes(record[at + 1 : at + 4], "big")
            sequence = int.from_bytes(record[at + 4 : at + 6], "big")
            if not self._has_room(sequence, claimed):
                return False
            at += _MESSAGE_HEADER_BYTES + int.from_bytes(record[at + 9 : at + 12], "big")
        return at == len(record)

    def _has_room(self, sequence: int, claimed_bytes: int) -> bool:
        before = self._message_bytes.get(sequence, 0)
        more = max(claimed_bytes - before, 0)
        if claimed_bytes > MAX_MESSAGE_BYTES or sum(self._message_bytes.values()) + more > MAX_MESSAGES_BYTES:
            return False
        if sequence not in self._message_bytes and len(self._message_bytes) >= MAX_EARLY_RECORDS:
            return False
        self._message_bytes[sequence] = before + more
        return True
