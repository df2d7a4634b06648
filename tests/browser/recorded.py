"""A recording that real pages make of themselves, the films of it, and the pictures of a film."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.browser.people import Person
from tests.browser.waiting import wait_until
from tests.peers.api import Webinar, call

MADE_WITHIN_S = 600  # on a machine that has other things to do
Picture = NDArray[np.uint8]  # height, width: brightness alone


class Recorded:
    """One recording of a webinar; `folder` is where the server writes it."""

    def __init__(self, webinar: Webinar, data_dir: Path, room: str = "main") -> None:
        self.webinar, self.room = webinar, room
        self.id = webinar.command("recording/start", room=room)["id"]
        self.folder = data_dir / "recordings" / self.id

    def runs_for(self, seconds: int, tracks: int) -> None:
        """Until so many tracks have so much more in closed segments of 4 seconds."""
        before, more = len(self.segments()), tracks * seconds // 4
        wait_until(lambda: len(self.segments()) >= before + more, 30 + 4 * seconds, f"{more} more segments")

    def segments(self) -> list[Path]:
        return list(self.folder.glob("tracks/*/*.json"))

    def stop(self) -> None:
        assert not self.webinar.command("recording/stop", room=self.room)["recording"]

    def film_by_itself(self) -> dict[str, Any]:
        """The one that the server makes without being asked."""
        wait_until(lambda: list(self.folder.glob("films/*/order.json")), 60, "a film that was ordered")
        (order,) = self.folder.glob("films/*/order.json")
        return self.film(order.parent.name)

    def order(self, **order: object) -> dict[str, Any]:
        made = call("POST", f"{self.webinar.url}/recordings/{self.id}/films", order, self.webinar.host)
        return self.film(made["id"])

    def film(self, film: str) -> dict[str, Any]:
        """Once it has been made and stored. The server is asked then alone: it counts how often."""
        folder = self.folder / "films" / film
        wait_until(lambda: (folder / "stored").exists() or failed(folder), MADE_WITHIN_S, "a film")
        url = f"{self.webinar.url}/recordings/{self.id}/films/{film}"
        return dict(call("GET", url, token=self.webinar.host))


def failed(film: Path) -> bool:
    progress = film / "progress.json"
    return progress.exists() and json.loads(progress.read_text())["state"] == "failed"


class Film:
    """A film's file: where its wall time is in it, and its pictures."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._anchors = json.loads((path.parent / "film.json").read_text())["anchors"]

    def at_s(self, wall_s: float) -> float:
        anchor = [each for each in self._anchors if each["wall_s"] <= wall_s][-1]
        return float(anchor["film_s"] + wall_s - anchor["wall_s"])

    def pictures(self, from_s: float, until_s: float) -> list[Picture]:
        return [np.asarray(frame.to_ndarray(format="gray"), np.uint8) for frame in self._frames(from_s, until_s)]

    def _frames(self, from_s: float, until_s: float) -> Iterator[av.VideoFrame]:
        with av.open(str(self.path)) as opened:
            for frame in opened.decode(opened.streams.video[0]):
                if from_s <= (frame.time or 0) < until_s:
                    yield frame

    def show(self, at_s: float, into: Path) -> None:
        """One picture of it, for somebody to look at."""
        Image.fromarray(next(self._frames(at_s, at_s + 1)).to_ndarray(format="rgb24")).save(into)


def agrees(person: Person) -> Person:
    person.press("I agree")
    person.until("(me, state) => state.you.consents", "consent that was given")
    return person


def now_s() -> float:
    return time.time()
