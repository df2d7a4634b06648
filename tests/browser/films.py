"""A film that was really encoded, where the composer and the store leave it in a server's data folder."""

import io
import json
import time
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Final

import av

from tests.peers.api import Webinar

LENGTH_S, RATE, WIDTH_PX, HEIGHT_PX = 30, 10, 320, 180
RECORDING, FILM = "recordingOfATest", "filmOfATest"
BEFORE_S: Final = 5  # of the film, before what the test says and asks
CHAPTERS: Final = [
    {"at_s": 0, "title": "Welcome"},
    {"at_s": 10, "title": "The plan"},
    {"at_s": 20, "title": "Questions"},
]


@cache
def encoded() -> bytes:
    """A bar that moves to the right."""
    into = io.BytesIO()
    with av.open(into, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"g": "10", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        for number in range(LENGTH_S * RATE):
            frame = av.VideoFrame(WIDTH_PX, HEIGHT_PX, "yuv420p")
            bright = frame.planes[0].line_size * number // (LENGTH_S * RATE)
            frame.planes[0].update((b"\xa0" * bright).ljust(frame.planes[0].line_size, b"\x40") * HEIGHT_PX)
            for plane in frame.planes[1:]:
                plane.update(b"\x70" * plane.buffer_size)
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return into.getvalue()


def lay(data_dir: Path, webinar: Webinar) -> Path:
    """The film's folder. It began BEFORE_S ago."""
    now_s = time.time()
    recording = data_dir / "recordings" / RECORDING
    film = recording / "films" / FILM
    film.mkdir(parents=True)
    (recording / "settled").touch()
    manifest = {"recording": RECORDING, "webinar": webinar.id, "room": "main", "started_wall_s": now_s - BEFORE_S}
    (recording / "recording.json").write_text(json.dumps(manifest))
    (film / "film.mp4").write_bytes(encoded())
    anchors = [{"film_s": 0, "wall_s": now_s - BEFORE_S}]
    (film / "film.json").write_text(json.dumps({"duration_s": LENGTH_S, "chapters": CHAPTERS, "anchors": anchors}))
    (film / "stored").touch()
    say(film, "done", 100)
    (film / "order.json").write_text("{}")
    return film


def record(recording: Path, participant: str) -> None:
    """A track of somebody, as far as the library reads it."""
    track = recording / "tracks" / "0"
    track.mkdir(parents=True)
    (track / "0.json").write_text(json.dumps({"participant": participant}))


def say(film: Path, state: str, percent: float, remaining_s: float | None = None) -> None:
    half = film / "progress.part"
    half.write_text(json.dumps({"state": state, "percent": percent, "remaining_s": remaining_s}))
    half.replace(film / "progress.json")
