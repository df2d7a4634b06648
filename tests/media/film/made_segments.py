"""Recordings that nobody made: segments as media/recording writes them, of pictures and sounds that are known.

A flash and a beep come together at every whole second of wall time, for 0.1 s.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
from attrs import evolve
from numpy.typing import NDArray

from media.film import files
from media.film.edit_list import EditList
from media.film.order import FilmOrder
from media.recording.segment import Anchor, Level, Manifest, Segment

BEGAN_S = 1_800_000_000.0
BEEP_S = 0.1
Draw = Callable[[float], NDArray[np.uint8]]  # wall time to luma


def plain(width: int, height: int, value: int) -> Draw:
    return lambda _: np.full((height, width), value, np.uint8)


def flashing(width: int, height: int) -> Draw:
    return lambda wall_s: np.full((height, width), 235 if wall_s % 1 < BEEP_S else 16, np.uint8)


def moving(width: int, height: int, seed: int) -> Draw:
    """Something like a face before a bookshelf: smooth shapes that move, and some noise."""
    noise = np.random.default_rng(seed).integers(0, 12, (height, width), np.uint8)
    y, x = np.mgrid[0:height, 0:width]

    def draw(wall_s: float) -> NDArray[np.uint8]:
        bar = ((x + (x // 40) * 17) % 60).astype(np.uint8)
        head = ((x - width / 2 - 20 * np.sin(wall_s + seed)) ** 2 + (y - height / 2) ** 2) < (height / 4) ** 2
        luma: NDArray[np.uint8] = np.where(head, 150, 60 + bar // 2).astype(np.uint8) + noise
        return luma

    return draw


class Studio:
    """Writes tracks into a recording's folder."""

    def __init__(self, folder: Path, began_s: float = BEGAN_S) -> None:
        self.folder, self.began_s, self.tracks = folder, began_s, 0
        folder.mkdir(parents=True, exist_ok=True)
        files.replace(folder / "recording.json", Manifest("r", "w", "main", began_s))

    def video(
        self, who: str, draw: Draw, from_s: float, until_s: float, *, source: Any = "camera", codec: str = "libvpx",
        segment_s: float = 4.0, fps: int = 30,
    ) -> None:  # fmt: skip
        track = self._track()
        for number, (first_s, last_s) in enumerate(cut(from_s, until_s, segment_s)):
            times = [first_s + index / fps for index in range(round((last_s - first_s) * fps))]
            pictures = [draw(self.began_s + at) for at in times]
            height, width = pictures[0].shape
            path = self._path(track, number)
            write_video(path, pictures, codec, fps)
            name: Any = {"libvpx": "vp8", "libx264": "h264", "libvpx-vp9": "vp9"}[codec]
            first_rtp = 1000 + round(first_s * 90_000)
            last_rtp = 1000 + round(last_s * 90_000)
            anchors = (Anchor(first_rtp, self.began_s + first_s), Anchor(last_rtp, self.began_s + last_s))
            segment = Segment(track, number, who, source, name, 90_000, first_rtp, last_rtp, len(times), anchors)
            files.replace(path.with_suffix(".json"), evolve(segment, width_px=width, height_px=height))

    def audio(
        self, who: str, from_s: float, until_s: float, *, loud: Sequence[tuple[float, float]] = (), hz: float = 1000,
        segment_s: float = 4.0, drift: float = 0.0, beeps: bool = True, source: Any = "microphone",
    ) -> None:  # fmt: skip
        """`loud`: when its levels say that they speak. `drift`: how much faster its clock runs than the wall's."""
        track = self._track()
        for number, (first_s, last_s) in enumerate(cut(from_s, until_s, segment_s)):
            count = round((last_s - first_s) * 48_000 * (1 + drift))
            wall = first_s + np.arange(count) / (48_000 * (1 + drift))
            sounds = (wall % 1 < BEEP_S) if beeps else any_of(wall, loud)
            path = self._path(track, number)
            write_audio(path, (np.sin(2 * np.pi * hz * wall) * 0.5 * sounds).astype(np.float32))
            first_rtp = 5000 + round(first_s * 48_000 * (1 + drift))
            anchors = (Anchor(first_rtp, self.began_s + first_s), Anchor(first_rtp + count, self.began_s + last_s))
            levels = tuple(
                Level(first_rtp + at, 20 if any(a <= first_s + at / 48_000 < b for a, b in loud) else 127)
                for at in range(0, count, 4800)
            )
            segment = Segment(
                track, number, who, source, "opus", 48_000, first_rtp, first_rtp + count, count // 960, anchors
            )
            files.replace(path.with_suffix(".json"), evolve(segment, levels=levels))

    def order(self, order: FilmOrder, told: EditList, name: str = "f") -> Path:
        folder = self.folder / "films" / name
        folder.mkdir(parents=True, exist_ok=True)
        files.replace(folder / "order.json", order)
        files.replace(folder / "timeline.json", told)
        return folder

    def _track(self) -> int:
        self.tracks += 1
        return self.tracks - 1

    def _path(self, track: int, number: int) -> Path:
        folder = self.folder / "tracks" / str(track)
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{number}.mkv"


def any_of(wall: NDArray[Any], pieces: Sequence[tuple[float, float]]) -> NDArray[Any]:
    return np.any([(wall >= a) & (wall < b) for a, b in pieces], axis=0) if pieces else np.zeros(len(wall), bool)


def cut(from_s: float, until_s: float, segment_s: float) -> list[tuple[float, float]]:
    edges = [*np.arange(from_s, until_s - 1e-6, segment_s).tolist(), until_s]
    return list(pairwise(edges))


def write_video(path: Path, pictures: Sequence[NDArray[np.uint8]], codec: str, fps: int) -> None:
    options = {"deadline": "realtime", "cpu-used": "8"} if codec == "libvpx" else {"preset": "ultrafast", "bf": "0"}
    with av.open(str(path), "w", format="matroska") as container:
        stream = container.add_stream(codec, rate=fps, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.height, stream.width = pictures[0].shape
        stream.pix_fmt, stream.bit_rate, stream.codec_context.time_base = "yuv420p", 700_000, Fraction(1, fps)
        chroma = np.full((stream.height // 2, stream.width), 128, np.uint8)
        for index, luma in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(np.concatenate([luma, chroma]), "yuv420p")
            frame.pts, frame.time_base = index, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def write_audio(path: Path, samples: NDArray[np.float32]) -> None:
    with av.open(str(path), "w", format="matroska") as container:
        stream = container.add_stream("libopus", rate=48_000, layout="mono")
        assert isinstance(stream, av.AudioStream)
        for first in range(0, len(samples), 960):
            frame = av.AudioFrame.from_ndarray(samples[None, first : first + 960], "fltp", "mono")
            frame.sample_rate, frame.pts, frame.time_base = 48_000, first, Fraction(1, 48_000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
