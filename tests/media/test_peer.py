"""A peer's life, with a real handshake against our own DTLS in the client's role, without a network."""

from datetime import UTC, datetime

import pytest
import trio

from media import stun
from media.address import Address
from media.certificate import Certificate
from media.dtls import Dtls, DtlsContext, DtlsRole, DtlsState
from media.ice import IceCredentials, IceLite
from media.peer import Peer
from media.srtp import SrtpKeys
from tests.media.stun_client import binding_request

HERE, THERE = Certificate.generate(datetime.now(UTC)), Certificate.generate(datetime.now(UTC))
LOCAL = IceCredentials("ours" * 4, "p" * 32)
ADDRESS, OTHER = ("127.0.0.1", 5000), ("127.0.0.1", 5001)


class Home:
    """Holds one peer; `client`, if there is one, answers what is sent."""

    def __init__(self) -> None:
        self.client: Dtls | None = None
        self.peer: Peer | None = None
        self.owned: set[Address] = set()
        self.refuses: set[Address] = set()
        self.moved: list[Address] = []
        self.keys: SrtpKeys | None = None
        self.plane_checked_s: float | None = None
        self.is_connected = trio.Event()

    def send(self, datagram: bytes, address: Address) -> None:
        if self.client is not None and self.peer is not None:
            for back in self.client.receive(datagram):
                self.peer.handshake(back, address)

    def may_claim(self, address: Address, _peer: Peer, _now_s: float) -> bool:
        return address not in self.refuses

    def claim(self, address: Address, _peer: Peer) -> None:
        self.owned.add(address)

    def release(self, address: Address, _peer: Peer) -> None:
        self.owned.discard(address)

    def last_check_s(self, _peer: Peer) -> float | None:
        return self.plane_checked_s

    def move(self, _peer: Peer, address: Address) -> None:
        self.moved.append(address)

    def connected(self, _peer: Peer, keys: SrtpKeys) -> None:
        self.keys = keys
        self.is_connected.set()


def made(role: DtlsRole = DtlsRole.SERVER, *, expected: Certificate = THERE) -> tuple[Peer, Home, Dtls]:
    home = Home()
    now_s = trio.current_time()
    ours = Dtls(DtlsContext(HERE), role, [expected.fingerprint], now_s + 10)
    theirs = DtlsRole.CLIENT if role is DtlsRole.SERVER else DtlsRole.SERVER
    client = Dtls(DtlsContext(THERE), theirs, [HERE.fingerprint], now_s + 10)
    peer = Peer(1, "c1", IceLite(LOCAL, "theirs", now_s), ours, home)
    home.peer, home.client = peer, client
    return peer, home, client


def request(*, nominate: bool = False, password: str = LOCAL.password) -> stun.BindingRequest:
    read = stun.parse_request(binding_request(f"{LOCAL.ufrag}:theirs", password, nominate=nominate))
    assert read is not None
    return read


def check(peer: Peer, address: Address = ADDRESS, *, nominate: bool = False, password: str = LOCAL.password) -> bool:
    asked = request(nominate=nominate, password=password)
    return peer.check(asked, address, trio.current_time()).is_admitted


def shake_hands(peer: Peer, client: Dtls, address: Address = ADDRESS) -> None:
    for flight in client.start():
        peer.handshake(flight, address)


@pytest.mark.parametrize("role", DtlsRole)
async def test_the_handshake_gives_keys_in_either_role(role: DtlsRole, nursery: trio.Nursery) -> None:
    peer, home, client = made(role)
    nursery.start_soon(peer.run)
    assert check(peer)
    shake_hands(peer, client)
    with trio.fail_after(5):
        await home.is_connected.wait()
    assert home.keys is not None
    assert home.moved[-1] == ADDRESS
    assert client.state is DtlsState.CONNECTED
    nursery.cancel_scope.cancel()


async def test_a_certificate_that_the_offer_does_not_name_gets_no_keys(nursery: trio.Nursery) -> None:
    peer, home, client = made(expected=HERE)
    nursery.start_soon(peer.run)
    check(peer)
    shake_hands(peer, client)
    await trio.testing.wait_all_tasks_blocked()
    assert home.keys is None
    assert peer.ended_because == "fingerprint_mismatch"


async def test_a_wrong_password_owns_no_address(autojump_clock: trio.testing.MockClock) -> None:
    peer, home, _ = made()
    assert not check(peer, password="wrong" * 6)
    assert home.owned == set()


async def test_an_address_of_another_living_peer_is_not_taken_over() -> None:
    peer, home, _ = made()
    home.refuses.add(ADDRESS)
    assert not check(peer, ADDRESS)
    assert home.owned == set()


async def test_media_follows_the_address_that_the_client_nominates() -> None:
    peer, home, _ = made()
    check(peer, ADDRESS)
    check(peer, OTHER)
    assert home.moved == [ADDRESS]
    check(peer, OTHER, nominate=True)
    assert home.moved == [ADDRESS, OTHER]


async def test_a_handshake_that_never_ends_is_given_up_at_its_deadline(
    autojump_clock: trio.testing.MockClock,
) -> None:
    peer, home, _ = made()
    began_s = trio.current_time()
    await peer.run()
    assert peer.ended_because == "handshake_timeout"
    assert trio.current_time() - began_s == pytest.approx(10, abs=1)
    assert home.keys is None


async def test_fifteen_seconds_without_a_check_are_the_end(autojump_clock: trio.testing.MockClock) -> None:
    peer, home, client = made()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(peer.run)
        check(peer)
        shake_hands(peer, client)
        await trio.sleep(10)
        check(peer)
        await trio.sleep(14)
        assert peer.ended_because is None
        await trio.sleep(2.1)
        assert peer.ended_because == "timeout"
    assert home.owned == set()


async def test_checks_that_the_plane_answers_keep_a_peer_alive_until_they_stop(
    autojump_clock: trio.testing.MockClock,
) -> None:
    peer, home, client = made()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(peer.run)
        check(peer)
        shake_hands(peer, client)
        for _ in range(8):
            await trio.sleep(5)
            home.plane_checked_s = trio.current_time()
        await trio.sleep(14)
        assert peer.ended_because is None
        await trio.sleep(2.1)
        assert peer.ended_because == "timeout"


async def test_an_address_that_the_plane_heard_lately_does_not_give_way_to_another() -> None:
    peer, home, _ = made()
    now_s = trio.current_time()
    peer.ice.answer(request(), ADDRESS, now_s - 60)
    home.plane_checked_s = now_s - 1
    check(peer, OTHER)
    assert home.moved == []
    home.plane_checked_s = now_s - 0.5
    check(peer, OTHER, nominate=True)
    assert home.moved == [OTHER]


async def test_a_goodbye_from_either_side_ends_the_peer(nursery: trio.Nursery) -> None:
    peer, _, client = made()
    nursery.start_soon(peer.run)
    check(peer)
    shake_hands(peer, client)
    for datagram in client.close():
        peer.handshake(datagram, ADDRESS)
    assert peer.ended_because == "closed"

    peer, _, client = made()
    nursery.start_soon(peer.run)
    check(peer)
    shake_hands(peer, client)
    await trio.testing.wait_all_tasks_blocked()
    peer.end("revoked")
    await trio.testing.wait_all_tasks_blocked()
    assert client.state is DtlsState.CLOSED
