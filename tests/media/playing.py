"""Files played to their end by FFmpeg's libraries, strictly: what `ffprobe -v error` and decoding it would complain of.

A word in their log at the level of an error (or worse), a frame that is marked corrupt, time that does not go on, a
stream without frames: each is a fault.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import av
import av.logging
from attrs import define, field
from av.error import FFmpegError

from media.recording.folder import Folder
from media.recording.segment import Segment

STRICT: Final = {"err_detect": "crccheck+bitstream+buffer+explode"}


class NotWhole(AssertionError):
    """What is wrong with a file, in FFmpeg's words and ours."""


@define
class Played:
    """All of a file. `until_s`: where its last frame begins."""

    pictures: int = 0
    sounds: int = 0  # frames of sound
    samples: int = 0
    sizes_px: list[tuple[int, int]] = field(factory=list)  # in order of appearance
    until_s: float = 0.0
    chapters: list[str] = field(factory=list)

    def take(self, frame: av.VideoFrame | av.AudioFrame) -> None:
        self.until_s = max(self.until_s, float(frame.time or 0))
        if isinstance(frame, av.AudioFrame):
            self.sounds += 1
            self.samples += frame.samples
            return
        self.pictures += 1
        if self.sizes_px[-1:] != [(frame.width, frame.height)]:
            self.sizes_px.append((frame.width, frame.height))


def played(path: Path) -> Played:
    """Raises NotWhole."""
    found = Played()
    with complaints() as said:
        try:
            for frame in frames(path):
                found.take(frame)
            with av.open(str(path)) as container:
                found.chapters = [str(mark["metadata"].get("title", "")) for mark in container.chapters()]
        except (FFmpegError, IndexError, ValueError) as fault:
            said.append(f"{type(fault).__name__}: {fault}")
    if said:
        raise NotWhole(f"{path}: {'; '.join(said)}")
    return found


def frames(path: Path) -> Iterator[av.VideoFrame | av.AudioFrame]:
    """Of each picture and sound stream in turn; an mp4 has one for its chapters too. Raises NotWhole, FFmpegError."""
    with av.open(str(path)) as container:
        indices = [each.index for each in (*container.streams.video, *container.streams.audio)]
    if not indices:
        raise NotWhole(f"{path}: no streams")
    for index in indices:
        last_s = None
        with av.open(str(path), options=STRICT) as container:
            stream = container.streams[index]
            assert isinstance(stream, av.VideoStream | av.AudioStream)
            stream.codec_context.options = STRICT
            for frame in container.decode(stream):
                assert isinstance(frame, av.VideoFrame | av.AudioFrame)
                if frame.is_corrupt or frame.time is None or (last_s is not None and frame.time <= last_s):
                    raise NotWhole(f"{path}: frame at {frame.time} s after {last_s} s, corrupt: {frame.is_corrupt}")
                last_s = frame.time
                yield frame
        if last_s is None:
            raise NotWhole(f"{path}: nothing in stream {index}")


@contextmanager
def complaints() -> Iterator[list[str]]:
    """What FFmpeg's libraries say in any thread, once the block is over."""
    before, found = av.logging.get_level(), list[str]()
    av.logging.set_level(av.logging.ERROR)
    try:
        with av.logging.Capture(local=False) as said:
            yield found
        found += [f"{name}: {words.strip()}" for level, name, words in said if level <= av.logging.ERROR]
    finally:
        av.logging.set_level(before)


def all_played(recording: Path) -> list[Segment]:
    """Every segment of a recording's folder, which holds as many frames as is told beside it. Raises NotWhole."""
    segments = Folder(recording).segments()
    for each in segments:
        path = recording / f"tracks/{each.track}/{each.number}.mkv"
        found = played(path)
        if found.pictures + found.sounds != each.frames:
            raise NotWhole(f"{path}: {found.pictures} pictures, {found.sounds} sounds; {each.frames} are told")
        if each.width_px and found.sizes_px != [(each.width_px, each.height_px)]:
            raise NotWhole(f"{path}: {found.sizes_px}, {each.width_px} by {each.height_px} is told")
    return segments


def half_written(recording: Path) -> list[Path]:
    """What a crash left; the next recorder removes it."""
    return [path for path in recording.glob("tracks/*/*") if not path.with_suffix(".json").exists()]
