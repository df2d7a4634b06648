"""How films are encoded: H.264 and AAC in mp4, VP9 and Opus in webm. One packet per picture, in the order of showing:
without B-frames and hidden frames parts of a film can be joined by counting.
"""

from fractions import Fraction
from typing import Final

import av
from attrs import frozen
from av.container import OutputContainer

from media.film.order import Container, FilmOrder, Preset
from media.film.plan import FPS

KEY_FRAME_S: Final = 4
CPU_USED: Final[dict[Preset, int]] = {
    "ultrafast": 8,
    "superfast": 8,
    "veryfast": 8,
    "faster": 7,
    "fast": 6,
    "medium": 5,
}


@frozen
class Codecs:
    video: str
    audio: str
    suffix: str
    muxing: dict[str, str]


CODECS: Final[dict[Container, Codecs]] = {
    "mp4": Codecs("libx264", "aac", "mp4", {"movflags": "+faststart"}),
    "webm": Codecs("libvpx-vp9", "libopus", "webm", {}),
}


def video_stream(container: OutputContainer, order: FilmOrder, threads: int) -> av.VideoStream:
    codec = CODECS[order.container].video
    stream = container.add_stream(codec, rate=FPS, options=video_options(order))
    assert isinstance(stream, av.VideoStream)
    stream.width, stream.height, stream.pix_fmt = order.width_px // 2 * 2, order.height_px // 2 * 2, "yuv420p"
    stream.codec_context.thread_count = threads
    stream.codec_context.gop_size = KEY_FRAME_S * FPS
    stream.codec_context.time_base = Fraction(1, FPS)
    return stream


def video_options(order: FilmOrder) -> dict[str, str]:
    if order.container == "mp4":
        return {"preset": order.preset, "crf": "23", "bf": "0"}
    speed = {"deadline": "realtime", "cpu-used": str(CPU_USED[order.preset]), "row-mt": "0"}
    return {"crf": "34", "b": "0", "auto-alt-ref": "0", "lag-in-frames": "0", **speed}
