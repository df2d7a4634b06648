"""Sound is where its wall time says, follows a drifting clock without a click, and never clips."""

from pathlib import Path

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from media.film import files
from media.film.clips import found
from media.film.cuts import Cut
from media.film.sound import NEAR, RATE_HZ, STRETCH, TWICE, limited, mixed, placed
from media.recording.segment import Segment
from tests.media.film.made_segments import BEGAN_S, Studio

BLOCK = np.zeros((2, 960), np.float32)


def test_a_block_goes_right_behind_the_one_before_unless_it_is_far() -> None:
    assert placed(BLOCK, 5000, None)[1] == 5000
    assert placed(BLOCK, 5010, 5000)[1] == 5000
    assert placed(BLOCK, 5000 + NEAR + 1, 5000)[1] == 5000 + NEAR + 1
    assert placed(BLOCK, 5200, 5000)[0].shape == (2, 960 + STRETCH)
    assert placed(BLOCK, 4800, 5000)[0].shape == (2, 960 - STRETCH)


def test_what_comes_again_because_a_clock_was_set_back_is_not_heard_twice(tmp_path: Path) -> None:
    assert placed(BLOCK, 5000 - RATE_HZ, 5000)[0].shape == (2, 0)
    assert placed(np.zeros((2, 4800), np.float32), 7500, 10_000)[0].shape == (2, 2300)
    assert placed(BLOCK, -TWICE, 5000)[1] == -TWICE, "no moment again, but another clock"
    Studio(tmp_path).audio("a", 0.0, 8.0, beeps=False, loud=[(0, 9)])
    second = sorted(tmp_path.glob("tracks/*/*.json"))[1]
    segment = files.read(second, Segment)
    back = tuple(evolve(anchor, wall_s=anchor.wall_s - 1.35) for anchor in segment.anchors)
    files.replace(second, evolve(segment, anchors=back))
    clips, notes = found(tmp_path, ())
    sound = mixed(clips, [Cut(0.0, BEGAN_S, 6.0)], 0, 6 * RATE_HZ, notes.append)
    assert np.abs(sound[:, RATE_HZ:]).max() == pytest.approx(0.5, abs=0.1)
    assert np.abs(sound[:, int(4.1 * RATE_HZ) : int(6.0 * RATE_HZ)]).max() == pytest.approx(0.5, abs=0.1)


@given(st.lists(st.floats(-30, 30, width=32), min_size=1, max_size=50))
def test_the_limiter_leaves_what_is_quiet_and_keeps_what_is_loud_in_bounds(values: list[float]) -> None:
    before = np.array([values], np.float32)
    after = limited(before.copy())
    assert np.abs(after).max() <= 1
    quiet = np.abs(before) <= 0.7
    assert (after[quiet] == before[quiet]).all()
    assert (np.sign(after) == np.sign(before)).all()


def test_two_halves_are_the_whole_and_silence_is_where_nothing_is(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.audio("a", 1.0, 3.0, beeps=False, loud=[(0, 9)])
    clips, notes = found(tmp_path, ())
    cuts = [Cut(3.0, BEGAN_S, 4.0)]
    whole = mixed(clips, cuts, 0, 7 * RATE_HZ, notes.append)
    first = mixed(clips, cuts, 0, 5 * RATE_HZ, notes.append)
    second = mixed(clips, cuts, 5 * RATE_HZ, 7 * RATE_HZ, notes.append)
    assert np.abs(whole - np.concatenate([first, second], axis=1)).max() < 0.2
    assert np.abs(whole[:, : int(3.98 * RATE_HZ)]).max() == 0
    assert np.abs(whole[:, int(4.1 * RATE_HZ) : int(5.9 * RATE_HZ)]).max() == pytest.approx(0.5, abs=0.1)
    assert np.abs(whole[:, int(6.1 * RATE_HZ) :]).max() == 0
    assert notes == []
