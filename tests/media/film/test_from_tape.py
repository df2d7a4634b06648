"""From packets to a film, in virtual time: publishers who change what can change, a long silence, clocks that jump."""

import io
import random
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, Final, TypeAlias

import av
import pytest

from media.film import files
from media.film.cuts import IDLE_SHOWN_S, TITLE_S
from media.film.edit_list import EditList, Recorded, Span
from media.film.order import FilmMade, FilmOrder
from media.film.work import make
from media.recording import messages
from media.recording.folder import Folder
from media.recording.recorder import Recorder
from media.recording.segment import Manifest, Segment
from media.recording.tape import Record
from tests.media.playing import all_played, played
from tests.media.recording import bitstreams

BEGAN_S: Final = 1_700_000_000  # where bitstreams' wall time begins
SMALL: Final = FilmOrder("gallery", width_px=320, height_px=180, preset="ultrafast")
CAMERA, MICROPHONE, AGAIN = 1, 2, 3  # up tracks
Records: TypeAlias = Iterator[Record]


class Studio:
    """A recorder that is told of tracks as the server would tell it."""

    def __init__(self, folder: Path) -> None:
        self.folder = Folder(folder)
        next_track = self.folder.open(Manifest("r", "w", "main", BEGAN_S))
        self.recorder = Recorder(self.folder, io.BytesIO(), next_track)
        self.numbers = {up: count(100) for up in (CAMERA, MICROPHONE, AGAIN)}
        self.now_s = 0.0

    def up(self, up: int, source: str, kind: str, clock_hz: int) -> None:
        self._hear(messages.up(up, "ada", source, kind, clock_hz))

    def play(self, records: Iterable[Record], clock_off_s: Callable[[float], float] = lambda _: 0.0) -> None:
        """In order of wall time; the recorder looks up twice a second, as it does. `clock_off_s`: at a moment."""
        looked_s = self.now_s
        for record in records:
            self.now_s = max(self.now_s, record.wall_us / 1e6 - BEGAN_S)
            while self.now_s - looked_s > 0.5:
                looked_s += 0.5
                self.recorder.pass_time(looked_s)
            shown = record._replace(wall_us=record.wall_us + round(1e6 * clock_off_s(self.now_s)))
            self._hear(messages.message(messages.TAPED, bitstreams.taped([shown])))

    def end(self, up: int) -> None:
        self._hear(messages.ended(up))

    def film(self, told: EditList) -> tuple[list[Segment], FilmMade, Path]:
        self.recorder.finish()
        made, film = self.make(told)
        return all_played(self.folder.path), made, film

    def make(self, told: EditList) -> tuple[FilmMade, Path]:
        order = self.folder.path / "films" / "f"
        order.mkdir(parents=True)
        files.replace(order / "order.json", SMALL)
        files.replace(order / "timeline.json", told)
        made = make(order, 1, lambda _: None, lambda: False)
        assert made is not None
        return made, order / "film.mp4"

    def _hear(self, told: bytes) -> None:
        for kind, body in messages.taken(bytearray(told)):
            self.recorder.hear(kind, body, self.now_s)


def camera(
    codec: str, at_s: float, size_px: tuple[int, int] = (320, 240), *, ssrc: int = 5, up: int = CAMERA, count: int = 90
) -> Records:
    for frame in bitstreams.records(codec, bitstreams.pictures(codec, count, size_px, 90, 300_000), ssrc=ssrc):
        for record in frame:
            yield moved(record, at_s, 90_000)._replace(up=up)


def microphone(at_s: float, seconds: float) -> Records:
    sounds = bitstreams.sounds(150)
    spoken = [sounds[number % len(sounds)] for number in range(round(50 * seconds))]
    for frame in bitstreams.records("opus", spoken, ssrc=6):
        for record in frame:
            yield moved(record, at_s, 48_000)._replace(up=MICROPHONE)


def moved(record: Record, by_s: float, clock_hz: int) -> Record:
    return record._replace(
        timestamp=record.timestamp + round(by_s * clock_hz), wall_us=record.wall_us + round(by_s * 1e6)
    )


def together(studio: Studio, *tracks: Iterable[Record]) -> list[Record]:
    """By wall time, and numbered in each track as they are sent."""
    ordered = sorted((record for track in tracks for record in track), key=lambda each: each.wall_us)
    return [record._replace(number=next(studio.numbers[record.up])) for record in ordered]


def told(**more: Any) -> EditList:
    return EditList("Bees", (("ada", "Ada"),), **more)


def busy_at(film: Path, times_s: Iterable[float]) -> list[bool]:
    """Whether a camera's picture is shown in the middle: cards are darker."""
    found = []
    with av.open(str(film)) as container:
        shown = {round(float(frame.time or 0) * 30): frame for frame in container.decode(video=0)}
    for at_s in times_s:
        luma = shown[round(at_s * 30)].to_ndarray()[40:140, 110:210]
        found.append(float(luma.mean()) > 90)
    return found


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    made = Studio(tmp_path / "r")
    made.up(CAMERA, "camera", "video", 90_000)
    made.up(MICROPHONE, "microphone", "audio", 48_000)
    return made


@pytest.mark.slow
def test_a_publisher_may_change_size_ssrc_and_codec_and_come_back(studio: Studio) -> None:
    large = (480, 360)
    sent = (
        camera("vp8", 0, count=30),
        camera("vp8", 1, large, count=30),
        camera("vp8", 2, large, ssrc=9, count=30),
        camera("vp9", 3, ssrc=9, count=30),
        camera("av1", 4, ssrc=9, count=30),
    )
    studio.play(together(studio, microphone(0, 5), *sent))
    studio.end(CAMERA)
    studio.up(AGAIN, "camera", "video", 90_000)
    studio.play(together(studio, microphone(5, 1), camera("h264", 5, large, up=AGAIN, count=30)))
    segments, made, film = studio.film(told())
    pictures = [each for each in segments if each.source == "camera"]
    assert [(each.track, each.codec, each.height_px, each.frames) for each in pictures] == [
        (0, "vp8", 240, 30),
        (0, "vp8", 360, 30),
        (0, "vp8", 360, 30),
        (0, "vp9", 240, 30),
        (0, "av1", 240, 30),
        (2, "h264", 360, 30),
    ]
    assert sum(each.frames for each in segments if each.source == "microphone") == 300
    assert made.notes == ()
    assert made.duration_s == pytest.approx(TITLE_S + 6, abs=0.1)
    assert played(film).pictures == round(made.duration_s * 30)
    assert busy_at(film, [1, *(TITLE_S + 0.5 + nth for nth in range(6))]) == [False, *[True] * 6]


def test_an_hour_with_nobody_on_stage_is_short_in_the_film(studio: Studio) -> None:
    studio.play(together(studio, microphone(0, 3), camera("vp8", 0)))
    studio.play(together(studio, microphone(3603, 3), camera("vp8", 3603)))
    spans = (Span(BEGAN_S * 1000, (BEGAN_S + 3606) * 1000),)
    segments, made, film = studio.film(told(recordings=(Recorded("r", spans),)))
    assert [(each.source, each.frames) for each in segments] == [("camera", 90)] * 2 + [("microphone", 150)] * 2
    assert made.duration_s == pytest.approx(TITLE_S + 3 + IDLE_SHOWN_S + 3, abs=0.1)
    assert [anchor.wall_s - BEGAN_S for anchor in made.anchors] == [0, pytest.approx(3603, abs=0.01)]
    assert played(film).pictures == round(made.duration_s * 30)
    assert busy_at(film, [TITLE_S + 1, TITLE_S + 5, TITLE_S + 8]) == [True, False, True]


@pytest.mark.slow
@pytest.mark.parametrize("off_s", [3600, -3600, 0.4, -0.4])
def test_a_clock_that_jumps_for_a_while_costs_neither_frames_nor_the_film(studio: Studio, off_s: float) -> None:
    pictures = [camera("vp8", at) for at in (0, 3, 6)]
    records = together(studio, microphone(0, 9), *pictures)
    studio.play(records, lambda at_s: off_s if 3.5 <= at_s < 6.5 else 0.0)
    segments, made, film = studio.film(told())
    assert sum(each.frames for each in segments if each.source == "camera") == 270
    assert sum(each.frames for each in segments if each.source == "microphone") == 450
    assert made.notes == ()
    assert TITLE_S + 8 <= made.duration_s <= TITLE_S + 10 + 2 * IDLE_SHOWN_S
    assert played(film).pictures == round(made.duration_s * 30)


@pytest.mark.parametrize("codec", ["vp8", "h264"])
def test_a_publisher_who_sends_rubbish_spoils_no_film(studio: Studio, codec: str) -> None:
    dice = random.Random(codec)

    def spoilt(record: Record) -> Record:
        if dice.random() < 0.5:
            return record
        head = dice.randrange(0, 12)  # what the depacketiser looks at may be as it should
        return record._replace(payload=record.payload[:head] + dice.randbytes(len(record.payload) - head))

    rubbish = map(spoilt, together(studio, microphone(0, 3), camera(codec, 0)))
    studio.play(rubbish)
    studio.play(together(studio, microphone(3, 3), camera(codec, 3)))
    studio.recorder.finish()
    made, film = studio.make(told())
    assert made.duration_s == pytest.approx(TITLE_S + 6, abs=0.5)
    assert played(film).pictures == round(made.duration_s * 30)
    assert busy_at(film, [TITLE_S + 5]) == [True]
