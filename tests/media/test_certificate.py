from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import ec

from media.certificate import Certificate
from media.fingerprint import fingerprint_of

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)


def test_a_certificate_is_self_signed_ecdsa_and_valid_now() -> None:
    made = Certificate.generate(NOW)
    made.x509.verify_directly_issued_by(made.x509)
    assert isinstance(made.key.curve, ec.SECP256R1)
    assert made.x509.not_valid_before_utc < NOW < made.x509.not_valid_after_utc


def test_each_node_has_a_certificate_of_its_own() -> None:
    assert Certificate.generate(NOW).fingerprint != Certificate.generate(NOW).fingerprint


def test_the_key_does_not_appear_in_logs() -> None:
    assert "key=" not in repr(Certificate.generate(NOW))


def test_its_fingerprint_is_sha_256() -> None:
    made = Certificate.generate(NOW)
    assert made.fingerprint == fingerprint_of(made.x509, "sha-256")
