"""The process: it ends with what became of the film, stops at SIGTERM, and goes on after SIGKILL."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from media.film import files
from media.film.edit_list import EditList
from media.film.order import FilmOrder, Progress
from tests.media.film.made_segments import Studio, plain
from tests.sources import ROOT

SMALL = FilmOrder(width_px=160, height_px=160, preset="ultrafast")


def started(folder: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "media.film", str(folder), "--nice", "5"]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)


def order(folder: Path, seconds: float) -> Path:
    studio = Studio(folder)
    studio.video("a", plain(160, 90, 120), 0, seconds, segment_s=seconds)
    return studio.order(SMALL, EditList("Bees"))


def watched(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    """Until it has said that it is under way."""
    while process.poll() is None:
        try:
            if files.read(folder / "progress.json", Progress).percent > 0:
                return
        except OSError:
            continue
    raise AssertionError("it had ended before anybody could look")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_process_that_was_ended_goes_on_and_makes_the_film(tmp_path: Path, how: signal.Signals) -> None:
    folder = order(tmp_path / "r", 40)
    first = started(folder)
    watched(first, folder)
    first.send_signal(how)
    first.communicate(timeout=60)
    assert first.returncode == (3 if how is signal.SIGTERM else -signal.SIGKILL)
    assert files.read(folder / "progress.json", Progress).state == (
        "cancelled" if how is signal.SIGTERM else "composing"
    )
    again = started(folder)
    _, said = again.communicate(timeout=120)
    assert again.returncode == 0
    assert b"100%" in said
    assert files.read(folder / "progress.json", Progress) == Progress("done", 100, 0)
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith("film")) == ["film.json", "film.mp4"]


def test_a_film_of_nothing_fails_with_a_code(tmp_path: Path) -> None:
    folder = Studio(tmp_path / "r").order(SMALL, EditList())
    process = started(folder)
    process.communicate(timeout=60)
    assert process.returncode == 1
    assert files.read(folder / "progress.json", Progress).reason == "nothing_recorded"
