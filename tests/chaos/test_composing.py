"""SIGKILL while a film is made: of the composer, and of the server that started it. The film is whole all the same."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from media.film import files
from media.film.cuts import TITLE_S
from media.film.edit_list import EditList
from media.film.order import FilmMade, FilmOrder, Progress
from tests.browser.restarting import HOST, Restarting
from tests.browser.waiting import wait_until
from tests.chaos.processes import children, words
from tests.media.film.made_segments import Studio, plain
from tests.media.playing import played

COMPOSER = "media.film"
RECORDED_S = 100  # a film of two parts, the first of which is made once
WITHIN_S, MADE_WITHIN_S = 60, 240


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """The folder of a film that is ordered of a recording of one person, as recorder and server leave it."""
    studio = Studio(tmp_path / "data" / "recordings" / "recordingOfATest")
    studio.video("a", plain(160, 90, 120), 0, RECORDED_S, segment_s=RECORDED_S, fps=10)
    return studio.order(FilmOrder("gallery", width_px=640, height_px=360, preset="ultrafast"), EditList("Bees"))


@pytest.fixture
def house(film: Path) -> Iterator[Restarting]:
    """Which finds that film to be made when it starts."""
    made = Restarting(film.parents[3], HOST, film_of_each=False, film_niceness=0)
    yield made
    assert made.server.stop() == 0, made.server.text
    assert "Traceback" not in made.server.text, made.server.text


def composer_of(house: Restarting) -> int:
    found: list[int] = wait_until(lambda: children(house.server.process.pid, COMPOSER), WITHIN_S, "a composer")
    (composer,) = found
    return composer


@pytest.mark.slow
def test_a_film_is_whole_though_its_composer_and_its_server_were_killed(house: Restarting, film: Path) -> None:
    def parts() -> list[tuple[str, float]]:
        return [(path.name, path.stat().st_mtime) for path in film.glob("parts/*/[0-9]*.mkv")]

    def half() -> bool:
        return any(film.glob("parts/*/.*.new"))

    wait_until(half, WITHIN_S, "half a part")
    first = composer_of(house)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: composer_of(house) != first, WITHIN_S, "another composer")
    (done,) = wait_until(parts, MADE_WITHIN_S, "the first part")
    wait_until(half, WITHIN_S, "half of the second part")
    orphan = composer_of(house)
    house.kill()
    house.start_again()
    wait_until(lambda: COMPOSER not in words(orphan), WITHIN_S, "the end of the killed server's composer")
    seen = {done}

    def is_kept() -> bool:
        seen.update(part for part in parts() if part[0] == done[0])
        return bool((film / "stored").exists())

    wait_until(is_kept, MADE_WITHIN_S, "a film")
    assert seen == {done}  # what was made is not made again
    made = files.read(film / "film.json", FilmMade)
    assert (made.duration_s, made.notes) == (pytest.approx(TITLE_S + RECORDED_S, abs=0.2), ())
    assert played(film / "film.mp4").pictures == round(made.duration_s * 30)
    assert files.read(film / "progress.json", Progress) == Progress("done", 100, 0)
    assert [path.name for path in film.rglob("*") if path.suffix in (".mkv", ".new", ".part")] == []
