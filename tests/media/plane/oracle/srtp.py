"""SRTP and SRTCP (RFC 3711, RFC 7714) of one peer through libsrtp: keys of a DTLS handshake in, packets both ways.

Never protects other bytes under a sequence number already used: with AES-GCM that would repeat a nonce and give the
key away. Whoever must send a packet again sends the stored ciphertext.
"""

from collections.abc import Callable
from typing import Final, Protocol, TypeAlias

import pylibsrtp
from pylibsrtp import Policy

from media.address import Address
from media.srtp import SrtpKeys, policy

MAX_PROTECTED_BYTES: Final = 1500  # pylibsrtp's buffer
MAX_PLAIN_BYTES: Final = MAX_PROTECTED_BYTES - 148  # room for tag, SRTCP index and the MKI that we never use
MAX_STREAMS: Final = 64  # SSRCs of one peer: libsrtp keeps state for each for ever, and searches them one by one

_REASONS: Final = {
    "authentication failure": "bad_tag",
    "replay check failed (bad index)": "replayed",
    "replay check failed (index too old)": "replayed",
}
_RTP_SSRC: Final = slice(8, 12)
_RTCP_SSRC: Final = slice(4, 8)

SendDatagram: TypeAlias = Callable[[bytes, Address], None]  # must neither block nor raise


class Srtp(Protocol):
    """Both directions of one peer's SRTP as SrtpSession: whole packets, raises only SrtpRefused."""

    def protect(self, packet: bytes) -> bytes: ...
    def unprotect(self, packet: bytes) -> bytes: ...
    def protect_rtcp(self, packet: bytes) -> bytes: ...
    def unprotect_rtcp(self, packet: bytes) -> bytes: ...


MakeSrtp: TypeAlias = Callable[[SrtpKeys], Srtp]


class SrtpRefused(Exception):
    """A packet that is not taken. `reason`: bad_tag, replayed, too_long, too_many_streams or failed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SrtpSession:
    """Both directions of one peer. Every method raises `SrtpRefused` and nothing else."""

    def __init__(self, keys: SrtpKeys) -> None:
        self._inbound = pylibsrtp.Session(policy(keys.profile, keys.inbound, Policy.SSRC_ANY_INBOUND))
        self._outbound = pylibsrtp.Session(policy(keys.profile, keys.outbound, Policy.SSRC_ANY_OUTBOUND))
        self._streams: set[bytes] = set()

    def unprotect(self, packet: bytes) -> bytes:
        """Prove and decrypt an RTP packet of the peer."""
        ssrc = self._known_stream(packet, _RTP_SSRC)
        try:
            plain = self._inbound.unprotect(packet)
        except pylibsrtp.Error as error:
            raise _refused(error) from None
        self._streams.add(ssrc)
        return plain

    def unprotect_rtcp(self, packet: bytes) -> bytes:
        """Prove and decrypt an RTCP compound of the peer."""
        ssrc = self._known_stream(packet, _RTCP_SSRC)
        try:
            plain = self._inbound.unprotect_rtcp(packet)
        except pylibsrtp.Error as error:
            raise _refused(error) from None
        self._streams.add(ssrc)
        return plain

    def protect(self, packet: bytes) -> bytes:
        """Encrypt an RTP packet to the peer; each sequence number of an SSRC once, and not far behind the newest."""
        if len(packet) > MAX_PLAIN_BYTES:
            raise SrtpRefused("too_long")
        try:
            return self._outbound.protect(packet)
        except pylibsrtp.Error as error:
            raise _refused(error) from None

    def protect_rtcp(self, packet: bytes) -> bytes:
        """Encrypt an RTCP compound to the peer."""
        if len(packet) > MAX_PLAIN_BYTES:
            raise SrtpRefused("too_long")
        try:
            return self._outbound.protect_rtcp(packet)
        except pylibsrtp.Error as error:
            raise _refused(error) from None

    def _known_stream(self, packet: bytes, where: slice) -> bytes:
        """Refuse what would be too much, before libsrtp sees it. A stream counts once a packet of it was proven."""
        if len(packet) > MAX_PROTECTED_BYTES:
            raise SrtpRefused("too_long")
        ssrc = packet[where]
        if ssrc not in self._streams and len(self._streams) >= MAX_STREAMS:
            raise SrtpRefused("too_many_streams")
        return ssrc


def _refused(error: pylibsrtp.Error) -> SrtpRefused:
    return SrtpRefused(_REASONS.get(str(error), "failed"))
