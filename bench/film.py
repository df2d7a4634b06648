"""How fast a film is composed, and how far its sound is from its picture: what bench/recording.py tells of films.

python -m bench.film            4 cameras of 360p into 720p on one core, as a multiple of real time
"""

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import av
import numpy as np

from media.film.edit_list import EditList
from media.film.order import FilmOrder, Preset
from media.film.work import make
from tests.media.film.made_segments import Studio, moving

RATE_HZ = 48_000
PRESETS: Final[tuple[Preset, ...]] = ("veryfast", "ultrafast")
APART_S = 0.5  # flashes that are nearer to each other are one


def offsets_ms(film: Path) -> list[float]:
    """For each flash of a film: how much later its beep comes (negative: earlier). One without is left out."""
    beeps = onsets(*loudness(film), low=0.02, high=0.1)
    found = []
    for flash in onsets(*brightness(film), low=60, high=120):
        nearest = min(beeps, key=lambda beep: abs(beep - flash), default=None)
        if nearest is not None and abs(nearest - flash) < APART_S:
            found.append(1000 * (nearest - flash))
    return found


def brightness(film: Path) -> tuple[list[float], list[float]]:
    """Of the brightest eighth of each picture: a flash in one tile of many is one."""
    times, values = [], []
    with av.open(str(film)) as container:
        for frame in container.decode(video=0):
            luma = np.frombuffer(memoryview(frame.planes[0]), np.uint8)[::97]
            times.append(float(frame.time or 0))
            values.append(float(np.sort(luma)[-max(1, len(luma) // 8)]))
    return times, values


def loudness(film: Path) -> tuple[list[float], list[float]]:
    """Per millisecond."""
    resampler, blocks, began_s = av.AudioResampler(format="fltp", layout="mono", rate=RATE_HZ), [], None
    with av.open(str(film)) as container:
        for frame in container.decode(audio=0):
            began_s = float(frame.time or 0) if began_s is None else began_s
            blocks += [block.to_ndarray()[0] for block in resampler.resample(frame)]
    sound = np.abs(np.concatenate(blocks))
    per_ms = sound[: len(sound) // 48 * 48].reshape(-1, 48).max(axis=1)
    return [(began_s or 0) + index / 1000 for index in range(len(per_ms))], per_ms.astype(float).tolist()


def onsets(times: list[float], values: list[float], low: float, high: float) -> list[float]:
    """When a value rises above `high`, having been below `low` before."""
    armed, found = False, list[float]()
    for at, value in zip(times, values, strict=True):
        if value > high and armed and (not found or at - found[-1] > APART_S):
            found.append(at)
        armed = value < low or (armed and value <= high)
    return found


def compose_x_realtime(seconds: int = 8, people: int = 4) -> dict[Preset, float]:
    """Seconds of film per second of one core (CPU time of this process, so that other load does not count)."""
    with TemporaryDirectory() as folder:
        studio = Studio(Path(folder) / "r")
        for index in range(people):
            studio.video(f"p{index}", moving(640, 360, index), 0, seconds)
            studio.audio(f"p{index}", 0, seconds, loud=[(index, index + 3)], hz=300 + 100 * index)
        told = EditList("Four cameras", tuple((f"p{index}", f"Person {index}") for index in range(people)))
        found: dict[Preset, float] = {}
        for preset in PRESETS:
            order = studio.order(FilmOrder("gallery", preset=preset), told, preset)
            began_s = time.process_time()
            made = make(order, 1, lambda _: None, lambda: False)
            assert made is not None
            found[preset] = seconds / (time.process_time() - began_s)
        return found


if __name__ == "__main__":
    print("film", *(f"{preset}_x={times:.2f}" for preset, times in compose_x_realtime().items()))
