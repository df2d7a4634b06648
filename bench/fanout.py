"""What forwarding costs: server CPU per packet, latency, memory and joins at 10 to 5000 viewers, the floor beside it.

The real server on a core of its own; publishers and viewers (ICE, DTLS, SRTP with AES-GCM) in one compiled loop on the
other. Video is replayed from Chromium's own frames, 30 a second in bursts of four packets; `even` is 100 packets of
1100 bytes a second, `audio` 50 of 120. A few viewers decrypt everything and look for gaps. The floor is measured
right after: the same sends by a bare loop on the server's core. `N=500 make bench-fanout`: one size, bursts alone.
On a machine that others use too, `NICE=-10` (for root) goes before them, so that it is the server that is measured.
Last line: `fanout n=… kind=… us_per_packet=… floor_us=… ratio=… latency_p50_us=… latency_p99_us=… …`. How late the
floor's packets come stands beside: who is served last of a burst waits for it all, whoever sends it.
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.crowd.processes import allow_files, go_first
from bench.fanout_load.figures import Figures
from bench.fanout_load.scene import Size, opened
from tests.browser.server import Server
from tests.sources import ROOT

OPEN_FILES: Final = 20_000
SETTINGS: Final = {
    "join_rate_per_minute": 1_000_000,
    "create_rate_per_minute": 1_000_000,
    "max_participants": 10_100,
    "max_stage": 26,  # a host who sends nothing is there too
    "log_format": "json",
    "log_level": "warning",
}
ONE_SIZE_S, STOPS_S = 50, 8  # with N, all of it, the first seconds and the end of the server among them
KINDS: Final = ("audio", "even", "video")
PLAN: Final = (
    (Size(10, measured_s=12), KINDS),  # the kernel tells CPU in hundredths of a second
    (Size(100), KINDS),
    (Size(500), KINDS),
    (Size(25, publishers=25), ("video",)),  # a full stage, seen by 25
    (Size(5000), ("audio",)),
    (Size(1000), KINDS),
    (Size(2000), KINDS),
)


def run(size: Size, kinds: Sequence[str]) -> list[Figures]:
    """One server; each kind of media in turn."""
    allow_files(OPEN_FILES)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), "127.0.0.1", (sys.executable, str(ROOT / "run.py")), **SETTINGS)
        try:
            with opened(server, size) as scene:
                scene.come_in()
                print(scene.joining.line(), flush=True)
                figures = []
                for kind in kinds:
                    figures.append(scene.measure(kind))
                    print(figures[-1].told(), flush=True)
                return figures
        finally:
            server.stop()


def main() -> None:
    only = os.environ.get("N")
    plan = [(Size(int(only), within_s=ONE_SIZE_S - STOPS_S), ("video",))] if only else PLAN
    go_first()
    own = os.sched_getaffinity(0)
    lines = []
    for size, kinds in plan:
        os.sched_setaffinity(0, own)
        lines += [figures.line() for figures in run(size, kinds)]
    print(*lines, sep="\n")


if __name__ == "__main__":
    main()
