"""DTLS 1.2 (RFC 6347) of one peer by OpenSSL: datagrams in, datagrams out, SRTP keys at the end (RFC 5764).

Feed it only from addresses that ICE has proven: to OpenSSL a forged handshake message is fatal. The peer is who the
offer says if its certificate has the offer's fingerprint; before that no key exists. No application data is taken.
OpenSSL's retransmission timer follows the real clock, so the caller asks `timeout_s` when to come back. Once there are
keys, OpenSSL's connection is let go and an `Epilogue` stands in for it, but for suites that this cannot open.
Longer than most because both lives of a connection, with OpenSSL and without, keep the same promises.
"""

from collections.abc import Collection
from contextlib import suppress
from enum import StrEnum
from typing import Final

from attrs import define
from OpenSSL import SSL
from OpenSSL.crypto import X509

from media.certificate import Certificate
from media.dtls_epilogue import Epilogue, Heard, Inbound, suite_named
from media.dtls_records import HEADER_BYTES, MAX_DATAGRAM_BYTES, MAX_RECEIVED_BYTES, HandshakeGuard, datagrams
from media.fingerprint import Fingerprint
from media.srtp import PROFILES, SrtpKeys

_DTLS_1_2: Final = 0xFEFD
# Our certificate is ECDSA, but as a client we meet servers with RSA ones; the last two suites are for old GnuTLS peers.
_CIPHERS: Final = b":".join(
    [
        b"ECDHE-ECDSA-AES128-GCM-SHA256",
        b"ECDHE-RSA-AES128-GCM-SHA256",
        b"ECDHE-ECDSA-CHACHA20-POLY1305",
        b"ECDHE-RSA-CHACHA20-POLY1305",
        b"ECDHE-ECDSA-AES256-GCM-SHA384",
        b"ECDHE-RSA-AES256-GCM-SHA384",
        b"ECDHE-ECDSA-AES128-SHA",
        b"ECDHE-RSA-AES128-SHA",
    ]
)
_EXPORTER_LABEL: Final = b"EXTRACTOR-dtls_srtp"
_PROFILES: Final = {profile.name.encode(): profile for profile in PROFILES}
_READ_BYTES: Final = 4096


class DtlsRole(StrEnum):
    """The server waits for a ClientHello (we answered `setup:passive`), the client sends it (`setup:active`)."""

    SERVER = "server"
    CLIENT = "client"


class DtlsState(StrEnum):
    """Closed: the peer said goodbye or we did. Failed: see `failure`. Neither is ever left."""

    HANDSHAKING = "handshaking"
    CONNECTED = "connected"
    CLOSED = "closed"
    FAILED = "failed"


@define
class _PeerProof:
    """What the offer demands of the peer's certificate, and whether one was seen that meets it."""

    expected: frozenset[Fingerprint]
    matched: bool = False
    refused: bool = False


class DtlsContext:
    """The node's certificate and OpenSSL settings, the same for all peers."""

    def __init__(self, certificate: Certificate) -> None:
        self.fingerprint = certificate.fingerprint
        self.ssl = _settings(certificate)


def _settings(certificate: Certificate) -> SSL.Context:
    """Nothing is resumed: a resumed session would show no certificate."""
    context = SSL.Context(SSL.DTLS_METHOD)
    context.set_min_proto_version(_DTLS_1_2)
    context.set_options(SSL.OP_NO_TICKET | SSL.OP_NO_QUERY_MTU | SSL.OP_NO_RENEGOTIATION | SSL.OP_NO_COMPRESSION)
    context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, _is_the_offers_certificate)
    context.use_certificate(certificate.x509)
    context.use_privatekey(certificate.key)
    context.set_cipher_list(_CIPHERS)
    context.set_tlsext_use_srtp(b":".join(_PROFILES))
    return context


def _is_the_offers_certificate(
    connection: SSL.Connection, certificate: X509, _error: int, depth: int, _ok: int
) -> bool:
    """OpenSSL asks during the handshake, so a stranger gets an alert and never our Finished."""
    proof: _PeerProof = connection.get_app_data()
    if depth == 0 and not proof.matched:  # asked again for each thing it dislikes about a self-signed certificate
        proof.matched = any(_has_fingerprint(certificate, fingerprint) for fingerprint in proof.expected)
        proof.refused = not proof.matched
    return not proof.refused


def _has_fingerprint(certificate: X509, fingerprint: Fingerprint) -> bool:
    """By OpenSSL's own digest: it parses nothing, so no strange certificate can raise inside OpenSSL's callback."""
    return certificate.digest(fingerprint.algorithm.replace("-", "")).decode("ascii") == fingerprint.value


class Dtls:
    """One peer's handshake and what comes after. Every method may be called in every state and raises nothing."""

    def __init__(
        self, context: DtlsContext, role: DtlsRole, expected: Collection[Fingerprint], deadline_s: float
    ) -> None:
        """`expected`: the offer's fingerprints, one of which must fit. `deadline_s`: when the caller gives up."""
        self.role = role
        self.deadline_s = deadline_s
        self.state = DtlsState.HANDSHAKING
        self.failure: str | None = None
        """fingerprint_mismatch, no_srtp_profile, handshake_failed or timed_out."""
        self.keys: SrtpKeys | None = None
        """Only of a peer whose certificate fitted."""
        self._open: _OpenSsl | None = _OpenSsl(context, role, expected)
        self._epilogue: Epilogue | None = None

    def start(self) -> list[bytes]:
        """The client's first flight; the server says nothing until it is asked."""
        if self._open is None:
            return []
        if self.role is DtlsRole.CLIENT and self.state is DtlsState.HANDSHAKING:
            return self._handshake(self._open)
        return self._open.outgoing()

    def receive(self, datagram: bytes) -> list[bytes]:
        """Take one datagram, give those to send in return, each of at most 1200 bytes."""
        if len(datagram) > MAX_RECEIVED_BYTES or self.state in {DtlsState.CLOSED, DtlsState.FAILED}:
            return []
        if self._epilogue is not None:
            return self._hear(self._epilogue, datagram)
        return [] if self._open is None else self._take(self._open, datagram)

    def timeout_s(self) -> float | None:
        """In how many seconds to call `handle_timeout`; None: there is nothing to repeat."""
        if self._open is None or self.state is not DtlsState.HANDSHAKING:
            return None
        return self._open.connection.DTLSv1_get_timeout()

    def handle_timeout(self) -> list[bytes]:
        """Repeat the last flight if its time has come."""
        if self._open is None or self.state is not DtlsState.HANDSHAKING:
            return []
        try:
            self._open.connection.DTLSv1_handle_timeout()
        except SSL.Error:
            self._fail("timed_out")
        return self._open.outgoing()

    def close(self) -> list[bytes]:
        """Say goodbye (close_notify) if there is somebody to say it to."""
        was = self.state
        if was is not DtlsState.FAILED:
            self.state = DtlsState.CLOSED
        if self._epilogue is not None:
            return self._epilogue.goodbye if was is DtlsState.CONNECTED else []
        if self._open is None:
            return []
        return self._open.goodbye() if was is DtlsState.CONNECTED else self._open.outgoing()

    def _hear(self, epilogue: Epilogue, datagram: bytes) -> list[bytes]:
        match epilogue.hear(datagram):
            case Heard.GOODBYE:
                return self.close()
            case Heard.LOST:
                return epilogue.flight
            case Heard.NOTHING:
                return []

    def _take(self, ssl: "_OpenSsl", datagram: bytes) -> list[bytes]:
        if self.state is DtlsState.HANDSHAKING:
            datagram = ssl.guard.admit(datagram)
        if not datagram:
            return []
        ssl.connection.bio_write(datagram)
        if self.state is DtlsState.HANDSHAKING:
            return self._handshake(ssl)
        return ssl.outgoing() if ssl.is_left_open() else self.close()

    def _handshake(self, ssl: "_OpenSsl") -> list[bytes]:
        try:
            ssl.connection.do_handshake()
        except SSL.WantReadError:
            return ssl.outgoing()
        except SSL.Error:
            self._fail("fingerprint_mismatch" if ssl.proof.refused else "handshake_failed")
            return ssl.outgoing()
        self._take_keys(ssl)
        flight = ssl.outgoing()
        if self.state is DtlsState.CONNECTED:
            self._let_go(ssl, flight)
        return flight

    def _take_keys(self, ssl: "_OpenSsl") -> None:
        profile = _PROFILES.get(ssl.connection.get_selected_srtp_profile())
        if not ssl.proof.matched:
            self._fail("fingerprint_mismatch")
        elif profile is None:
            self._fail("no_srtp_profile")
        else:
            material = ssl.connection.export_keying_material(_EXPORTER_LABEL, profile.material_bytes)
            self.keys = SrtpKeys.from_dtls(profile, material, we_are_server=self.role is DtlsRole.SERVER)
            self.state = DtlsState.CONNECTED

    def _let_go(self, ssl: "_OpenSsl", flight: list[bytes]) -> None:
        """OpenSSL's memory is freed with `ssl`; `flight` is what it said last."""
        suite = suite_named(ssl.connection.get_cipher_name() or "")
        if suite is None:
            return
        master, client = ssl.connection.master_key(), ssl.connection.client_random()
        server = ssl.connection.server_random()
        if master is None or client is None or server is None:  # never once the handshake is done
            return
        inbound = Inbound.derive(suite, master, client, server, we_are_server=self.role is DtlsRole.SERVER)
        self._epilogue, self._open = Epilogue(inbound, flight, ssl.goodbye()), None

    def _fail(self, failure: str) -> None:
        self.state = DtlsState.FAILED
        self.failure = failure


class _OpenSsl:
    """OpenSSL's connection, and what stands around it during a handshake."""

    def __init__(self, context: DtlsContext, role: DtlsRole, expected: Collection[Fingerprint]) -> None:
        self.guard = HandshakeGuard()
        self.proof = _PeerProof(frozenset(expected))
        self.connection = SSL.Connection(context.ssl, None)
        self.connection.set_app_data(self.proof)
        self.connection.set_ciphertext_mtu(MAX_DATAGRAM_BYTES)
        if role is DtlsRole.SERVER:
            self.connection.set_accept_state()
        else:
            self.connection.set_connect_state()

    def goodbye(self) -> list[bytes]:
        with suppress(SSL.Error):
            self.connection.shutdown()
        return self.outgoing()

    def is_left_open(self) -> bool:
        """Reading is what lets OpenSSL see alerts and repeat its last flight; the data itself nobody here wants."""
        for _ in range(MAX_RECEIVED_BYTES // HEADER_BYTES):
            try:
                self.connection.recv(_READ_BYTES)
            except SSL.WantReadError:
                return True
            except SSL.Error:  # close_notify, or an alert that came encrypted: the peer's own word
                return False
        return True

    def outgoing(self) -> list[bytes]:
        stream = b""
        with suppress(SSL.WantReadError):
            while True:
                stream += self.connection.bio_read(_READ_BYTES)
        return datagrams(stream)
