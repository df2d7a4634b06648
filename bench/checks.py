"""What answering a connectivity check costs: the server's CPU for each, as the checks of connected viewers come in.

Checks are sent evenly by plain clients on loopback, without media: at the rate of 1000 viewers of Chromium (one in
2.5 s each) and at 25 times that. Nearly each wakes the server from its sleep; that, receiving and
sending are all in it. What the server uses without checks is taken off.
Last line: `checks us_per_check=… busy_us_per_check=… answered=… of=…`.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from attrs import frozen

from bench.crowd.processes import go_first, keep_apart, ran_s
from tests.browser.server import Server
from tests.peers.api import Webinar
from tests.peers.plain_peer import PlainPeer
from tests.sources import ROOT

VIEWERS: Final = 50
CALM_PER_S, BUSY_PER_S = 400, 10_000
FOR_S: Final = 5.0
LAST_S: Final = 0.2
SETTINGS: Final = {"join_rate_per_minute": 1_000_000, "log_format": "json", "log_level": "warning"}


@frozen
class Cost:
    us_per_check: float
    sent: int
    answered: int


def come_in(server: Server) -> list[PlainPeer]:
    webinar = Webinar.create(server.url)
    return [PlainPeer("recvonly").connect(webinar.whep, webinar.attendee(f"Viewer {nth}")) for nth in range(VIEWERS)]


def ask(peers: list[PlainPeer], per_s: int, pid: int) -> Cost:
    checks = [peer.binding_request() for peer in peers]
    before_s, began_s = ran_s(pid), time.monotonic()
    time.sleep(FOR_S)
    idle_share = (ran_s(pid) - before_s) / (time.monotonic() - began_s)
    before_s, began_s = ran_s(pid), time.monotonic()
    sent = got = 0
    while sent < per_s * FOR_S:
        while sent < (time.monotonic() - began_s) * per_s:
            peer = peers[sent % VIEWERS]
            got += answered([peer])
            peer.socket.sendto(checks[sent % VIEWERS], peer.remote.address)
            sent += 1
        time.sleep(0.5 / per_s)
    time.sleep(LAST_S)
    used_s = ran_s(pid) - before_s - idle_share * (time.monotonic() - began_s)
    return Cost(used_s / sent * 1e6, sent, got + answered(peers))


def answered(peers: list[PlainPeer]) -> int:
    """How many answers lie in the viewers' sockets; those that a handshake was begun with are read by then."""
    found = 0
    for peer in peers:
        while True:
            try:
                found += peer.socket.recv(2048)[:2] == b"\x01\x01"
            except BlockingIOError:
                break
    return found


def main() -> None:
    go_first()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), "127.0.0.1", (sys.executable, str(ROOT / "run.py")), **SETTINGS)
        try:
            peers = come_in(server)
            keep_apart(server.process.pid)
            calm, busy = (ask(peers, per_s, server.process.pid) for per_s in (CALM_PER_S, BUSY_PER_S))
            for peer in peers:
                peer.say_goodbye()
        finally:
            server.stop()
    print(
        f"checks us_per_check={calm.us_per_check:.1f} busy_us_per_check={busy.us_per_check:.1f} "
        f"answered={calm.answered + busy.answered} of={calm.sent + busy.sent}"
    )


if __name__ == "__main__":
    main()
