"""What stands in for OpenSSL once it has given the keys, against OpenSSL that still lives on the other side."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from OpenSSL import SSL

from media.certificate import Certificate
from media.dtls import Dtls, DtlsContext, DtlsRole, DtlsState
from media.dtls_epilogue import MAX_REPEATS, Epilogue, Heard, Inbound, suite_named
from tests.media.dtls_other import Other

CONTEXT = DtlsContext(Certificate.generate(datetime.now(UTC)))
SUITES = (
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
    "ECDHE-ECDSA-AES128-SHA",  # left to OpenSSL
)


def connected(role: DtlsRole, suite: str) -> tuple[Dtls, Other, list[bytes], list[bytes]]:
    """And the last flights of both."""
    other = Other(DtlsRole.CLIENT if role is DtlsRole.SERVER else DtlsRole.SERVER, ciphers=suite.encode())
    ours = Dtls(CONTEXT, role, [other.fingerprint], deadline_s=10.0)
    to_us, to_other = other.receive() if role is DtlsRole.SERVER else [], ours.start()
    theirs, last = to_us, to_other
    while to_us or to_other:
        to_other += [answer for datagram in to_us for answer in ours.receive(datagram)]
        theirs, last = to_us or theirs, to_other or last
        to_us = [answer for datagram in to_other for answer in other.receive(datagram)]
        to_other = []
    assert ours.state is DtlsState.CONNECTED
    assert other.ssl.get_cipher_name() == suite
    return ours, other, theirs, last


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("role", DtlsRole)
def test_our_goodbye_is_understood(role: DtlsRole, suite: str) -> None:
    ours, other, _, _ = connected(role, suite)
    (goodbye,) = ours.close()
    other.ssl.bio_write(goodbye)
    with pytest.raises(SSL.ZeroReturnError):
        other.ssl.recv(100)


@pytest.mark.parametrize("suite", SUITES[:3])
@pytest.mark.parametrize("role", DtlsRole)
def test_the_peers_goodbye_is_understood_and_nobody_elses(role: DtlsRole, suite: str) -> None:
    ours, other, _, _ = connected(role, suite)
    other.ssl.shutdown()
    (goodbye,) = other.outgoing()
    for at in range(len(goodbye)):
        forged = goodbye[:at] + bytes([goodbye[at] ^ 1]) + goodbye[at + 1 :]
        assert ours.receive(forged) == []
    assert ours.receive(goodbye[:-1]) == []
    assert ours.state is DtlsState.CONNECTED
    assert len(ours.receive(goodbye)) == 1
    assert ours.state is DtlsState.CLOSED


@pytest.mark.parametrize("suite", SUITES[:3])
def test_a_client_that_repeats_its_flight_gets_ours_again_some_times(suite: str) -> None:
    ours, _, flight, last = connected(DtlsRole.SERVER, suite)
    for _ in range(MAX_REPEATS):
        assert [answer for datagram in flight for answer in ours.receive(datagram)] == last
    assert [answer for datagram in flight for answer in ours.receive(datagram)] == []
    assert ours.state is DtlsState.CONNECTED


def test_each_record_of_a_datagram_is_heard() -> None:
    ours, other, _, _ = connected(DtlsRole.SERVER, SUITES[0])
    other.ssl.send(b"data")
    other.ssl.shutdown()
    ours.receive(b"".join(other.outgoing()))
    assert ours.state is DtlsState.CLOSED


@given(st.binary(max_size=100), st.sampled_from(SUITES[:3]))
def test_junk_says_nothing(junk: bytes, name: str) -> None:
    suite = suite_named(name)
    assert suite is not None
    inbound = Inbound.derive(suite, bytes(48), bytes(32), bytes(32), we_are_server=True)
    epilogue = Epilogue(inbound, [b"flight"], [b"goodbye"])
    for kind in (21, 22):
        head = bytes([kind]) + b"\xfe\xfd\0\1" + bytes(6) + len(junk).to_bytes(2, "big")
        assert epilogue.hear(head + junk) is Heard.NOTHING
    assert epilogue.hear(junk) is Heard.NOTHING


def test_suites_with_a_mac_are_left_to_openssl() -> None:
    assert suite_named(SUITES[3]) is None
    ours, other, _, _ = connected(DtlsRole.SERVER, SUITES[3])
    other.ssl.shutdown()
    assert [answer for datagram in other.outgoing() for answer in ours.receive(datagram)]
    assert ours.state is DtlsState.CLOSED
