"""A webinar is recorded and films are made of it: real pages on stage, the real server, its recorder and composer."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Final

import av
import numpy as np
import pytest

from tests.browser.chromium import ChromiumTab
from tests.browser.people import Person
from tests.browser.recorded import Film, Picture, Recorded, agrees, now_s
from tests.browser.server import Server
from tests.media.playing import all_played, played
from tests.peers.api import Webinar

Chromium = Callable[..., ChromiumTab]
Area = tuple[int, int, int, int]  # left, top, right, bottom, in pixels
SHOWN_S: Final = 3  # after something has happened, until the film surely shows it
FREE, STRIP, LETTERS = 20, 38, 180  # brightness: the background, what lies under a name, its letters at least
MOVES: Final = 5  # pictures that are other than the one before, in WATCHED_S
WATCHED_S: Final = 4
NEAR: Final = 8  # what encoding does to it

# Of a film of 1280 by 720, three people on stage, pictures of 16 by 9.
SPEAKER: Final[list[Area]] = [(134, 4, 1144, 572), (390, 580, 632, 716), (646, 580, 888, 716)]
GALLERY: Final[list[Area]] = [(6, 4, 632, 356), (646, 4, 1272, 356), (326, 364, 952, 716)]
SCREEN: Final[Area] = (4, 74, 1020, 646)
BESIDE: Final[Area] = (1030, 292, 1272, 428)


def part(picture: Picture, area: Area) -> Picture:
    left, top, right, bottom = area
    return picture[top:bottom, left:right]


def moves(pictures: list[Picture], area: Area) -> bool:
    """Chromium's test picture moves all the time, but a busy machine encodes few of them."""
    changed = [(part(one, area) != part(other, area)).mean() > 0.01 for one, other in pairwise(pictures)]
    return bool(sum(changed) >= MOVES)


def is_named(picture: Picture, area: Area) -> bool:
    """A strip with letters in its lower left corner."""
    left, _, _, bottom = area
    strip = part(picture, (left + 2, bottom - 20, left + 62, bottom - 2))
    return abs(float(np.median(strip)) - STRIP) < NEAR and int(strip.max()) > LETTERS


def is_free(picture: Picture, area: Area) -> bool:
    return bool((abs(part(picture, area).astype(int) - FREE) < NEAR).all())


def fills(picture: Picture, area: Area) -> bool:
    """From edge to edge, and no further: nothing of the background is left, and it is there again outside."""
    left, top, right, bottom = area
    middle = (top + bottom) // 2
    inside = part(picture, (left + 4, middle - 40, right - 4, middle + 40)).astype(int)
    above, below = (left, max(0, top - 6), right, max(0, top - 2)), (left, bottom + 2, right, bottom + 6)
    return bool((abs(inside - FREE) > NEAR).mean() > 0.99) and is_free(picture, above) and is_free(picture, below)


def is_title(pictures: list[Picture]) -> bool:
    """Letters in the middle, nothing around them, nothing that moves."""
    first, last = pictures[0], pictures[-1]
    calm = (abs(first.astype(int) - last) < NEAR).all()
    return bool(calm) and first[300:420, 400:880].max() > LETTERS and is_free(first, (0, 0, 1280, 250))


@pytest.mark.slow
def test_what_three_people_send_becomes_films_with_all_of_them_and_what_one_shares(
    start_server: Callable[..., Server], chromium: Chromium, tmp_path: Path
) -> None:
    webinar = Webinar.create(start_server(film_niceness=0).url)
    hedy = Person(chromium("Hedy"), webinar).enter_as_host()
    ada, grace = (
        Person(chromium(name), webinar).enter(webinar.presenter_invite).is_on("microphone", "camera")
        for name in ("Ada Lovelace", "Grace Hopper")
    )
    hedy.is_on("microphone", "camera")
    recorded = Recorded(webinar, tmp_path / "data-0")
    assert webinar.command("recording/start")["id"] == recorded.id
    agrees(ada)
    agrees(grace)
    recorded.runs_for(8, tracks=6)
    shares_s = now_s()
    ada.press("Share screen")
    ada.is_on("screen")
    recorded.runs_for(8, tracks=7)
    ends_s = now_s()
    recorded.stop()

    made = recorded.film_by_itself()
    assert (made["state"], made["percent"], made["layout"]) == ("done", 100, "speaker")
    film = Film(recorded.folder / "films" / made["id"] / "film.mp4")
    with av.open(str(film.path)) as opened:
        pictures, sounds = opened.streams.video[0], opened.streams.audio[0]
        assert (pictures.codec_context.name, sounds.codec_context.name) == ("h264", "aac")
        assert (pictures.codec_context.width, pictures.codec_context.height) == (1280, 720)
        assert (opened.duration or 0) / av.time_base >= ends_s - shares_s
    assert is_title(film.pictures(0.5, 2.5))
    before = film.pictures(film.at_s(shares_s) - WATCHED_S, film.at_s(shares_s))
    after = film.pictures(film.at_s(shares_s) + SHOWN_S, film.at_s(shares_s) + SHOWN_S + WATCHED_S)
    for area in SPEAKER:
        assert moves(before, area)
        assert is_named(before[-1], area)
    assert fills(before[-1], SPEAKER[0])
    for area in (SCREEN, BESIDE):
        assert moves(after, area)
        assert is_named(after[-1], area)
    assert fills(after[-1], SCREEN)

    other = recorded.order(layout="gallery", preset="ultrafast")
    film = Film(recorded.folder / "films" / other["id"] / "film.mp4")
    before = film.pictures(film.at_s(shares_s) - WATCHED_S, film.at_s(shares_s))
    after = film.pictures(film.at_s(shares_s) + SHOWN_S, film.at_s(shares_s) + SHOWN_S + WATCHED_S)
    for area in GALLERY:
        assert moves(before, area)
        assert is_named(before[-1], area)
    assert moves(after, SCREEN)
    assert fills(after[-1], SCREEN)
    all_played(recorded.folder)
    assert played(film.path).until_s >= ends_s - shares_s
