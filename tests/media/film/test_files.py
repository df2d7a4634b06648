"""Values in files: whole ones, or none."""

from pathlib import Path

import pytest

from media.film import files
from media.film.order import FilmOrder


def test_what_was_written_is_read_and_strange_keys_are_let_pass(tmp_path: Path) -> None:
    order = FilmOrder("gallery", redacted=("a",), until_s=3.5)
    files.replace(tmp_path / "x.json", order)
    assert files.read(tmp_path / "x.json", FilmOrder) == order
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]
    (tmp_path / "y.json").write_text('{"layout": "gallery", "of_tomorrow": 1}')
    assert files.read(tmp_path / "y.json", FilmOrder) == FilmOrder("gallery")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"layout": "spiral"}', '{"width_px": 1000000}', '{"redacted": 5}'])
def test_what_is_no_order_is_a_value_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(ValueError, match=r"x\.json is no FilmOrder"):
        files.read(tmp_path / "x.json", FilmOrder)


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"x\.json"):
        files.read(tmp_path / "x.json", FilmOrder)
