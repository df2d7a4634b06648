"""SIGKILL while a film is made: of the composer, and of the server that started it. The film is whole all the same."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from media.film import files
from media.film.cuts import TITLE_S
from media.film.order import FilmMade
from media.recording.segment import Manifest
from tests.browser.restarting import HOST, Restarting
from tests.browser.waiting import wait_until
from tests.chaos.processes import children, words
from tests.media.film.made_segments import BEGAN_S, Studio, plain
from tests.media.playing import played
from tests.peers.api import Webinar, call

COMPOSER = "media.film"
RECORDED_S = 60  # a film of more than one part, whose first minute is made once
LEFT = {"order.json", "timeline.json", "progress.json", "film.json", "film.mp4", "stored"}
WITHIN_S, MADE_WITHIN_S = 60, 240


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Restarting]:
    made = Restarting(tmp_path / "data", HOST, film_of_each=False, film_niceness=0)
    yield made
    assert made.server.stop() == 0, made.server.text
    assert "Traceback" not in made.server.text, made.server.text


def recorded(house: Restarting, webinar: Webinar) -> Path:
    """A recording of one person, as the recorder leaves it."""
    studio = Studio(house.data_dir / "recordings" / "recordingOfATest")
    studio.video("a", plain(160, 90, 120), 0, RECORDED_S, segment_s=RECORDED_S, fps=10)
    files.replace(studio.folder / "recording.json", Manifest(studio.folder.name, webinar.id, "main", BEGAN_S))
    return studio.folder


def composer_of(house: Restarting) -> int:
    found: list[int] = wait_until(lambda: children(house.server.process.pid, COMPOSER), WITHIN_S, "a composer")
    (composer,) = found
    return composer


@pytest.mark.slow
def test_a_film_is_whole_though_its_composer_and_its_server_were_killed(house: Restarting) -> None:
    webinar = Webinar.create(house.url)
    recording = recorded(house, webinar)
    films = f"{webinar.url}/recordings/{recording.name}/films"
    film = recording / "films" / call("POST", films, {}, webinar.host)["id"]

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
    told = call("GET", f"{films}/{film.name}", token=webinar.host)
    assert (told["state"], told["percent"]) == ("done", 100)
    assert [path.name for path in film.rglob("*") if path.is_file() and path.name not in LEFT] == []
