"""The demultiplexer without a network: datagrams go in by hand, what it sends is read from a socket of ours."""

import socket
from collections.abc import Iterator

import pytest

from media import stun
from media.address import Address
from media.endpoint import ERRORS_PER_SOURCE_PER_S, Endpoint
from media.ice import CheckAnswer, IceCredentials, IceLite
from tests.media.stun_client import binding_request

LOCAL = IceCredentials("ours" * 4, "p" * 32)


class Owner:
    def __init__(self) -> None:
        self.ice = IceLite(LOCAL, "theirs", 0.0)
        self.handshakes: list[bytes] = []

    def check(self, request: stun.BindingRequest, address: Address, now_s: float) -> CheckAnswer:
        return self.ice.answer(request, address, now_s)

    def handshake(self, datagram: bytes, _address: Address) -> None:
        self.handshakes.append(datagram)


class Board:
    """A switchboard with one peer."""

    def __init__(self) -> None:
        self.owner = Owner()

    def by_ufrag(self, ufrag: str) -> Owner | None:
        return self.owner if ufrag == LOCAL.ufrag else None

    def by_address(self, address: Address) -> Owner | None:
        return self.owner if self.owner.ice.knows(address) else None


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    made = Endpoint("127.0.0.1", 0)
    yield made
    made.close()


@pytest.fixture
def client() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(5)
        yield sock


def test_each_protocol_goes_its_own_way_by_its_first_byte(endpoint: Endpoint) -> None:
    board, address = Board(), ("127.0.0.1", 9)
    for first in (4, 19, 64, 127, 128, 191, 192, 255):  # media stays in the plane
        endpoint.datagram(board, bytes([first]) + b"what", address, 1.0)
    endpoint.datagram(board, b"", address, 1.0)
    assert endpoint.counters["unknown_kind"] == 9


def test_a_handshake_is_taken_only_from_an_address_that_passed_a_check(
    endpoint: Endpoint, client: socket.socket
) -> None:
    board, address = Board(), client.getsockname()
    endpoint.datagram(board, b"\x16hello", address, 1.0)
    assert board.owner.handshakes == []
    assert endpoint.counters["unverified_source"] == 1
    endpoint.datagram(board, binding_request(f"{LOCAL.ufrag}:theirs", LOCAL.password), address, 1.0)
    assert client.recv(2048)[:2] == b"\x01\x01"
    endpoint.datagram(board, b"\x16hello", address, 1.0)
    assert board.owner.handshakes == [b"\x16hello"]


def test_a_wrong_password_proves_nothing_and_gets_no_more_bytes_than_it_sent(
    endpoint: Endpoint, client: socket.socket
) -> None:
    board, address = Board(), client.getsockname()
    request = binding_request(f"{LOCAL.ufrag}:theirs", "wrong" * 6)
    sent = 0
    for _ in range(100):
        endpoint.datagram(board, request, address, 1.0)
    client.setblocking(False)
    answers = 0
    while True:
        try:
            sent += len(client.recv(2048))
        except BlockingIOError:
            break
        answers += 1
    assert answers == ERRORS_PER_SOURCE_PER_S
    assert sent <= 100 * len(request)
    assert not board.owner.ice.knows(address)


def test_a_fragment_nobody_has_is_counted_and_not_answered(endpoint: Endpoint, client: socket.socket) -> None:
    endpoint.datagram(Board(), binding_request("nobody:theirs", "x" * 32), client.getsockname(), 1.0)
    endpoint.datagram(Board(), b"\x00\x01junk", client.getsockname(), 1.0)
    assert endpoint.counters["unknown_ufrag"] == 1
    assert endpoint.counters["malformed_stun"] == 1
    client.setblocking(False)
    with pytest.raises(BlockingIOError):
        client.recv(1)


def test_a_datagram_that_the_network_will_not_take_is_lost_and_counted(endpoint: Endpoint) -> None:
    endpoint.send(b"x" * 100, ("255.255.255.255", 9))  # broadcast is forbidden without asking: EACCES
    assert endpoint.counters["send_lost"] == 1


def test_a_bug_about_one_peer_does_not_take_the_port_from_all_the_others(endpoint: Endpoint) -> None:
    def crash(_datagram: bytes, _address: Address) -> None:
        raise RuntimeError("planted")

    board, address = Board(), ("127.0.0.1", 9)
    board.owner.ice.answer(checked(), address, 1.0)
    board.owner.handshake = crash  # type: ignore[assignment, method-assign]
    endpoint.take(board, b"\x16hello", address, 1.0)
    assert endpoint.counters["crashed"] == 1


def checked() -> stun.BindingRequest:
    request = stun.parse_request(binding_request(f"{LOCAL.ufrag}:theirs", LOCAL.password))
    assert request is not None
    return request
