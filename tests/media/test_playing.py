"""The strict player finds what was planted, and nothing in what is whole."""

from pathlib import Path

import pytest

from tests.media.film.made_segments import Studio, moving, write_video
from tests.media.playing import NotWhole, all_played, half_written, played


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("whole") / "film.mkv"
    draw = moving(160, 90, 1)
    write_video(path, [draw(at / 30) for at in range(45)], "libx264", 30)
    return path.read_bytes()


def test_what_is_whole_is_counted(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "film.mkv"
    path.write_bytes(whole)
    found = played(path)
    assert (found.pictures, found.sizes_px) == (45, [(160, 90)])
    assert found.until_s == pytest.approx(44 / 30, abs=0.002)


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[: len(whole) // 2] + bytes(200) + whole[len(whole) // 2 + 200 :],
        lambda whole: whole[:600],
        lambda _: b"",
        lambda _: b"no film",
    ],
    ids=["cut", "zeros", "head alone", "empty", "something else"],
)
def test_what_is_not_is_a_fault(tmp_path: Path, whole: bytes, spoilt: object) -> None:
    assert callable(spoilt)
    path = tmp_path / "film.mkv"
    path.write_bytes(spoilt(whole))
    with pytest.raises(NotWhole):
        played(path)


def test_a_recording_is_whole_with_all_that_is_told_of_it(tmp_path: Path) -> None:
    studio = Studio(tmp_path / "r")
    studio.video("a", moving(160, 90, 1), 0, 2)
    assert [each.frames for each in all_played(tmp_path / "r")] == [60]
    assert half_written(tmp_path / "r") == []
    (tmp_path / "r" / "tracks" / "0" / "1.mkv").write_bytes(b"half")
    assert len(half_written(tmp_path / "r")) == 1


def test_frames_that_are_told_and_not_there_are_a_fault(tmp_path: Path) -> None:
    studio = Studio(tmp_path / "r")
    studio.video("a", moving(160, 90, 1), 0, 2)
    beside = tmp_path / "r" / "tracks" / "0" / "0.json"
    beside.write_text(beside.read_text().replace('"frames":60', '"frames":61'))
    with pytest.raises(NotWhole, match="61 are told"):
        all_played(tmp_path / "r")
