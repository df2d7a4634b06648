"""STUN from strangers: floods, guesses, amplification, malformed messages; and a NAT that forgets the victim."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from secrets import token_hex

import pytest

from tests.attacks.attacker import Attacker, noise
from tests.attacks.watching import memory_bytes, unharmed
from tests.browser.server import Server
from tests.browser.waiting import wait_until
from tests.peers.api import Webinar, counted
from tests.peers.plain_call import PlainCall
from tests.peers.plain_peer import PlainPeer
from tests.peers.plain_sdp import AUDIO_PT

pytestmark = pytest.mark.slow  # seconds of floods each; in make test-slow nothing else takes the call's time

FLOOD = 10_000
SUCCESS = b"\x01\x01"


@pytest.fixture
def attacker(call: PlainCall) -> Iterator[Attacker]:
    attacker = Attacker(call.viewer)
    with closing(attacker.socket):
        yield attacker


def wrong_checks(victim: PlainPeer, count: int) -> Iterator[bytes]:
    """For the victim's fragment, with a wrong password."""
    for _ in range(count):
        yield victim.binding_request(password=token_hex(12))


def unsigned_checks(victim: PlainPeer, count: int) -> Iterator[bytes]:
    """The shortest request that names the victim: USERNAME and nothing else."""
    username = f"{victim.remote.ufrag}:{victim.ufrag}".encode()
    attribute = b"\x00\x06" + len(username).to_bytes(2, "big") + username + bytes(-len(username) % 4)
    for _ in range(count):
        yield (
            b"\x00\x01"
            + len(attribute).to_bytes(2, "big")
            + b"\x21\x12\xa4\x42"
            + bytes.fromhex(token_hex(12))
            + attribute
        )


@pytest.mark.parametrize("checks", [wrong_checks, unsigned_checks])
def test_checks_without_the_password_get_few_and_short_answers(
    checks: Callable[[PlainPeer, int], Iterator[bytes]], server: Server, call: PlainCall, attacker: Attacker
) -> None:
    began_s = time.monotonic()
    with unharmed(server, call):
        attacker.send(checks(call.viewer, FLOOD))
    seconds = time.monotonic() - began_s
    assert attacker.bytes_in <= attacker.bytes_out
    assert len(attacker.got) <= 10 * (seconds + 2)
    assert all(len(answer) <= attacker.bytes_out / attacker.sent for answer in attacker.got)


@pytest.mark.parametrize("flood", [FLOOD, 20 * FLOOD])
def test_guessed_fragments_get_no_answer_and_leave_nothing_behind(
    flood: int, server: Server, call: PlainCall, attacker: Attacker
) -> None:
    guesses = (call.viewer.binding_request(ufrag=token_hex(8)) for _ in range(flood))
    attacker.send([call.viewer.binding_request(ufrag=token_hex(8)) for _ in range(100)])  # what is lazily made, is made
    before = memory_bytes(server)
    with unharmed(server, call):
        attacker.send(guesses, per_second=20_000)
    assert attacker.got == []
    assert counted(server.url, "unknown_ufrag") > flood / 2  # the rest the kernel may have dropped
    assert memory_bytes(server) - before < 4_000_000


def flip(message: bytes, at: int, bits: int) -> bytes:
    return message[:at] + bytes([message[at] ^ bits]) + message[at + 1 :]


def test_malformed_stun_gets_no_answer(server: Server, call: PlainCall, attacker: Attacker) -> None:
    rng = random.Random(7)
    right = call.viewer.binding_request()
    cut = (right[: rng.randrange(20, len(right))] for _ in range(500))
    proven_bytes = len(right) - 8  # all but FINGERPRINT
    flipped = (flip(right, rng.randrange(proven_bytes), rng.randrange(1, 256)) for _ in range(500))
    longer = (right[:2] + rng.randrange(65536).to_bytes(2, "big") + right[4:] for _ in range(500))
    with unharmed(server, call):
        for datagrams in (cut, flipped, longer, noise(0, 500, seed=1)):
            attacker.send(datagrams)
    assert [answer for answer in attacker.got if answer.startswith(SUCCESS)] == []


def test_a_ninth_address_of_a_peer_takes_the_place_of_the_oldest(server: Server, call: PlainCall) -> None:
    """Only who knows the password can do this at all."""
    others = [Attacker(call.viewer) for _ in range(12)]
    with unharmed(server, call):
        for other in others:
            other.send([call.viewer.binding_request(nominate=False)])
            wait_until(other.answered, what="an answer to a right check")
    for other in others:
        other.close()
    assert all(len(other.got) == 1 for other in others)  # an answer each, no media: nobody nominated them


def test_a_viewer_behind_a_nat_that_forgot_it_is_found_again_by_its_check(server: Server, call: PlainCall) -> None:
    with call.held():
        call.viewer.move()
        moved_s = time.monotonic()
        call.viewer.check()
    wait_until(lambda: call.arrivals(AUDIO_PT, moved_s), within_s=5, what="media at the new port")
    call.wait_until_it_flows(since_s=moved_s)


def test_a_publishers_packets_from_a_new_port_count_only_after_a_check(server: Server, call: PlainCall) -> None:
    before = counted(server.url, "unverified_source")
    with call.held():
        call.publisher.next_check_s = time.monotonic() + 3600  # no check by itself
        call.publisher.move()
    made = call.made()
    wait_until(lambda: counted(server.url, "unverified_source") > before + 10, what="packets from nowhere")
    assert call.got_beyond(made) == []
    moved_s = time.monotonic()
    call.publisher.next_check_s = 0.0
    call.wait_until_it_flows(since_s=moved_s)


def test_a_check_copied_by_somebody_else_moves_no_media_to_them_once_the_victim_checks_again(
    server: Server, call: PlainCall, webinar: Webinar
) -> None:
    """Whoever reads the path can replay a check; the victim's next one takes its media back."""
    thief = Attacker(call.viewer)
    with closing(thief.socket):
        thief.send([call.viewer.binding_request()])
        call.wait_until_it_flows(since_s=time.monotonic())
        stolen = len(thief.got)
        call.wait_until_it_flows(since_s=time.monotonic())
        thief.listen()
        assert len(thief.got) - stolen < 100
