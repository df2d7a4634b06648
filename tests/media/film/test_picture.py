"""The canvas: pictures fit their tiles, and what has not changed is not laid again."""

from typing import Any

import av
import numpy as np
import pytest

from media.film.picture import TAG_LEAST_PX, Canvas, background, fitted
from media.film.scenes import Scene, Tile

CAMERA, OTHER = ("a", "camera"), ("b", "camera")
SCENE = Scene(0.0, (Tile("a", "camera", 0, 0, 160, 180), Tile("b", "camera", 160, 0, 160, 180)))


class Still:
    def __init__(self, width: int, height: int, value: int) -> None:
        self.frame = av.VideoFrame.from_ndarray(np.full((height * 3 // 2, width), value, np.uint8), "yuv420p")
        self.asked = 0

    def at(self, _: float) -> av.VideoFrame:
        self.asked += 1
        return self.frame


def canvas(still: Still) -> Canvas:
    reels: Any = {CAMERA: still}
    return Canvas((320, 180), {"b": "Björn"}, reels, {CAMERA: [(0.0, 10.0)]})


@pytest.mark.parametrize(
    ("size", "into", "expected"),
    [((640, 360), (640, 360), (640, 360)), ((640, 480), (640, 360), (480, 360)), ((360, 640), (320, 180), (102, 180))],
)
def test_a_picture_is_as_large_as_fits(size: Any, into: Any, expected: Any) -> None:
    assert fitted(*size, *into) == expected


def test_a_picture_lies_in_the_middle_of_its_tile_and_who_has_none_has_initials() -> None:
    made = canvas(Still(160, 90, 200))
    made.show(SCENE, 1.0)
    luma = made.frame.to_ndarray()[:180]
    assert luma[90, 80] == 200
    assert luma[5, 80] == background()[0]
    assert luma[40:130, 180:300].max() > luma[5, 170]


def test_a_name_lies_on_the_picture_not_in_what_is_free_around_it() -> None:
    reels: Any = {CAMERA: Still(160, 90, 200)}
    made = Canvas((320, 180), {"a": "Ada"}, reels, {CAMERA: [(0.0, 10.0)]})
    made.show(SCENE, 1.0)
    luma = made.frame.to_ndarray()[:180, :160]
    drawn = luma[44:134] != 200
    assert drawn.any()
    assert not drawn[:-TAG_LEAST_PX].any()
    assert (luma[134:] == background()[0]).all()


def test_somebody_whose_camera_is_off_is_not_seen_and_not_asked_for() -> None:
    still = Still(160, 90, 200)
    made = canvas(still)
    made.show(SCENE, 1.0)
    made.show(SCENE, 20.0)
    assert still.asked == 1
    assert made.frame.to_ndarray()[90, 40] != 200


def test_what_is_the_same_is_not_laid_again() -> None:
    still = Still(160, 180, 200)
    made = canvas(still)
    made.show(SCENE, 1.0)
    np.frombuffer(memoryview(made.frame.planes[0]), np.uint8)[0] = 7
    made.show(SCENE, 1.1)
    assert made.frame.to_ndarray()[0, 0] == 7
    still.frame = Still(160, 180, 201).frame
    made.show(SCENE, 1.2)
    assert made.frame.to_ndarray()[0, 0] == 201


def test_a_card_covers_everything() -> None:
    made = canvas(Still(160, 180, 200))
    made.show(SCENE, 1.0)
    made.card("Bees", "today")
    assert made.frame.to_ndarray()[2, 2] == background()[0]
