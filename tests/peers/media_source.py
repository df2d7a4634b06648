"""Pictures and a tone from FFmpeg's own generators: test media that needs no file, no camera and no numpy."""

from collections.abc import Iterator
from fractions import Fraction

import av
from av.filter import Graph
from av.video.frame import PictureType

RATE_HZ = 48000
TONE_SAMPLES = 960  # 20 ms, one Opus packet


def pictures(width: int, height: int, fps: int) -> Iterator[av.VideoFrame]:
    """Moving colours with a running clock, time stamps from 0 in 1/fps s, in yuv420p."""
    graph = Graph()
    source = graph.add("testsrc2", f"size={width}x{height}:rate={fps}")
    picture_format = graph.add("format", "pix_fmts=yuv420p")
    sink = graph.add("buffersink")
    source.link_to(picture_format)
    picture_format.link_to(sink)
    graph.configure()
    number = 0
    while True:
        frame = graph.pull()
        assert isinstance(frame, av.VideoFrame)
        frame.pts, frame.time_base = number, Fraction(1, fps)
        frame.pict_type = PictureType.NONE  # each comes as "I", by which encoders would make every frame a key frame
        number += 1
        yield frame


def tone(hz: int = 440) -> Iterator[av.AudioFrame]:
    """A sine in 20 ms frames: stereo, 16 bit, 48 kHz, time stamps from 0 in samples."""
    graph = Graph()
    source = graph.add("sine", f"frequency={hz}:sample_rate={RATE_HZ}:samples_per_frame={TONE_SAMPLES}")
    sample_format = graph.add("aformat", "sample_fmts=s16:channel_layouts=stereo")
    sink = graph.add("abuffersink")
    source.link_to(sample_format)
    sample_format.link_to(sink)
    graph.configure()
    samples = 0
    while True:
        frame = graph.pull()
        assert isinstance(frame, av.AudioFrame)
        frame.pts, frame.time_base = samples, Fraction(1, RATE_HZ)
        samples += frame.samples
        yield frame


def energy(frame: av.AudioFrame) -> float:
    """Mean squared amplitude (full scale = 1) of a 16-bit frame, times its duration in seconds."""
    samples = memoryview(bytes(frame.planes[0])).cast("h")
    if not samples:
        return 0.0
    return sum(sample * sample for sample in samples) / len(samples) / 32768**2 * frame.samples / frame.sample_rate
