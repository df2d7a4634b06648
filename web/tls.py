"""TLS for the one TCP port: from the operator's files, or with a certificate made here for tests on a LAN.

The made one is kept beside its key, so that a browser needs to be told once that it is fine.
"""

import ipaddress
import os
import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LIFETIME = timedelta(days=397)  # what browsers accept at most
RENEW_BEFORE = timedelta(days=30)


def from_files(certificate: Path, key: Path) -> ssl.SSLContext:
    """Raises `ssl.SSLError`, `OSError`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    context.load_cert_chain(certificate, key)
    return context


def self_signed(folder: Path, host: str) -> ssl.SSLContext:
    """With a certificate for localhost, this machine's name and `host`, made on the first call and when it gets old."""
    certificate, key = folder / "tls_certificate.pem", folder / "tls_key.pem"
    names = _names(host)
    if not (certificate.exists() and key.exists() and _is_good(certificate, names)):
        _make(certificate, key, names)
    return from_files(certificate, key)


def _names(host: str) -> list[x509.GeneralName]:
    names: list[x509.GeneralName] = [x509.DNSName("localhost"), _name("127.0.0.1"), _name("::1")]
    for text in (socket.gethostname(), host):
        name = _name(text) if text.isascii() and text else None
        if name is not None and name not in names:
            names.append(name)
    return names


def _name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def _is_good(file: Path, names: list[x509.GeneralName]) -> bool:
    certificate = x509.load_pem_x509_certificate(file.read_bytes())
    covered = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    young = certificate.not_valid_after_utc - RENEW_BEFORE > datetime.now(UTC)
    return young and set(names) <= set(covered)


def _make(certificate: Path, key: Path, names: list[x509.GeneralName]) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Townhall, self-signed")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    _write(key, private.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    _write(certificate, made.public_bytes(pem))


def _write(file: Path, data: bytes) -> None:
    """Readable by the owner alone from its first byte."""
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
        new.write(data)
