"""The picture of a film at a moment: one canvas, onto which only what has changed is laid anew."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

import av
import numpy as np
from av.video.reformatter import Interpolation, VideoReformatter
from PIL import Image

from media.film import cards
from media.film.cards import Planes, plane_of
from media.film.cuts import Piece
from media.film.reels import Reel
from media.film.scenes import Scene, Tile, covers

TAG_PART: Final = 12  # a name tag is this part of its tile's height, and
TAG_LEAST_PX, TAG_MOST_PX = 22, 36


class Canvas:
    """`pieces`: when each track (participant, source) has a picture; `reels`: where to get it."""

    def __init__(
        self,
        size: tuple[int, int],
        names: Mapping[str, str],
        reels: Mapping[tuple[str, str], Reel],
        pieces: Mapping[tuple[str, str], Sequence[Piece]],
    ) -> None:
        self.frame = av.VideoFrame(size[0], size[1], "yuv420p")
        self._planes: Planes = (plane_of(self.frame, 0), plane_of(self.frame, 1), plane_of(self.frame, 2))
        self._names, self._reels, self._pieces = names, reels, pieces
        self._scalers: dict[Tile, VideoReformatter] = {}
        self._scene: Scene | None = None
        self._laid: dict[Tile, object] = {}
        self._lay_card: object = None

    def card(self, title: str, below: str) -> None:
        """The whole picture is a card."""
        if self._lay_card != (title, below):
            self._paste(cards.card(title, below, self.frame.width, self.frame.height), 0, 0)
            self._lay_card, self._scene = (title, below), None

    def show(self, scene: Scene, wall_s: float) -> None:
        if scene is not self._scene:
            self._clear(0, 0, self.frame.width, self.frame.height)
            self._scene, self._laid, self._lay_card = scene, {}, None
        for tile in scene.tiles:
            self._lay(tile, wall_s)

    def _lay(self, tile: Tile, wall_s: float) -> None:
        track = (tile.participant, tile.source)
        frame = self._reels[track].at(wall_s) if covers(self._pieces.get(track, ()), wall_s) else None
        before = self._laid.get(tile, self)
        if frame is before:
            return
        name = self._names.get(tile.participant, "")
        x, below = tile.x, tile.y + tile.height
        if frame is None:
            self._paste(cards.initials_tile(name, tile.width, tile.height), tile.x, tile.y)
        else:
            x, below = self._fit(tile, frame, fresh=not isinstance(before, av.VideoFrame))
        if name:
            height = min(max(tile.height // TAG_PART, TAG_LEAST_PX), TAG_MOST_PX) // 2 * 2
            self._paste(cards.tag(name, height, tile.x + tile.width - x), x, below - height)
        self._laid[tile] = frame

    def _fit(self, tile: Tile, frame: av.VideoFrame, *, fresh: bool) -> tuple[int, int]:
        """As large as it fits, in the middle of its tile; where its lower left corner is."""
        width, height = fitted(frame.width, frame.height, tile.width, tile.height)
        previous = self._laid.get(tile)
        if fresh or not isinstance(previous, av.VideoFrame) or shape(previous) != shape(frame):
            self._clear(tile.x, tile.y, tile.width, tile.height)
        if shape(frame) != (width, height) or frame.format.name != "yuv420p":
            scaler = self._scalers.setdefault(tile, VideoReformatter())
            frame = scaler.reformat(frame, width, height, "yuv420p", interpolation=Interpolation.FAST_BILINEAR)
        planes = (plane_of(frame, 0), plane_of(frame, 1), plane_of(frame, 2))
        x, y = tile.x + (tile.width - width) // 4 * 2, tile.y + (tile.height - height) // 4 * 2
        self._paste(planes, x, y)
        return x, y + height

    def _paste(self, planes: Planes, x: int, y: int) -> None:
        for to, plane, part in zip(self._planes, planes, (1, 2, 2), strict=True):
            height, width = plane.shape
            to[y // part : y // part + height, x // part : x // part + width] = plane

    def _clear(self, x: int, y: int, width: int, height: int) -> None:
        for to, value, part in zip(self._planes, background(), (1, 2, 2), strict=True):
            to[y // part : (y + height) // part, x // part : (x + width) // part] = value


@cache
def background() -> tuple[np.uint8, np.uint8, np.uint8]:
    luma, blue, red = cards.planes_of(Image.new("RGB", (2, 2), cards.BACKGROUND))
    return luma[0, 0], blue[0, 0], red[0, 0]


def fitted(width: int, height: int, into_width: int, into_height: int) -> tuple[int, int]:
    """Even pixels, at least two."""
    scale = min(into_width / width, into_height / height)
    return max(2, min(into_width, round(width * scale / 2) * 2)), max(
        2, min(into_height, round(height * scale / 2) * 2)
    )


def shape(frame: av.VideoFrame) -> tuple[int, int]:
    return frame.width, frame.height
