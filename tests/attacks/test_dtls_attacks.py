"""DTLS from strangers (the ClientHello race), DTLS too early, and handshakes that never end."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from tests.attacks.attacker import Attacker, client_hello, client_hellos, handshake_message, record
from tests.attacks.watching import memory_bytes, unharmed
from tests.browser.server import Server
from tests.browser.waiting import wait_until
from tests.peers.api import Webinar, counted
from tests.peers.fixtures import LOOPBACK
from tests.peers.plain_call import PlainCall
from tests.peers.plain_peer import PlainPeer
from tests.peers.signalling import OfferRefusedError, post_offer

pytestmark = pytest.mark.slow  # seconds of floods each; in make test-slow nothing else takes the call's time

HELLOS = 2000
JOINS = 10
JOINED_WITHIN_S = 5  # alone it takes 0.05
HALF_OPEN = 20
HALF_OPEN_BYTES = 64 * 1024
HANDSHAKE_TIMEOUT_S = 3


def waiting_peer(webinar: Webinar) -> PlainPeer:
    """With an answer and a right check, but no handshake yet."""
    peer = PlainPeer("recvonly", "active")
    peer.token = webinar.attendee()
    answer, peer.resource = post_offer(webinar.whep, peer.token, peer.offer())
    peer.accept(answer)
    return peer


def prove_address(peer: PlainPeer) -> None:
    peer.greets = False
    wait_until(lambda: peer.stepped().is_checked, what="the answer to a check")


@pytest.mark.parametrize("joins", [JOINS, 5 * JOINS])
def test_strangers_client_hellos_keep_nobody_from_joining(
    joins: int, server: Server, call: PlainCall, webinar: Webinar
) -> None:
    before = counted(server.url, "unverified_source")
    attacker = Attacker(call.viewer)
    with closing(attacker.socket), unharmed(server, call):
        with attacker.sending(client_hellos(100 * HELLOS)):
            for _ in range(joins):
                began_s = time.monotonic()
                PlainPeer("recvonly").connect(webinar.whep, webinar.attendee()).say_goodbye()
                assert time.monotonic() - began_s < JOINED_WITHIN_S
        attacker.send(client_hellos(HELLOS))
    assert attacker.got == []
    assert counted(server.url, "unverified_source") - before > HELLOS / 2


def test_a_client_hello_before_a_check_gets_no_answer_and_harms_no_handshake(webinar: Webinar, server: Server) -> None:
    peer = waiting_peer(webinar)
    for hello in (client_hello(b"\x00\x00"), client_hello(b"\xc0\x2b")):
        peer.socket.sendto(hello, peer.remote.address)
    time.sleep(0.3)
    with pytest.raises(BlockingIOError):
        peer.socket.recv(2048)
    peer.shake_hands().say_goodbye()


def test_a_handshake_needs_a_right_check_and_no_nomination(webinar: Webinar) -> None:
    """Chromium ends its handshake 50 ms before it nominates."""
    peer = waiting_peer(webinar)
    peer.nominates = False
    peer.shake_hands().say_goodbye()


def test_clear_text_after_the_handshake_ends_no_call(server: Server, call: PlainCall) -> None:
    """As somebody would send it who forges the victims' addresses: alerts, application data, a new handshake."""
    forged = (
        record(21, 0, b"\x02\x28"),  # fatal: handshake_failure
        record(21, 0, b"\x01\x00"),  # close_notify
        record(23, 0, b"application data"),
        client_hello(b"\xc0\x2b"),
        record(20, 0, b"\x01"),
        record(22, 1, bytes(40), 7),  # of the right epoch and with a wrong tag
        record(21, 1, bytes(26), 8),
    )
    with unharmed(server, call):
        for peer in (call.publisher, call.viewer):
            for datagram in forged:
                peer.socket.sendto(datagram, peer.remote.address)


# --- handshakes that never end


def endless_fragments() -> Iterator[bytes]:
    """Of messages that claim to be long and never come whole; each record has the next number."""
    for number in range(1000):
        fragment = handshake_message(1, number % 8, 0xFFFFFF, number * 1000 % 0xFFFF00, bytes(1000))
        yield record(22, 0, fragment, number)


def overlapping_fragments() -> Iterator[bytes]:
    for number in range(1000):
        fragment = handshake_message(1, 0, 4000 + number % 3, number % 4000, bytes(600))
        yield record(22, 0, fragment, number)


def future_epochs() -> Iterator[bytes]:
    for number in range(1000):
        yield record((20, 22, 23)[number % 3], 1 + number % 4, bytes(1000), number)


def cipher_change_first() -> Iterator[bytes]:
    for number in range(200):
        yield record(20, 0, b"\x01", number)


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that waits shortly for handshakes and holds few of them."""
    settings = {"media_handshake_timeout_s": HANDSHAKE_TIMEOUT_S, "media_max_handshakes": HALF_OPEN + 5}
    server = Server(tmp_path_factory.mktemp("impatient"), LOOPBACK, **settings)
    yield server
    assert server.stop() == 0, server.text


@pytest.mark.parametrize("datagrams", [endless_fragments, overlapping_fragments, future_epochs, cipher_change_first])
def test_a_handshake_that_never_ends_costs_little_memory_and_is_given_up(
    datagrams: Callable[[], Iterator[bytes]], impatient: Server
) -> None:
    webinar = Webinar.create(impatient.url)
    publisher = PlainPeer("sendonly").connect(webinar.whip, webinar.presenter())
    viewer = PlainPeer("recvonly").connect(webinar.whep, webinar.attendee())
    with PlainCall(publisher, viewer) as call, unharmed(impatient, call), ExitStack() as open_sockets:
        call.wait_until_it_flows()
        peers = [waiting_peer(webinar) for _ in range(HALF_OPEN)]
        for peer in peers:
            open_sockets.callback(peer.socket.close)
            prove_address(peer)
        before = memory_bytes(impatient)
        for datagram in datagrams():
            for peer in peers:
                peer.socket.sendto(datagram, peer.remote.address)
            time.sleep(0.002)
        assert memory_bytes(impatient) - before < HALF_OPEN * HALF_OPEN_BYTES + 4_000_000
        wait_until(lambda: counted(impatient.url, "handshakes") == 0, HANDSHAKE_TIMEOUT_S + 5, "all given up")


def test_too_many_half_open_connections_are_asked_to_come_back_later(impatient: Server) -> None:
    webinar = Webinar.create(impatient.url)
    attendees = [webinar.attendee() for _ in range(HALF_OPEN + 6)]
    statuses = []
    for token in attendees:
        peer = PlainPeer("recvonly")
        with closing(peer.socket):
            try:
                post_offer(webinar.whep, token, peer.offer())
                statuses.append(201)
            except OfferRefusedError as refusal:
                statuses.append(refusal.status)
    assert statuses.count(503) >= 1
    assert statuses[:HALF_OPEN] == [201] * HALF_OPEN
    time.sleep(HANDSHAKE_TIMEOUT_S)
    wait_until(lambda: counted(impatient.url, "handshakes") == 0, 5, "all given up")
    PlainPeer("recvonly").connect(webinar.whep, webinar.attendee()).say_goodbye()
