"""Questions and polls between two pages and the real server: from asking to the answer, from draft to results."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import ChromiumTab
from tests.browser.people import Person
from tests.browser.server import Server
from tests.peers.api import Webinar

pytestmark = pytest.mark.slow

Chromium = Callable[..., ChromiumTab]
Two = tuple[Page, Page]


@pytest.fixture
def two(server: Server, chromium: Chromium) -> Two:
    """The pages of a host and of one in the audience."""
    webinar = Webinar.create(server.url)
    host = Person(chromium("Hedy"), webinar).enter_as_host()
    guest = Person(chromium("Ida"), webinar).enter(webinar.attendee_invite)
    assert isinstance(host.tab, ChromiumTab)
    assert isinstance(guest.tab, ChromiumTab)
    return host.tab.page, guest.tab.page


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("group", name="Controls").get_by_role("button", name=name).first.click()
    page.get_by_role("tab", name=name, selected=True).wait_for()


def test_a_poll_goes_from_draft_to_revealed_results(two: Two) -> None:
    host, guest = two
    open_tab(host, "Polls")
    host.get_by_role("button", name="New poll").click()
    host.get_by_label("Question", exact=True).fill("Which is a whale?")
    host.get_by_label("Option 1", exact=True).fill("Shark")
    host.get_by_label("Option 2", exact=True).fill("Orca")
    host.get_by_label("Kind").select_option("quiz")
    host.get_by_label("Option 2 is right").check()
    host.get_by_label("Results for the audience").select_option("later")
    host.get_by_role("button", name="Save draft").click()
    host.get_by_role("button", name="Open", exact=True).click()

    guest.get_by_text("A poll is open: Which is a whale?").wait_for()
    guest.get_by_role("button", name="Open", exact=True).click()
    guest.get_by_role("radio", name="Shark").check()
    guest.get_by_role("button", name="Vote", exact=True).click()
    expect(host.locator(".result").first).to_contain_text("1 · 100%")
    guest.get_by_role("button", name="Change vote").click()
    guest.get_by_role("radio", name="Orca").check()
    guest.get_by_role("button", name="Vote", exact=True).click()
    guest.get_by_text("Your vote is counted. Orca").wait_for()
    expect(host.locator(".result").nth(1)).to_contain_text("1 · 100%")
    guest.get_by_text("Receipt").click()
    assert len(guest.locator(".receipt code").inner_text()) > 5

    host.get_by_role("button", name="Close poll").click()
    guest.get_by_text("Results are not shown yet.").wait_for()
    host.get_by_role("button", name="Show results to everyone").click()
    expect(guest.locator(".result.right")).to_contain_text("1 · 100%")
    expect(guest.locator(".result.right")).to_contain_text("your vote")
    guest.reload()
    guest.get_by_role("button", name="Join now").click()
    open_tab(guest, "Polls")
    expect(guest.locator(".result.right")).to_contain_text("1 · 100%")


def test_a_question_goes_from_review_to_the_stage_and_is_answered(two: Two) -> None:
    host, guest = two
    host.get_by_role("button", name="People").first.click()
    host.get_by_role("button", name="For everyone").click()
    host.get_by_role("menuitem", name="Webinar settings").click()
    host.get_by_label("Look at questions before everybody sees them").check()
    host.keyboard.press("Escape")
    open_tab(guest, "Questions")
    guest.get_by_label("Your question").fill("When do we move?")
    guest.get_by_label("Anonymous").check()
    guest.get_by_role("button", name="Ask").click()
    guest.get_by_text("Your question was sent. A host looks at it first.").wait_for()
    guest.get_by_text("You, anonymously").wait_for()

    open_tab(host, "Questions")
    host.get_by_role("button", name="In review 1").click()
    host.get_by_role("button", name="Publish").click()
    guest.get_by_text("Your question is there for everybody to see.").wait_for()
    guest.get_by_role("button", name="Open 1").click()
    guest.get_by_role("button", name="Upvote, 0 votes").click()
    host.get_by_role("button", name="Open 1").click()
    host.get_by_role("button", name="Upvote, 1 vote").wait_for()
    host.get_by_role("button", name="Options for “When do we move?”").click()
    host.get_by_role("menuitem", name="Show on stage").click()
    caption = guest.get_by_role("figure", name="Question on stage")
    caption.get_by_text("When do we move?").wait_for()
    host.get_by_role("button", name="Answer live").click()
    guest.get_by_text("Being answered live", exact=True).wait_for()
    host.get_by_role("button", name="Write answer").click()
    host.get_by_label("Your answer").fill("In May.")
    host.get_by_role("button", name="Send answer").click()
    guest.get_by_text("Your question was answered.").wait_for()
    guest.get_by_role("button", name="Answered 1").click()
    guest.get_by_text("In May.").wait_for()
    host.get_by_role("figure", name="Question on stage").get_by_role("button", name="Take off the stage").click()
    expect(caption).to_have_count(0)
