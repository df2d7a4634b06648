"""Runs the floor in a process of its own on the server's core, to receivers here; what it was on a quiet machine."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from bench.fanout_load import frames, libsrtp
from bench.fanout_load.traffic import Traffic
from tests.sources import ROOT

WARM_S: Final = 0.5
STARTS_S: Final = 30
SEND_BUFFER: Final = 4 << 20
QUIET: Final = {  # µs, DESIGN 9, by kind and viewers
    "video": {100: 2.3, 500: 2.1, 1000: 2.1, 2000: 1.7},
    "even": {100: 3.8, 500: 2.6, 1000: 3.8},
    "audio": {100: 5.4, 500: 3.3, 1000: 2.9},
}
DISTURBED_ABOVE: Final = 1.3
CHILD: Final = "bench.fanout_load.floor_child"


def is_disturbed(kind: str, viewers: int, publishers: int, floor_us: float) -> bool:
    """Whether the floor is so much higher than on a quiet machine that this run says little."""
    quiet_us = QUIET[kind].get(viewers) if publishers == 1 else None
    return quiet_us is not None and floor_us > DISTURBED_ABOVE * quiet_us


def floor_us(kind: str, viewers: int, publishers: int, core: int | None, for_s: float) -> float:
    """CPU per packet, paced as media of this kind: video in bursts, everything else singly."""
    with receivers(viewers) as ports:
        asked = {"kind": kind, "ports": ports, "publishers": publishers, "core": core, "warm_s": WARM_S, "for_s": for_s}
        ran = subprocess.run(
            [sys.executable, "-m", CHILD],
            input=json.dumps(asked),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=WARM_S + for_s + STARTS_S,
            check=True,
        )
    told = json.loads(ran.stdout)
    return float(told["used_ns"]) / float(told["packets"]) / 1000


@contextmanager
def receivers(count: int) -> Iterator[list[int]]:
    """So many sockets that the loop reads and counts, as it does a server's viewers; their ports."""
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(count)]
    traffic = Traffic(count, libsrtp.functions(), 0)
    for each in sockets:
        each.bind(("127.0.0.1", 0))
        each.setblocking(False)
        traffic.add_peer(each.fileno(), [], 0, 0)
    loop = threading.Thread(target=traffic.run)
    loop.start()
    try:
        yield [each.getsockname()[1] for each in sockets]
    finally:
        traffic.stop()
        loop.join()
        for each in sockets:
            each.close()


def media_of(kind: str) -> frames.Media:
    return {"video": frames.video, "even": frames.even_video, "audio": frames.audio}[kind]()
