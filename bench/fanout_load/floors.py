"""Runs the floor in a process of its own on the server's core, to receivers here; what it was on a quiet machine."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from attrs import frozen

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
FOREVER_NS: Final = 1 << 62


def is_disturbed(kind: str, viewers: int, publishers: int, floor_us: float) -> bool:
    """Whether the floor is so much higher than on a quiet machine that this run says little."""
    quiet_us = QUIET[kind].get(viewers) if publishers == 1 else None
    return quiet_us is not None and floor_us > DISTURBED_ABOVE * quiet_us


@frozen
class FloorFigures:
    us_per_packet: float
    latency_p50_us: float
    latency_p99_us: float


def measure(kind: str, viewers: int, publishers: int, testers: int, *, core: int | None, for_s: float) -> FloorFigures:
    """CPU per packet, paced as media of this kind (video in bursts, everything else singly), and how late it comes."""
    with receivers(viewers, testers) as (traffic, ports):
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
        p50_us, p99_us = percentiles_us(traffic.ages_ns(told["from_ns"], FOREVER_NS))
    return FloorFigures(float(told["used_ns"]) / float(told["packets"]) / 1000, p50_us, p99_us)


def percentiles_us(ages_ns: Sequence[int]) -> tuple[float, float]:
    """The middle and the 99th of sorted ages; 0 if there are none."""
    if not ages_ns:
        return 0.0, 0.0
    return ages_ns[len(ages_ns) // 2] / 1000, ages_ns[len(ages_ns) * 99 // 100] / 1000


@contextmanager
def receivers(count: int, testers: int) -> Iterator[tuple[Traffic, list[int]]]:
    """So many sockets that the loop reads and counts, as it does a server's viewers; their ports."""
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(count)]
    inbound = [libsrtp.receiver() for _ in range(testers)]
    traffic = Traffic(count, libsrtp.functions(), 0)
    for each in sockets:
        each.bind(("127.0.0.1", 0))
        each.setblocking(False)
        traffic.add_peer(each.fileno(), [], 0, 0)
    for place, session in zip(testers_at(count, testers), inbound, strict=True):
        traffic.test(place, libsrtp.context(session))
    loop = threading.Thread(target=traffic.run)
    loop.start()
    try:
        yield traffic, [each.getsockname()[1] for each in sockets]
    finally:
        traffic.stop()
        loop.join()
        for each in sockets:
            each.close()


def testers_at(viewers: int, testers: int) -> list[int]:
    """Their places among the viewers: evenly spread, the last one among them, since it is served last."""
    return [viewers * (nth + 1) // testers - 1 for nth in range(testers)]


def media_of(kind: str) -> frames.Media:
    return {"video": frames.video, "even": frames.even_video, "audio": frames.audio}[kind]()
