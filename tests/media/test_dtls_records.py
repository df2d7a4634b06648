import random
import struct

from hypothesis import given
from hypothesis import strategies as st

from media import dtls_records
from media.dtls_records import HandshakeGuard


def record(kind: int, body: bytes, *, epoch: int = 0, sequence: int = 0, version: bytes = b"\xfe\xfd") -> bytes:
    return bytes([kind]) + version + struct.pack("!HHIH", epoch, 0, sequence, len(body)) + body


def fragment(sequence: int, claimed: int, payload: bytes = b"", offset: int = 0) -> bytes:
    sizes = offset.to_bytes(3, "big") + len(payload).to_bytes(3, "big")
    return b"\x0b" + claimed.to_bytes(3, "big") + struct.pack("!H", sequence) + sizes + payload


def test_a_stream_is_cut_at_record_borders() -> None:
    sent = [record(22, bytes(n), sequence=n) for n in (0, 1, 500, 1400)]
    assert list(dtls_records.records(b"".join(sent))) == sent


def test_a_rest_that_is_no_whole_record_is_left_out() -> None:
    whole = record(22, b"abc")
    assert list(dtls_records.records(whole + record(22, b"defg")[:-1])) == [whole]
    assert list(dtls_records.records(whole + b"\x16\xfe")) == [whole]


def test_records_are_packed_whole_into_datagrams_of_at_most_1200_bytes() -> None:
    sent = [record(22, bytes(n)) for n in (600, 500, 87, 1000, 174, 1)]
    packed = dtls_records.datagrams(b"".join(sent))
    assert packed == [sent[0] + sent[1], sent[2] + sent[3], sent[4] + sent[5]]
    assert max(map(len, packed)) <= dtls_records.MAX_DATAGRAM_BYTES


def test_a_record_larger_than_a_datagram_goes_alone() -> None:
    sent = [record(22, b"a"), record(22, bytes(1300)), record(22, b"b")]
    assert dtls_records.datagrams(b"".join(sent)) == sent


@given(st.binary(max_size=300))
def test_junk_never_raises(data: bytes) -> None:
    dtls_records.datagrams(data)
    HandshakeGuard().admit(data)


def test_an_ordinary_flight_passes() -> None:
    hello = record(22, fragment(0, 1400, bytes(1100)), version=b"\xfe\xff") + record(22, fragment(0, 1400, bytes(300)))
    rest = record(22, fragment(1, 400, bytes(400)) + fragment(2, 33, bytes(33))) + record(20, b"\x01")
    finished = record(22, bytes(48), epoch=1)
    guard = HandshakeGuard()
    assert guard.admit(hello) == hello
    assert guard.admit(rest + finished) == rest + finished


def test_application_data_and_other_protocols_have_no_place_in_a_handshake() -> None:
    guard = HandshakeGuard()
    alert = record(21, b"\x02\x28")
    assert (
        guard.admit(record(23, b"early") + alert + record(24, b"heartbeat") + record(22, b"", version=b"\x03\x03"))
        == alert
    )


def test_a_message_that_claims_too_much_is_dropped() -> None:
    guard = HandshakeGuard()
    assert guard.admit(record(22, fragment(0, 100_000, bytes(10)))) == b""
    assert guard.admit(record(22, fragment(0, 2**24 - 1, bytes(10)))) == b""


def test_endless_messages_are_bounded_by_what_they_claim() -> None:
    guard = HandshakeGuard()
    admitted = [sequence for sequence in range(1000) if guard.admit(record(22, fragment(sequence, 8000, bytes(10))))]
    assert len(admitted) * 8000 <= dtls_records.MAX_MESSAGES_BYTES
    tiny = [sequence for sequence in range(1000, 3000) if guard.admit(record(22, fragment(sequence, 1, b"x")))]
    assert len(tiny) <= dtls_records.MAX_EARLY_RECORDS


def test_a_later_fragment_that_claims_more_is_counted() -> None:
    guard = HandshakeGuard()
    small = record(22, fragment(0, 100, bytes(10)))
    assert guard.admit(small) == small
    assert guard.admit(record(22, fragment(1, 8000))) != b""
    assert guard.admit(record(22, fragment(2, 8000))) != b""
    assert guard.admit(record(22, fragment(0, 8192, bytes(10)))) != b""
    assert guard.admit(record(22, fragment(3, 8000))) == b""


def test_a_retransmission_costs_no_room() -> None:
    guard = HandshakeGuard()
    again = record(22, fragment(0, 8000, bytes(1000)))
    assert all(guard.admit(again) for _ in range(50))


def test_a_fragment_longer_than_its_record_is_dropped() -> None:
    lying = fragment(0, 100, bytes(50))[:-1]
    assert HandshakeGuard().admit(record(22, lying)) == b""


def test_records_of_later_epochs_are_few_and_small() -> None:
    guard = HandshakeGuard()
    assert guard.admit(record(22, bytes(1000), epoch=1)) == b""
    admitted = sum(bool(guard.admit(record(22, bytes(48), epoch=1, sequence=n))) for n in range(100))
    assert admitted < dtls_records.MAX_EARLY_RECORDS


def test_a_handshake_that_never_ends_is_no_longer_heard() -> None:
    guard = HandshakeGuard()
    again = record(22, fragment(0, 1000, bytes(1000)))
    heard = sum(len(guard.admit(again)) for _ in range(1000))
    assert heard <= dtls_records.MAX_HANDSHAKE_BYTES


def test_mutated_flights_never_raise() -> None:
    rng = random.Random(6347)
    flight = record(22, fragment(0, 200, bytes(200))) + record(20, b"\x01") + record(22, bytes(48), epoch=1)
    for _ in range(5000):
        data = bytearray(flight)
        for _ in range(rng.randrange(1, 6)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        HandshakeGuard().admit(bytes(data))
