"""The panels of questions and polls in their states, on a desk and a phone: see test_accessibility.py."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.client.fake_server import FakeServer
from tests.client.test_accessibility import check, look
from tests.client.test_asking import poll, question

Person = Callable[..., Page]
__all__ = ["look"]
pytestmark = pytest.mark.slow

LONG = "Wherever" * 12


@pytest.fixture
def crowded(fake: FakeServer) -> None:
    fake.world.add("Ann", "host")
    named = {"author": "p9", "name": "Ida"}
    fake.world.shared = {
        "questions": [
            question("q1", "taken", text="When do we move?", assigned_to="p1", **named),
            question("q2", author=None, name=None, text=LONG),
            question("q3", "in_review", text="Really?", **named),
            question("q4", "answered", text="Dogs?", answered_by="p1", answer=LONG, **named),
            question("q5", "dismissed", text="First!", **named),
        ],
        "votes": {"q1": 2, "q2": 12345},
        "polls": [
            poll("b1", closes_at="2099-01-01T00:00:00Z", options=["Yes", LONG], results={"tally": [3, 1], "voters": 4}),
            poll("b2", status="closed", ballots="named", right=[1], round=2, results={"tally": [3, 1], "voters": 4}),
            poll("b3", status="closed", reveal="later", revealed=False),
        ],
    }
    fake.world.webinar["shown_question"] = "q2"
    fake.world.own["p2"] = {"questions": ["q1"], "upvoted": ["q2"], "ballots": []}


def open_tab(page: Page, name: str) -> None:
    if page.get_by_role("tab").count() == 0:
        page.locator(".of-one-tab:visible, .of-all-tabs:visible").first.click()
    page.get_by_role("tab", name=name).click()


def test_panels_of_the_audience(fake: FakeServer, crowded: None, person: Person, look: dict[str, Any]) -> None:
    page = person("Cem", **look)
    check(page)  # the question on stage
    open_tab(page, "Questions")
    page.get_by_label("Your question").fill("x" * 950)
    page.get_by_label("Anonymous").check()
    check(page)
    page.get_by_role("button", name="Answered 1").click()
    check(page)
    open_tab(page, "Polls")
    check(page)
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Vote", exact=True).click()
    fake.push("p2", {"type": "your_ballot", "poll": "b1", "round": 1, "choices": [0], "receipt": "r-1"})
    page.get_by_text("Receipt").click()
    fake.fact("poll_changed", poll=poll("b3", round=2, question=LONG))
    page.get_by_role("button", name="Open", exact=True).wait_for()
    check(page)


def test_panels_of_a_host(fake: FakeServer, crowded: None, person: Person, look: dict[str, Any]) -> None:
    fake.world.shared["polls"].append(poll("b4", status="draft", round=0, right=[1], question=LONG))
    page = person("Bea", "host", **look)
    open_tab(page, "Questions")
    check(page)
    page.get_by_role("button", name="Write answer").first.click()
    check(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Options for “When do we move?”").click()
    check(page)
    page.get_by_role("menuitem", name="Assign").click()
    check(page)
    page.keyboard.press("Escape")
    for name in ("In review 1", "Dismissed 1"):
        page.get_by_role("button", name=name).click()
        check(page)
    open_tab(page, "Polls")
    check(page)
    page.get_by_role("button", name="New poll").click()
    page.get_by_label("Kind").select_option("quiz")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("alert").wait_for()
    check(page)
