"""RTP time becomes wall time by anchors; presence is what clips cover, without long gaps."""

from pathlib import Path

import pytest
from attrs import evolve

from media.film import files
from media.film.clips import Clip, found, present, wall_of
from media.recording.segment import Anchor, Gap, Segment

SEGMENT = Segment(0, 0, "a", "camera", "vp8", 90_000, 0, 900_000, 300, (Anchor(0, 100.0), Anchor(900_000, 110.1)))


@pytest.mark.parametrize(
    ("rtp", "wall_s"), [(0, 100), (450_000, 105.05), (900_000, 110.1), (990_000, 111.1), (-90_000, 99)]
)
def test_wall_time_is_on_straight_lines_between_anchors_and_goes_on_outside(rtp: int, wall_s: float) -> None:
    assert wall_of(SEGMENT, rtp) == pytest.approx(wall_s)


def test_a_long_gap_parts_presence_and_a_short_one_does_not() -> None:
    short = evolve(SEGMENT, gaps=(Gap(90_000, 180_000),))
    long = evolve(SEGMENT, gaps=(Gap(180_000, 540_000),))
    assert present([Clip(Path("x"), short)]) == [(100.0, pytest.approx(110.1))]
    assert present([Clip(Path("x"), long)]) == [
        (100.0, pytest.approx(102.02)),
        (pytest.approx(106.06), pytest.approx(110.1)),
    ]


def test_what_is_unreadable_or_incomplete_is_noted_and_what_is_unwanted_is_not_opened(tmp_path: Path) -> None:
    folder = tmp_path / "tracks" / "0"
    folder.mkdir(parents=True)
    for number, segment in enumerate([SEGMENT, evolve(SEGMENT, participant="b"), evolve(SEGMENT, anchors=())]):
        files.replace(folder / f"{number}.json", segment)
        (folder / f"{number}.mkv").touch()
    (folder / "3.json").write_text("[]")
    files.replace(folder / "4.json", SEGMENT)  # its film is not there
    clips, notes = found(tmp_path, {"b"})
    assert [clip.path.name for clip in clips] == ["0.mkv"]
    assert notes == ["0/2.mkv: incomplete", "0/3.json: unreadable", "0/4.mkv: incomplete"]
