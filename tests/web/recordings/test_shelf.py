"""What lies in the recordings' folder."""

from pathlib import Path

import pytest

from tests.web.recordings.shelves import STARTED_S, composed, ordered, recorded, segment
from web.recordings.order import FilmOrder
from web.recordings.shelf import Shelf


def test_recordings_and_films_are_found_as_they_were_ordered(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "recordings")
    assert shelf.recordings() == []
    ordered(shelf, "rec", "b", FilmOrder("gallery", "webm", ("paul",), 1, 2))
    composed(shelf, "rec", "c")
    (recording,) = shelf.recordings()
    films = {film.id: film for film in recording.films()}
    assert films["b"].order == FilmOrder("gallery", "webm", ("paul",), 1, 2)
    assert films["b"].key == "rec/films/b/film.webm"
    assert (films["c"].progress.state, films["c"].made and films["c"].made.duration_s) == ("done", 60)
    assert recording.bytes() > 10


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", ".deleting-rec", "a" * 65, "ä", "rec\n"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    shelf = Shelf(tmp_path)
    recorded(shelf)
    assert shelf.recording(name) is None
    assert shelf.film("rec", name) is None
    assert shelf.film(name, "film") is None


def test_a_folder_that_is_no_recording_is_none(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    (tmp_path / "half").mkdir()
    assert (shelf.recordings(), shelf.recording("half")) == ([], None)


def test_what_is_put_away_is_in_no_list_and_remembered(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    film = composed(shelf)
    shelf.put_away(film.folder)
    shelf.put_away(film.folder)
    assert shelf.film("rec", "film") is None
    assert [shelf.prefix_of(path) for path in shelf.condemned()] == ["rec/films/film"]
    shelf.put_away(tmp_path / "rec")
    assert shelf.recordings() == []
    assert [shelf.prefix_of(path) for path in shelf.condemned()] == ["rec"]


def test_a_recording_was_written_when_its_last_segment_was(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    recording = recorded(shelf)
    assert recording.written_s() == STARTED_S
    path = segment(recording, "paul")
    assert recording.written_s() == max(path.stat().st_mtime, path.with_suffix(".mkv").stat().st_mtime)
