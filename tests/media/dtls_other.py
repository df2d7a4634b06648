"""The other side of a DTLS handshake: plain pyOpenSSL with nothing of ours but the cutting at record borders."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from OpenSSL import SSL

from media.certificate import Certificate
from media.dtls import DtlsRole
from media.dtls_records import records
from media.fingerprint import Fingerprint, fingerprint_of

ALL_PROFILES = b"SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_256_GCM:SRTP_AEAD_AES_128_GCM"  # Chromium's order


def rsa_certificate(bits: int = 2048) -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    key = rsa.generate_private_key(65537, bits)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "rsa")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1)
    return builder.not_valid_before(now).not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256()), key


class Other:
    """The other side: OpenSSL with nothing of ours around it but the cutting of its output at record borders."""

    def __init__(
        self,
        role: DtlsRole,
        *,
        profiles: bytes | None = ALL_PROFILES,
        ciphers: bytes = b"ECDHE+AESGCM",
        rsa_key: tuple[x509.Certificate, rsa.RSAPrivateKey] | None = None,
        with_certificate: bool = True,
    ) -> None:
        own = Certificate.generate(datetime.now(UTC))
        self.certificate, key = rsa_key or (own.x509, own.key)
        context = SSL.Context(SSL.DTLS_METHOD)
        context.set_verify(SSL.VERIFY_PEER, lambda *_: True)
        context.set_cipher_list(ciphers)
        if with_certificate:
            context.use_certificate(self.certificate)
            context.use_privatekey(key)
        if profiles is not None:
            context.set_tlsext_use_srtp(profiles)
        self.ssl = SSL.Connection(context, None)
        self.ssl.set_ciphertext_mtu(1200)
        (self.ssl.set_accept_state if role is DtlsRole.SERVER else self.ssl.set_connect_state)()
        self.error: list[tuple[str, str, str]] = []
        self.is_done = False

    @property
    def fingerprint(self) -> Fingerprint:
        return fingerprint_of(self.certificate)

    def receive(self, datagram: bytes = b"") -> list[bytes]:
        if datagram:
            self.ssl.bio_write(datagram)
        try:
            self.ssl.do_handshake()
            self.is_done = True
        except SSL.WantReadError:
            pass
        except SSL.Error as error:
            self.error = error.args[0]
        return self.outgoing()

    def outgoing(self) -> list[bytes]:
        stream = b""
        with suppress(SSL.WantReadError):
            while True:
                stream += self.ssl.bio_read(1024)  # cuts records in two; the borders are found again
        return list(records(stream))
