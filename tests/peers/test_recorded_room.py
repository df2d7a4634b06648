"""A breakout room is recorded on its own, beside the main room, and each has a film of who was there: real packets, the
running server, its recorder and composer.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import orjson
import pytest

from tests.browser.conftest import LOOPBACK
from tests.browser.recorded import Film, Recorded, now_s
from tests.browser.server import Server
from tests.media.playing import all_played
from tests.peers.api import Webinar
from tests.peers.performer import Performer

SMALL = {"widthPx": 320, "heightPx": 180, "preset": "ultrafast"}
TOGETHER_S, SEEN_S = 8, 3


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path / "data", LOOPBACK, film_of_each=False, film_niceness=0)
    yield made
    assert made.stop() == 0, made.text
    assert "Traceback" not in made.text, made.text


def opened_room(webinar: Webinar, participant: str) -> str:
    """A room with this person in it; its id."""
    (room,) = webinar.command("breakout-rooms", count=1, assign="manual")["rooms"]
    webinar.command("move-to-room", participant=participant, room=room["id"])
    return str(room["id"])


def whose(recorded: Recorded) -> set[str]:
    return {orjson.loads(path.read_bytes())["participant"] for path in recorded.segments()}


def filmed(recorded: Recorded) -> Film:
    made = recorded.order(**SMALL)
    assert (made["state"], made["widthPx"], made["heightPx"]) == ("done", 320, 180)
    return Film(recorded.folder / "films" / made["id"] / "film.mp4")


@pytest.mark.slow
def test_a_breakout_room_and_the_main_room_are_recorded_each_on_their_own(server: Server, tmp_path: Path) -> None:
    webinar = Webinar.create(server.url)
    (ada, ada_token), (ben, ben_token) = (webinar.join(name, webinar.presenter_invite) for name in ("Ada", "Ben"))
    for token in (ada_token, ben_token):
        webinar.command("consent-to-recording", token)
    room = opened_room(webinar, ada)
    of_room, of_hall = (Recorded(webinar, tmp_path / "data", where) for where in (room, "main"))
    assert of_room.id != of_hall.id
    in_room = webinar.whip.replace(webinar.id, room)
    with Performer(1).publish(in_room, ada_token), Performer(11, "h264", (480, 270)).publish(webinar.whip, ben_token):
        of_room.runs_for(TOGETHER_S, tracks=2)
        seen_s = now_s()  # both have been sending for some seconds
        of_room.stop()
        of_hall.runs_for(4, tracks=2)
    of_hall.stop()

    assert (whose(of_room), whose(of_hall)) == ({ada}, {ben})
    for recorded, title, codec, who, nobody in (
        (of_room, "Peers: Room 1", "vp8", "Ada", "Ben"),
        (of_hall, "Peers", "h264", "Ben", "Ada"),
    ):
        film = filmed(recorded)  # and all that was recorded lies there
        assert {each.codec for each in all_played(recorded.folder) if each.height_px} == {codec}
        told = orjson.loads((film.path.parent / "timeline.json").read_bytes())
        assert told["title"] == title
        assert who in dict(told["names"]).values()
        stayed = {dict(told["names"])[each["participant"]] for each in told["stage"] if each["until_ms"] is None}
        assert nobody not in stayed
        pictures = film.pictures(film.at_s(seen_s) - SEEN_S, film.at_s(seen_s))
        assert pictures[0].shape == (180, 320)
        assert sum(bool((one != other).mean() > 0.01) for one, other in pairwise(pictures)) > len(pictures) / 4
