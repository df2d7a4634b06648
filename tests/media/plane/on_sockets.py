"""A compiled plane on real sockets of loopback, with far ends that have sockets too."""

import secrets
import select
import socket
import time
from typing import Self

from media.plane import CheckSpec, PeerSpec
from media.plane.face import CompiledPlane
from media.srtp import AEAD_AES_128_GCM, SrtpKeys
from tests.media.plane.oracle.forwarding import (
    EXTENSIONS,
    audio_down,
    audio_up,
    video_down,
    video_up,
)
from tests.media.plane.oracle.srtp import SrtpSession

KEYS = SrtpKeys(AEAD_AES_128_GCM, b"i" * 28, b"o" * 28)
LIMIT_S = 10.0


class Port:
    """A plane on a loopback socket, with a publisher and a viewer that have sockets too."""

    def __init__(self, family: socket.AddressFamily, host: str) -> None:
        self.plane = CompiledPlane(time.time() - time.monotonic())
        self.sockets = [socket.socket(family, socket.SOCK_DGRAM) for _ in range(3)]
        for each in self.sockets:
            each.bind((host, 0))
            each.settimeout(LIMIT_S)
        self.ours, self.publisher, self.viewer = self.sockets
        self.ours.setblocking(False)
        self.plane.start(self.ours.fileno(), 0.0)

    def join(self, peer: int, far: socket.socket, checks: CheckSpec | None = None) -> SrtpSession:
        theirs, ours = (secrets.token_bytes(28) for _ in range(2))
        self.plane.add_peer(PeerSpec(peer, SrtpKeys(AEAD_AES_128_GCM, theirs, ours), EXTENSIONS, checks=checks))
        self.plane.move_peer(peer, far.getsockname())
        return SrtpSession(SrtpKeys(AEAD_AES_128_GCM, ours, theirs))

    def wait_for_news(self) -> None:
        assert select.select([self.plane.path.fileno()], [], [], LIMIT_S)[0], "no news"

    def close(self) -> None:
        self.plane.stop()
        for each in self.sockets:
            each.close()


class Crowd:
    """A plane without a thread yet, whose port is bound; a publisher of both kinds, and many who watch it."""

    def __init__(self, count: int) -> None:
        self.plane = CompiledPlane(0.0)
        self.ours, self.publisher, *self.viewers = (socket.socket(type=socket.SOCK_DGRAM) for _ in range(2 + count))
        for each in (self.ours, self.publisher, *self.viewers):
            each.bind(("127.0.0.1", 0))
            each.settimeout(LIMIT_S)
        self.ours.setblocking(False)
        for number, each in enumerate((self.publisher, *self.viewers), 1):
            self.plane.add_peer(PeerSpec(number, KEYS, EXTENSIONS))
            self.plane.move_peer(number, each.getsockname())
        for up in (video_up(1, 1), audio_up(2, 1)):
            self.plane.add_up(up)
            self.plane.allow_up(up.id, True)
        for number in range(2, count + 2):
            self.plane.add_down(video_down(number, number))
            self.plane.add_down(audio_down(-number, number))
            self.plane.feed(number, 1)
            self.plane.feed(-number, 2)
        self.far = SrtpSession(SrtpKeys(AEAD_AES_128_GCM, KEYS.outbound, KEYS.inbound))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for each in (self.ours, self.publisher, *self.viewers):
            each.close()
