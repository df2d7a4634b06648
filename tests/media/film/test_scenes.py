"""Who is seen where: tiles lie in the picture, apart, on even pixels."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.film.scenes import BESIDE_MOST, GRID_MOST, Present, arranged, scenes

SIZE = (1280, 720)
PEOPLE = [f"p{index}" for index in range(30)]


def who(tiles: object) -> list[tuple[str, str]]:
    return [(tile.participant, tile.source) for tile in tiles]  # type: ignore[attr-defined]


def test_four_share_the_picture_in_quarters() -> None:
    tiles = arranged(PEOPLE[:4], [], "", "gallery", SIZE)
    assert [(tile.x, tile.y, tile.width, tile.height) for tile in tiles] == [
        (4, 4, 632, 352), (644, 4, 632, 352), (4, 364, 632, 352), (644, 364, 632, 352),
    ]  # fmt: skip


def test_one_alone_has_all_of_the_picture() -> None:
    (alone,) = arranged(PEOPLE[:1], [], "", "gallery", SIZE)
    assert (alone.x, alone.y, alone.width, alone.height) == (0, 0, *SIZE)


def test_the_speaker_is_first_and_largest_in_speaker_view() -> None:
    first, *others = arranged(PEOPLE[:9], [], "p3", "speaker", SIZE)
    assert first.participant == "p3"
    assert len(others) == BESIDE_MOST
    assert all(first.width > 3 * other.width for other in others)


def test_a_shared_screen_is_large_with_the_speaker_beside_it() -> None:
    assert who(arranged(PEOPLE[:3], ["p0"], "p1", "speaker", SIZE)) == [("p0", "screen"), ("p1", "camera")]
    assert who(arranged(PEOPLE[:3], ["p0"], "", "gallery", SIZE))[0] == ("p0", "screen")


@given(
    st.integers(0, 30), st.integers(0, 2), st.sampled_from(["", *PEOPLE]), st.sampled_from(["speaker", "gallery"]),
    st.tuples(st.integers(160, 2000), st.integers(160, 2000)),
)  # fmt: skip
def test_tiles_lie_in_the_picture_apart_and_on_even_pixels(
    people: int, screens: int, speaker: str, layout: str, asked: tuple[int, int]
) -> None:
    size = (asked[0] // 2 * 2, asked[1] // 2 * 2)
    tiles = arranged(PEOPLE[:people], PEOPLE[:people][:screens], speaker, layout, size)
    assert len(tiles) <= GRID_MOST
    assert bool(tiles) == bool(people)
    for tile in tiles:
        assert min(tile.x, tile.y) >= 0
        assert min(tile.width, tile.height) >= 2
        assert tile.x + tile.width <= size[0]
        assert tile.y + tile.height <= size[1]
        assert not any(length % 2 for length in (tile.x, tile.y, tile.width, tile.height))
    for one, other in combinations(tiles, 2):
        beside = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert beside or one.y + one.height <= other.y or other.y + other.height <= one.y


def test_who_is_beside_a_shared_screen_stands_in_the_middle_of_its_height() -> None:
    screen, *beside = arranged(PEOPLE[:3], ["p0"], "", "gallery", SIZE)
    assert beside[0].y - screen.y == screen.y + screen.height - (beside[-1].y + beside[-1].height)
    assert all(abs(tile.height / tile.width - 9 / 16) < 0.03 for tile in beside)


def test_a_scene_lasts_until_something_changes() -> None:
    present = Present({"a": [(10.0, 50.0)], "b": [(20.0, 30.0)]}, {"a": [(40.0, 45.0)]})
    made = scenes(present, [(25.0, "b")], "speaker", SIZE)
    assert [(scene.from_s, who(scene.tiles)) for scene in made] == [
        (0, []),
        (10, [("a", "camera")]),
        (20, [("a", "camera"), ("b", "camera")]),
        (25, [("b", "camera"), ("a", "camera")]),
        (30, [("a", "camera")]),
        (40, [("a", "screen"), ("a", "camera")]),
        (45, [("a", "camera")]),
        (50, []),
    ]


def test_who_is_in_the_spotlight_is_large_whoever_speaks_and_only_while_there() -> None:
    present = Present({"a": [(0.0, 50.0)], "b": [(0.0, 30.0)]}, {"a": [(40.0, 50.0)]}, {"b": [(10.0, 99.0)]})
    made = scenes(present, [(5.0, "a"), (20.0, "a")], "speaker", SIZE)
    assert [(scene.from_s, who(scene.tiles)[:1]) for scene in made] == [
        (0, [("a", "camera")]),
        (10, [("b", "camera")]),
        (30, [("a", "camera")]),
        (40, [("a", "screen")]),
        (50, []),
    ]


@pytest.mark.parametrize("people", [1, 2, 3, 5, 17, 25])
def test_a_grid_shows_everybody(people: int) -> None:
    assert len(arranged(PEOPLE[:people], [], "", "gallery", SIZE)) == people
