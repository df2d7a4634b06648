"""A webinar is recorded and a film is made of it: real pages on stage, the real server, its recorder and composer."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest

from tests.browser.chromium import ChromiumTab
from tests.browser.people import Person
from tests.browser.server import Server
from tests.browser.waiting import wait_until
from tests.media.playing import all_played, played
from tests.peers.api import Webinar, call

Chromium = Callable[..., ChromiumTab]
RECORDED_S = 12
MADE_WITHIN_S = 240  # on a machine that has other things to do


def only_film(webinar: Webinar) -> dict[str, Any]:
    """Of the only recording."""
    (recording,) = call("GET", f"{webinar.url}/recordings", token=webinar.host)["recordings"]
    (film,) = recording["films"]
    return dict(film)


@pytest.mark.slow
def test_what_two_people_send_becomes_a_film_with_both_of_them(
    server: Server, chromium: Chromium, tmp_path: Path
) -> None:
    webinar = Webinar.create(server.url)
    hedy = Person(chromium("Hedy"), webinar).enter_as_host()
    ada = Person(chromium("Ada"), webinar).enter(webinar.presenter_invite).is_on("microphone", "camera")
    hedy.is_on("microphone", "camera")
    started = webinar.command("recording/start")
    assert webinar.command("recording/start")["id"] == started["id"]
    ada.press("I agree")
    ada.until("(me, state) => state.you.consents", "consent that was given")
    folder = tmp_path / "data-0" / "recordings" / started["id"]

    def closed() -> list[Path]:
        return list(folder.glob("tracks/*/*.json"))

    wait_until(lambda: len(closed()) >= 4 * (RECORDED_S // 4), 60, "segments of four tracks")
    assert not webinar.command("recording/stop")["recording"]

    wait_until(lambda: list(folder.glob("films/*/film.json")), MADE_WITHIN_S, "a film")
    wait_until(lambda: list(folder.glob("films/*/stored")), 60, "a film that is in its store")
    film = only_film(webinar)
    assert (film["state"], film["percent"]) == ("done", 100)
    (made,) = folder.glob(f"films/{film['id']}/film.mp4")
    all_played(folder)
    assert played(made).pictures >= 20 * RECORDED_S
    with av.open(str(made)) as opened:
        pictures, sounds = opened.streams.video[0], opened.streams.audio[0]
        assert (pictures.codec_context.name, sounds.codec_context.name) == ("h264", "aac")
        seconds = (opened.duration or 0) / av.time_base
        frames = [frame.to_ndarray(format="gray") for frame in opened.decode(pictures)]
    assert seconds >= RECORDED_S
    assert len(frames) >= 20 * seconds
    moved = sum(int((one != other).mean() > 0.01) for one, other in pairwise(frames))
    assert moved > 5 * RECORDED_S  # Chromium's own test picture moves all the time
