"""Publishers and viewers come in as browsers do: WHIP or WHEP over a few kept connections, ICE checks, DTLS, keys.

That is done here in Python, some at a time; whoever is connected is handed to the compiled loop for good.
"""

import http.client
import queue
import select
import threading
import time
from collections.abc import Sequence
from secrets import randbits
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from attrs import define, field

from bench.fanout_load import libsrtp
from bench.fanout_load.floors import testers_at
from bench.fanout_load.traffic import Traffic
from media.dtls import DtlsState
from media.header_extensions import ABS_SEND_TIME
from tests.peers.plain_peer import PlainPeer
from tests.peers.plain_sdp import AUDIO_PT, VIDEO_PT

ASKERS: Final = 6
ASK_S: Final = 30
STEP_EVERY_S: Final = 0.05
CHECKS: Final = 4  # different ones, sent in turn
MID_LINE: Final = "a=extmap:4 "

Invitation = tuple[str, str]  # the address of WHIP or WHEP, and a token
Answered: TypeAlias = "queue.SimpleQueue[BenchPeer | BaseException]"


class BenchPeer(PlainPeer):
    """Offers what a browser would: REMB, and the send time in each packet."""

    def __init__(self, direction: str, seats: int = 1) -> None:
        super().__init__(direction)
        self.seats = seats

    def offer(self) -> str:
        """An audio and a video line for each seat, with the mids 0 and 1, 2 and 3, ..."""
        told = super().offer().replace(MID_LINE, f"a=extmap:2 {ABS_SEND_TIME}\r\n{MID_LINE}")
        told += f"a=rtcp-fb:{VIDEO_PT} goog-remb\r\na=rtcp-fb:{VIDEO_PT} ccm fir\r\n"
        head, audio, video = told.split("m=")
        lines = [
            f"m={section}".replace(f"a=mid:{kind}\r\n", f"a=mid:{2 * seat + kind}\r\n")
            for seat in range(self.seats)
            for kind, section in enumerate((audio, video))
        ]
        mids = " ".join(map(str, range(len(lines))))
        return head.replace("BUNDLE 0 1", f"BUNDLE {mids}") + "".join(lines)


@define
class Entrance:
    """`peers` are those connected so far, in the order of their numbers in the loop. They must outlive it."""

    traffic: Traffic
    peers: list[BenchPeer] = field(factory=list)
    sources: list[dict[str, int]] = field(factory=list)  # of each publisher, by kind: audio, video

    def publish(self, invitations: Sequence[Invitation], within_s: float) -> None:
        for peer in come_in(ask_all(invitations, "sendonly"), len(invitations), within_s):
            assert peer.srtp is not None
            number, keys = self._hand_over(peer, randbits(31)), libsrtp.inbound(peer.srtp)
            self.sources.append(
                {
                    "audio": self.traffic.add_source(number, keys, randbits(31), AUDIO_PT, b"0", False),
                    "video": self.traffic.add_source(number, keys, randbits(31), VIDEO_PT, b"1", True),
                }
            )

    def watch(self, answered: Answered, count: int, testers: int, within_s: float) -> None:
        """So many of them, spread over all, decrypt what they get."""
        spread = set(testers_at(count, testers))
        for nth, peer in enumerate(come_in(answered, count, within_s)):
            number = self._hand_over(peer, randbits(31))
            if nth in spread:
                assert peer.srtp is not None
                self.traffic.test(number, libsrtp.inbound(peer.srtp))

    def leave(self) -> None:
        """Only when the loop has stopped."""
        for peer in self.peers:
            peer.socket.close()

    def _hand_over(self, peer: BenchPeer, ssrc: int) -> int:
        assert peer.srtp is not None
        peer.socket.connect(peer.remote.address)
        del peer.dtls  # 5000 of OpenSSL's would fill the memory
        self.peers.append(peer)
        checks = [peer.binding_request() for _ in range(CHECKS)]
        return self.traffic.add_peer(peer.socket.fileno(), checks, libsrtp.outbound(peer.srtp), ssrc)


def come_in(answered: Answered, count: int, within_s: float) -> list[BenchPeer]:
    """So many out of `answered`, in the order in which they are connected."""
    arriving, arrived = dict[int, BenchPeer](), list[BenchPeer]()
    until_s, step_s = time.monotonic() + within_s, 0.0
    with select.epoll() as epoll:
        while len(arrived) < count:
            assert time.monotonic() < until_s, f"{len(arrived)} of {count} came in {within_s} s"
            for peer in _taken(answered):
                arriving[peer.socket.fileno()] = peer
                epoll.register(peer.socket, select.EPOLLIN)
                peer.step()
            ready = {fd for fd, _ in epoll.poll(0.002)}
            if time.monotonic() > step_s:  # repeats what was lost
                ready, step_s = set(arriving), time.monotonic() + STEP_EVERY_S
            for fd in ready:
                if is_connected(arriving[fd]):
                    epoll.unregister(fd)
                    arrived.append(arriving.pop(fd))
    return arrived


def is_connected(peer: BenchPeer) -> bool:
    peer.step()
    assert peer.dtls.state is not DtlsState.FAILED, peer.dtls.failure
    return peer.srtp is not None


def ask_all(invitations: Sequence[Invitation], direction: str) -> Answered:
    """A queue that peers get into as their offers are answered."""
    answered: Answered = queue.SimpleQueue()

    def ask(part: int) -> None:
        try:
            where = urlsplit(invitations[0][0])
            line = http.client.HTTPConnection(where.hostname or "", where.port, timeout=ASK_S)
            for url, token in invitations[part::ASKERS]:
                answered.put(_offered(line, url, token, direction))
            line.close()
        except BaseException as failure:  # noqa: BLE001 - whoever waits for the peers raises it
            answered.put(failure)

    for part in range(min(ASKERS, len(invitations))):
        threading.Thread(target=ask, args=(part,), daemon=True).start()
    return answered


def _offered(line: http.client.HTTPConnection, url: str, token: str, direction: str) -> BenchPeer:
    peer = BenchPeer(direction)
    head = {"Authorization": f"Bearer {token}", "Content-Type": "application/sdp"}
    line.request("POST", urlsplit(url).path, peer.offer(), head)
    response = line.getresponse()
    body = response.read().decode()
    assert response.status == http.client.CREATED, f"{response.status}: {body}"
    peer.accept(body)
    return peer


def _taken(answered: Answered) -> list[BenchPeer]:
    """All that are there now."""
    taken = []
    while not answered.empty():
        peer = answered.get()
        if isinstance(peer, BaseException):
            raise peer
        taken.append(peer)
    return taken
