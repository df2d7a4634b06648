"""The C functions of the libsrtp that pylibsrtp brings, as addresses, and sessions for whoever calls them so.

The one file that uses pylibsrtp's private names: its public ones copy every packet in and out of Python.
"""

from pylibsrtp import Policy
from pylibsrtp._binding import ffi, lib

from media.srtp import SrtpKeys, policy

_CALLS = ("srtp_protect", "srtp_unprotect", "srtp_protect_rtcp", "srtp_unprotect_rtcp", "srtp_dealloc")


def calls() -> tuple[int, ...]:
    """Addresses of srtp_protect, srtp_unprotect, srtp_protect_rtcp, srtp_unprotect_rtcp and srtp_dealloc."""
    return tuple(int(ffi.cast("uintptr_t", ffi.addressof(lib, name))) for name in _CALLS)


def open_sessions(keys: SrtpKeys) -> tuple[int, int]:
    """Addresses of an inbound and an outbound session. They belong to the caller, who must `srtp_dealloc` them.

    The outbound one lets a number be used twice: the plane makes a lost datagram again from what it was made of. That
    nothing else is ever sealed under a used number is the plane's to see to (core/cache.pxi says how).
    """
    inbound = policy(keys.profile, keys.inbound, Policy.SSRC_ANY_INBOUND)
    outbound = policy(keys.profile, keys.outbound, Policy.SSRC_ANY_OUTBOUND)
    outbound.allow_repeat_tx = True
    return _open(inbound), _open(outbound)


def _open(rules: Policy) -> int:
    session = ffi.new("srtp_t *")
    status = lib.srtp_create(session, rules._policy)  # noqa: SLF001 - as said above
    if status != lib.srtp_err_status_ok:
        raise MemoryError(f"libsrtp gives no session: {status}")
    return int(ffi.cast("uintptr_t", session[0]))
