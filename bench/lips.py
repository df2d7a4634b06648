"""How far a film's sound is from its picture: a flash and a beep through Chromium, the running server and its composer.

One page on stage flashes and beeps at once each second; a host's command records it, orders a film, and the film's
flashes are held against its beeps (bench/film.py). `LONG=1`: a minute of them.
Last line: `lips av_offset_p95_ms=… flashes=…`.
"""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from bench.crowd.processes import go_first
from bench.film import offsets_ms
from tests.browser import chromium
from tests.browser.chromium import ChromiumTab
from tests.browser.flash_and_beep import FLASH_AND_BEEP
from tests.browser.people import Person
from tests.browser.server import Server
from tests.browser.waiting import wait_until
from tests.peers.api import Webinar, call

FLASHES: Final = 60 if os.environ.get("LONG") else 9
CLOSED_WITHIN_S: Final = 10
MADE_WITHIN_S: Final = 120


def measured() -> list[float]:
    """Of each flash in the film, how much later its beep comes, in ms; none without Chromium."""
    executable = chromium.find()
    if executable is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), "127.0.0.1", film_of_each=False, film_niceness=0)
        try:
            webinar = Webinar.create(server.url)
            recording = record(webinar, executable)
            return offsets_ms(film_of(webinar, Path(folder) / "recordings" / recording))
        finally:
            server.stop()


def record(webinar: Webinar, executable: str) -> str:
    with sync_playwright() as playwright, chromium.launch(playwright, executable) as browser:
        tab = ChromiumTab(browser, "Percy")
        tab.context.add_init_script(FLASH_AND_BEEP)
        percy = Person(tab, webinar).enter(webinar.presenter_invite).is_on("microphone", "camera")
        recording: str = webinar.command("recording/start")["id"]
        percy.press("I agree")
        percy.until("(me, state) => state.you.consents", "consent that was given")
        tab.page.wait_for_timeout(1000 * (FLASHES + 1))
        webinar.command("recording/stop")
        return recording


def film_of(webinar: Webinar, folder: Path) -> Path:
    """The file, once it is made."""
    recording = f"{webinar.url}/recordings/{folder.name}"
    wait_until(lambda: both_ended(folder), CLOSED_WITHIN_S, "a microphone's and a camera's last segments")
    ordered: str = call("POST", f"{recording}/films", {"layout": "gallery"}, webinar.host)["id"]
    film = folder / "films" / ordered
    wait_until((film / "stored").exists, MADE_WITHIN_S, "a film")
    return film / "film.mp4"


def both_ended(folder: Path) -> bool:
    """No segment is being written any more."""
    written = list(folder.glob("tracks/*/*"))
    return (
        len({path.parent for path in written}) >= 2
        and {path.suffix for path in written} == {".mkv", ".json"}
        and all(path.with_suffix(".json").exists() for path in written)
    )


def part(offsets: Sequence[float], share: float) -> float:
    """Of how far apart they are, whichever comes first."""
    ordered = sorted(map(abs, offsets))
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def main() -> None:
    go_first()
    offsets = measured()
    print("beep after flash, ms:", *(round(each) for each in offsets))
    print(f"lips av_offset_p95_ms={part(offsets, 0.95):.0f} flashes={len(offsets)}")


if __name__ == "__main__":
    main()
