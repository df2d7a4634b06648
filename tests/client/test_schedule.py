"""What a host announces, where everybody reads it, and practice before the start."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.client.conftest import own_id, wait_until
from tests.client.fake_server import FakeServer
from tests.client.fake_tokens import invite

Person = Callable[..., Page]
Open = Callable[..., Page]
BEGINS = "2099-05-04T18:00:00.000Z"


def chosen(page: Page, item: str) -> None:
    page.locator(".controls").get_by_role("button", name="People").click()
    page.get_by_role("button", name="For everyone").click()
    page.get_by_role("menuitem", name=item).click()


def test_a_host_announces_title_text_time_and_registration(fake: FakeServer, person: Person) -> None:
    page = person("Ada", "host", timezone_id="Europe/Berlin")
    chosen(page, "Announcement and time")
    dialog = page.get_by_role("dialog", name="Announcement")
    expect(dialog.get_by_label("Title")).to_have_value("Quarterly town hall")
    expect(dialog.get_by_label("How many may come")).to_have_value("1000")
    dialog.get_by_label("What is it about?").fill("Bring questions.")
    dialog.get_by_label("Begins").fill("2099-05-04T20:00")
    dialog.get_by_label("Lasts").select_option("1 hour")
    dialog.get_by_label("Registration").select_option("I say who may come")
    expect(dialog.get_by_label("Link for registering", exact=True)).to_have_value(f"{fake.url}/w/w1town")
    dialog.get_by_role("button", name="Announce").click()
    expect(dialog).to_have_count(0)
    (wish,) = fake.commands("reschedule")
    assert {key: value for key, value in wish.items() if key not in ("id", "type")} == {
        "title": "Quarterly town hall",
        "description": "Bring questions.",
        "starts_at": BEGINS,
        "duration_minutes": 60,
        "capacity": 1000,
        "registration": "approval",
    }


def test_an_announcement_that_is_refused_stays_on_display(fake: FakeServer, person: Person) -> None:
    fake.refuse["reschedule"] = {"code": "bad_capacity", "retry_after_ms": None}
    page = person("Ada", "host")
    chosen(page, "Announcement and time")
    page.get_by_label("How many may come").fill("3")
    page.get_by_role("button", name="Announce").click()
    expect(page.get_by_text("So many may not come")).to_be_visible()
    expect(page.get_by_label("How many may come")).to_have_value("3")


def test_what_was_announced_is_taken_from_the_fact(js: Callable[..., Any]) -> None:
    told = {"title": "New", "description": "More", "duration_minutes": 30, "capacity": 5, "registration": "open"}
    fact = {"type": "rescheduled", "seq": 2, "starts_at_ms": 4081600800000, **told}
    run = "(m, fact) => m.reduce({ ...m.initialState, seq: 1, webinar: { id: 'w' } }, fact).webinar"
    assert js("state/reduce.js", run, fact) == {"id": "w", "starts_at": BEGINS, **told}
    assert js("state/reduce.js", run, fact | {"starts_at_ms": None})["starts_at"] is None


@pytest.mark.parametrize(("iso", "local"), [(BEGINS, "2099-05-04T20:00"), (None, "")])
def test_times_are_those_of_the_browser(open_page: Open, iso: str | None, local: str) -> None:
    page = open_page("/", timezone_id="Europe/Berlin")
    run = """async (iso) => {
        const { isoOf, localOf } = await import("/client/announcement.js");
        return [localOf(iso), isoOf(localOf(iso))];
    }"""
    assert page.evaluate(run, iso) == [local, iso or ""]


def test_the_door_says_when_it_begins_and_gives_the_calendar_entry(fake: FakeServer, open_page: Open) -> None:
    fake.world.webinar |= {"status": "waiting", "starts_at": BEGINS, "description": "Bring questions."}
    page = open_page(f"/w/w1town#invite={invite('attendee')}", timezone_id="Europe/Berlin")
    expect(page.get_by_text("May 4, 2099")).to_be_visible()
    expect(page.get_by_text("8:00 PM, 1 hour")).to_be_visible()
    expect(page.get_by_text("Bring questions.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to calendar").click()
    assert download.value.suggested_filename == "webinar.ics"


def test_practice_begins_by_menu_and_ends_by_banner(fake: FakeServer, person: Person) -> None:
    fake.world.webinar |= {"status": "waiting", "started_at": None}
    page = person("Ada", "host")
    chosen(page, "Begin practice")
    wait_until(page, lambda: fake.commands("begin_practice") != [])
    fake.fact("practice_began")
    expect(page.get_by_text("Practice: only the people on stage are here")).to_be_visible()
    expect(page.locator("th-topbar").get_by_text("Practice")).to_be_visible()
    page.get_by_role("button", name="End practice").click()
    wait_until(page, lambda: fake.commands("end_practice", own_id(page)) != [])
    fake.fact("practice_ended")
    expect(page.get_by_role("button", name="End practice")).to_have_count(0)
    expect(page.get_by_role("button", name="Start webinar")).to_be_visible()
