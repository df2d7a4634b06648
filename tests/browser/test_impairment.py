"""What a viewer in a real browser sees and hears over a bad link: loss, delay, and a rate that falls and comes back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from attrs import frozen
from playwright.sync_api import Browser

from tests.browser import chromium as chromium_
from tests.browser.chromium import FLAGS, ChromiumTab
from tests.browser.impaired import NEAR, Link, two_networks
from tests.browser.network import NetworkForbiddenError
from tests.browser.people import Person
from tests.browser.server import Server
from tests.browser.tab import Tab
from tests.browser.waiting import wait_until
from tests.conditions import missing
from tests.peers.api import Webinar

pytestmark = pytest.mark.impaired  # limits on wall time, seen in a real browser: not yet kept every time
BAD = {"loss": 0.05, "delay_s": 0.05, "rate_bps": 500_000.0}
DIP_BPS, DIP_S = 300_000.0, 20.0
SETTLING_S = 5.0  # from a good link to a bad one
LOOK_S = 0.1  # a page looks each 50 ms; where it did not, the machine was busy
STEP_DOWN_S, STEP_UP_S, FREEZE_S, AUDIO_GAP_S = 2.0, 15.0, 1.0, 0.2

# Notes each 50 ms what has come: [ms, audio packets, video frames decoded, height of the newest, video bytes].
NOTE = """
() => {
  window.notes = [];
  const note = async () => {
    let audio = 0, frames = 0, height = 0, octets = 0;
    for (const connection of window.connectionsMade)
      for (const each of (await connection.getStats()).values()) {
        if (each.type !== "inbound-rtp") continue;
        if (each.kind === "audio") audio += each.packetsReceived;
        else {
          frames += each.framesDecoded;
          octets += each.bytesReceived;
          height = Math.max(height, each.frameHeight ?? 0);
        }
      }
    window.notes.push([performance.now(), audio, frames, height, octets]);
    setTimeout(note, 50);
  };
  note();
}
"""


@frozen
class Notes:
    """Rows as the page wrote them, with seconds."""

    rows: list[tuple[float, int, int, int, int]]

    def gaps(self, column: int, since_s: float, until_s: float) -> list[float]:
        """Times between moments at which the column grew, less those in which the page itself had no time to look."""
        rows = [row for row in self.rows if since_s <= row[0] <= until_s]
        gaps, gap_s = [], 0.0
        for earlier, later in pairwise(rows):
            gap_s += min(later[0] - earlier[0], LOOK_S)
            if later[column] > earlier[column]:
                gaps.append(gap_s)
                gap_s = 0.0
        return [*gaps, gap_s]

    def audio_gap_s(self, since_s: float, until_s: float) -> float:
        gaps = sorted(self.gaps(1, since_s, until_s))
        return gaps[int(0.95 * (len(gaps) - 1))]

    def first_s(self, since_s: float, is_so: Callable[[int], bool]) -> float:
        """Seconds after a moment at which the height is so."""
        return next((row[0] - since_s for row in self.rows if row[0] >= since_s and is_so(row[3])), float("inf"))

    def since_s(self, moment_s: float, is_so: Callable[[int], bool]) -> float:
        """Seconds after a moment from which on the height is so to the end."""
        return max([0.0, *(row[0] - moment_s for row in self.rows if not is_so(row[3]))])


@pytest.fixture(scope="module")
def link() -> Iterator[Link]:
    if chromium_.find() is None:
        missing("Chromium is not installed (Debian: chromium)")
    try:
        with two_networks() as made:
            yield made
    except NetworkForbiddenError as error:
        missing(f"no two networks with a bad link between them: {error}")


@pytest.fixture(scope="module")
def network(link: Link) -> str:
    """In place of the one network of the other browser tests."""
    return NEAR


@pytest.fixture
def server(start_server: Callable[..., Server]) -> Server:
    return start_server(host="0.0.0.0")  # the far side comes by another address than loopback


@pytest.fixture
def viewer(
    link: Link, chromium_process: Browser, server: Server, tmp_path: Path, telling: list[Server | Tab]
) -> Iterator[ChromiumTab]:
    """A tab on the far side, where the page is at the server's address and would be no secure place without a word."""
    link.becomes()
    program = link.far_program(tmp_path, chromium_.find() or "")
    flags = [*FLAGS, f"--unsafely-treat-insecure-origin-as-secure={far(server.url)}"]
    with chromium_process.browser_type.launch(executable_path=program, headless=True, args=flags) as browser:
        tab = ChromiumTab(browser, "Vera", viewport={"width": 1600, "height": 900})
        telling.append(tab)
        yield tab
        tab.close()


def far(url: str) -> str:
    """The server as the far side reaches it."""
    return url.replace("localhost", NEAR).replace("127.0.0.1", NEAR)


def watching(server: Server, chromium: Callable[..., ChromiumTab], viewer: ChromiumTab) -> Person:
    """Somebody on stage with sound and picture, and a viewer who has its largest layer."""
    webinar = Webinar.create(server.url)
    Person(chromium("Percy"), webinar).enter(webinar.presenter_invite).is_on("microphone", "camera")
    person = Person(viewer, replace(webinar, url=far(webinar.url))).enter(webinar.attendee_invite)
    viewer.wait_for_video(frames=30, height=720, within_s=30)
    viewer.evaluate(NOTE)
    return person


def now_s(viewer: ChromiumTab) -> float:
    return float(viewer.evaluate("() => performance.now() / 1000"))


def notes_until(viewer: ChromiumTab, until_s: float) -> Notes:
    wait_until(lambda: now_s(viewer) >= until_s, until_s, "time to go by")
    rows = viewer.evaluate("() => window.notes")
    return Notes([(row[0] / 1000, *row[1:]) for row in rows])


def test_a_link_that_falls_for_a_while_costs_the_picture_its_size_and_nothing_of_the_sound(
    link: Link,
    server: Server,
    chromium: Callable[..., ChromiumTab],
    viewer: ChromiumTab,
    record_property: Callable[[str, object], None],
) -> None:
    watching(server, chromium, viewer)
    notes_until(viewer, now_s(viewer) + 8)  # until its first estimates are in
    fell_s = now_s(viewer)
    link.becomes(rate_bps=DIP_BPS, delay_s=0.025)
    notes_until(viewer, fell_s + DIP_S)
    rose_s = now_s(viewer)
    link.becomes(delay_s=0.025)
    notes = notes_until(viewer, rose_s + STEP_UP_S + 3)

    down_s = notes.first_s(fell_s, lambda height: height < 720)
    up_s = notes.since_s(rose_s, lambda height: height >= 720)
    audio_gap_s = notes.audio_gap_s(fell_s, rose_s)
    freeze_s = max(notes.gaps(2, fell_s, rose_s))
    seen = {"down_s": down_s, "up_s": up_s, "audio_gap_s": audio_gap_s, "freeze_s": freeze_s}
    record_property("dip", seen)
    assert audio_gap_s < AUDIO_GAP_S, seen
    assert down_s <= STEP_DOWN_S, seen
    assert up_s <= STEP_UP_S, seen


def test_at_five_in_a_hundred_lost_on_a_narrow_link_the_picture_never_stands_still(
    link: Link,
    server: Server,
    chromium: Callable[..., ChromiumTab],
    viewer: ChromiumTab,
    record_property: Callable[[str, object], None],
) -> None:
    watching(server, chromium, viewer)
    link.becomes(**BAD)
    began_s = now_s(viewer) + SETTLING_S
    notes = notes_until(viewer, began_s + 30)
    audio_gap_s = notes.audio_gap_s(began_s, began_s + 30)
    gaps = sorted(notes.gaps(2, began_s, began_s + 30))
    seen = {"audio_gap_s": audio_gap_s, "freezes_s": gaps[-3:]}
    record_property("bad_link", seen)
    assert audio_gap_s < AUDIO_GAP_S, seen
    # Not always so yet: where the link becomes narrow, what flows stands still until the smaller layer's key frame.
    assert gaps[-1] <= FREEZE_S, seen
