"""The node's own DTLS certificate, and fingerprints: how each side of WebRTC names the other's certificate (RFC 8122).

Self-signed: nobody is trusted by it, the fingerprint in offer and answer binds it to the signalling.
"""

import secrets
from datetime import datetime, timedelta
from typing import Final

from attrs import field, frozen
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

DIGESTS: Final[dict[str, type[hashes.HashAlgorithm]]] = {
    "sha-256": hashes.SHA256,
    "sha-384": hashes.SHA384,
    "sha-512": hashes.SHA512,
}
"""What we take for a fingerprint, weakest first. SHA-1 and MD5 can be forged (RFC 8122 5)."""

VALID_FOR: Final = timedelta(days=3650)  # made anew at each start; must outlive the process


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


@frozen
class Certificate:
    """An ECDSA P-256 key and a certificate for it: small enough that a handshake needs no fragments."""

    x509: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False)
    fingerprint: Fingerprint

    @classmethod
    def generate(cls, now: datetime) -> "Certificate":
        """Make one, valid from a day before `now` (aware) for clients whose clocks are wrong."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, secrets.token_hex(8))])
        certificate = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + VALID_FOR)
            .sign(key, hashes.SHA256())
        )
        return cls(certificate, key, fingerprint_of(certificate))
