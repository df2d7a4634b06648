"""A part is there whole or not at all."""

from pathlib import Path

import av
import numpy as np
import pytest

from media.film.edit_list import EditList
from media.film.order import FilmOrder
from media.film.part import PART_FRAMES, compose, parts, sound_frames
from media.film.plan import Plan, plan_of
from tests.media.film.made_segments import Studio


def plan(folder: Path, seconds: float) -> Plan:
    studio = Studio(folder)
    studio.audio("a", 0, seconds, segment_s=seconds)
    return plan_of(studio.order(FilmOrder(width_px=160, height_px=160, preset="ultrafast"), EditList("Bees")))


def test_parts_follow_each_other_and_end_with_the_film(tmp_path: Path) -> None:
    made = plan(tmp_path, 70)
    assert parts(made) == [(0, PART_FRAMES), (PART_FRAMES, 73 * 30)]


def test_a_part_that_is_stopped_is_not_there(tmp_path: Path) -> None:
    def stop(_: int) -> None:
        raise InterruptedError

    into = tmp_path / "0.mkv"
    with pytest.raises(InterruptedError):
        compose(plan(tmp_path / "r", 1), (0, 30), into, 1, ([].append, stop))
    assert not into.exists()


def test_a_part_has_all_its_frames_and_samples(tmp_path: Path) -> None:
    into, told = tmp_path / "0.mkv", list[int]()
    compose(plan(tmp_path / "r", 1), (60, 105), into, 1, ([].append, told.append))
    assert told == list(range(60, 105))
    with av.open(str(into)) as container:
        assert sum(1 for _ in container.decode(video=0)) == 45
    with av.open(str(into)) as container:
        assert sum(frame.samples for frame in container.decode(audio=0)) == 45 * 1600


def test_sound_is_cut_into_blocks_without_loss() -> None:
    samples = np.arange(20_000, dtype=np.int16).reshape(2, 10_000)
    frames = sound_frames(samples)
    assert np.concatenate([frame.to_ndarray().reshape(-1, 2) for frame in frames]).T.tolist() == samples.tolist()
