"""What stands around a webinar, on a desk and a phone: desk, announcement, lists. See test_accessibility.py."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.client.conftest import own_id
from tests.client.fake_server import FakeServer
from tests.client.test_accessibility import check, look
from tests.client.test_schedule import BEGINS

Open = Callable[..., Page]
Person = Callable[..., Page]
__all__ = ["look"]
pytestmark = pytest.mark.slow

LONG = "Wherever" * 12


@pytest.fixture(autouse=True)
def registering(fake: FakeServer) -> None:
    fake.world.webinar |= {"status": "waiting", "starts_at": BEGINS, "description": f"{LONG}\n\nBring questions."}
    fake.world.webinar |= {"registration": "approval", "duration_minutes": 50, "started_at": None}
    for number, status in enumerate(("pending", "approved", "declined"), 1):
        mine = {"id": f"g{number}", "status": status, "has_come": False, "name": f"Ida {number}"}
        fake.world.registrations[f"g{number}"] = mine | {"email": f"{LONG}{number}@example.org"}


@pytest.mark.parametrize("registration", ["", "#registration=registration-g1", "#registration=registration-g3"])
def test_the_registration_desk(open_page: Open, look: dict[str, Any], registration: str) -> None:
    page = open_page(f"/w/w1town{registration}", **look)
    page.get_by_role("button", name="Look again" if registration.endswith("1") else "Re").first.wait_for()
    if not registration:
        page.get_by_role("button", name="Register").click()
        page.get_by_role("alert").wait_for()
    check(page)


def test_the_waiting_room_with_an_announcement(person: Person, look: dict[str, Any]) -> None:
    check(person("Cem", place="waiting", **look))


def test_the_dialogs_of_a_host_before_and_after(fake: FakeServer, person: Person, look: dict[str, Any]) -> None:
    page = person("Ada", "host", **look)
    fake.fact("practice_began")
    page.get_by_role("button", name="End practice").wait_for()
    check(page)
    page.locator(".of-one-tab:visible, .of-all-tabs:visible").first.click()
    for name, title in (
        ("Announcement and time", "Announcement"),
        ("Registrations", "Registrations"),
        ("Lists to take home", "Lists to take home"),
    ):
        page.get_by_role("complementary").get_by_role("button", name="For everyone").click()
        check(page)
        page.get_by_role("menuitem", name=name).click()
        page.get_by_role("dialog", name=title).locator("input, .door, .exports").first.wait_for()
        check(page)
        page.keyboard.press("Escape")
    fake.drop(own_id(page), {"code": "ended"})
    page.get_by_role("heading", name="The webinar has ended").wait_for()
    check(page)
