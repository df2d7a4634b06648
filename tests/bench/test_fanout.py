"""The bench of forwarding at its smallest: what its testers found and what it prints; no times."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.sources import ROOT

LINE = re.compile(
    r"fanout n=10 kind=(video|audio) us_per_packet=\d+\.\d\d floor_us=\d+\.\d\d ratio=\d+\.\d\d latency_p50_us=\d+ "
    r"latency_p99_us=\d+ kb_per_viewer=\d+\.\d join_cpu_ms=\d+\.\d\d"
)

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def cores() -> Iterator[None]:
    """A bench keeps to some of them; what comes after it does not."""
    own = os.sched_getaffinity(0)
    yield
    os.sched_setaffinity(0, own)


def test_every_packet_of_audio_and_of_video_reaches_ten_viewers_in_order() -> None:
    subprocess.run([sys.executable, "-m", "bench.fanout_load.extension"], cwd=ROOT, check=True, timeout=120)
    from bench import fanout  # noqa: PLC0415 - only now its loops are there
    from bench.fanout_load.scene import Size  # noqa: PLC0415

    size = Size(10, rest_s=0.2, warm_s=0.5, measured_s=2, floor_s=0.5)
    for figures in fanout.run(size, ("audio", "video")):
        assert figures.expected == figures.forwarded == figures.received, figures.told()
        assert all(number == 0 for name, number in figures.tested.items() if name != "packets"), figures.told()
        assert figures.tested["packets"] > 4 * 50 * 2, figures.told()
        assert figures.forwarded == figures.tested["packets"] * 10 / 4
        assert LINE.fullmatch(figures.line())
