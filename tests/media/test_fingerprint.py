import hashlib
from datetime import UTC, datetime

import pytest
from aiortc import RTCCertificate
from cryptography.hazmat.primitives.serialization import Encoding

from media.certificate import Certificate
from media.fingerprint import DIGESTS, fingerprint_of

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)


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
