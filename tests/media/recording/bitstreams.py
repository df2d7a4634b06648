"""Real bitstreams of every codec, from FFmpeg's encoders, cut into RTP payloads as senders cut them."""

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import takewhile
from math import sin
from struct import pack

import av

from media.recording import tape
from media.recording.depacketise.av1 import leb128

MTU = 1100  # bytes of payload
ENCODERS = {"vp8": "libvpx", "vp9": "libvpx-vp9", "h264": "libx264", "av1": "libsvtav1"}
OPTIONS = {
    "vp8": {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"},
    "vp9": {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"},
    "h264": {"preset": "ultrafast", "tune": "zerolatency", "profile": "baseline"},
    "av1": {"preset": "12", "svtav1-params": "pred-struct=1:rc=2:scd=0"},
}
NUMBERS = {name: number for number, name in tape.CODECS.items()}


@cache
def pictures(
    codec: str, count: int, size_px: tuple[int, int] = (320, 240), key_every: int = 1000, bps: int = 600_000
) -> list[bytes]:
    """Encoded pictures; each `key_every`-th is a key frame."""
    context = av.CodecContext.create(ENCODERS[codec], "w")
    assert isinstance(context, av.VideoCodecContext)
    context.width, context.height = size_px
    context.pix_fmt, context.time_base, context.framerate = "yuv420p", Fraction(1, 30), Fraction(30)
    context.gop_size, context.bit_rate, context.options = key_every, bps, OPTIONS[codec]
    noise = random.Random(1).randbytes(1 << 16)
    found: list[bytes] = []
    for number in range(count):
        frame = av.VideoFrame(*size_px, "yuv420p")
        for plane in frame.planes:
            shade = bytes(each // 8 + 100 for each in noise[: plane.buffer_size % 60_000 + number * 40])
            plane.update((shade * (plane.buffer_size // len(shade) + 1))[: plane.buffer_size])
        frame.pts = number
        found += map(bytes, context.encode(frame))
    return found + list(map(bytes, context.encode(None)))


def sounds(count: int) -> list[bytes]:
    context = av.CodecContext.create("libopus", "w")
    assert isinstance(context, av.AudioCodecContext)
    context.sample_rate, context.layout, context.format = 48_000, "stereo", "s16"
    tone = b"".join(pack("<hh", *2 * (round(9000 * sin(at / 20)),)) for at in range(960))
    found: list[bytes] = []
    for number in range(count + 1):
        frame = av.AudioFrame("s16", "stereo", 960)
        frame.planes[0].update(tone)
        frame.sample_rate, frame.pts = 48_000, 960 * number
        found += map(bytes, context.encode(frame))
    return found[:count]


def payloads(codec: str, picture: bytes) -> list[bytes]:
    return {"vp8": vp8, "vp9": vp9, "h264": h264, "av1": av1}[codec](picture)


def pieces(data: bytes, size: int = MTU) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def vp8(picture: bytes) -> list[bytes]:
    return [(b"\x00" if at else b"\x10") + piece for at, piece in enumerate(pieces(picture))]


def vp9(picture: bytes) -> list[bytes]:
    parts = pieces(picture)
    last = len(parts) - 1
    return [bytes((0x80 | 8 * (not at) | 4 * (at == last), 0x81, 5)) + part for at, part in enumerate(parts)]


def h264(picture: bytes) -> list[bytes]:
    units = [unit.strip(b"\x00") if unit[0] & 31 in (7, 8) else unit for unit in _annex_b(picture)]
    small = list(takewhile(lambda unit: len(unit) < MTU // 3, units))  # slices stay in their order
    found = [b"\x78" + b"".join(len(unit).to_bytes(2, "big") + unit for unit in small)] if len(small) > 1 else small
    for unit in units[len(small) :]:
        found += list(_fragments(unit)) if len(unit) > MTU else [unit]
    return found


def _annex_b(data: bytes) -> list[bytes]:
    parts = data.replace(b"\x00\x00\x00\x01", b"\x00\x00\x01").split(b"\x00\x00\x01")
    return [part for part in parts if part]


def _fragments(unit: bytes) -> Iterator[bytes]:
    parts = pieces(unit[1:])
    for at, part in enumerate(parts):
        flags = 0x80 * (not at) | 0x40 * (at == len(parts) - 1)
        yield bytes((unit[0] & 0xE0 | 28, flags | unit[0] & 31)) + part


def av1(picture: bytes) -> list[bytes]:
    """Each OBU in an element of its own, without sizes; the last one of a packet may go on in the next."""
    found: list[bytes] = []
    is_key = False
    goes_on = False
    for obu in _obus(picture):
        is_key = is_key or obu[0] >> 3 == 1
        parts = pieces(obu)
        for at, part in enumerate(parts):
            cut = at < len(parts) - 1
            head = 0x80 * goes_on | 0x40 * cut | 0x10 | 8 * (is_key and not found)
            found.append(bytes((head,)) + part)
            goes_on = cut
    return found


def _obus(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        size, start = leb128(data, at + 1 + bool(data[at] & 4))
        if data[at] >> 3 & 15 != 2:
            yield bytes((data[at] & ~2,)) + data[start : start + size]
        at = start + size


def records(
    codec: str, frames: Sequence[bytes], *, ssrc: int = 5, layer: int = 0, first: int = 100
) -> list[list[tape.Record]]:
    """As the tape has them, a list for each frame; 30 pictures or 50 sounds a second, timestamps from 1000 on."""
    found, number = [], first
    is_sound = codec == "opus"
    for at, data in enumerate(frames):
        parts = [data] if is_sound else payloads(codec, data)
        rtp, wall_us = (
            1000 + at * (960 if is_sound else 3000),
            1_700_000_000_000_000 + at * (20_000 if is_sound else 33_333),
        )
        is_key = not is_sound and _is_key(codec, data)
        each = []
        for part_at, part in enumerate(parts):
            flags = tape.MARKER * (part_at == len(parts) - 1) | tape.KEY * (is_key and not part_at) | tape.REPORTED
            each.append(
                tape.Record(1, ssrc, number, rtp, wall_us, layer, NUMBERS[codec], flags, 30 if is_sound else 255, part)
            )
            number += 1
        found.append(each)
    return found


def _is_key(codec: str, data: bytes) -> bool:
    if codec == "vp8":
        return not data[0] & 1
    if codec == "vp9":
        return not data[0] & 4
    return (
        any(unit[0] & 31 == 7 for unit in _annex_b(data))
        if codec == "h264"
        else any(o[0] >> 3 == 1 for o in _obus(data))
    )


def taped(found: Sequence[tape.Record], recording: int = 1) -> bytes:
    return b"".join(
        tape.HEAD.pack(
            len(r.payload),
            recording,
            r.up,
            r.ssrc,
            r.number,
            r.timestamp,
            r.wall_us,
            r.layer,
            r.codec,
            r.flags,
            r.level,
        )
        + r.payload
        for r in found
    )
