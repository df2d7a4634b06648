"""Before the door: who one is, what one brings, and what the door says."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.client.fake_server import FakeServer
from tests.client.fake_tokens import invite
from tests.client.pool import BLANK

Open = Callable[..., Page]
PRESENTER = f"/w/w1town#invite={invite('presenter')}"
ATTENDEE = f"/w/w1town#invite={invite('attendee')}"


def join(page: Page, name: str) -> None:
    page.get_by_label("Your name, as others see it").fill(name)
    page.get_by_role("button", name="Join now").click()
    page.wait_for_selector("th-stage, th-waiting")


def at_the_door(open_page: Open, path: str = PRESENTER) -> Page:
    """A browser that would ask before it opens a device, so that nothing starts by itself."""
    page = open_page(BLANK, own=True)
    page.add_init_script("navigator.permissions.query = async () => ({ state: 'prompt' })")
    page.goto(page.url.removesuffix(BLANK) + path)
    page.get_by_role("button", name="Join now").wait_for()
    return page


def test_the_audience_needs_no_devices_and_is_asked_for_none(open_page: Open) -> None:
    page = open_page(ATTENDEE)
    expect(page.get_by_text("your camera and microphone are not used")).to_be_visible()
    expect(page.locator("th-device-check")).to_have_count(0)
    join(page, "Cem")
    expect(page.get_by_role("button", name="Unmute")).to_have_count(0)


def test_an_invitation_leaves_the_address_bar_at_once(fake: FakeServer, open_page: Open) -> None:
    page = open_page(PRESENTER)
    page.get_by_role("button", name="Join now").wait_for()
    assert page.url == f"{fake.url}/w/w1town"


def test_a_presenter_sees_and_hears_themselves_before_the_door(open_page: Open) -> None:
    page = at_the_door(open_page)
    page.get_by_role("button", name="Check camera and microphone").click()
    expect(page.locator(".preview th-video[data-picture]")).to_be_visible()
    page.wait_for_function("() => Number(document.querySelector('.level-bar').ariaValueNow) > 0")
    expect(page.get_by_label("Camera", exact=True)).not_to_have_value("")


def test_nothing_is_on_without_a_click(fake: FakeServer, open_page: Open) -> None:
    page = at_the_door(open_page)
    join(page, "Ben")
    assert page.evaluate("() => Object.values(townhall.store.state.mine)") == ["off"] * 4
    assert fake.commands("turn_on") == []


def test_what_was_turned_on_before_the_door_is_on_behind_it(fake: FakeServer, open_page: Open, media: Page) -> None:
    page = at_the_door(open_page)
    page.get_by_role("button", name="Turn microphone on").click()
    join(page, "Ben")
    expect(page.get_by_role("button", name="Mute", exact=True)).to_be_visible()
    page.wait_for_function("() => townhall.store.state.mine.microphone === 'on'")
    assert [command["source"] for command in fake.commands("turn_on")] == ["microphone"]


def test_what_was_used_last_starts_by_itself_where_the_browser_asks_no_question(open_page: Open) -> None:
    page = open_page(BLANK, own=True)
    page.add_init_script("navigator.permissions.query = async () => ({ state: 'granted' })")
    page.evaluate("() => localStorage.setItem('townhall-devices', JSON.stringify({ on: { camera: true } }))")
    page.goto(page.url.removesuffix(BLANK) + PRESENTER)
    expect(page.locator(".preview th-video[data-picture]")).to_be_visible()
    expect(page.get_by_role("button", name="Turn microphone on")).to_be_visible()


def test_a_device_that_is_denied_is_explained(open_page: Open) -> None:
    page = at_the_door(open_page)
    page.evaluate("""() => {
        navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("", "NotAllowedError"); };
    }""")
    page.get_by_role("button", name="Turn camera on").click()
    expect(page.get_by_text("The browser did not allow the camera.")).to_be_visible()
    expect(page.get_by_role("button", name="Turn camera on")).to_be_visible()


def test_a_name_is_needed(open_page: Open) -> None:
    page = open_page(ATTENDEE)
    page.get_by_role("button", name="Join now").click()
    expect(page.get_by_role("alert")).to_have_text("Please enter your name.")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("locked", "The webinar is locked"),
        ("full", "The webinar is full."),
        ("invite_expired", "This invitation has been replaced"),
        ("never_heard_of", "Words of a newer server."),
    ],
)
def test_a_closed_door_says_why(fake: FakeServer, open_page: Open, code: str, words: str) -> None:
    fake.refuse["http"] = {"code": code, "error": "Words of a newer server."}
    page = open_page(ATTENDEE)
    page.get_by_label("Your name, as others see it").fill("Cem")
    page.get_by_role("button", name="Join now").click()
    expect(page.get_by_role("alert")).to_contain_text(words)
    expect(page.get_by_role("button", name="Join now")).to_be_enabled()


def test_a_webinar_that_does_not_exist_is_said_so(fake: FakeServer, open_page: Open) -> None:
    page = open_page(f"/w/nowhere#invite={invite('attendee')}")
    expect(page.get_by_role("heading", name="No such webinar")).to_be_visible()


def test_an_ended_webinar_does_not_ask_for_a_name(fake: FakeServer, open_page: Open) -> None:
    fake.world.webinar["status"] = "ended"
    expect(open_page(ATTENDEE).get_by_role("heading", name="The webinar has ended")).to_be_visible()


def test_a_reload_is_the_same_person(fake: FakeServer, open_page: Open) -> None:
    page = open_page(ATTENDEE)
    join(page, "Cem")
    page.reload()
    page.get_by_role("button", name="Join now").click()
    page.wait_for_selector("th-stage")
    assert [person["name"] for person in fake.world.people.values()] == ["Cem"]


def test_a_later_visit_offers_to_be_the_same_person(fake: FakeServer, open_page: Open) -> None:
    page = open_page(ATTENDEE)
    join(page, "Cem")
    page.goto("about:blank")
    again = page.context.new_page()
    page.close()
    again.goto(fake.url + "/w/w1town")
    again.get_by_role("button", name="Continue as Cem").click()
    again.wait_for_selector("th-stage")
    assert len(fake.world.people) == 1


def test_a_second_tab_of_one_browser_is_a_second_person(fake: FakeServer, open_page: Open) -> None:
    page = open_page(ATTENDEE)
    join(page, "Cem")
    other = page.context.new_page()
    other.goto(fake.url + ATTENDEE)
    expect(other.get_by_role("button", name="Continue as Cem")).to_be_visible()
    join(other, "Dee")
    assert [person["name"] for person in fake.world.people.values()] == ["Cem", "Dee"]


def test_a_presenters_link_in_the_hosts_browser_is_somebody_new(fake: FakeServer, open_page: Open) -> None:
    page = open_page("/")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_role("button", name="Create webinar").click()
    page.get_by_role("button", name="Join now").wait_for()
    page.goto("about:blank")
    other = page.context.new_page()
    other.goto(fake.url + PRESENTER)
    expect(other.get_by_text("You are invited as presenter")).to_be_visible()
    expect(other.get_by_label("Your name, as others see it")).to_be_visible()
