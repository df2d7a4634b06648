"""The parts of a film made one file: pictures as they are, sound encoded once over all, so that no seam is heard."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import OutputContainer

from media.film.encoding import CODECS
from media.film.order import Chapter
from media.film.part import PER_FRAME
from media.film.plan import FPS, Plan
from media.film.sound import BITRATE_BPS, RATE_HZ


def join(plan: Plan, parts: Sequence[Path], into: Path, tick: Callable[[int], None]) -> None:
    """`tick` hears how many frames are done. Raises OSError and PyAV's errors."""
    codecs = CODECS[plan.order.container]
    beside = into.with_name(f".{into.name}.new")
    with av.open(str(beside), "w", format=codecs.suffix, options=codecs.muxing) as film:
        film.metadata["title"] = plan.title
        film.metadata["creation_time"] = datetime.fromtimestamp(plan.started_s, UTC).isoformat()
        with av.open(str(parts[0])) as first:
            pictures = film.add_stream_from_template(first.streams.video[0])
        assert isinstance(pictures, av.VideoStream)
        sound = film.add_stream(codecs.audio, rate=RATE_HZ, layout="stereo")
        assert isinstance(sound, av.AudioStream)
        sound.codec_context.bit_rate = BITRATE_BPS
        film.set_chapters(chapter_marks(plan.chapters, plan.frames / FPS))
        done = 0
        for part in parts:
            done = append(film, part, (pictures, sound), done)
            tick(done)
        film.mux(sound.encode(None))
    beside.replace(into)


def append(film: OutputContainer, part: Path, streams: tuple[av.VideoStream, av.AudioStream], done: int) -> int:
    """How many frames there are then. Times are counted, not read: Matroska's are rounded to milliseconds."""
    pictures, sound = streams
    said = done * PER_FRAME
    with av.open(str(part)) as container:
        for packet in container.demux(container.streams.video[0], container.streams.audio[0]):
            if packet.size == 0:
                continue
            if packet.stream.type == "video":
                packet.stream, packet.time_base = pictures, Fraction(1, FPS)
                packet.pts = packet.dts = done
                packet.duration = 1
                film.mux(packet)
                done += 1
                continue
            for frame in packet.decode():
                assert isinstance(frame, av.AudioFrame)
                frame.pts, frame.time_base = said, Fraction(1, RATE_HZ)
                said += frame.samples
                film.mux(sound.encode(frame))
    return done


def chapter_marks(chapters: Sequence[Chapter], duration_s: float) -> list[Any]:
    ends = [*(chapter.at_s for chapter in chapters[1:]), duration_s]
    return [
        {
            "id": number,
            "start": round(chapter.at_s * 1000),
            "end": round(end * 1000),
            "time_base": Fraction(1, 1000),
            "metadata": {"title": chapter.title},
        }
        for number, (chapter, end) in enumerate(zip(chapters, ends, strict=True), 1)
    ]
