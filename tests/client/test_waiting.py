"""The waiting room and the pages of people who are no longer there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.client.conftest import own_id
from tests.client.fake_server import FakeServer

Person = Callable[..., Page]


def test_people_who_wait_are_told_how_things_stand(fake: FakeServer, person: Person) -> None:
    fake.world.webinar["status"] = "waiting"
    page = person("Cem", place="waiting")
    expect(page.get_by_role("heading", name="You are in the waiting room")).to_be_visible()
    expect(page.get_by_text("The webinar has not started yet.")).to_be_visible()
    expect(page.get_by_text("You are waiting as Cem.")).to_be_visible()
    expect(page.get_by_text("Connected", exact=True)).to_be_visible()


def test_a_running_webinar_with_a_door_says_that_the_host_lets_people_in(person: Person) -> None:
    expect(person("Cem", place="waiting").get_by_text("The webinar is running.")).to_be_visible()


def test_whoever_is_let_in_is_in_without_a_click(fake: FakeServer, person: Person) -> None:
    fake.world.add("Ada", "host")
    page = person("Cem", place="waiting")
    fake.do(lambda: fake.world.do_admit("p1", "p2"))
    expect(page.locator("th-tile")).to_have_count(1)


def test_a_lost_link_is_admitted_in_the_waiting_room_too(fake: FakeServer, person: Person) -> None:
    page = person("Cem", place="waiting")
    fake.refuse_hello = {"code": "try_again", "message": "", "retry_after_ms": 60000}
    fake.drop(own_id(page))
    expect(page.get_by_text("The connection was lost.")).to_be_visible()


@pytest.mark.parametrize(
    ("code", "title", "way_back"),
    [
        ("denied", "You were not let in", "Join again"),
        ("removed", "You were removed", "Join again"),
        ("banned", "You cannot join this webinar", None),
        ("ended", "The webinar has ended", None),
        ("replaced", "You are here in another window", "Use this window"),
    ],
)
def test_every_way_out_has_its_own_page(
    fake: FakeServer, person: Person, code: str, title: str, way_back: str | None
) -> None:
    page = person("Cem")
    fake.drop(own_id(page), {"code": code})
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    buttons = page.get_by_role("button", name=way_back or "").all_inner_texts()
    assert buttons == ([way_back] if way_back else [])
    expect(page.get_by_role("link", name="Back to the start page")).to_be_visible()


def test_somebody_removed_joins_anew_and_not_as_who_they_were(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    fake.drop(own_id(page), {"code": "removed"})
    page.get_by_role("button", name="Join again").click()
    expect(page.get_by_label("Your name, as others see it")).to_be_visible()


def test_leaving_is_one_click_for_the_audience_and_can_be_taken_back(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("heading", name="You left the webinar")).to_be_visible()
    assert [fake.command("leave")] == fake.commands("leave")
    page.get_by_role("button", name="Join again").click()
    page.get_by_role("button", name="Join now").click()
    page.wait_for_selector("th-stage")
    assert len(fake.world.people) == 1


def test_leaving_does_not_wait_for_a_server_that_is_silent(fake: FakeServer, person: Person) -> None:
    page = person("Cem", own=True)
    fake.refuse_hello = {"code": "try_again", "message": "", "retry_after_ms": 60000}
    fake.drop(own_id(page))
    page.get_by_text("The connection was lost.").wait_for()
    page.clock.install()
    page.get_by_role("button", name="Leave").click()
    page.clock.fast_forward(1500)
    expect(page.get_by_role("heading", name="You left the webinar")).to_be_visible()
