"""What a real browser tells of its link: on stage by transport-cc, in the audience by REMB; all negotiate both."""

import re
import sys
from collections.abc import Callable

import pytest

from tests.browser.chromium import ChromiumTab
from tests.browser.people import Person
from tests.browser.server import Server
from tests.browser.waiting import wait_until
from tests.peers.api import Webinar

pytestmark = pytest.mark.slow
TELLING = """
import run
from media.plane import ViewerReport
from media.viewer import Viewer
told = Viewer.told
def tell(viewer, event):
    if isinstance(event, ViewerReport):
        print("told", event.peer, event.arrived_bps, event.remb_bps, flush=True)
    told(viewer, event)
Viewer.told = tell
run.main()
"""
TOLD = re.compile(r"^told (\d+) (\S+) (\S+)$")


@pytest.fixture
def server(start_server: Callable[..., Server]) -> Server:
    return start_server(program=(sys.executable, "-c", TELLING))


def newest(server: Server) -> dict[str, tuple[str, str]]:
    """By peer: what arrived and the REMB of its newest report."""
    return {found[1]: (found[2], found[3]) for line in list(server.log) if (found := TOLD.match(line))}


def test_the_stage_tells_what_arrives_and_the_audience_what_it_takes(
    server: Server, chromium: Callable[..., ChromiumTab]
) -> None:
    webinar = Webinar.create(server.url)
    for name in ("Ada", "Ben"):
        Person(chromium(name), webinar).enter(webinar.presenter_invite).is_on("microphone", "camera")
    vera = Person(chromium("Vera"), webinar).enter(webinar.attendee_invite)
    vera.tab.wait_for_video(frames=30, within_s=30)

    def is_told() -> bool:
        told = list(newest(server).values())
        by_arrival = [each for each in told if each[0] != "None"]
        by_remb = [each for each in told if each[0] == "None" and each[1] != "None"]
        return len(told) == len(by_arrival) + len(by_remb) == 3 and len(by_arrival) == 2

    wait_until(is_told, 30, "two rates and a REMB")
