"""What an audience does together, with the real server: chat, hands, a breakout room there and back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import ChromiumTab
from tests.browser.people import Person
from tests.browser.server import Server
from tests.peers.api import Webinar

pytestmark = pytest.mark.slow

Chromium = Callable[..., ChromiumTab]
WIDE = {"viewport": {"width": 1500, "height": 900}}
PATIENCE_MS = 20_000


@pytest.fixture
def webinar(server: Server) -> Webinar:
    return Webinar.create(server.url)


def tab(page: Page, name: str) -> None:
    page.locator(".controls").get_by_role("button", name=name).click()


def say(page: Page, text: str) -> None:
    if not page.get_by_label("Write a message").is_visible():
        tab(page, "Chat")
    page.get_by_label("Write a message").fill(text)
    page.keyboard.press("Enter")


def test_people_chat_raise_a_hand_come_on_stage_and_go_to_a_room_and_back(webinar: Webinar, chromium: Chromium) -> None:
    hedy = Person(chromium("Hedy", **WIDE), webinar).enter_as_host()
    host = hedy.tab.page  # type: ignore[attr-defined]
    people = [Person(chromium(name, **WIDE), webinar).enter(webinar.attendee_invite) for name in ("Ada", "Ben")]
    ada, ben = people
    ada_page, ben_page = (each.tab.page for each in people)  # type: ignore[attr-defined]

    say(ada_page, "Hello from Ada: https://hall.example")
    tab(ben_page, "Chat")
    expect(ben_page.get_by_role("log").get_by_role("link", name="https://hall.example")).to_be_visible()

    ada.press("Raise hand")
    expect(ada_page.get_by_role("button", name="Lower hand, you are number 1")).to_be_visible()
    tab(host, "People")
    host.get_by_role("button", name="Invite Ada to the stage").click()
    host.get_by_role("menuitem", name="For 2 minutes").click()
    ada.press("Come on stage")
    ada_page.get_by_role("dialog", name="You are on stage").get_by_role("button", name="Close").click()
    expect(ada_page.get_by_text("You are on stage for a time.")).to_be_visible()

    tab(host, "Rooms")
    host.get_by_role("button", name="Open breakout rooms").click()
    host.get_by_label("Which rooms").select_option("Rooms and people by list")
    host.get_by_label("Lists: a room a line").fill("Red: Ada, Ben")
    host.get_by_role("button", name="Open rooms").click()
    for page in (ada_page, ben_page):
        expect(page.get_by_text("You are in “Red”.", exact=True)).to_be_visible(timeout=PATIENCE_MS)
        expect(page.get_by_role("log").get_by_text("Hello from Ada")).to_have_count(0)
    ada_page.get_by_role("button", name="Unmute").click()
    ada_page.get_by_role("button", name="Start camera").click()
    ben.tab.wait_for_video(frames=10, within_s=30)
    ben.tab.wait_for_audio()
    expect(host.locator("th-tile")).to_have_count(1)  # Ada is on stage here too, but not here

    say(ben_page, "Only here")
    expect(ada_page.get_by_role("log").get_by_text("Only here")).to_be_visible()
    ben_page.reload()
    ben_page.get_by_role("button", name="Join now").click()
    expect(ben_page.get_by_text("You are in “Red”.", exact=True)).to_be_visible(timeout=PATIENCE_MS)
    ben.tab.wait_for_video(frames=10, within_s=30)

    host.get_by_role("button", name="Close all rooms").click()
    for page in (ada_page, ben_page):
        expect(page.get_by_text("You are back in the main room.")).to_be_visible(timeout=PATIENCE_MS)
    tab(ben_page, "Chat")
    expect(ben_page.get_by_role("log").get_by_text("Hello from Ada")).to_be_visible()
    expect(ben_page.get_by_role("button", name="Unmute")).to_have_count(0)
    assert [each.tab.complaints for each in (hedy, ada, ben)] == [[], [], []]  # type: ignore[attr-defined]
