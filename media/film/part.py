"""One part of a film: a minute of it as a file of its own, which is there whole or not at all."""

from bisect import bisect_right
from collections import deque
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.container import OutputContainer
from numpy.typing import NDArray

from media.film import cards
from media.film.cuts import wall_at
from media.film.encoding import video_stream
from media.film.picture import Canvas
from media.film.plan import FPS, Plan, by_source
from media.film.reels import Note, Reel
from media.film.sound import RATE_HZ, mixed

PART_FRAMES: Final = 60 * FPS
PER_FRAME: Final = RATE_HZ // FPS
SOUND_BLOCK: Final = 4608  # samples in a FLAC block


def parts(plan: Plan) -> list[tuple[int, int]]:
    """First frame and the one behind the last, of each part."""
    return [(first, min(first + PART_FRAMES, plan.frames)) for first in range(0, plan.frames, PART_FRAMES)]


def compose(
    plan: Plan, span: tuple[int, int], into: Path, threads: int, listeners: tuple[Note, Callable[[int], None]]
) -> None:
    """`tick` hears of every frame, and may raise to stop. What was half written is overwritten by the next run."""
    note, tick = listeners
    beside = into.with_name(f".{into.name}.new")
    with av.open(str(beside), "w", format="matroska") as container:
        pictures, sound = video_stream(container, plan.order, threads), sound_stream(container)
        samples = mixed(plan.clips, plan.cuts, span[0] * PER_FRAME, span[1] * PER_FRAME, note)
        blocks = sound_frames((samples * 32767).astype(np.int16))
        canvas = canvas_of(plan, note)
        for index in range(span[1] - span[0]):
            show(plan, canvas, span[0] + index)
            canvas.frame.pts, canvas.frame.time_base = index, Fraction(1, FPS)
            container.mux(pictures.encode(canvas.frame))
            while blocks and (blocks[0].pts or 0) <= index * PER_FRAME:
                container.mux(sound.encode(blocks.popleft()))
            tick(span[0] + index)
        container.mux(pictures.encode(None))
        container.mux(sound.encode(None))
    beside.replace(into)


def sound_stream(container: OutputContainer) -> av.AudioStream:
    options = {
        "compression_level": "0"
    }  # without loss: the sound of the whole film is encoded once, when parts are joined
    stream = container.add_stream("flac", rate=RATE_HZ, layout="stereo", format="s16", options=options)
    assert isinstance(stream, av.AudioStream)
    return stream


def sound_frames(samples: NDArray[np.int16]) -> deque[av.AudioFrame]:
    frames: deque[av.AudioFrame] = deque()
    for first in range(0, samples.shape[1], SOUND_BLOCK):
        block = np.ascontiguousarray(samples[:, first : first + SOUND_BLOCK].T).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(block, "s16", "stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, first, Fraction(1, RATE_HZ)
        frames.append(frame)
    return frames


def canvas_of(plan: Plan, note: Note) -> Canvas:
    size = (plan.order.width_px // 2 * 2, plan.order.height_px // 2 * 2)
    reels = {track: Reel(clips, note) for track, clips in by_source(list(plan.clips)).items()}
    return Canvas(size, plan.names, reels, plan.pieces)


def show(plan: Plan, canvas: Canvas, frame: int) -> None:
    wall_s = wall_at(plan.cuts, frame / FPS)
    if wall_s is None:
        canvas.card(plan.title or "Recording", cards.date(plan.started_s))
        return
    scene = plan.scenes[bisect_right(plan.scenes, wall_s, key=lambda each: each.from_s) - 1]
    if scene.tiles:
        canvas.show(scene, wall_s)
    else:
        canvas.card(plan.title or "Recording", "Nobody is on stage")
