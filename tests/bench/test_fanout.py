"""The bench of forwarding at its smallest: what its testers found and what it prints; no times."""

import os
import re
from collections.abc import Iterator

import pytest

from bench import fanout
from bench.fanout_load.figures import Figures
from bench.fanout_load.scene import Size

LINE = re.compile(
    r"fanout n=10 kind=(video|audio) us_per_packet=\d+\.\d\d floor_us=\d+\.\d\d ratio=\d+\.\d\d latency_p50_us=\d+ "
    r"latency_p99_us=\d+ kb_per_viewer=\d+\.\d join_cpu_ms=\d+\.\d\d floor_p50_us=\d+ floor_p99_us=\d+"
)

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def cores() -> Iterator[None]:
    """A bench keeps to some of them; what comes after it does not."""
    own = os.sched_getaffinity(0)
    yield
    os.sched_setaffinity(0, own)


def run(publishers: int, viewers: int, kinds: tuple[str, ...]) -> list[Figures]:
    return fanout.run(Size(viewers, publishers, rest_s=0.2, settle_s=4, warm_s=0.5, measured_s=2, floor_s=0.5), kinds)


def assert_whole(figures: Figures) -> None:
    """Everything came, once and in order; when is another matter."""
    assert figures.expected == figures.forwarded == figures.received, figures.told()
    assert all(number == 0 for name, number in figures.tested.items() if name != "packets"), figures.told()


def test_every_packet_of_audio_and_of_video_reaches_ten_viewers_in_order() -> None:
    for figures in run(publishers=1, viewers=10, kinds=("audio", "video")):
        assert_whole(figures)
        assert figures.tested["packets"] > 4 * 50 * 2, figures.told()
        assert figures.forwarded == figures.tested["packets"] * 10 / 4
        assert LINE.fullmatch(figures.line())


def test_viewers_of_a_stage_get_every_packet_of_everybody_on_it() -> None:
    (figures,) = run(publishers=3, viewers=4, kinds=("video",))
    assert_whole(figures)
    assert figures.forwarded == figures.tested["packets"]
