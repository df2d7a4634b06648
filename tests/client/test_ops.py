"""The operator's page: a token, then the live actor tree."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.client.fake_server import FakeServer
from tests.client.fake_tokens import OPERATOR

Open = Callable[..., Page]


def actor(name: str, parent: str | None = None, **fields: Any) -> dict[str, Any]:
    row = {"name": name, "kind": "", "parent": parent, "state": "running", "mailbox_depth": 0, "handled": 1200}
    return row | {"oldest_message_age_s": 0.0, "restarts": 0, "last_failure": None} | fields


def enter(page: Page, token: str) -> None:
    page.get_by_label("Operator token").fill(token)
    page.get_by_role("button", name="Show").click()


def test_a_wrong_token_shows_nothing(open_page: Open) -> None:
    page = open_page("/ops")
    enter(page, "guess")
    expect(page.get_by_role("alert")).to_have_text("The server does not accept this token.")
    expect(page.get_by_role("table")).to_have_count(0)


def test_the_tree_is_shown_and_follows_the_server(fake: FakeServer, open_page: Open) -> None:
    failure = {"type": "ValueError", "where": "webinar/polls.py:7 in vote", "at_s": 1.0}
    fake.actors = [
        actor("directory"),
        actor("webinar:a", mailbox_depth=3, oldest_message_age_s=1.7, restarts=2, last_failure=failure),
        actor("webinar:a/router:main", "webinar:a"),
    ]
    page = open_page("/ops")
    enter(page, OPERATOR)
    row = page.get_by_role("row", name="webinar:a")
    expect(row.first).to_contain_text("1.7 s")
    expect(row.first).to_contain_text("ValueError at webinar/polls.py:7 in vote")
    expect(page.get_by_role("rowheader", name="router:main")).to_be_visible()
    fake.actors = [actor("directory", handled=4321)]
    expect(page.get_by_role("row", name="directory")).to_contain_text("4,321")
    expect(page.get_by_role("row", name="webinar:a")).to_have_count(0)


def test_messages_that_were_given_up_on_are_listed(fake: FakeServer, open_page: Open) -> None:
    fake.actors = [actor("directory")]
    page = open_page("/ops")
    enter(page, OPERATOR)
    page.get_by_role("table").wait_for()
    expect(page.get_by_role("heading", name="Messages given up on")).to_have_count(0)
    failure = {"type": "KeyError", "where": "webinar/polls.py:7 in vote", "at_s": 1.0}
    fake.parked = [{"actor": "webinar:a", "message": "Ask", "failure": failure}]
    expect(page.get_by_role("heading", name="Messages given up on")).to_be_visible()
    expect(page.get_by_role("listitem")).to_have_text("webinar:a: Ask, KeyError at webinar/polls.py:7 in vote")


def test_a_reload_of_the_tab_keeps_the_token_until_it_is_forgotten(fake: FakeServer, open_page: Open) -> None:
    fake.actors = [actor("directory")]
    page = open_page("/ops")
    enter(page, OPERATOR)
    page.get_by_role("table").wait_for()
    page.reload()
    page.get_by_role("button", name="Forget token").click()
    expect(page.get_by_label("Operator token")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Operator token")).to_be_visible()


def test_actors_are_found_by_name_and_the_page_can_stand_still(fake: FakeServer, open_page: Open) -> None:
    fake.actors = [actor("directory"), actor("webinar:a"), actor("webinar:a/router:main", "webinar:a")]
    page = open_page("/ops")
    enter(page, OPERATOR)
    page.get_by_label("Filter by name").fill("router")
    expect(page.get_by_role("rowheader")).to_have_count(2)
    page.get_by_role("button", name="Pause").click()
    page.get_by_label("Filter by name").fill("")
    fake.actors = []
    page.wait_for_timeout(1200)
    expect(page.get_by_role("rowheader")).to_have_count(3)
