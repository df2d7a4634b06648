from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.media.plane.oracle.timeline import Timeline

HZ = 90_000


def test_the_first_source_begins_just_behind_the_first_stamp() -> None:
    line = Timeline(5000, HZ)
    line.switch(77, 100, 1.0)
    assert [line.stamp(77), line.stamp(3077)] == [5001, 8001]


def test_the_clock_runs_on_evenly_through_a_switch() -> None:
    line = Timeline(5000, HZ)
    line.switch(1000, 1900, 1.0)
    captured = 1900 + line.offset
    line.stamp(1000)
    line.switch(50_000, 54_500, 3.0)
    assert 54_500 + line.offset - captured == 2 * HZ
    assert line.stamp(50_000) == captured + 2 * HZ - 4500


def test_a_source_that_takes_longer_catches_up_at_half_speed_and_leaves_the_clock_alone() -> None:
    line = Timeline(0, HZ)
    line.switch(0, 0, 1.0)
    for tick in range(31):
        line.stamp(tick * 3000)
    line.switch(0, 9000, 2.0)  # 100 ms late
    assert line.offset == HZ - 9000 + 1
    stamps = [line.stamp(tick * 3000) for tick in range(10)]
    assert stamps[:3] == [90_002, 91_502, 93_002]
    assert [stamps[tick] == tick * 3000 + line.offset for tick in range(10)] == [False] * 7 + [True] * 3


def test_a_packet_that_came_late_does_not_turn_time_back() -> None:
    line = Timeline(0, HZ)
    line.switch(0, 0, 1.0)
    newest, _ = line.stamp(6000), line.stamp(3000)
    line.switch(0, 0, 1.0)
    assert line.stamp(0) == newest + 1


def test_a_source_that_is_far_too_late_moves_the_clock() -> None:
    line = Timeline(0, HZ)
    line.switch(0, 0, 1.0)
    line.stamp(10 * HZ)
    line.switch(0, 0, 1.0)
    assert line.stamp(0) == line.newest == 10 * HZ + 2
    assert line.stamp(3000) == 10 * HZ + 3002


def test_audio_waits_until_its_time_has_come_but_not_for_long() -> None:
    line = Timeline(0, 48_000)
    line.switch(0, 0, 1.0)
    line.stamp(960)
    assert line.must_wait(1000, 1960, 1.02)
    assert not line.must_wait(1960, 1960, 1.04)
    line.stamp(48_000)
    assert not line.must_wait(0, 0, 1.0)


@given(
    st.lists(
        st.tuples(st.integers(0, 1 << 32), st.integers(0, 40_000), st.floats(0, 2), st.integers(1, 12)), max_size=12
    )
)
def test_stamps_rise_with_time_through_any_switches(sources: list[tuple[int, int, float, int]]) -> None:
    line, now_s, stamps = Timeline(0, HZ), 1.0, list[int]()
    for base, lag, pause_s, frames in sources:
        now_s += pause_s
        line.switch(base, base + lag, now_s)
        for frame in range(frames):
            stamps.append(line.stamp(base + frame * 3000))
            now_s += 1 / 30
        assert stamps[-1] == line.newest
    assert all(earlier < later for earlier, later in pairwise(stamps))
