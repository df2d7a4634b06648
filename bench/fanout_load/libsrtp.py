"""libsrtp's C functions and sessions as addresses, out of pylibsrtp's cffi module, for the compiled loops.

The one file that knows pylibsrtp's private names: it has no public way to a pointer.
"""

import pylibsrtp
from pylibsrtp import Policy
from pylibsrtp._binding import ffi, lib

from media.srtp import AEAD_AES_128_GCM
from tests.media.plane.oracle.srtp import SrtpSession

_FLOOR_KEY = bytes(range(AEAD_AES_128_GCM.key_bytes + AEAD_AES_128_GCM.salt_bytes))


def functions() -> tuple[int, int, int, int]:
    """protect, unprotect, protect_rtcp, unprotect_rtcp."""
    protect, unprotect, protect_rtcp, unprotect_rtcp = (
        _address(ffi.addressof(lib, name))
        for name in ("srtp_protect", "srtp_unprotect", "srtp_protect_rtcp", "srtp_unprotect_rtcp")
    )
    return protect, unprotect, protect_rtcp, unprotect_rtcp


def inbound(session: SrtpSession) -> int:
    """Good for as long as the session lives, as all addresses here."""
    return context(session._inbound)  # noqa: SLF001 - a bench's peer has no other way to its keys


def outbound(session: SrtpSession) -> int:
    return context(session._outbound)  # noqa: SLF001


def context(session: pylibsrtp.Session) -> int:
    return _address(session._srtp[0])  # noqa: SLF001


def sender() -> pylibsrtp.Session:
    """A session that protects whatever SSRC it is given; all have one key."""
    return pylibsrtp.Session(Policy(_FLOOR_KEY, Policy.SSRC_ANY_OUTBOUND, srtp_profile=AEAD_AES_128_GCM.libsrtp))


def receiver() -> pylibsrtp.Session:
    """A session that opens what a `sender` protected."""
    return pylibsrtp.Session(Policy(_FLOOR_KEY, Policy.SSRC_ANY_INBOUND, srtp_profile=AEAD_AES_128_GCM.libsrtp))


def _address(pointer: object) -> int:
    return int(ffi.cast("uintptr_t", pointer))
