import os
import random

import pytest
from aioice import stun as aioice_stun

from media import ice, stun

LOCAL = ice.IceCredentials("ours", "our-secret-password-1234")
TRANSACTION = bytes(range(12))


def check(
    username: str = "ours:theirs", *, key: str = LOCAL.password, nominate: bool = False, controlled: bool = False
) -> stun.BindingRequest:
    message = aioice_stun.Message(
        message_method=aioice_stun.Method.BINDING, message_class=aioice_stun.Class.REQUEST, transaction_id=TRANSACTION
    )
    message.attributes["USERNAME"] = username
    message.attributes["PRIORITY"] = 1
    message.attributes["ICE-CONTROLLED" if controlled else "ICE-CONTROLLING"] = 1
    if nominate:
        message.attributes["USE-CANDIDATE"] = None
    message.add_message_integrity(key.encode())
    request = stun.parse_request(bytes(message))
    assert request is not None
    return request


def agent() -> ice.IceLite:
    return ice.IceLite(LOCAL, "theirs", 0.0)


def address(number: int) -> tuple[str, int]:
    return ("192.0.2.1", 1000 + number)


def error_code(reply: bytes) -> int:
    return int(aioice_stun.parse_message(reply).attributes["ERROR-CODE"][0])


def test_an_authenticated_check_proves_its_address_and_is_answered() -> None:
    peer = agent()
    result = peer.answer(check(), address(1), 1.0)
    assert result.is_admitted
    assert peer.knows(address(1))
    assert not peer.knows(address(2))
    read = aioice_stun.parse_message(result.reply)
    assert read.attributes["XOR-MAPPED-ADDRESS"] == address(1)


@pytest.mark.parametrize("username", ["ours:others", "theirs:ours", "ours", "ours:", ":theirs", "ours:theirs:x"])
def test_a_check_for_another_pair_of_fragments_proves_nothing(username: str) -> None:
    peer = agent()
    result = peer.answer(check(username), address(1), 1.0)
    assert not result.is_admitted
    assert error_code(result.reply) == 401
    assert peer.addresses == ()
    assert peer.selected is None


def test_a_check_with_another_password_proves_nothing() -> None:
    peer = agent()
    result = peer.answer(check(key="wrong"), address(1), 1.0)
    assert error_code(result.reply) == 401
    assert peer.addresses == ()
    assert peer.last_check_s == 0.0


def test_a_check_without_integrity_is_a_bad_request() -> None:
    peer = agent()
    message = aioice_stun.Message(
        message_method=aioice_stun.Method.BINDING, message_class=aioice_stun.Class.REQUEST, transaction_id=TRANSACTION
    )
    message.attributes["USERNAME"] = "ours:theirs"
    request = stun.parse_request(bytes(message))
    assert request is not None
    assert error_code(peer.answer(request, address(1), 1.0).reply) == 400
    assert peer.addresses == ()


def test_a_client_that_wants_to_be_controlled_hears_of_the_conflict() -> None:
    peer = agent()
    result = peer.answer(check(controlled=True), address(1), 1.0)
    assert error_code(result.reply) == 487
    assert peer.addresses == ()


def test_an_address_is_chosen_before_nomination_and_nomination_moves_the_choice() -> None:
    peer = agent()
    peer.answer(check(), address(1), 1.0)
    peer.answer(check(), address(2), 1.1)
    assert peer.selected == address(1)
    peer.answer(check(nominate=True), address(2), 1.2)
    assert peer.selected == address(2)
    assert peer.knows(address(1))


def test_a_rebound_client_is_followed_though_it_does_not_nominate_again() -> None:
    peer = agent()
    peer.answer(check(nominate=True), address(1), 0.0)
    peer.answer(check(), address(2), 5.0)
    assert peer.selected == address(1)
    peer.answer(check(), address(2), 9.0)
    assert peer.selected == address(2)


def test_the_ninth_address_takes_the_place_of_the_one_checked_longest_ago() -> None:
    peer = agent()
    for number in range(8):
        assert peer.answer(check(), address(number), float(number)).evicted is None
    peer.answer(check(nominate=True), address(5), 8.0)
    peer.answer(check(), address(0), 9.0)
    result = peer.answer(check(), address(8), 10.0)
    assert result.evicted == address(1)
    assert not peer.knows(address(1))
    assert len(peer.addresses) == ice.MAX_ADDRESSES


def test_the_chosen_address_is_never_evicted() -> None:
    peer = agent()
    peer.answer(check(nominate=True), address(0), 0.0)
    for number in range(1, 1000):
        peer.answer(check(), address(number), 0.001 * number)
        assert peer.knows(address(0))
        assert len(peer.addresses) <= ice.MAX_ADDRESSES
    assert peer.selected == address(0)


def test_a_client_is_silent_after_fifteen_seconds_without_a_check() -> None:
    peer = agent()
    assert not peer.is_silent(15.0)
    assert peer.is_silent(15.1)
    peer.answer(check(), address(1), 15.2)
    assert not peer.is_silent(30.0)
    peer.answer(check(key="wrong"), address(1), 30.0)
    assert peer.is_silent(30.3)


def test_credentials_follow_the_random_source_and_satisfy_ice() -> None:
    made = ice.IceCredentials.generate(random.Random(1).randbytes)
    assert made == ice.IceCredentials.generate(random.Random(1).randbytes)
    assert made != ice.IceCredentials.generate(os.urandom)
    assert len(made.ufrag) >= 4
    assert len(made.password) >= 22
    assert set(made.ufrag + made.password) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    assert made.password not in repr(made)


def test_a_check_that_was_answered_elsewhere_keeps_the_chosen_address_fresh() -> None:
    peer = agent()
    peer.heard(1.0)
    assert peer.addresses == ()
    peer.answer(check(nominate=True), address(1), 1.0)
    peer.heard(8.0)
    peer.heard(None)
    peer.heard(2.0)
    assert peer.last_check_s == 8.0
    peer.answer(check(), address(2), 15.0)
    assert peer.selected == address(1)
    assert not peer.is_silent(30.0)
