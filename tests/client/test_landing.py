"""The start page: create, join, come back."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.client.fake_server import FakeServer
from tests.client.fake_tokens import invite

Open = Callable[..., Page]


def create(page: Page, title: str, name: str) -> None:
    page.get_by_label("What is it about?").fill(title)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Create webinar").click()


def test_whoever_creates_a_webinar_is_its_host(fake: FakeServer, open_page: Open) -> None:
    page = open_page("/")
    create(page, "All hands", "Ada")
    expect(page.get_by_role("heading", name="All hands")).to_be_visible()
    expect(page.get_by_text("You are the host")).to_be_visible()
    page.get_by_role("button", name="Join now").click()
    expect(page.get_by_text("The webinar has not started.")).to_be_visible()
    page.get_by_role("button", name="Start webinar").click()
    expect(page.locator(".chip.live")).to_contain_text("Live")


def test_a_host_who_reloads_is_still_the_host(fake: FakeServer, open_page: Open) -> None:
    page = open_page("/")
    create(page, "All hands", "Ada")
    page.get_by_role("button", name="Join now").click()
    page.wait_for_selector("th-stage")
    page.reload()
    page.get_by_role("button", name="Join now").click()
    expect(page.get_by_role("button", name="Start webinar")).to_be_visible()
    assert [person["role"] for person in fake.world.people.values()] == ["host"]


def test_a_name_is_needed_and_asked_for_where_it_is_missing(open_page: Open) -> None:
    page = open_page("/")
    page.get_by_role("button", name="Create webinar").click()
    expect(page.get_by_role("alert")).to_have_text("Please enter your name.")
    expect(page.get_by_label("Your name")).to_be_focused()


def test_a_pasted_link_leads_to_the_webinar(fake: FakeServer, open_page: Open) -> None:
    page = open_page("/")
    page.get_by_label("Link or code").fill(f"https://hall.example/w/w1town#invite={invite('presenter')}")
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_text("You are invited as presenter")).to_be_visible()


def test_what_is_no_link_is_refused_in_words(open_page: Open) -> None:
    page = open_page("/")
    page.get_by_label("Link or code").fill("what link?")
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("does not look like a webinar link")
    expect(page.get_by_label("Link or code")).to_be_focused()


def test_a_webinar_one_was_in_is_listed_until_forgotten(fake: FakeServer, open_page: Open) -> None:
    page = open_page("/")
    create(page, "All hands", "Ada")
    page.get_by_role("button", name="Join now").wait_for()
    page.goto(fake.url)
    expect(page.get_by_role("link", name="All hands Ada as host")).to_be_visible()
    page.get_by_role("button", name="Forget All hands").click()
    expect(page.get_by_role("link", name="All hands")).to_have_count(0)
