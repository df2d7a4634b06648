"""Where segments begin and end, and their anchors, levels and gaps."""

from media.recording.cutting import Cut, Cutter
from media.recording.depacketise.frame import Frame

KEY, INTER = Frame(b"key", True, 320, 240), Frame(b"inter", False)
HZ = 90_000


def take(cutter: Cutter, frame: Frame, at_s: float) -> list[Cut]:
    return list(cutter.take(frame, "vp8", 5, round(at_s * HZ)))


def test_nothing_begins_before_a_key_frame() -> None:
    cutter = Cutter(HZ)
    assert take(cutter, INTER, 0.0) == []
    assert cutter.cut is None
    take(cutter, KEY, 0.1)
    assert cutter.cut is not None
    assert not cutter.needs_key


def test_a_segment_waits_for_a_key_frame_once_it_is_long_enough() -> None:
    cutter = Cutter(HZ)
    take(cutter, KEY, 0.0)
    assert take(cutter, INTER, 1.9) == []
    assert take(cutter, KEY, 3.8) == []
    assert not cutter.is_due
    assert take(cutter, INTER, 4.1) == []
    assert cutter.is_due
    (cut,) = take(cutter, KEY, 4.2)
    assert len(cut.blocks) == 4


def test_without_any_key_frame_it_ends_and_the_next_one_begins_with_one() -> None:
    cutter = Cutter(HZ)
    take(cutter, KEY, 0.0)
    cuts = [cut for at in range(1, 40) for cut in take(cutter, INTER, float(at))]
    assert [len(cut.blocks) for cut in cuts] == [30]
    assert cutter.needs_key


def test_time_that_goes_backwards_is_not_written() -> None:
    cutter = Cutter(HZ)
    take(cutter, KEY, 1.0)
    take(cutter, INTER, 0.5)
    assert [len(cut.blocks) for cut in cutter.finish()] == [1]


def test_anchors_by_reports_replace_those_by_arrival_and_a_step_forgets_what_was_before() -> None:
    cut = Cut("vp8", 5, HZ, 0, KEY, 0)
    cut.anchor(0, 100_000_000, is_reported=False)
    cut.anchor(HZ // 2, 100_700_000, is_reported=True)
    cut.anchor(HZ, 101_200_000, is_reported=True)
    cut.anchor(2 * HZ, 102_200_000, is_reported=True)
    assert [(each.rtp, each.wall_s) for each in cut.anchors()] == [(HZ // 2, 100.7), (2 * HZ, 102.2)]
    cut.anchor(3 * HZ, 1103_200_000, is_reported=True)
    assert [each.wall_s for each in cut.anchors()] == [1103.2]


def test_of_each_tenth_of_a_second_the_loudest_is_kept() -> None:
    cut = Cut("opus", 5, 48_000, 0, KEY, 0)
    for at, level in enumerate((50, 20, 60, 60, 60, 70, 90)):
        cut.level(at * 960, level)
    assert [(each.rtp, each.level_dbov) for each in cut.levels] == [(0, 20), (4800, 70)]
