"""Connectivity checks: the compiled plane answers the same ones as the oracle, with the same bytes."""

import hmac
import struct
import zlib

import pytest
from attrs import define, field
from hypothesis import given
from hypothesis import strategies as st

from media import stun
from media.address import Address
from media.plane import CheckSpec
from tests.media.plane.twins import Twins, address_of
from tests.media.stun_client import binding_request
from tests.media.test_stun import LIES, PASSWORD, SAMPLE_REQUEST, TRANSACTION, attribute, message

HERE, WITHOUT = 1, 2  # peers: whose checks the plane answers, and whose Trio does
USERNAME = b"ours:theirs"
THERE = address_of(HERE)
RIGHT = binding_request(USERNAME.decode(), PASSWORD.decode())
SAMPLE_RESPONSES = {  # RFC 5769 2.2 and 2.3, without SOFTWARE, signed by hmac and zlib
    ("192.0.2.1", 32853): bytes.fromhex("002000080001a147e112a643"),
    ("2001:db8:1234:5678:11:2233:4455:6677", 32853, 0, 0): bytes.fromhex(
        "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
    ),
    ("::ffff:192.0.2.1", 32853, 0, 0): bytes.fromhex("002000080001a147e112a643"),
}


@define
class Asked:
    """Both planes with a peer whose checks they answer and one whose they do not."""

    twins: Twins = field(factory=Twins)

    @classmethod
    def of(cls, key: bytes = PASSWORD, username: bytes = USERNAME) -> "Asked":
        asked = cls()
        asked.twins.join(HERE, checks=CheckSpec(username, key))
        asked.twins.join(WITHOUT)
        return asked

    def check(self, data: bytes, address: Address = THERE) -> list[bytes]:
        """What both answered."""
        before = len(self.twins.sent)
        theirs = self.twins.compiled.check(data, address, self.twins.now_s)
        ours = self.twins.oracle.check(data, address, self.twins.now_s)
        assert theirs == ours
        self.twins.compare()
        sent = self.twins.sent[before:]
        assert len(sent) == ours
        assert all(to == address for _, to in sent)
        return [reply for reply, _ in sent]

    def last_check_s(self, peer: int = HERE) -> float | None:
        theirs, ours = self.twins.compiled.last_check_s(peer), self.twins.oracle.last_check_s(peer)
        assert theirs == ours
        return ours


def test_a_right_check_is_answered_and_its_time_is_known() -> None:
    asked = Asked.of()
    assert asked.last_check_s() is None
    (reply,) = asked.check(RIGHT)
    request = stun.parse_request(RIGHT)
    assert request is not None
    assert reply == stun.success_response(request, address_of(HERE), PASSWORD)
    assert asked.last_check_s() == asked.twins.now_s
    asked.twins.now_s += 5.0
    asked.check(binding_request(USERNAME.decode(), PASSWORD.decode(), nominate=True))
    assert asked.last_check_s() == asked.twins.now_s
    asked.twins.now_s += 5.0
    assert asked.check(RIGHT[:-1] + b"!") == []
    assert asked.last_check_s() == asked.twins.now_s - 5.0


@pytest.mark.parametrize("address", SAMPLE_RESPONSES, ids=["ipv4", "ipv6", "ipv4 in ipv6"])
def test_answers_are_those_of_rfc_5769(address: Address) -> None:
    asked = Asked.of(username=b"evtj:h6vY")
    asked.twins.tell("move_peer", HERE, address)
    (reply,) = asked.check(message(attribute(6, b"evtj:h6vY")), address)
    body = SAMPLE_RESPONSES[address]

    def head(more: int) -> bytes:
        return struct.pack("!HHI", 0x0101, len(body) + more, 0x2112A442) + TRANSACTION

    digest = hmac.digest(PASSWORD, head(24) + body, "sha1")
    signed = head(32) + body + struct.pack("!HH", 8, 20) + digest
    assert reply == signed + struct.pack("!HHI", 0x8028, 4, zlib.crc32(signed) ^ 0x5354554E)


def test_the_sample_request_of_rfc_5769_is_of_the_other_role() -> None:
    asked = Asked.of(username=b"evtj:h6vY")
    assert asked.check(SAMPLE_REQUEST) == []


def test_only_from_where_the_media_goes_and_only_while_the_peer_is_here() -> None:
    asked = Asked.of()
    assert asked.check(RIGHT, address_of(WITHOUT)) == []
    assert asked.check(RIGHT, address_of(3)) == []
    asked.twins.tell("move_peer", HERE, address_of(3))
    assert asked.check(RIGHT) == []
    assert len(asked.check(RIGHT, address_of(3))) == 1
    asked.twins.tell("remove_peer", HERE)
    assert asked.check(RIGHT, address_of(3)) == []
    assert asked.last_check_s() is None


NOT_PLAIN = {
    **LIES,
    "another password": binding_request("ours:theirs", "wrong"),
    "another name": binding_request("ours:others", PASSWORD.decode()),
    "a longer name": binding_request("ours:theirs!", PASSWORD.decode()),
    "no integrity": message(attribute(6, USERNAME), key=None),
    "no name": message(attribute(0x24, bytes(4))),
    "unknown and required": message(attribute(6, USERNAME), attribute(0x7FFF, b"x")),
    "of the other role": message(attribute(6, USERNAME), attribute(0x8029, bytes(8))),
    "the name after the integrity": message(after=attribute(6, USERNAME)),
    "a second name that is not ascii": message(attribute(6, USERNAME), attribute(6, b"\xff")),
}


@pytest.mark.parametrize("kind", NOT_PLAIN)
def test_what_is_not_plain_is_left_to_trio(kind: str) -> None:
    asked = Asked.of()
    assert asked.check(NOT_PLAIN[kind]) == []
    assert asked.last_check_s() is None


def unmarked() -> bytes:
    """Without FINGERPRINT."""
    body = attribute(6, USERNAME)
    head = struct.pack("!HHI", 1, len(body) + 24, 0x2112A442) + TRANSACTION
    return head + body + attribute(8, hmac.digest(PASSWORD, head + body, "sha1"))


PLAIN = {
    "two names": message(attribute(6, USERNAME), attribute(6, b"c:d")),
    "an empty name first": message(attribute(6, b""), attribute(6, USERNAME)),
    "without fingerprint": unmarked(),
    "unknown but optional": message(attribute(6, USERNAME), attribute(0xC001, b"abcde")),
    "other things after the integrity": message(attribute(6, USERNAME), after=attribute(0x7777, b"") * 3),
    "as many attributes as may be": message(attribute(6, USERNAME), *[attribute(0x8000, b"")] * 29),
    "a name that is too long after the integrity": message(attribute(6, USERNAME), after=attribute(6, bytes(513))),
    "with a second digest": message(attribute(6, USERNAME), after=attribute(0x1C, bytes(32))),
}


@pytest.mark.parametrize("kind", PLAIN)
def test_what_says_more_or_less_than_it_must_is_plain_too(kind: str) -> None:
    assert len(Asked.of().check(PLAIN[kind])) == 1


@pytest.mark.parametrize("at", range(len(RIGHT) - 8))
def test_no_byte_before_the_fingerprint_can_be_changed(at: int) -> None:
    changed = bytearray(RIGHT)
    changed[at] ^= 1
    assert Asked.of().check(bytes(changed)) == []


@given(st.binary(min_size=1, max_size=64), st.integers(0, 300), st.binary(max_size=8))
def test_keys_and_messages_of_any_size_are_digested_as_hashlib_does(key: bytes, size: int, more: bytes) -> None:
    """Every place of the end within a block of SHA-1 is met."""
    padded = attribute(0x8000, bytes(size) + more)
    signed = message(attribute(6, USERNAME), padded, key=key)
    assert len(Asked.of(key).check(signed)) == 1


@given(
    st.lists(
        st.tuples(
            st.sampled_from([6, 8, 0x1C, 0x24, 0x25, 0x8028, 0x8029, 0x802A, 0x7777, 0x8000]),
            st.sampled_from([b"", bytes(4), bytes(8), bytes(20), USERNAME, b"\xff"]),
        ),
        max_size=34,
    ),
    st.lists(st.tuples(st.integers(0, 0xFFFF), st.binary(max_size=9)), max_size=3),
    st.integers(-8, 8),
)
def test_well_framed_junk_is_judged_alike(
    attributes: list[tuple[int, bytes]], after: list[tuple[int, bytes]], lie: int
) -> None:
    parts = [attribute(kind, value) for kind, value in attributes]
    behind = b"".join(attribute(kind, value) for kind, value in after)
    asked = Asked.of()
    for first in ([], [attribute(6, USERNAME)]):
        data = bytearray(message(*first, *parts, after=behind))
        asked.check(bytes(data))
        struct.pack_into("!H", data, 2, max(0, len(data) - 20 + lie))
        asked.check(bytes(data))


def test_a_key_of_more_than_a_block_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        Asked.of(bytes(65))
