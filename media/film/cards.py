"""What is drawn, not filmed: title cards, tiles of people without a camera, name tags; as planes of yuv420p, kept."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, TypeAlias

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Planes: TypeAlias = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]
Font: TypeAlias = ImageFont.FreeTypeFont | ImageFont.ImageFont

BACKGROUND: Final = (17, 20, 28)
TAG: Final = (34, 38, 50)
INK: Final = (240, 242, 246)
FADED: Final = (160, 168, 182)
AVATARS: Final = ((46, 94, 170), (122, 76, 158), (168, 84, 60), (44, 122, 100), (150, 108, 34), (96, 104, 124))
NAME_MOST: Final = 40  # characters of a name
TITLE_MOST: Final = 120
FONTS: Final = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf")  # wider than Pillow's own


@lru_cache(64)
def font(size_px: int) -> Font:
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size_px)
        except OSError:
            continue
    return ImageFont.load_default(size_px)


def planes_of(image: Image.Image) -> Planes:
    frame = av.VideoFrame.from_ndarray(np.asarray(image, np.uint8), "rgb24").reformat(format="yuv420p")
    luma, blue, red = (plane_of(frame, index) for index in range(3))
    return luma.copy(), blue.copy(), red.copy()


def plane_of(frame: av.VideoFrame, index: int) -> NDArray[np.uint8]:
    """A window on the frame's own memory, without the padding at the ends of its lines."""
    plane = frame.planes[index]
    lines = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
    return lines[:, : plane.width]


@lru_cache(256)
def tag(name: str, height_px: int, most_px: int) -> Planes:
    """A name on an opaque strip: blending would cost at every frame what this costs once."""
    type_ = font(max(10, int(height_px * 0.6)))
    text = shortened(clipped(name, NAME_MOST), type_, most_px - height_px)
    width = min(most_px, int(type_.getlength(text)) + height_px) // 2 * 2
    image = Image.new("RGB", (max(2, width), height_px), TAG)
    ImageDraw.Draw(image).text((height_px // 2, height_px // 2), text, INK, type_, anchor="lm")
    return planes_of(image)


@lru_cache(256)
def initials_tile(name: str, width: int, height: int) -> Planes:
    """Somebody without a camera."""
    image = Image.new("RGB", (width, height), BACKGROUND)
    draw, radius = ImageDraw.Draw(image), min(width, height) * 0.28
    centre = (width / 2, height / 2)
    box = (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
    draw.ellipse(box, AVATARS[sum(map(ord, name)) % len(AVATARS)])
    draw.text(centre, initials(name), INK, font(max(8, int(radius * 0.9))), anchor="mm")
    return planes_of(image)


def initials(name: str) -> str:
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


@lru_cache(4)
def card(title: str, below: str, width: int, height: int) -> Planes:
    """The title in at most three lines, and a line below it."""
    image = Image.new("RGB", (width, height), BACKGROUND)
    draw, large, small = ImageDraw.Draw(image), font(max(14, height // 14)), font(max(10, height // 28))
    lines = wrapped(clipped(title, TITLE_MOST), large, width * 0.84)[:3]
    step = height // 10
    top = height / 2 - step * len(lines) / 2
    for index, line in enumerate(lines):
        draw.text((width / 2, top + index * step), line, INK, large, anchor="mm")
    draw.text((width / 2, top + len(lines) * step), below, FADED, small, anchor="mm")
    return planes_of(image)


def wrapped(text: str, type_: Font, most_px: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and type_.getlength(longer) > most_px:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def clipped(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def shortened(text: str, type_: Font, most_px: float) -> str:
    """So that no letter is cut in two."""
    most = len(text)
    while most > 1 and type_.getlength(clipped(text, most)) > most_px:
        most -= 1
    return clipped(text, most)


def date(wall_s: float) -> str:
    return datetime.fromtimestamp(wall_s, UTC).strftime("%-d %B %Y, %H:%M UTC")
