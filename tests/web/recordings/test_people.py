"""Who is in a recording is whose tracks there are."""

from pathlib import Path

from tests.web.recordings import shelves
from web.recordings.people import recorded, whose
from web.recordings.shelf import Shelf


def test_each_person_with_a_track_is_told_once_by_name_and_nobody_forgotten_or_unknown(tmp_path: Path) -> None:
    recording = shelves.recorded(Shelf(tmp_path))
    for track, who in enumerate(("zoe", "ada", "ada", "gone", "stranger")):
        shelves.segment(recording, who, track)
    names = {"zoe": "Zoë", "ada": "ada", "gone": "", "not recorded": "Eve"}
    assert recorded(recording.folder, names) == [("ada", "ada"), ("zoe", "Zoë")]


def test_what_says_nobodys_is_nobodys(tmp_path: Path) -> None:
    segment = shelves.segment(shelves.recorded(Shelf(tmp_path)), "ada")
    assert whose(segment) == "ada"
    segment.write_bytes(b"{")
    assert whose(segment) is None
    assert recorded(tmp_path / "rec", {"ada": "Ada"}) == []
