"""The process: it ends with what became of the film, stops at SIGTERM, and goes on after SIGKILL."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from media.film import files
from media.film.__main__ import STOPPED
from media.film.edit_list import EditList
from media.film.order import FilmOrder, Progress
from media.recording.sole import sole
from tests.browser.waiting import wait_until
from tests.chaos.processes import children
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


@pytest.mark.slow
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


def test_of_one_film_there_is_one_composer(tmp_path: Path) -> None:
    folder = order(tmp_path / "r", 1)
    mine = sole(folder, bool)
    assert mine is not None
    given_up, second = started(folder), started(folder)
    wait_until(lambda: waits(given_up.pid, folder) and waits(second.pid, folder), 60, "two who wait")
    given_up.send_signal(signal.SIGTERM)
    given_up.communicate(timeout=60)
    assert given_up.returncode == STOPPED
    files.replace(folder / "progress.json", Progress("done", 100, 0))
    os.close(mine)
    second.communicate(timeout=60)
    assert second.returncode == 0
    assert not (folder / "film.mp4").exists()  # it was made, as far as anybody says


def test_a_composer_ends_with_the_server_that_started_it(tmp_path: Path) -> None:
    folder = order(tmp_path / "r", 1)
    mine = sole(folder, bool)  # so that it takes as long as we like
    assert mine is not None
    command = [sys.executable, "-m", "media.film", str(folder), "--with-parent"]
    parent = [sys.executable, "-c", "import subprocess, sys; subprocess.run(sys.argv[1:])", *command]
    server = subprocess.Popen(parent, cwd=ROOT, stdout=subprocess.PIPE)
    wait_until(lambda: any(waits(each, folder) for each in children(server.pid, "media.film")), 60, "a composer")
    server.kill()
    assert server.communicate(timeout=60)[0] == b""  # it ends when nobody has the pipe any more
    os.close(mine)


def waits(composer: int, folder: Path) -> bool:
    """It has opened the folder, to lock it."""
    return any(each.readlink() == folder for each in Path(f"/proc/{composer}/fd").iterdir())
