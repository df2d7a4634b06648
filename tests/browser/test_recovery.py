"""kill -9 in the middle of a webinar: everybody is back, as who they were, and sees and hears again without a click."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import ChromiumTab
from tests.browser.conftest import LOOPBACK
from tests.browser.people import Person
from tests.browser.restarting import Restarting, first_frame_ms, note_frames
from tests.browser.server import Server
from tests.browser.tab import Tab
from tests.browser.waiting import wait_until
from tests.peers.api import Webinar

Chromium = Callable[..., ChromiumTab]
Record = Callable[[str, object], None]
WIDE = {"viewport": {"width": 1600, "height": 900}}
BACK_S = 6.0  # two are promised; a busy machine may take longer


@pytest.fixture
def house(network: Any, tmp_path: Path, telling: list[Server | Tab]) -> Iterator[Restarting]:
    restarting = Restarting(tmp_path / "data", network if isinstance(network, str) else LOOPBACK)
    telling.append(restarting.server)
    yield restarting
    telling.append(restarting.server)
    assert restarting.server.stop() == 0, restarting.server.text


def standing(webinar: Webinar) -> dict[str, tuple[str, tuple[str, ...], bool]]:
    """Role, what is on, and whether they are here, of everybody by name."""
    return {each["name"]: (each["role"], tuple(each["on"]), each["connected"]) for each in webinar.people()}


def unexpected(tab: ChromiumTab) -> list[str]:
    """What a page complained about, but for the connections that a dead server refuses."""
    return [text for text in tab.complaints if "WebSocket connection to" not in text and "net::ERR_" not in text]


@pytest.mark.slow
def test_after_kill_9_the_same_people_are_back_and_see_and_hear_again(
    house: Restarting, chromium: Chromium, record_property: Record
) -> None:
    webinar = Webinar.create(house.url)
    host = Person(chromium("Hedy", **WIDE), webinar).enter_as_host()
    presenter = Person(chromium("Percy", **WIDE), webinar).enter(webinar.presenter_invite).is_on("microphone", "camera")
    guest = Person(note_frames(chromium("Ada", **WIDE)), webinar).enter(webinar.attendee_invite)
    presenter.press("Mute")
    host.is_on("microphone")
    presenter.until("(me) => me.on.length === 1", "a muted microphone")
    guest.tab.wait_for_video(frames=20)
    guest.tab.wait_for_audio()
    wait_until(lambda: all(here for _, _, here in standing(webinar).values()), 10, "everybody here")
    before, ids = standing(webinar), [person.id for person in (host, presenter, guest)]

    for round_ in range(2):
        house.kill()
        for person in (host, presenter, guest):
            person.reads("Reconnecting")
        time.sleep(round_)  # a server that is down for longer, too
        house.start_again()
        heard = guest.packets("audio")
        frame_ms = first_frame_ms(guest.tab, house.up_ms, BACK_S) - house.up_ms
        record_property(f"frame_after_up_ms_{round_}", round(frame_ms))
        wait_until(lambda: all(here for _, _, here in standing(webinar).values()), 15, "everybody here")
        assert standing(webinar) == before
        assert [person.id for person in (host, presenter, guest)] == ids
        guest.tab.wait_for_audio()
        wait_until(lambda: guest.packets("audio") > heard, 10, "sound")  # noqa: B023 - called at once
        wait_until(lambda: "Reconnecting" not in guest.tab.evaluate("() => document.body.innerText"), 5, "no banner")
        presenter.until("(me) => me.on.length === 1 && me.on[0] === 'camera'", "a microphone that is still muted")

    for person in (host, presenter, guest):
        assert unexpected(person.tab) == []


def test_a_command_given_while_the_server_is_down_takes_effect_when_it_is_back(
    house: Restarting, chromium: Chromium
) -> None:
    webinar = Webinar.create(house.url)
    presenter = Person(chromium("Percy", **WIDE), webinar).enter(webinar.presenter_invite).is_on("microphone", "camera")
    house.kill()
    presenter.reads("Reconnecting")
    presenter.press("Mute")
    house.start_again()
    wait_until(lambda: standing(webinar)["Percy"][1] == ("camera",), BACK_S, "a muted microphone")
