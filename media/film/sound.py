"""The sound of a film: each track where its wall time says, to the sample; silence where there is none."""

from collections.abc import Iterable, Sequence
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray

from media.film.clips import Clip
from media.film.cuts import Cut
from media.film.reels import Note, decoded

RATE_HZ: Final = 48_000
BITRATE_BPS: Final = 128_000
NEAR: Final = RATE_HZ // 25  # a block that is further from its place begins anew there
TWICE: Final = 5 * RATE_HZ  # so far back a track may go without being heard twice; further is another clock
STRETCH: Final = 2  # samples a block may be longer or shorter to follow its clock: 0.2 %, which nobody hears
KNEE: Final = 0.7  # up to here the limiter leaves everything as it is
Sound = NDArray[np.float32]


def mixed(clips: Iterable[Clip], cuts: Sequence[Cut], from_sample: int, until_sample: int, note: Note) -> Sound:
    """Of a stretch of the film, in samples of film time: shape (2, samples), limited."""
    sum_ = np.zeros((2, until_sample - from_sample), np.float32)
    for track in by_track(clips):
        for cut in cuts:
            begin = max(from_sample, round(cut.film_s * RATE_HZ))
            end = min(until_sample, round((cut.film_s + cut.duration_s) * RATE_HZ))
            if begin < end:
                origin_s = cut.wall_s - cut.film_s + from_sample / RATE_HZ
                lay(track, origin_s, sum_, (begin - from_sample, end - from_sample), note)
    return limited(sum_)


def by_track(clips: Iterable[Clip]) -> list[list[Clip]]:
    tracks: dict[tuple[str, str, int], list[Clip]] = {}
    for clip in clips:
        if clip.segment.source in ("microphone", "screen_audio"):
            tracks.setdefault((clip.segment.participant, clip.segment.source, clip.segment.track), []).append(clip)
    return list(tracks.values())


def lay(clips: Sequence[Clip], origin_s: float, sum_: Sound, place_of: tuple[int, int], note: Note) -> None:
    """Adds one track to a stretch of samples of the sum, whose sample 0 is at wall time `origin_s`."""
    begin, end = place_of
    cursor: int | None = None
    for clip in clips:
        if (clip.until_s - origin_s) * RATE_HZ < begin or (clip.from_s - origin_s) * RATE_HZ > end:
            continue
        resampler = av.AudioResampler(format="fltp", rate=RATE_HZ)
        for wall_s, frame in decoded(clip, note):
            if not isinstance(frame, av.AudioFrame):
                break
            place = round((wall_s - origin_s) * RATE_HZ)
            if place > end:
                return
            for block in resampler.resample(frame):
                samples, cursor = placed(both_ears(block), place, cursor)
                add(sum_, samples, cursor, begin, end)
                cursor += samples.shape[1]
                place += block.samples


def both_ears(block: av.AudioFrame) -> Sound:
    """One channel on both sides at its full level, as browsers play it (FFmpeg's own way would take 3 dB off)."""
    channels = block.to_ndarray().astype(np.float32, copy=False)
    return np.repeat(channels, 2, axis=0) if channels.shape[0] == 1 else channels[:2]


def placed(samples: Sound, place: int, cursor: int | None) -> tuple[Sound, int]:
    """A block, and where it goes: right behind the one before, following its clock by a few samples, if it is near.

    Where a clock was set back the same moments come again: nothing is heard on top of what is there already.
    """
    if cursor is None or not -TWICE <= place - cursor <= NEAR:
        return samples, place
    off = place - cursor
    if abs(off) <= RATE_HZ // 500:
        return samples, cursor
    if off < -NEAR:
        return samples[:, -off:], cursor
    return stretched(samples, samples.shape[1] + (STRETCH if off > 0 else -STRETCH)), cursor


def stretched(samples: Sound, length: int) -> Sound:
    at = np.linspace(0, samples.shape[1] - 1, length, dtype=np.float32)
    whole = np.arange(samples.shape[1], dtype=np.float32)
    return np.stack([np.interp(at, whole, channel) for channel in samples]).astype(np.float32)


def add(sum_: Sound, samples: Sound, place: int, begin: int, end: int) -> None:
    first, last = max(place, begin), min(place + samples.shape[1], end)
    if first < last:
        sum_[:, first:last] += samples[:, first - place : last - place]


def limited(sum_: Sound) -> Sound:
    """A curve without memory, so that parts of a film made at different times fit each other."""
    size = np.abs(sum_)
    over = size > KNEE
    if over.any():
        sum_[over] = np.sign(sum_[over]) * (KNEE + (1 - KNEE) * np.tanh((size[over] - KNEE) / (1 - KNEE)))
    return sum_
