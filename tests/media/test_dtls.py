"""Both roles against plain pyOpenSSL on the other side.

Longer than most, because each way to fail a handshake has its own test.
"""

import ctypes
import random
import struct
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from OpenSSL import SSL

from media import srtp
from media.certificate import Certificate
from media.dtls import Dtls, DtlsContext, DtlsRole, DtlsState
from media.dtls_records import MAX_DATAGRAM_BYTES
from media.fingerprint import DIGESTS, Fingerprint, fingerprint_of
from tests.media.dtls_other import Other, rsa_certificate
from tests.media.plane.oracle.srtp import SrtpSession

OURS = Certificate.generate(datetime.now(UTC))
CONTEXT = DtlsContext(OURS)


def peer(role: DtlsRole, *expected: Fingerprint) -> Dtls:
    return Dtls(CONTEXT, role, expected, deadline_s=10.0)


def exchange(ours: Dtls, other: Other) -> None:
    """Let both talk until nobody has anything to say."""
    to_us = other.receive() if ours.role is DtlsRole.SERVER else []
    to_other = ours.start()
    for _ in range(10):
        for datagram in to_us:
            to_other += ours.receive(datagram)
        to_us = []
        for datagram in to_other:
            assert len(datagram) <= MAX_DATAGRAM_BYTES
            to_us += other.receive(datagram)
        to_other = []
        if not to_us:
            return


def other_of(role: DtlsRole) -> DtlsRole:
    return DtlsRole.CLIENT if role is DtlsRole.SERVER else DtlsRole.SERVER


def connected(role: DtlsRole = DtlsRole.SERVER) -> tuple[Dtls, Other]:
    other = Other(other_of(role))
    ours = peer(role, other.fingerprint)
    exchange(ours, other)
    assert ours.state is DtlsState.CONNECTED
    return ours, other


@pytest.mark.parametrize("role", DtlsRole)
def test_both_sides_of_a_handshake_have_the_same_keys(role: DtlsRole) -> None:
    ours, other = connected(role)
    assert other.is_done
    assert ours.keys is not None
    theirs = srtp.SrtpKeys.from_dtls(
        ours.keys.profile,
        other.ssl.export_keying_material(b"EXTRACTOR-dtls_srtp", ours.keys.profile.material_bytes),
        we_are_server=role is DtlsRole.CLIENT,
    )
    packet = b"\x80\x60" + bytes(10) + b"payload"
    assert SrtpSession(theirs).unprotect(SrtpSession(ours.keys).protect(packet)) == packet
    assert SrtpSession(ours.keys).unprotect(SrtpSession(theirs).protect(packet)) == packet
    assert ours.timeout_s() is None


def test_as_server_our_order_of_profiles_decides() -> None:
    ours, _ = connected(DtlsRole.SERVER)
    assert ours.keys is not None
    assert ours.keys.profile is srtp.AEAD_AES_128_GCM


@pytest.mark.parametrize("profile", srtp.PROFILES)
@pytest.mark.parametrize("role", DtlsRole)
def test_each_profile_can_be_agreed_upon(role: DtlsRole, profile: srtp.SrtpProfile) -> None:
    other = Other(other_of(role), profiles=profile.name.encode())
    ours = peer(role, other.fingerprint)
    exchange(ours, other)
    assert ours.keys is not None
    assert ours.keys.profile is profile


@pytest.mark.parametrize("role", DtlsRole)
def test_no_common_profile_gives_no_keys(role: DtlsRole) -> None:
    other = Other(other_of(role), profiles=None)
    ours = peer(role, other.fingerprint)
    exchange(ours, other)
    assert (ours.state, ours.failure, ours.keys) == (DtlsState.FAILED, "no_srtp_profile", None)


@pytest.mark.parametrize("role", DtlsRole)
def test_a_peer_with_an_rsa_certificate_connects(role: DtlsRole) -> None:
    other = Other(other_of(role), rsa_key=rsa_certificate())
    ours = peer(role, other.fingerprint)
    exchange(ours, other)
    assert ours.state is DtlsState.CONNECTED


@pytest.mark.parametrize("role", DtlsRole)
def test_a_certificate_of_another_fingerprint_gets_no_keys_and_an_alert(role: DtlsRole) -> None:
    other = Other(other_of(role))
    ours = peer(role, OURS.fingerprint)
    exchange(ours, other)
    assert (ours.state, ours.failure, ours.keys) == (DtlsState.FAILED, "fingerprint_mismatch", None)
    assert other.error or not other.is_done


@pytest.mark.parametrize("role", DtlsRole)
def test_an_offer_without_a_known_fingerprint_proves_nobody(role: DtlsRole) -> None:
    other = Other(other_of(role))
    ours = peer(role)
    exchange(ours, other)
    assert (ours.failure, ours.keys) == ("fingerprint_mismatch", None)


def test_a_client_without_a_certificate_gets_no_keys() -> None:
    other = Other(DtlsRole.CLIENT, with_certificate=False)
    ours = peer(DtlsRole.SERVER, other.fingerprint)
    exchange(ours, other)
    assert (ours.state, ours.keys) == (DtlsState.FAILED, None)


def test_a_client_that_does_not_prove_its_key_gets_no_keys() -> None:
    other = Other(DtlsRole.CLIENT)
    ours = peer(DtlsRole.SERVER, other.fingerprint)
    hello = [answer for datagram in other.receive() for answer in ours.receive(datagram)]
    flight = [record for datagram in hello for record in other.receive(datagram)]
    certificate_verify = 15
    without = [record for record in flight if not (record[3:5] == b"\0\0" and record[13] == certificate_verify)]
    assert len(without) < len(flight)
    for record in without:
        ours.receive(record)
    assert ours.state is not DtlsState.CONNECTED
    assert ours.keys is None


@pytest.mark.parametrize("algorithm", DIGESTS)
def test_a_fingerprint_may_use_any_strong_digest(algorithm: str) -> None:
    other = Other(DtlsRole.CLIENT)
    ours = peer(DtlsRole.SERVER, fingerprint_of(other.certificate, algorithm))
    exchange(ours, other)
    assert ours.state is DtlsState.CONNECTED


def test_one_of_several_fingerprints_is_enough() -> None:
    other = Other(DtlsRole.CLIENT)
    ours = peer(DtlsRole.SERVER, OURS.fingerprint, other.fingerprint)
    exchange(ours, other)
    assert ours.state is DtlsState.CONNECTED


def test_a_client_hello_in_two_datagrams_is_one_hello() -> None:
    """Browsers' hellos span two since they carry a post-quantum key share (1200 and 263 bytes in Chromium)."""
    other = Other(DtlsRole.CLIENT)
    (hello,) = other.receive()
    first, second = in_two(hello)
    for one, two in ((first, second), (second, first)):
        ours = peer(DtlsRole.SERVER, other.fingerprint)
        assert ours.receive(one) == []
        assert len(ours.receive(two)) == 1


def in_two(hello: bytes) -> tuple[bytes, bytes]:
    """The same handshake message in two records, each with the half of it."""
    head, body = hello[13:19], hello[25:]
    half = len(body) // 2

    def part(number: int, begin: int, end: int) -> bytes:
        fragment = head + begin.to_bytes(3, "big") + (end - begin).to_bytes(3, "big") + body[begin:end]
        return hello[:5] + number.to_bytes(6, "big") + len(fragment).to_bytes(2, "big") + fragment

    return part(0, 0, half), part(1, half, len(body))


def test_a_large_flight_is_cut_at_record_borders() -> None:
    large = rsa_certificate(4096)
    context = DtlsContext(OURS)
    other = Other(DtlsRole.SERVER, rsa_key=large)
    ours = Dtls(context, DtlsRole.CLIENT, [other.fingerprint], deadline_s=10.0)
    exchange(ours, other)
    assert ours.state is DtlsState.CONNECTED


def test_dtls_1_0_is_not_spoken() -> None:
    other = Other(DtlsRole.CLIENT)
    ours = peer(DtlsRole.SERVER, other.fingerprint)
    (hello,) = other.receive()
    ours.receive(hello[:25] + b"\xfe\xff" + hello[27:])
    assert ours.state is not DtlsState.CONNECTED


def test_a_goodbye_of_the_peer_closes_and_is_answered() -> None:
    ours, other = connected()
    other.ssl.shutdown()
    answers = [answer for datagram in other.outgoing() for answer in ours.receive(datagram)]
    assert ours.state is DtlsState.CLOSED
    assert len(answers) == 1
    assert ours.receive(b"\x16" + bytes(50)) == []


def test_our_goodbye_reaches_the_peer() -> None:
    ours, other = connected()
    (goodbye,) = ours.close()
    assert ours.state is DtlsState.CLOSED
    other.ssl.bio_write(goodbye)
    with pytest.raises(SSL.ZeroReturnError):
        other.ssl.recv(100)
    assert ours.close() == []


def test_closing_a_handshake_says_nothing() -> None:
    ours = peer(DtlsRole.SERVER, OURS.fingerprint)
    assert ours.close() == []
    assert ours.state is DtlsState.CLOSED
    assert ours.start() == []
    assert ours.handle_timeout() == []


def test_application_data_is_read_by_nobody() -> None:
    ours, other = connected()
    other.ssl.send(b"data for a channel that does not exist")
    assert [answer for datagram in other.outgoing() for answer in ours.receive(datagram)] == []
    assert ours.state is DtlsState.CONNECTED


def test_application_data_in_clear_is_dropped_before_and_after_the_handshake() -> None:
    clear = b"\x17\xfe\xfd" + bytes(2) + (7).to_bytes(6, "big") + struct.pack("!H", 5) + b"hello"
    other = Other(DtlsRole.CLIENT)
    ours = peer(DtlsRole.SERVER, other.fingerprint)
    assert ours.receive(clear) == []
    exchange(ours, other)
    assert ours.receive(clear) == []
    assert ours.state is DtlsState.CONNECTED


def test_erroneous_records_do_not_end_an_established_connection() -> None:
    rng = random.Random(9)
    ours, other = connected()
    other.ssl.send(b"x" * 30)
    (real,) = other.outgoing()
    for _ in range(3000):
        forged = bytearray(real)
        for _ in range(rng.randrange(1, 4)):
            forged[rng.randrange(len(forged))] = rng.randrange(256)
        if forged != real:
            ours.receive(bytes(forged))
    for _ in range(1000):
        ours.receive(bytes([rng.randrange(20, 64)]) + rng.randbytes(rng.randrange(60)))
    assert ours.state is DtlsState.CONNECTED
    other.ssl.shutdown()
    for datagram in other.outgoing():
        ours.receive(datagram)
    assert ours.state is DtlsState.CLOSED


def test_junk_does_not_end_a_handshake() -> None:
    rng = random.Random(10)
    other = Other(DtlsRole.CLIENT)
    ours = peer(DtlsRole.SERVER, other.fingerprint)
    for _ in range(500):
        ours.receive(bytes([rng.randrange(20, 64)]) + rng.randbytes(rng.randrange(60)))
    exchange(ours, other)
    assert ours.state is DtlsState.CONNECTED


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.binary(max_size=300), max_size=5), st.sampled_from(DtlsRole))
def test_junk_never_raises(data: list[bytes], role: DtlsRole) -> None:
    ours = peer(role, OURS.fingerprint)
    ours.start()
    for each in data:
        ours.receive(each)
        ours.receive(b"\x16\xfe\xfd" + bytes(8) + len(each).to_bytes(2, "big") + each)
    ours.handle_timeout()
    ours.close()
    assert ours.keys is None


def test_what_no_path_carries_is_not_taken() -> None:
    assert peer(DtlsRole.SERVER, OURS.fingerprint).receive(bytes(65000)) == []


def attacks() -> Iterator[bytes]:
    """T10: endless fragments, overlapping ones, later ones longer, future epochs, change cipher spec first."""

    def record(kind: int, epoch: int, sequence: int, body: bytes) -> bytes:
        head = bytes([kind]) + b"\xfe\xfd" + struct.pack("!H", epoch) + sequence.to_bytes(6, "big")
        return head + struct.pack("!H", len(body)) + body

    def fragment(message: int, claimed: int, offset: int, payload: bytes) -> bytes:
        sizes = offset.to_bytes(3, "big") + len(payload).to_bytes(3, "big")
        return b"\x0b" + claimed.to_bytes(3, "big") + struct.pack("!H", message) + sizes + payload

    yield record(20, 0, 0, b"\x01")
    for number in range(1, 300):
        yield record(22, 0, number, fragment(1 + number % 12, 100_000, number, bytes(10)))
        yield record(22, 0, 1000 + number, fragment(1 + number % 12, 8000 + number, number * 7, bytes(900)))
        yield record(22, 0, 2000 + number, fragment(2, 500 + number, 20, bytes(50)))
        yield record(22, 1, number, bytes(1000))
        yield record(22, 1, 1000 + number, bytes(48))


def test_a_half_open_peer_is_cheap_in_memory_and_time() -> None:
    """The attack adds less than 64 KiB a peer (OpenSSL's own buffers are 70 KB) and 1 ms a datagram (tenfold slack)."""
    datagrams = list(attacks())
    hello = Other(DtlsRole.CLIENT).receive()[0]
    peers = [peer(DtlsRole.SERVER, OURS.fingerprint) for _ in range(40)]
    for each in peers:
        each.receive(hello)
    resident, began = resident_bytes(), time.thread_time()
    for each in peers:
        for datagram in datagrams:
            each.receive(datagram)
    assert (time.thread_time() - began) / (len(peers) * len(datagrams)) < 10e-3
    assert (resident_bytes() - resident) / len(peers) < 64 * 1024
    assert not any(each.keys for each in peers)


def resident_bytes() -> int:
    ctypes.CDLL(None).malloc_trim(0)
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096


def test_a_handshake_waits_for_its_retransmission_timer() -> None:
    other = Other(DtlsRole.CLIENT)
    ours = peer(DtlsRole.SERVER, other.fingerprint)
    assert ours.timeout_s() is None
    for datagram in other.receive():
        ours.receive(datagram)
    waiting = ours.timeout_s()
    assert waiting is not None
    assert 0.5 < waiting <= 1.0
    assert ours.handle_timeout() == []


@pytest.mark.slow
@pytest.mark.parametrize("role", DtlsRole)
def test_a_lost_flight_is_sent_again_when_its_time_has_come(role: DtlsRole) -> None:
    """OpenSSL's timer follows the real clock, so this one waits a real second."""
    other = Other(other_of(role))
    ours = peer(role, other.fingerprint)
    lost = ours.start()
    for datagram in other.receive() if role is DtlsRole.SERVER else []:
        lost += ours.receive(datagram)
    assert lost
    waiting = ours.timeout_s()
    assert waiting is not None
    time.sleep(waiting + 0.05)
    to_us = [record for datagram in ours.handle_timeout() for record in other.receive(datagram)]
    assert to_us
    for answer in [answer for datagram in to_us for answer in ours.receive(datagram)]:
        for last in other.receive(answer):
            ours.receive(last)
    assert ours.state is DtlsState.CONNECTED


@pytest.mark.slow
def test_our_last_flight_is_sent_again_when_the_client_repeats_its_own() -> None:
    other = Other(DtlsRole.CLIENT)
    ours = peer(DtlsRole.SERVER, other.fingerprint)
    hello = [answer for datagram in other.receive() for answer in ours.receive(datagram)]
    flight = [record for datagram in hello for record in other.receive(datagram)]
    lost = [answer for datagram in flight for answer in ours.receive(datagram)]
    assert lost
    assert ours.state is DtlsState.CONNECTED
    assert not other.is_done
    time.sleep(1.05)
    other.ssl.DTLSv1_handle_timeout()
    again = [answer for datagram in other.outgoing() for answer in ours.receive(datagram)]
    for datagram in again:
        other.receive(datagram)
    assert other.is_done
