"""Every preset opens an encoder that gives one packet per picture, in order."""

from pathlib import Path
from typing import get_args

import av
import pytest

from media.film.encoding import video_stream
from media.film.order import Container, FilmOrder, Preset


@pytest.mark.parametrize("container", get_args(Container))
@pytest.mark.parametrize("preset", get_args(Preset))
def test_a_packet_per_picture_in_the_order_of_showing(tmp_path: Path, container: Container, preset: Preset) -> None:
    with av.open(str(tmp_path / "x.mkv"), "w") as output:
        stream = video_stream(output, FilmOrder("speaker", container, width_px=161, height_px=161, preset=preset), 1)
        packets = []
        for index in range(10):
            frame = av.VideoFrame(160, 160, "yuv420p")
            frame.pts = index
            packets += stream.encode(frame)
        packets += stream.encode(None)
        assert [packet.pts for packet in packets] == sorted(packet.pts or 0 for packet in packets)
        assert len(packets) == 10
        assert packets[0].is_keyframe
