"""Where tiles stand: geometry.js."""

from collections.abc import Callable
from typing import Any

import pytest

ROOMS = [(1252, 660), (1572, 760), (374, 730), (344, 500), (700, 320), (878, 660)]

Arrange = Callable[..., Any]


@pytest.fixture
def arrange(js: Callable[..., Any]) -> Arrange:
    """The arrangement of so many people in a room; `main` is None, camera or screen."""
    code = """(m, count, main, width, height, page) => {
        const tile = (n, source) => ({ key: `p${n} ${source}`, participant: `p${n}`, source });
        const rest = Array.from({ length: count }, (_, n) => tile(n + 1, "camera"));
        return m.arrange({ main: main && tile(0, main), rest }, { width, height, page });
    }"""

    def run(count: int, main: str | None, width: int, height: int, page: int = 0) -> Any:
        return js("geometry.js", code, count, main, width, height, page)

    return run


def placed(arrangement: Any) -> list[dict[str, float]]:
    return [*arrangement["boxes"], *([arrangement["more"]["box"]] if arrangement["more"] else [])]


def overlap(a: dict[str, float], b: dict[str, float]) -> bool:
    apart = (
        a["x"] + a["width"] <= b["x"] + 0.5
        or b["x"] + b["width"] <= a["x"] + 0.5
        or a["y"] + a["height"] <= b["y"] + 0.5
        or b["y"] + b["height"] <= a["y"] + 0.5
    )
    return not apart


@pytest.mark.parametrize("main", [None, "camera", "screen"])
def test_tiles_stay_in_the_room_and_never_overlap(arrange: Arrange, main: str | None) -> None:
    for width, height in ROOMS:
        for count in (1, 2, 3, 4, 5, 8, 9, 16, 25):
            boxes = placed(arrange(count, main, width, height))
            for index, box in enumerate(boxes):
                where = (width, height, count, box)
                assert -0.5 <= box["x"] <= width - box["width"] + 0.5, where
                assert -0.5 <= box["y"] <= height - box["height"] + 0.5, where
                assert not any(overlap(box, other) for other in boxes[index + 1 :]), where


def test_everybody_is_shown_or_counted(arrange: Arrange) -> None:
    for width, height in ROOMS:
        for count in (1, 3, 9, 25):
            made = arrange(count, "camera", width, height)
            hidden = made["more"]["count"] if made["more"] else 0
            assert len(made["boxes"]) - 1 + hidden == count


def test_faces_are_never_cropped_beyond_recognition_nor_wider_than_a_camera(arrange: Arrange) -> None:
    for width, height in ROOMS:
        for count in (1, 2, 3, 4, 9, 25):
            for box in arrange(count, None, width, height)["boxes"]:
                assert 0.79 <= box["width"] / box["height"] <= 1.79


def test_twenty_five_people_fit_one_page_on_a_wide_screen(arrange: Arrange) -> None:
    made = arrange(25, None, 1572, 760)
    assert (len(made["boxes"]), made["pages"]) == (25, 1)


def test_a_phone_shows_six_people_a_page_and_all_of_them_over_the_pages(arrange: Arrange) -> None:
    pages = [arrange(25, None, 374, 730, page) for page in range(5)]
    assert [len(made["boxes"]) for made in pages] == [6, 6, 6, 6, 1]
    assert len({box["key"] for made in pages for box in made["boxes"]}) == 25


def test_a_page_that_no_longer_exists_becomes_the_last_one(arrange: Arrange) -> None:
    assert arrange(7, None, 374, 730, 4)["page"] == 1


def test_a_shared_screen_takes_most_of_the_room(arrange: Arrange) -> None:
    for width, height in ((1252, 660), (1572, 760)):
        main = arrange(9, "screen", width, height)["boxes"][0]
        assert main["width"] * main["height"] > 0.7 * width * height


def test_an_upright_phone_shows_a_screen_over_its_full_width(arrange: Arrange) -> None:
    main = arrange(5, "screen", 374, 730)["boxes"][0]
    assert main["width"] == 374


def test_no_room_means_no_tiles(arrange: Arrange) -> None:
    assert arrange(3, "camera", 0, 0)["boxes"] == []
