"""Fingerprints: how each side of WebRTC names the other's certificate in the signalling (RFC 8122)."""

from typing import Final

from attrs import frozen
from cryptography import x509
from cryptography.hazmat.primitives import hashes

DIGESTS: Final[dict[str, type[hashes.HashAlgorithm]]] = {
    "sha-256": hashes.SHA256,
    "sha-384": hashes.SHA384,
    "sha-512": hashes.SHA512,
}
"""What we take for a fingerprint, weakest first. SHA-1 and MD5 can be forged (RFC 8122 5)."""


@frozen
class Fingerprint:
    """`algorithm` is a key of `DIGESTS`, `value` upper-case hexadecimal pairs joined by colons."""

    algorithm: str
    value: str

    def __str__(self) -> str:
        return f"{self.algorithm} {self.value}"


def fingerprint_of(certificate: x509.Certificate, algorithm: str = "sha-256") -> Fingerprint:
    """The certificate's digest as SDP writes it."""
    return Fingerprint(algorithm, certificate.fingerprint(DIGESTS[algorithm]()).hex(":").upper())
