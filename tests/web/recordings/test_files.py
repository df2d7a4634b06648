"""Small JSON files."""

from pathlib import Path

from web.recordings import files
from web.recordings.order import Chapter, FilmMade, FilmOrder, Progress


def test_what_is_written_is_read(tmp_path: Path) -> None:
    made = FilmMade(60, (Chapter(0, "Hello"),))
    files.write(tmp_path / "film.json", made)
    assert files.read(tmp_path / "film.json", FilmMade) == made
    assert [path.name for path in tmp_path.iterdir()] == ["film.json"]


def test_more_than_we_know_is_fine_and_less_is_not(tmp_path: Path) -> None:
    path = tmp_path / "some.json"
    path.write_text('{"state": "composing", "percent": 3, "frames": 9}')
    assert files.read(path, Progress) == Progress("composing", 3)
    for wrong in ('{"state": "dancing"}', '{"state": ', "[]", "", "\0"):
        path.write_text(wrong)
        assert files.read(path, Progress) is None, wrong
    assert files.read(tmp_path / "nothing", FilmOrder) is None


def test_what_is_too_long_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "some.json"
    path.write_text("{}" + " " * files.LONGEST_BYTES)
    assert files.read(path, FilmOrder) is None
