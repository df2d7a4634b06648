"""The speaker is who is loudest for a while; a cough changes nothing."""

from pathlib import Path

from media.film.clips import Clip
from media.film.speaking import BIN_S, loudness, speakers
from media.recording.segment import Anchor, Level, Segment


def test_a_cough_changes_nothing_and_speaking_on_does_from_its_beginning() -> None:
    bins = {at: {"a": 90} for at in range(20)}
    bins[5] = {"a": 90, "b": 120}
    bins |= {at: {"a": 80, "b": 110} for at in range(10, 15)}
    assert speakers(bins) == [(0.0, "a"), (10 * BIN_S, "b"), (15 * BIN_S, "a")]


def test_who_is_silent_remains_the_speaker() -> None:
    assert speakers({0: {"a": 90}, 100: {"b": 90}}) == [(0.0, "a")]
    assert speakers({}) == []


def test_only_what_is_audible_on_a_microphone_counts() -> None:
    levels = (Level(0, 30), Level(4800, 20), Level(24_000, 90), Level(48_000, 50))
    segment = Segment(0, 0, "a", "microphone", "opus", 48_000, 0, 96_000, 100, (Anchor(0, 10.0),), levels=levels)
    assert loudness([Clip(Path("x"), segment)]) == {20: {"a": 107}, 22: {"a": 77}}
