"""The side panel: its tabs, what is new in them, and focus that goes in and comes back."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.client.fake_server import FakeServer
from tests.client.test_asking import poll, question

Person = Callable[..., Page]


def focused(page: Page) -> str:
    return str(page.evaluate("() => document.activeElement.ariaLabel"))


def test_tabs_are_walked_by_arrows_and_focus_returns_to_whatever_opened_the_panel(person: Person) -> None:
    page = person("Cem")
    page.get_by_role("button", name="Questions", exact=True).click()
    expect(page.get_by_role("tab", name="Questions")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Questions")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="People", selected=True)).to_be_focused()
    expect(page.get_by_role("complementary", name="People")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    assert focused(page) == "People"
    assert page.locator("[role=tab][tabindex='0']").count() == 1
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary")).to_have_count(0)
    assert focused(page) == "Questions"


def test_what_is_new_is_counted_on_the_tab_and_on_the_bar_until_it_is_seen(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    fake.fact("question_appeared", votes=0, mine=False, question=question("q1"))
    fake.fact("poll_appeared", poll=poll())
    page.get_by_role("button", name="Questions, 1 new question").click()
    expect(page.get_by_role("tab", name="Questions", exact=True)).to_be_visible()
    expect(page.get_by_role("tab", name="Polls, 1 poll waits for your vote")).to_be_visible()
    fake.push("p1", {"type": "your_ballot", "poll": "b1", "round": 1, "choices": [0], "receipt": "r1"})
    expect(page.get_by_role("tab", name="Polls", exact=True)).to_be_visible()


def test_on_a_phone_one_button_opens_the_panel_as_a_sheet_that_leaves_the_stage_in_sight(
    fake: FakeServer, person: Person
) -> None:
    page = person("Cem", viewport={"width": 360, "height": 640}, is_mobile=True, has_touch=True)
    fake.fact("poll_appeared", poll=poll())
    page.get_by_role("button", name="Side panel, Polls, 1 poll waits for your vote").tap()
    page.get_by_role("tab", name="Polls").tap()
    box = page.get_by_role("complementary").bounding_box()
    assert box is not None
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 360, 640)
    assert box["y"] > 90
    page.get_by_role("button", name="Close panel").tap()
    expect(page.get_by_role("complementary")).to_have_count(0)


def test_a_notice_leads_to_its_tab_without_having_taken_focus(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    page.get_by_role("button", name="Devices").focus()
    fake.fact("poll_appeared", poll=poll(question="Tea or coffee?"))
    notices = page.get_by_role("region", name="Notices")
    notices.get_by_text("A poll is open: Tea or coffee?").wait_for()
    assert focused(page) == "Devices"
    notices.get_by_role("button", name="Open").click()
    expect(page.get_by_role("tab", name="Polls", selected=True)).to_be_visible()
