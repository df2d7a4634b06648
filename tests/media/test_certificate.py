import hashlib
from datetime import UTC, datetime

import pytest
from aiortc import RTCCertificate
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from media.certificate import DIGESTS, Certificate, fingerprint_of

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)


def test_a_certificate_is_self_signed_ecdsa_and_valid_now() -> None:
    made = Certificate.generate(NOW)
    made.x509.verify_directly_issued_by(made.x509)
    assert isinstance(made.key.curve, ec.SECP256R1)
    assert made.x509.not_valid_before_utc < NOW < made.x509.not_valid_after_utc


def test_each_node_has_a_certificate_of_its_own() -> None:
    assert Certificate.generate(NOW).fingerprint != Certificate.generate(NOW).fingerprint


@pytest.mark.parametrize("algorithm", DIGESTS)
def test_a_fingerprint_is_the_digest_of_the_whole_certificate(algorithm: str) -> None:
    made = Certificate.generate(NOW).x509
    digest = hashlib.new(algorithm.replace("-", ""), made.public_bytes(Encoding.DER)).hexdigest().upper()
    pairs = ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))
    assert str(fingerprint_of(made, algorithm)) == f"{algorithm} {pairs}"


def test_another_implementation_writes_the_same_fingerprint() -> None:
    made = Certificate.generate(NOW)
    theirs = RTCCertificate(key=made.key, cert=made.x509).getFingerprints()
    assert made.fingerprint.value in [each.value for each in theirs if each.algorithm == "sha-256"]


def test_the_key_does_not_appear_in_logs() -> None:
    assert "key=" not in repr(Certificate.generate(NOW))
