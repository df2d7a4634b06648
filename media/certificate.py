"""The node's own DTLS certificate. Self-signed: only the fingerprint in our answers tells clients that it is ours."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from attrs import field, frozen
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from media.fingerprint import Fingerprint, fingerprint_of

VALID_FOR: Final = timedelta(days=3650)  # made anew at each start; must outlive the process


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
