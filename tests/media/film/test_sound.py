"""Sound is where its wall time says, follows a drifting clock without a click, and never clips."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.film.clips import found
from media.film.cuts import Cut
from media.film.sound import NEAR, RATE_HZ, STRETCH, limited, mixed, placed
from tests.media.film.made_segments import BEGAN_S, Studio

BLOCK = np.zeros((2, 960), np.float32)


def test_a_block_goes_right_behind_the_one_before_unless_it_is_far() -> None:
    assert placed(BLOCK, 5000, None)[1] == 5000
    assert placed(BLOCK, 5010, 5000)[1] == 5000
    assert placed(BLOCK, 5000 + NEAR + 1, 5000)[1] == 5000 + NEAR + 1
    assert placed(BLOCK, 5200, 5000)[0].shape == (2, 960 + STRETCH)
    assert placed(BLOCK, 4800, 5000)[0].shape == (2, 960 - STRETCH)


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
