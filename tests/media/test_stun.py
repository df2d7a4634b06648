import hmac
import random
import struct
import time
import zlib

import pytest
from aioice import stun as aioice_stun
from hypothesis import given
from hypothesis import strategies as st

from media import stun

# RFC 5769 2.1 to 2.3
PASSWORD = b"VOkJxbRl1RmTxUk/WvJxBt"
TRANSACTION = bytes.fromhex("b7e7a701bc34d686fa87dfae")
SAMPLE_REQUEST = bytes.fromhex(
    "000100582112a442b7e7a701bc34d686fa87dfae"
    "802200105354554e207465737420636c69656e74"
    "002400046e0001ff"
    "80290008932ff9b151263b36"
    "000600096576746a3a68367659202020"
    "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
    "80280004e57a3bcf"
)
SAMPLE_MAPPED_IPV4 = bytes.fromhex("002000080001a147e112a643")
SAMPLE_MAPPED_IPV6 = bytes.fromhex("002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9")


def attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("!HH", kind, len(value)) + value + bytes(-len(value) % 4)


def message(*attributes: bytes, key: bytes | None = PASSWORD, after: bytes = b"", kind: int = 1) -> bytes:
    """A request signed with `key`, then attributes that stand after MESSAGE-INTEGRITY, then FINGERPRINT."""
    body = b"".join(attributes)

    def head(length: int) -> bytes:
        return struct.pack("!HHI", kind, length, 0x2112A442) + TRANSACTION

    if key is not None:
        body += attribute(8, hmac.digest(key, head(len(body) + 24) + body, "sha1"))
    body += after
    whole = head(len(body) + 8) + body
    return whole + attribute(0x8028, struct.pack("!I", zlib.crc32(whole) ^ 0x5354554E))


def read_signed(data: bytes) -> aioice_stun.Message:
    """Another implementation's reading of an answer; it raises if the integrity is wrong."""
    read = aioice_stun.parse_message(data)
    read.check_message_integrity(PASSWORD)
    return read


def parsed(data: bytes) -> stun.BindingRequest:
    request = stun.parse_request(data)
    assert request is not None
    return request


def test_the_sample_request_of_rfc_5769_is_read_and_proven() -> None:
    request = parsed(SAMPLE_REQUEST)
    assert request.username == "evtj:h6vY"
    assert request.ufrag == "evtj"
    assert request.priority == 0x6E0001FF
    assert request.ice_controlled
    assert request.transaction_id == TRANSACTION
    assert request.is_authentic(PASSWORD)
    assert not request.is_authentic(PASSWORD + b"x")


@pytest.mark.parametrize("at", range(len(SAMPLE_REQUEST) - 8))
def test_no_byte_before_the_fingerprint_can_be_changed(at: int) -> None:
    changed = bytearray(SAMPLE_REQUEST)
    changed[at] ^= 1
    request = stun.parse_request(bytes(changed))
    assert request is None


def test_the_address_is_told_as_in_rfc_5769() -> None:
    request = parsed(SAMPLE_REQUEST)
    ipv4 = stun.success_response(request, ("192.0.2.1", 32853), PASSWORD)
    ipv6 = stun.success_response(request, ("2001:db8:1234:5678:11:2233:4455:6677", 32853, 0, 0), PASSWORD)
    assert ipv4[20:32] == SAMPLE_MAPPED_IPV4
    assert ipv6[20:44] == SAMPLE_MAPPED_IPV6


def test_an_ipv4_address_of_a_socket_for_both_families_is_told_as_ipv4() -> None:
    request = parsed(SAMPLE_REQUEST)
    mapped = stun.success_response(request, ("::ffff:192.0.2.1", 32853, 0, 0), PASSWORD)
    assert mapped[20:32] == SAMPLE_MAPPED_IPV4


def test_a_scope_does_not_disturb_the_address() -> None:
    request = parsed(SAMPLE_REQUEST)
    scoped = stun.success_response(request, ("fe80::1%eth0", 5000, 0, 2), PASSWORD)
    read = read_signed(scoped)
    assert read.attributes["XOR-MAPPED-ADDRESS"] == ("fe80::1", 5000)


def test_another_implementation_accepts_our_answers() -> None:
    request = parsed(SAMPLE_REQUEST)
    success = read_signed(stun.success_response(request, ("192.0.2.1", 32853), PASSWORD))
    assert success.attributes["XOR-MAPPED-ADDRESS"] == ("192.0.2.1", 32853)
    assert success.transaction_id == TRANSACTION
    error = read_signed(stun.error_response(request, 487, PASSWORD))
    assert error.attributes["ERROR-CODE"] == (487, "")


def test_requests_of_another_implementation_are_proven() -> None:
    theirs = aioice_stun.Message(
        message_method=aioice_stun.Method.BINDING, message_class=aioice_stun.Class.REQUEST, transaction_id=TRANSACTION
    )
    theirs.attributes["USERNAME"] = "ours:theirs"
    theirs.attributes["USE-CANDIDATE"] = None
    theirs.attributes["ICE-CONTROLLING"] = 7
    theirs.add_message_integrity(PASSWORD)
    request = parsed(bytes(theirs))
    assert request.is_authentic(PASSWORD)
    assert request.use_candidate
    assert not request.ice_controlled


def test_attributes_after_message_integrity_are_not_obeyed() -> None:
    request = parsed(message(attribute(6, b"a:b"), after=attribute(0x25, b"") + attribute(0x7777, b"")))
    assert request.is_authentic(PASSWORD)
    assert not request.use_candidate
    assert request.unknown == ()


def test_a_second_message_integrity_is_not_obeyed() -> None:
    forged = message(attribute(6, b"a:b"), key=b"wrong", after=attribute(8, bytes(20)))
    assert not parsed(forged).is_authentic(PASSWORD)


def test_a_request_without_integrity_is_never_authentic() -> None:
    assert not parsed(message(attribute(6, b"a:b"), key=None)).is_authentic(b"")


def test_the_first_of_two_usernames_counts() -> None:
    assert parsed(message(attribute(6, b"a:b"), attribute(6, b"c:d"))).username == "a:b"


def test_unknown_required_attributes_are_listed_and_told() -> None:
    request = parsed(message(attribute(0x7FFF, b"x"), attribute(0x8FFF, b"optional"), attribute(0x0042, b"")))
    assert request.unknown == (0x7FFF, 0x0042)
    answer = read_signed(stun.error_response(request, 420, PASSWORD))
    assert answer.attributes["ERROR-CODE"] == (420, "")


LIES = {
    "empty": b"",
    "head alone, cut": SAMPLE_REQUEST[:19],
    "length too long": SAMPLE_REQUEST[:2] + b"\x00\x5c" + SAMPLE_REQUEST[4:],
    "length too short": SAMPLE_REQUEST[:2] + b"\x00\x54" + SAMPLE_REQUEST[4:],
    "bytes behind": SAMPLE_REQUEST + b"\x00\x00\x00\x00",
    "length not of four": SAMPLE_REQUEST[:2] + b"\x00\x59" + SAMPLE_REQUEST[4:] + b"\x00",
    "wrong cookie": SAMPLE_REQUEST[:4] + b"\x00\x00\x00\x00" + SAMPLE_REQUEST[8:],
    "attribute beyond the end": struct.pack("!HHI", 1, 4, 0x2112A442) + TRANSACTION + b"\x00\x06\x00\x10",
    "attribute of 65535 bytes": struct.pack("!HHI", 1, 8, 0x2112A442) + TRANSACTION + b"\x00\x06\xff\xff" + bytes(4),
    "integrity of zero bytes": message(attribute(8, b""), key=None),
    "priority of zero bytes": message(attribute(0x24, b""), key=None),
    "use-candidate with a value": message(attribute(0x25, b"1234"), key=None),
    "controlled of four bytes": message(attribute(0x8029, b"1234"), key=None),
    "username not ascii": message(attribute(6, b"\xff\xfe:b")),
    "username too long": message(attribute(6, b"a" * 513)),
    "too many attributes": message(*[attribute(0x8000, b"")] * 40),
    "a fingerprint in the middle": message(message(key=None)[20:]),
    "larger than a datagram": message(attribute(0x8000, bytes(1300))),
    "an answer": message(attribute(6, b"a:b"), kind=0x0101),
    "an indication": message(attribute(6, b"a:b"), kind=0x0011),
    "an allocation": message(attribute(6, b"a:b"), kind=0x0003),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_lies_or_is_no_binding_request_is_not_read(lie: str) -> None:
    assert stun.parse_request(LIES[lie]) is None


def test_a_zero_length_mapped_address_is_just_an_unknown_attribute() -> None:
    request = parsed(message(attribute(0x20, b"")))
    assert request.unknown == (0x20,)


@pytest.mark.parametrize("code", [400, 401, 420])
def test_an_unsigned_error_is_never_longer_than_its_question(code: int) -> None:
    bare = struct.pack("!HHI", 1, 0, 0x2112A442) + TRANSACTION
    longer = message(attribute(6, b"a:b"), key=b"wrong")
    unknowns = message(*[attribute(0x7000 + n, b"") for n in range(20)], key=None)
    assert stun.error_response(parsed(bare), code) == b""
    for question in (longer, unknowns):
        answer = stun.error_response(parsed(question), code)
        assert 0 < len(answer) <= len(question)
        assert aioice_stun.parse_message(answer).attributes["ERROR-CODE"] == (code, "")


@given(st.binary(max_size=200))
def test_junk_never_raises(data: bytes) -> None:
    stun.parse_request(data)
    stun.looks_like_stun(data)


@given(st.lists(st.tuples(st.integers(0, 0xFFFF), st.binary(max_size=40)), max_size=10), st.integers(-8, 8))
def test_well_framed_junk_never_raises(attributes: list[tuple[int, bytes]], lie: int) -> None:
    body = b"".join(attribute(kind, value) for kind, value in attributes)
    data = struct.pack("!HHI", 1, max(0, len(body) + lie), 0x2112A442) + TRANSACTION + body
    request = stun.parse_request(data)
    if request is not None:
        assert not request.is_authentic(PASSWORD)
        stun.error_response(request, 420, PASSWORD)
        assert len(stun.error_response(request, 400)) <= len(data)


def test_mutations_of_a_real_request_never_raise() -> None:
    rng = random.Random(5769)
    for _ in range(5000):
        data = bytearray(SAMPLE_REQUEST)
        for _ in range(rng.randrange(1, 6)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        stun.parse_request(bytes(data[: rng.randrange(len(data) + 1)]))


def test_a_check_costs_microseconds() -> None:
    """8 µs measured; slack for a busy machine."""
    count = 2000
    before = time.thread_time()
    for _ in range(count):
        request = parsed(SAMPLE_REQUEST)
        assert request.is_authentic(PASSWORD)
        stun.success_response(request, ("192.0.2.1", 32853), PASSWORD)
    assert (time.thread_time() - before) / count < 150e-6
