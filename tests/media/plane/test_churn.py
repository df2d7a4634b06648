"""Tables change as fast as they can while packets flow: nothing that was freed is touched again.

`make asan` runs this where AddressSanitizer looks on, and where a touched corpse is a failed run.
"""

import os
import random
import secrets
import select
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from attrs import evolve

from media.address import Address
from media.plane import ALL, CheckSpec, PeerSpec
from media.plane.face import CompiledPlane
from media.srtp import AEAD_AES_128_GCM, SrtpKeys
from tests.media.plane.oracle import rtcp, twcc
from tests.media.plane.oracle.forwarding import EXTENSIONS, Camera, audio_down, audio_up, video_down, video_up, voice
from tests.media.plane.oracle.srtp import SrtpSession
from tests.media.rtp_packets import TRANSPORT
from tests.media.test_stun import attribute, message

ROUNDS = int(os.environ.get("CHURN_ROUNDS", "3000"))
FORWARDED = 100  # packets, at least, while tables change
PUBLISHERS, VIEWERS = range(1, 5), range(10, 50)
LIMIT_S = 20.0


class Flood:
    """Everybody's packets, from one socket for each, by a thread of its own, sealed beforehand."""

    def __init__(self, port: Address) -> None:
        self.port = port
        self.sockets = {peer: self._bound() for peer in (*PUBLISHERS, *VIEWERS)}
        self.keys: dict[int, tuple[bytes, bytes]] = {peer: self._keys() for peer in self.sockets}
        self.packets = {peer: self._sealed(peer) for peer in self.sockets}
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def spec(self, peer: int) -> PeerSpec:
        feedback = ("transport_cc", "remb", "none")[peer % 3]
        theirs, ours = self.keys[peer]
        checks = CheckSpec(b"ours:%d" % peer, ours)
        return PeerSpec(peer, SrtpKeys(AEAD_AES_128_GCM, theirs, ours), EXTENSIONS, feedback, checks)  # type: ignore[arg-type]

    def _bound(self) -> socket.socket:
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.bind(("127.0.0.1", 0))
        made.setblocking(False)
        return made

    def _keys(self) -> tuple[bytes, bytes]:
        return secrets.token_bytes(28), secrets.token_bytes(28)

    def _sealed(self, peer: int) -> list[bytes]:
        theirs, ours = self.keys[peer]
        far = SrtpSession(SrtpKeys(AEAD_AES_128_GCM, ours, theirs))
        if peer in VIEWERS:
            check = message(attribute(6, b"ours:%d" % peer), key=ours)
            told = [rtcp.nack(1, 7000 + peer, list(range(7000 + peer, 7200 + peer)))] * 20
            told += [rtcp.transport_feedback(1, 7000, twcc.write(50 * turn, [256] * 50, 0)) for turn in range(20)]
            return [check, *(far.protect_rtcp(part + rtcp.picture_loss(1, 7000 + peer)) for part in told)]
        cameras = [Camera(ssrc=70, rid="q", rtx_ssrc=71), Camera(ssrc=80, rid="h", rtx_ssrc=81)]
        packets: list[bytes] = []
        for turn in range(300):
            for camera in cameras:
                frame = camera.frame(3, key=turn % 4 == 0, body=bytes(600), temporal=turn % 4 % 3)
                packets += frame if turn % 5 else [*frame[1:], camera.padding(), camera.again(frame[0])]
            packets.append(voice(turn, 960 * turn, 5))
        return [far.protect(plain) for plain in packets]

    def _run(self) -> None:
        turn = 0
        while not self.stopped.is_set():
            for peer, made in self.sockets.items():
                packets = self.packets[peer]
                for at in range(4 if peer in PUBLISHERS else 1):
                    made.sendto(packets[(turn * 4 + at) % len(packets)], self.port)
            turn += 1

    def close(self) -> None:
        self.stopped.set()
        self.thread.join()
        for made in self.sockets.values():
            made.close()


class Churn:
    """Random calls, each one legal; `peers`, `ups`, `downs` are what is there."""

    def __init__(self, plane: CompiledPlane, flood: Flood, seed: int) -> None:
        self.plane, self.flood, self.random = plane, flood, random.Random(seed)
        self.peers: set[int] = set()
        self.ups: dict[int, int] = {}  # up track -> peer
        self.downs: dict[int, int] = {}

    def step(self) -> None:
        number = self.random.choice((*PUBLISHERS, *VIEWERS, *VIEWERS))
        if number not in self.peers:
            self.join(number)
        elif self.random.random() < 0.1:
            self.leave(number)
        elif number in PUBLISHERS:
            self.publish(number)
        else:
            self.watch(number)
            self.plane.pace(number, self.random.choice((100_000, 2_000_000, None)))
            self.plane.steer(number, self.random.random() < 0.5)
            if self.random.random() < 0.3:
                self.plane.probe(number, self.random.choice((100_000, 2_000_000)), self.random.randrange(300))
        self.plane.last_check_s(number)

    def join(self, number: int) -> None:
        self.peers.add(number)
        self.plane.add_peer(self.flood.spec(number))
        self.plane.move_peer(number, self.flood.sockets[number].getsockname())

    def leave(self, number: int) -> None:
        self.peers.remove(number)
        self.plane.remove_peer(number)
        self.ups = {up: peer for up, peer in self.ups.items() if peer != number}
        self.downs = {down: peer for down, peer in self.downs.items() if peer != number}

    def publish(self, number: int) -> None:
        up = number * 2 + self.random.randrange(2)
        if up not in self.ups:
            self.ups[up] = number
            self.plane.add_up(video_up(up, number, ("q", "h")) if up % 2 else audio_up(up, number))
            self.plane.allow_up(up, True)
        elif self.random.random() < 0.3:
            del self.ups[up]
            self.plane.remove_up(up)
        elif self.random.random() < 0.5:
            self.plane.record_up(up, self.random.randrange(3))
            self.plane.want_key_frame(up, self.random.randrange(2))
            self.plane.tape()
        else:
            self.plane.allow_up(up, self.random.random() < 0.8)

    def watch(self, number: int) -> None:
        down = number * 2 + self.random.randrange(2)
        if down not in self.downs:
            self.downs[down] = number
            video = evolve(video_down(down, number, 7000 + number), transport_cc_ext_id=TRANSPORT)
            self.plane.add_down(video if down % 2 else audio_down(down, number, 8000 + number))
        elif self.random.random() < 0.15:
            del self.downs[down]
            self.plane.remove_down(down)
        elif self.random.random() < 0.1:
            self.plane.move_peer(number, self.flood.sockets[self.random.choice(VIEWERS)].getsockname())
        else:
            fitting = [up for up in self.ups if up % 2 == down % 2]
            up = self.random.choice([None, *fitting]) if self.random.random() < 0.9 else None
            layer = self.random.randrange(2) if up is not None and up % 2 else 0
            self.plane.feed(down, up, layer, self.random.choice((0, 1, ALL)), self.random.choice((0, ALL)))
            if up is not None:
                self.plane.hush_up(up, self.random.random() < 0.2)


@pytest.fixture
def ours() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.bind(("127.0.0.1", 0))
        made.setblocking(False)
        yield made


@pytest.mark.parametrize("seed", [1, 2])
def test_the_plane_outlives_any_churn_of_its_tables(ours: socket.socket, seed: int) -> None:
    plane = CompiledPlane(time.time() - time.monotonic())
    plane.start(ours.fileno(), 0.0)
    flood = Flood(ours.getsockname())
    churn = Churn(plane, flood, seed)
    flood.thread.start()
    try:
        for round_ in range(10 * ROUNDS):
            churn.step()
            if select.select([plane.path.fileno()], [], [], 0)[0]:
                plane.signals()
                plane.drain()
            if round_ >= ROUNDS and plane.counters()["packets_out"] > FORWARDED:  # sanitizers are slow, floods are not
                break
        before = plane.counters()["packets_in"]
        deadline_s = time.monotonic() + LIMIT_S
        while plane.counters()["packets_in"] < before + 1000 and time.monotonic() < deadline_s:
            select.select([plane.path.fileno()], [], [], 0.05)
            plane.signals()
        assert plane.counters()["packets_in"] >= before + 1000, "it goes on"
    finally:
        plane.stop()
        flood.close()
    counters = plane.counters()
    assert counters["packets_out"] > FORWARDED
    assert counters["checks"] > 10
    assert "srtp_out_replayed" not in counters, "no number is used twice"


def test_a_plane_that_ends_in_the_middle_frees_what_was_still_in_its_ring(ours: socket.socket) -> None:
    for seed in range(5):
        plane = CompiledPlane(0.0)
        flood = Flood(ours.getsockname())
        plane.start(ours.fileno(), 0.0)
        churn = Churn(plane, flood, seed)
        flood.thread.start()
        for _ in range(200):
            churn.step()
        plane.stop()
        for _ in range(200):
            churn.step()
        flood.close()
        del plane, churn
