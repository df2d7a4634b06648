"""What hosts take home, from the menu while it runs and from the last page when it is over."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.client.conftest import own_id
from tests.client.fake_server import FakeServer

Person = Callable[..., Page]


def saved(page: Page, button: str) -> tuple[str, str]:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.suggested_filename, download.value.path().read_text()


@pytest.mark.parametrize(
    ("button", "name", "content"),
    [
        ("Save attendance as CSV", "attendance.csv", '{"file": "attendance.csv"}'),
        ("Save polls as JSON", "polls.json", '{"file": "polls.json"}'),
        ("Save the whole record, signed as JSONL", "record.jsonl", '{"file": "record"}'),
    ],
)
def test_a_host_saves_a_list(person: Person, button: str, name: str, content: str) -> None:
    page = person("Ada", "host")
    page.locator(".controls").get_by_role("button", name="People").click()
    page.get_by_role("button", name="For everyone").click()
    page.get_by_role("menuitem", name="Lists to take home").click()
    assert saved(page, button) == (name, content)


def test_a_host_still_can_when_it_is_over_and_the_audience_cannot(fake: FakeServer, person: Person) -> None:
    host, guest = person("Ada", "host"), person("Cem")
    for page in (host, guest):
        fake.drop(own_id(page), {"code": "ended"})
        expect(page.get_by_role("heading", name="The webinar has ended")).to_be_visible()
    assert saved(host, "Save questions as CSV") == ("questions.csv", '{"file": "questions.csv"}')
    expect(guest.get_by_role("button", name="Save questions as CSV")).to_have_count(0)


def test_a_host_who_comes_back_long_after_the_end_still_can(fake: FakeServer, person: Person) -> None:
    page = person("Ada", "host")
    fake.world.webinar["id"] = "another"
    page.reload()
    expect(page.get_by_role("heading", name="The webinar has ended")).to_be_visible()
    expect(page.get_by_role("button", name="Save attendance as CSV")).to_be_visible()


def test_films_that_are_published_are_found_when_it_is_over(fake: FakeServer, person: Person) -> None:
    about = {"recordedAt": "2026-11-22T18:00:00Z", "durationS": 65, "layout": "speaker", "container": "mp4"}
    fake.world.films = [{"recording": "c1", "film": "f1", "room": "main"} | about]
    page = person("Cem")
    fake.drop(own_id(page), {"code": "ended"})
    link = page.get_by_role("region", name="To watch again").get_by_role("link", name="Watch: Main room")
    expect(link).to_have_attribute("href", "/w/w1town/recordings/c1/f1")
    expect(page.get_by_text("Speaker view, 1:05")).to_be_visible()


def test_where_there_are_none_nothing_is_said_of_films(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    fake.drop(own_id(page), {"code": "ended"})
    expect(page.get_by_role("heading", name="The webinar has ended")).to_be_visible()
    expect(page.locator("th-published")).to_be_attached()
    expect(page.get_by_text("To watch again")).to_have_count(0)


def test_a_list_that_cannot_be_had_is_told_in_words(fake: FakeServer, person: Person) -> None:
    page = person("Ada", "host")
    fake.drop(own_id(page), {"code": "ended"})
    page.route("**/exports/*", lambda route: route.fulfill(status=429, json={"code": "too_fast", "error": ""}))
    page.get_by_role("button", name="Save chat as CSV").click()
    expect(page.get_by_text("That was too fast.")).to_be_visible()
    expect(page.get_by_role("button", name="Save chat as CSV")).to_be_enabled()
