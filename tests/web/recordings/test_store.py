"""What may be a key."""

import pytest

from web.recordings.store import checked


@pytest.mark.parametrize("key", ["rec", "rec/films/a_-1/film.mp4"])
def test_keys_made_of_ids_are_good(key: str) -> None:
    assert checked(key) == key


@pytest.mark.parametrize(
    "key", ["", "/a", "a/", "a//b", "..", "a/../b", "a/.hidden", "a\\b", "a\0", "a\n", "ä", "a/" * 9]
)
def test_nothing_leaves_its_place(key: str) -> None:
    with pytest.raises(ValueError, match="no such key"):
        checked(key)
