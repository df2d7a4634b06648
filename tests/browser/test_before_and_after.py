"""Before and after a webinar, with the real server: announced, registered for, approved, held, its lists taken home."""

import csv
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import ChromiumTab
from tests.browser.people import Person
from tests.browser.server import Server
from tests.peers.api import Webinar

Chromium = Callable[..., ChromiumTab]
WIDE = {"viewport": {"width": 1500, "height": 900}}


@pytest.fixture
def webinar(server: Server) -> Webinar:
    return Webinar.create(server.url, start=False)


def chosen(page: Page, item: str) -> None:
    if not page.get_by_role("button", name="For everyone").is_visible():
        page.locator(".controls").get_by_role("button", name="People").click()
    page.get_by_role("button", name="For everyone").click()
    page.get_by_role("menuitem", name=item).click()


def test_from_the_announcement_to_the_list_of_who_came(webinar: Webinar, chromium: Chromium) -> None:
    hedy, ida = Person(chromium("Hedy", **WIDE), webinar), Person(chromium("Ida", **WIDE), webinar)
    host, guest = hedy.tab.page, ida.tab.page  # type: ignore[attr-defined]
    hedy.enter_as_host()

    chosen(host, "Announcement and time")
    host.get_by_label("What is it about?").fill("Bring questions.")
    host.get_by_label("Begins").fill("2099-05-04T20:00")
    host.get_by_label("Registration", exact=True).select_option("I say who may come")
    host.get_by_role("button", name="Announce").click()
    expect(host.get_by_text("Announced.")).to_be_visible()

    ida.tab.open(ida.link(webinar.attendee_invite))
    expect(guest.get_by_text("Bring questions.")).to_be_visible()
    ida.fill("#register-name", "Ida")
    ida.fill("#register-email", "ida@example.org")
    ida.press("Register")
    expect(guest.get_by_role("heading", name="You are registered")).to_be_visible()
    with guest.expect_download() as entry:
        ida.press("Save to calendar")
    assert "BEGIN:VEVENT" in entry.value.path().read_text()

    chosen(host, "Registrations")
    hedy.press("Approve Ida")
    expect(host.get_by_text("Approved", exact=True)).to_be_visible()
    host.keyboard.press("Escape")
    ida.press("Look again")
    ida.press("Join now")
    expect(guest.get_by_role("heading", name="You are in the waiting room")).to_be_visible()

    chosen(host, "Begin practice")
    expect(host.get_by_text("Practice: only the people on stage are here")).to_be_visible()
    hedy.press("Start webinar")
    ida.until("(me) => me.place === 'in'", "being let in")

    hedy.press("Leave")
    hedy.press("End for everyone")
    expect(host.get_by_role("heading", name="The webinar has ended")).to_be_visible()
    with host.expect_download() as table:
        hedy.press("Save attendance as CSV")
    rows = list(csv.DictReader(table.value.path().read_text("utf-8-sig").splitlines()))
    assert [(row["name"], row["email"], row["visits"]) for row in rows if row["name"] == "Ida"] == [
        ("Ida", "ida@example.org", "1")
    ]
    expect(guest.get_by_role("heading", name="The webinar has ended")).to_be_visible()
    assert [each.tab.complaints for each in (hedy, ida)] == [[], []]  # type: ignore[attr-defined]
