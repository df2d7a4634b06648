import ctypes
import secrets

import pytest

from media.plane import libsrtp
from media.srtp import AEAD_AES_128_GCM, PROFILES, SrtpKeys, SrtpProfile
from tests.media.plane.oracle.srtp import SrtpSession
from tests.media.rtp_packets import packet

PROTECT, UNPROTECT, DEALLOC = 0, 1, 4
seal = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(ctypes.c_int))
release = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)


def called(which: int, session: int, data: bytes) -> tuple[int, bytes]:
    """libsrtp's status, and the packet."""
    buffer, size = ctypes.create_string_buffer(data, 1500), ctypes.c_int(len(data))
    status = seal(libsrtp.calls()[which])(session, buffer, ctypes.byref(size))
    return status, buffer.raw[: size.value]


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_sessions_seal_and_open_as_the_other_side_does(profile: SrtpProfile) -> None:
    one, two = (secrets.token_bytes(profile.key_bytes + profile.salt_bytes) for _ in range(2))
    far = SrtpSession(SrtpKeys(profile, two, one))
    inbound, outbound = libsrtp.open_sessions(SrtpKeys(profile, one, two))
    plain = packet(5, 1, 7, b"payload")
    status, sealed = called(PROTECT, outbound, plain)
    assert (status, far.unprotect(sealed)) == (0, plain)
    assert called(UNPROTECT, inbound, far.protect(plain)) == (0, plain)
    assert [release(libsrtp.calls()[DEALLOC])(session) for session in (inbound, outbound)] == [0, 0]


def test_the_same_packet_may_be_made_twice_and_is_the_same() -> None:
    key = secrets.token_bytes(28)
    inbound, outbound = libsrtp.open_sessions(SrtpKeys(AEAD_AES_128_GCM, key, key))
    plain = packet(5, 1, 7, b"payload")
    assert called(PROTECT, outbound, plain) == called(PROTECT, outbound, plain)
    for session in (inbound, outbound):
        release(libsrtp.calls()[DEALLOC])(session)
