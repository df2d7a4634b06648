"""Clips decoded as they are asked for."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from media.film.clips import found
from media.film.reels import Reel, decoded
from tests.media.film.made_segments import BEGAN_S, Studio


def test_a_reel_shows_the_last_picture_that_had_begun(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    levels = [40, 90, 140, 190]

    def draw(wall_s: float) -> NDArray[np.uint8]:
        return np.full((64, 64), levels[int(wall_s - BEGAN_S + 0.01)], np.uint8)

    studio.video("a", draw, 0, 4, segment_s=1, fps=10)
    clips, notes = found(tmp_path, ())
    reel = Reel(clips, notes.append)
    assert reel.at(BEGAN_S - 1) is None
    for at, level in [(0.05, 40), (0.95, 40), (1.05, 90), (3.5, 190), (9, 190)]:
        frame = reel.at(BEGAN_S + at)
        assert frame is not None
        assert frame.to_ndarray()[32, 32] == pytest.approx(level, abs=8)
    assert notes == []


def test_what_cannot_be_decoded_is_noted(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.audio("a", 0, 1)
    (clip,), notes = found(tmp_path, ())
    clip.path.write_bytes(b"nothing of the kind")
    assert list(decoded(clip, notes.append)) == []
    assert notes == ["0/0.mkv: InvalidDataError"]
