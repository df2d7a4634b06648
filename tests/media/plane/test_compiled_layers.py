"""Both planes choose alike among a stream's layers, where the codec tells more of them than VP8 does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.plane import KeyFrameSeen, UpReport
from tests.media.plane.layered_show import LATE, PUBLISHER, VIEWER, Show, fates, scripts
from tests.media.plane.oracle.forwarding import Camera, video_down, video_up
from tests.media.plane.twins import Twins


@given(scripts, fates, st.integers(65_480, 65_535))
def test_spatial_and_temporal_layers_are_chosen_alike(
    script: list[tuple[str, int, int]], fates: list[int], start: int
) -> None:
    show = Show(fates, start)
    show.frame(1, key=True)
    for step in script:
        show.play(*step)
    show.late()
    show.twins.wait(1.2)
    show.twins.compare()


def test_a_long_show_leaves_out_thousands_of_packets_and_counts_on() -> None:
    show = Show([0] * 29 + [LATE])
    show.play("limit", 0, 0)
    for second in range(60):
        if second == 40:
            show.play("limit", 3, 3)
        for frame in range(30):
            show.frame(2, key=not frame and second % 10 == 0)
        show.late()
        show.twins.wait(0.02)
        show.twins.compare()
    reports = [event for event in show.twins.events if isinstance(event, UpReport)]
    assert len(reports[-1].temporal_bps) == 3
    assert len(reports[-1].spatial_bps) == 3
    assert KeyFrameSeen(1, 0, 720, (180, 360, 720)) in show.twins.events


@pytest.mark.parametrize("key", [False, True])
@given(st.binary(max_size=24))
def test_any_descriptor_is_read_alike(key: bool, data: bytes) -> None:
    show = Show([0])
    if key:
        show.frame(1, key=True)
    show.play("limit", 1, 1)
    show.packet(data)
    show.frame(1)
    show.play("limit", 3, 3)
    show.frame(2, key=True)
    show.twins.compare()


def test_a_packet_that_comes_late_to_a_picture_left_out_before_more_was_wanted_is_a_filler_in_both() -> None:
    twins = Twins()
    twins.join(PUBLISHER)
    twins.join(VIEWER)
    twins.tell("add_up", video_up(1, PUBLISHER))
    twins.tell("allow_up", 1, True)
    twins.tell("add_down", video_down(1, VIEWER))
    twins.tell("feed", 1, 1, 0, 0)
    camera = Camera(ssrc=7)
    key, (first, second) = camera.frame(key=True), camera.frame(2, temporal=1)
    twins.arrive(PUBLISHER, [twins.seal(PUBLISHER, plain) for plain in (*key, second)])
    twins.tell("feed", 1, 1)
    later = [*camera.frame(temporal=1), *camera.frame(), first]
    twins.arrive(PUBLISHER, [twins.seal(PUBLISHER, plain) for plain in later])
    twins.compare()
    assert len(twins.sent) == 4
