"""Whole films, small ones: in step, resumed, cancelled, and without those who are not to be in them."""

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from bench.film import loudness, offsets_ms
from media.film import files, part, work
from media.film.edit_list import Chapter, EditList, Recorded, Span
from media.film.order import FilmMade, FilmOrder, Progress
from media.film.work import make, progress
from tests.media.film.made_segments import BEGAN_S, Studio, flashing, plain
from tests.media.playing import played

SMALL: Any = {"width_px": 320, "height_px": 180, "preset": "ultrafast"}
NAMES = (("a", "Ada"), ("b", "Björn"))
BEGAN_MS = round(BEGAN_S * 1000)


def told(**more: Any) -> EditList:
    return EditList("Bees", NAMES, **more)


def quiet(_: Progress) -> None: ...


def made(folder: Path) -> FilmMade:
    film = make(folder, 1, quiet, lambda: False)
    assert film is not None
    return film


def decode(path: Path) -> tuple[int, float]:
    """Pictures and seconds of sound; raises for whatever a decoder does not like."""
    found = played(path)
    return found.pictures, found.samples / 48_000


def brightest(path: Path, at_s: float) -> tuple[float, float]:
    """Of the left and the right half of the picture that is shown then."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            if float(frame.time or 0) >= at_s - 0.01:
                luma = frame.to_ndarray()[: frame.height]
                return float(luma[:, : frame.width // 2].max()), float(luma[:, frame.width // 2 :].max())
    raise AssertionError(f"no picture at {at_s} s")


@pytest.mark.parametrize("container", ["mp4", "webm"])
def test_flash_and_beep_stay_together_through_gaps_late_joins_layer_switches_and_drift(
    tmp_path: Path, container: Any
) -> None:
    studio = Studio(tmp_path / "r")
    studio.video("a", flashing(320, 180), 0.4, 5)
    studio.video("a", flashing(160, 90), 5, 8.2, codec="libx264")  # another layer, another codec
    studio.video("a", flashing(320, 180), 11.7, 16)  # back after a gap
    studio.audio("a", 2.35, 7, drift=0.0005)  # joins late, with a clock that is too fast
    studio.audio("a", 9.05, 16)  # was muted
    folder = studio.order(FilmOrder("speaker", container, **SMALL), told())
    film = made(folder)
    path = folder / f"film.{container}"
    offsets = offsets_ms(path)
    assert len(offsets) >= 7
    assert max(abs(offset) for offset in offsets) <= 50
    pictures, seconds = decode(path)
    assert pictures == round(film.duration_s * 30)
    assert seconds == pytest.approx(film.duration_s, abs=0.05)


def test_pauses_of_the_recording_are_cut_out_and_chapters_and_anchors_follow(tmp_path: Path) -> None:
    studio = Studio(tmp_path / "r")
    studio.video("a", flashing(320, 180), 0, 3)
    studio.audio("a", 0, 3)
    studio.video("a", flashing(320, 180), 13, 16)
    studio.audio("a", 13, 16)
    spans = (Span(BEGAN_MS, BEGAN_MS + 3000), Span(BEGAN_MS + 13_000, BEGAN_MS + 16_000))
    chapters = (Chapter(BEGAN_MS + 5000, "In the pause"), Chapter(BEGAN_MS + 14_000, "Poll: Honey?"))
    folder = studio.order(FilmOrder(**SMALL), told(recordings=(Recorded("r", spans),), chapters=chapters))
    film = made(folder)
    assert film.duration_s == pytest.approx(9, abs=0.05)
    assert [(chapter.at_s, chapter.title) for chapter in film.chapters] == [(0, "Beginning"), (7, "Poll: Honey?")]
    assert [(anchor.film_s, anchor.wall_s - BEGAN_S) for anchor in film.anchors] == [(3, 0), (6, 13)]
    assert files.read(folder / "film.json", FilmMade) == film
    assert files.read(folder / "progress.json", Progress) == Progress("done", 100, 0)
    with av.open(str(folder / "film.mp4")) as container:
        assert [mark["metadata"]["title"] for mark in container.chapters()] == ["Beginning", "Poll: Honey?"]
    assert max(abs(offset) for offset in offsets_ms(folder / "film.mp4")) <= 50


def two_people(folder: Path, seconds: float = 3) -> Studio:
    studio = Studio(folder)
    studio.video("a", plain(320, 180, 120), 0, seconds)
    studio.video("b", plain(320, 180, 235), 0, seconds)
    studio.audio("a", 0, seconds, beeps=False)
    studio.audio("b", 0, seconds, loud=[(0, seconds)], beeps=False)
    return studio


def test_a_redacted_person_is_neither_seen_nor_heard_nor_named(tmp_path: Path) -> None:
    studio = two_people(tmp_path / "r")
    chapters = (Chapter(BEGAN_MS + 1000, "Björn shares a screen", "b"),)
    whole = studio.order(FilmOrder("gallery", **SMALL), told(chapters=chapters), "whole")
    without = studio.order(FilmOrder("gallery", redacted=("b",), **SMALL), told(chapters=chapters), "without")
    forgotten = studio.order(FilmOrder("gallery", **SMALL), told(forgotten=("b",)), "forgotten")
    assert "Björn shares a screen" in [chapter.title for chapter in made(whole).chapters]
    assert brightest(whole / "film.mp4", 4)[1] > 220
    assert max(loudness(whole / "film.mp4")[1]) > 0.3
    for folder in (without, forgotten):
        film = made(folder)
        assert "Björn" not in repr(film)
        assert max(brightest(folder / "film.mp4", 4)) < 250
        with av.open(str(folder / "film.mp4")) as container:
            lumas = [frame.to_ndarray()[60:100, 60:260] for frame in container.decode(video=0)][100:]
        assert max(np.median(luma) for luma in lumas) < 150
        assert max(loudness(folder / "film.mp4")[1]) < 0.01


class Killed(BaseException):
    """As by a signal that nobody can catch."""


def test_a_killed_composer_goes_on_behind_the_parts_that_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part, "PART_FRAMES", 60)
    studio = two_people(tmp_path / "r", 5)
    straight, killed = (studio.order(FilmOrder("gallery", **SMALL), told(), name) for name in ("straight", "killed"))
    made(straight)
    composed: list[int] = []
    original = part.compose

    def dies(plan: Any, span: tuple[int, int], into: Path, *rest: Any) -> None:
        if len(composed) == 2:
            into.with_name(f".{into.name}.new").write_bytes(b"half")
            raise Killed
        composed.append(span[0])
        original(plan, span, into, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(work, "compose", dies)
        with pytest.raises(Killed):
            make(killed, 1, quiet, lambda: False)

    def counts(plan: Any, span: tuple[int, int], *rest: Any) -> None:
        composed.append(span[0])
        original(plan, span, *rest)

    monkeypatch.setattr(work, "compose", counts)
    made(killed)
    assert composed == [0, 60, 120, 180]
    assert decode(killed / "film.mp4") == decode(straight / "film.mp4")
    assert not (killed / "parts").exists() or not list((killed / "parts").rglob("*.mkv"))


def test_a_cancelled_film_says_so_and_may_be_gone_on_with(tmp_path: Path) -> None:
    folder = two_people(tmp_path / "r").order(FilmOrder(**SMALL), told())
    asked = iter([False] * 20)
    assert make(folder, 1, quiet, lambda: next(asked, True)) is None
    assert files.read(folder / "progress.json", Progress).state == "cancelled"
    assert not (folder / "film.mp4").exists()
    assert made(folder).duration_s == pytest.approx(6, abs=0.05)


def test_segments_that_cannot_be_read_are_left_out_with_a_note(tmp_path: Path) -> None:
    studio = two_people(tmp_path / "r", 8)
    (tmp_path / "r" / "tracks" / "0" / "1.mkv").write_bytes(b"\x1a\x45\xdf\xa3" + bytes(range(256)) * 10)
    (tmp_path / "r" / "tracks" / "1" / "1.json").write_bytes(b"{")
    folder = studio.order(FilmOrder("gallery", **SMALL), told())
    film = made(folder)
    assert {note.partition(":")[0] for note in film.notes} == {"0/1.mkv", "1/1.json"}
    assert decode(folder / "film.mp4")[0] == round(film.duration_s * 30)


def test_a_long_time_with_nobody_on_stage_is_short_in_the_film(tmp_path: Path) -> None:
    studio = Studio(tmp_path / "r")
    studio.video("a", plain(320, 180, 120), 3600, 3602)
    spans = (Span(BEGAN_MS, BEGAN_MS + 3_602_000),)
    film = made(studio.order(FilmOrder(**SMALL), told(recordings=(Recorded("r", spans),))))
    assert film.duration_s == pytest.approx(3 + 4 + 2, abs=0.05)


def test_nothing_recorded_is_a_failure_with_a_code(tmp_path: Path) -> None:
    folder = Studio(tmp_path / "r").order(FilmOrder(**SMALL), told())
    with pytest.raises(work.NothingRecorded):
        make(folder, 1, quiet, lambda: False)
    assert files.read(folder / "progress.json", Progress) == Progress("failed", reason="nothing_recorded")


def test_what_remains_is_told_from_what_this_run_has_done() -> None:
    told_ = progress(frames=1000, began_at=400, done=500, took_s=10)
    assert told_.percent == 48
    assert told_.remaining_s == pytest.approx(500 / 10 / 0.96, abs=0.1)
    assert progress(1000, 0, 1, 0.1).remaining_s is None
