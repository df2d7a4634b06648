"""The polls panel: voting, results, and for hosts drafts and what becomes of them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.client.conftest import wait_until
from tests.client.fake_server import FakeServer
from tests.client.fake_world import Json
from tests.client.test_asking import poll
from tests.client.test_questions import sent

Person = Callable[..., Page]


def opened(page: Page) -> Locator:
    page.get_by_role("button", name="Polls").locator("visible=true").first.click()
    return page.get_by_role("tabpanel")


def test_somebody_votes_has_a_receipt_changes_the_vote_and_sees_the_bars(fake: FakeServer, person: Person) -> None:
    fake.world.shared = {"polls": [poll(results={"tally": [2, 1], "voters": 3})]}
    page = person("Cem")
    panel = opened(page)
    expect(panel.get_by_role("button", name="Vote", exact=True)).to_be_disabled()
    panel.get_by_role("radio", name="No").check()
    panel.get_by_role("button", name="Vote", exact=True).click()
    assert sent(fake, page, "vote") == {"poll": "b1", "options": [1]}
    fake.push("p1", {"type": "your_ballot", "poll": "b1", "round": 1, "choices": [1], "receipt": "r-77"})
    fake.signal("poll_results", poll="b1", round=1, tally=[2, 2], voters=4)
    expect(panel.get_by_text("Your vote is counted.")).to_be_visible()
    assert [line.split("\n") for line in panel.locator(".result").all_inner_texts()] == [
        ["Yes", "2 · 50%"],
        ["No", "your vote", "2 · 50%"],
    ]
    panel.get_by_text("Receipt").click()
    expect(panel.get_by_text("r-77")).to_be_visible()
    panel.get_by_role("button", name="Change vote").click()
    expect(panel.get_by_role("radio", name="No")).to_be_checked()
    panel.get_by_role("radio", name="Yes").check()
    panel.get_by_role("button", name="Vote", exact=True).click()
    wait_until(page, lambda: [vote["options"] for vote in fake.commands("vote")] == [[1], [0]])


def test_several_choices_results_without_voting_and_a_vote_that_is_refused(fake: FakeServer, person: Person) -> None:
    many = poll(multiple=True, options=["A", "B", "C"], may_change=False, results={"tally": [1, 0, 0], "voters": 1})
    fake.world.shared = {"polls": [many]}
    fake.refuse["vote"] = {"code": "poll_not_open", "message": "", "retry_after_ms": None}
    page = person("Cem")
    panel = opened(page)
    panel.get_by_role("button", name="Results without voting").click()
    expect(panel.get_by_text("1 person voted")).to_be_visible()
    panel.get_by_role("button", name="Vote", exact=True).click()
    panel.get_by_role("checkbox", name="C").check()
    panel.get_by_role("checkbox", name="A").check()
    expect(panel.get_by_text("Your vote cannot be changed.")).to_be_visible()
    panel.get_by_role("button", name="Vote", exact=True).click()
    assert sent(fake, page, "vote")["options"] == [0, 2]
    expect(page.get_by_text("This poll is not open.")).to_be_visible()


def test_a_quiz_says_what_was_right_after_it_is_closed_and_an_open_one_how_long_it_lasts(
    fake: FakeServer, person: Person
) -> None:
    fake.world.shared = {"polls": [poll(reveal="at_close", revealed=False, closes_at="2099-01-01T00:00:00Z")]}
    page = person("Cem")
    panel = opened(page)
    expect(panel.get_by_role("timer")).to_contain_text("left")
    fake.push("p1", {"type": "your_ballot", "poll": "b1", "round": 1, "choices": [0], "receipt": "r-1"})
    expect(panel.get_by_text("Results come when the poll closes.")).to_be_visible()
    expect(panel.get_by_text("Your vote is counted. Yes")).to_be_visible()
    fake.fact("poll_changed", poll=poll(status="closed", right=[1], results={"tally": [1, 3], "voters": 4}))
    expect(page.get_by_text("The poll is closed: Tea?")).to_be_visible()
    assert panel.locator(".result.right").inner_text().split("\n") == ["No", "right", "3 · 75%"]


def form(panel: Locator, question: str, *options: str) -> None:
    panel.get_by_role("button", name="New poll").click()
    panel.get_by_label("Question", exact=True).fill(question)
    for number, text in enumerate(options, 1):
        panel.get_by_label(f"Option {number}", exact=True).fill(text)
        if number < len(options):
            panel.page.keyboard.press("Enter")


def test_a_host_prepares_a_quiz_and_mistakes_are_named(fake: FakeServer, person: Person) -> None:
    page = person("Ada", "host")
    panel = opened(page)
    expect(panel.get_by_text("Prepare a poll now")).to_be_visible()
    form(panel, "Which is a whale?", "Shark", "Shark", "Orca")
    panel.get_by_role("button", name="Save draft").click()
    expect(panel.get_by_role("alert")).to_have_text("Two options are the same.")
    panel.get_by_role("button", name="Remove option 2").click()
    panel.get_by_label("Kind").select_option("quiz")
    panel.get_by_role("button", name="Save draft").click()
    expect(panel.get_by_role("alert")).to_have_text("Mark what is right.")
    panel.get_by_label("Option 2 is right").check()
    panel.get_by_label("Ballots").select_option("named")
    panel.get_by_label("Results for the audience").select_option("later")
    panel.get_by_label("People may change their vote").uncheck()
    panel.get_by_role("button", name="Save draft").click()
    assert sent(fake, page, "create_poll") == {
        "question": "Which is a whale?",
        "options": ["Shark", "Orca"],
        "multiple": False,
        "ballots": "named",
        "may_change": False,
        "reveal": "later",
        "right": [1],
    }
    expect(panel.get_by_role("button", name="New poll")).to_be_focused()


DRAFT = poll(status="draft", round=0, revealed=False, right=[0])
CLOSED = poll(status="closed", revealed=False, results={"tally": [1, 0], "voters": 1})
OPEN = poll(revealed=False, results={"tally": [1, 0], "voters": 1})


@pytest.mark.parametrize(
    ("before", "button", "expected"),
    [
        (DRAFT, "Open", {"type": "open_poll", "for_s": 60}),
        (CLOSED, "Open again", {"type": "open_poll", "for_s": 60}),
        (CLOSED, "Show results to everyone", {"type": "reveal_poll"}),
        (OPEN, "Close poll", {"type": "close_poll"}),
    ],
)
def test_a_host_opens_closes_and_reveals(
    fake: FakeServer, person: Person, before: Json, button: str, expected: Json
) -> None:
    fake.world.shared = {"polls": [before]}
    page = person("Ada", "host")
    panel = opened(page)
    if "for_s" in expected:
        panel.get_by_label("Time").select_option("60")
    panel.get_by_role("button", name=button, exact=True).click()
    assert {"type": expected["type"], **sent(fake, page, expected["type"])} == {"poll": "b1", **expected}
    fake.fact("poll_changed", poll=before | {"status": "open" if before["status"] == "draft" else "closed"})
    page.wait_for_function("() => document.activeElement !== document.body")


def test_a_draft_is_changed_and_deleted_only_after_a_question(fake: FakeServer, person: Person) -> None:
    fake.world.shared = {"polls": [DRAFT]}
    page = person("Ada", "host")
    panel = opened(page)
    panel.get_by_role("button", name="Edit").click()
    expect(panel.get_by_label("Option 1 is right")).to_be_checked()
    panel.get_by_label("Question", exact=True).fill("Coffee?")
    panel.get_by_role("button", name="Save and open").click()
    assert sent(fake, page, "edit_poll")["question"] == "Coffee?"
    assert sent(fake, page, "open_poll") == {"poll": "b1", "for_s": None}
    panel.get_by_role("button", name="Delete: Tea?").click()
    assert fake.commands("delete_poll") == []
    page.get_by_role("dialog", name="Delete “Tea?”?").get_by_role("button", name="Delete").click()
    assert sent(fake, page, "delete_poll") == {"poll": "b1"}
