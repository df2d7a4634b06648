"""The questions panel, for the audience and for hosts, and the question on stage."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.client.conftest import wait_until
from tests.client.fake_server import FakeServer
from tests.client.fake_world import Json
from tests.client.test_asking import question

Person = Callable[..., Page]


@pytest.fixture
def asked(fake: FakeServer) -> None:
    """p1 is Ann, a host; whoever comes next is p2 and has asked q3."""
    fake.world.add("Ann", "host")
    fake.world.shared = {
        "questions": [
            question("q1", author="p9", name="Ida", text="When do we move?"),
            question("q2", author=None, name=None, text="Why?"),
            question("q3", "in_review", author=None, name=None, text="Is this mine?"),
            question("q4", "answered", author="p9", name="Ida", text="Dogs?", answered_by="p1", answer="Small ones."),
        ],
        "votes": {"q1": 2, "q2": 7, "q4": 1},
    }
    fake.world.own["p2"] = {"questions": ["q3"], "upvoted": ["q2"], "ballots": []}


def opened(page: Page) -> Locator:
    page.get_by_role("button", name="Questions", exact=True).click()
    return page.get_by_role("tabpanel")


def texts(panel: Locator) -> list[str]:
    return panel.locator(".question > .question-text > .question-words").all_inner_texts()


def sent(fake: FakeServer, page: Page, kind: str) -> Json:
    wait_until(page, lambda: fake.commands(kind) != [])
    return {key: value for key, value in fake.command(kind, -1).items() if key not in ("id", "type")}


def test_a_question_is_asked_anonymously_and_what_was_typed_outlives_the_panel(
    fake: FakeServer, asked: None, person: Person
) -> None:
    page = person("Cem")
    panel = opened(page)
    panel.get_by_label("Your question").fill("What about parking?")
    page.get_by_role("tab", name="People").click()
    page.get_by_role("tab", name="Questions").click()
    panel.get_by_label("Anonymous").check()
    expect(panel.get_by_text("Nobody will know who asked, not even the host.")).to_be_visible()
    panel.get_by_role("button", name="Ask").click()
    assert sent(fake, page, "ask_question") == {"text": "What about parking?", "anonymous": True}
    expect(page.get_by_text("Your question is out.")).to_be_visible()
    expect(panel.get_by_label("Your question")).to_have_value("")
    panel.get_by_label("Your question").fill("x" * 990)
    expect(panel.get_by_text("10 characters left")).to_be_visible()
    fake.do(lambda: fake.world.do_change_settings("p1", ask="hosts"))
    expect(panel.get_by_text("The host takes no questions from you right now.")).to_be_visible()


def test_an_upvote_counts_at_once_and_is_taken_back_when_the_server_refuses(
    fake: FakeServer, asked: None, person: Person
) -> None:
    page = person("Cem")
    panel = opened(page)
    assert texts(panel) == ["Why?", "When do we move?"]
    panel.get_by_role("button", name="Upvote, 2 votes").click()
    expect(panel.get_by_role("button", name="Upvoted, 3 votes", pressed=True)).to_be_visible()
    assert sent(fake, page, "upvote") == {"question": "q1"}
    fake.push("p2", {"type": "your_upvotes", "questions": ["q1", "q2"]})
    fake.signal("question_votes", votes={"q1": 9})
    expect(panel.get_by_role("button", name="Upvoted, 9 votes")).to_be_visible()
    fake.refuse["take_back_upvote"] = {"code": "wrong_question_status", "message": "Too late.", "retry_after_ms": None}
    panel.get_by_role("button", name="Upvoted, 7 votes").click()
    expect(page.get_by_text("This question has moved on.")).to_be_visible()
    expect(panel.get_by_role("button", name="Upvoted, 7 votes", pressed=True)).to_be_visible()


def test_the_order_stands_still_while_somebody_points_at_the_list(
    fake: FakeServer, asked: None, person: Person
) -> None:
    page = person("Cem")
    panel = opened(page)
    panel.locator(".question").first.hover()
    fake.signal("question_votes", votes={"q1": 50})
    expect(panel.get_by_role("button", name="Upvote, 50 votes")).to_be_visible()
    assert texts(panel) == ["Why?", "When do we move?"]
    panel.get_by_role("button", name="Sorted by: Most votes").click()
    page.get_by_role("menuitem", name="Most votes").click()
    assert texts(panel) == ["When do we move?", "Why?"]


def test_ones_own_question_in_review_is_edited_and_withdrawn(fake: FakeServer, asked: None, person: Person) -> None:
    page = person("Cem")
    panel = opened(page)
    panel.get_by_role("button", name="Mine 1").click()
    expect(panel.get_by_text("You, anonymously")).to_be_visible()
    expect(panel.get_by_text("In review", exact=True)).to_be_visible()
    panel.get_by_role("button", name="Options for “Is this mine?”").click()
    page.get_by_role("menuitem", name="Edit").click()
    expect(panel.get_by_label("Change your question")).to_be_focused()
    panel.get_by_label("Change your question").fill("Is this really mine?")
    page.keyboard.press("Escape")
    expect(panel.locator("#question-q3")).to_be_focused()
    panel.get_by_role("button", name="Options for “Is this mine?”").click()
    page.get_by_role("menuitem", name="Edit").click()
    panel.get_by_label("Change your question").fill("Is it mine?")
    panel.get_by_role("button", name="Save").click()
    assert sent(fake, page, "edit_question") == {"question": "q3", "text": "Is it mine?"}
    panel.get_by_role("button", name="Options for “Is this mine?”").click()
    page.get_by_role("menuitem", name="Withdraw").click()
    assert sent(fake, page, "withdraw_question") == {"question": "q3"}
    changed = question("q3", "answered", author=None, name=None, text="Is it mine?", answered_by="p1", answer="Yes.")
    fake.fact("question_changed", votes=0, question=changed)
    expect(page.get_by_text("Your question was answered.")).to_be_visible()
    expect(panel.get_by_text("Answer by Ann")).to_be_visible()


def test_a_host_reviews_assigns_answers_and_shows(fake: FakeServer, asked: None, person: Person) -> None:
    fake.world.own["p2"]["questions"] = []
    page = person("Bea", "host")
    panel = opened(page)
    panel.get_by_role("button", name="In review 1").click()
    panel.get_by_role("button", name="Publish").click()
    assert sent(fake, page, "publish_question") == {"question": "q3"}
    panel.get_by_role("button", name="Open 2").click()
    panel.get_by_role("button", name="Options for “Why?”").click()
    page.get_by_role("menuitem", name="Assign").click()
    page.get_by_role("dialog", name="Who answers this?").get_by_role("button", name="Ann").click()
    assert sent(fake, page, "assign_question") == {"question": "q2", "to": "p1"}
    panel.get_by_role("button", name="Options for “Why?”").click()
    page.get_by_role("menuitem", name="Show on stage").click()
    assert sent(fake, page, "show_question") == {"question": "q2"}
    panel.get_by_role("button", name="Answer live").first.click()
    assert sent(fake, page, "take_question") == {"question": "q2"}
    fake.fact("question_changed", votes=7, question=question("q2", "taken", author=None, name=None, text="Why?"))
    expect(panel.get_by_text("Being answered live")).to_be_visible()
    panel.get_by_role("button", name="Write answer").first.click()
    panel.get_by_label("Your answer").fill("Because.")
    panel.get_by_role("button", name="Send answer").click()
    assert sent(fake, page, "answer_question") == {"question": "q2", "text": "Because."}
    panel.get_by_role("button", name="Mark answered").click()
    wait_until(page, lambda: len(fake.commands("answer_question")) == 2)
    assert "text" not in fake.command("answer_question", 1)


def test_a_question_on_stage_is_there_for_all_and_is_plain_text(fake: FakeServer, asked: None, person: Person) -> None:
    page = person("Cem")
    evil = "<b onclick=alert(1)>Why?</b>"
    fake.fact("question_changed", votes=7, question=question("q2", author=None, name=None, text=evil))
    fake.fact("question_shown", question="q2")
    caption = page.get_by_role("figure", name="Question on stage")
    expect(caption.get_by_text(evil)).to_be_visible()
    expect(caption.get_by_text("asked by Anonymous")).to_be_visible()
    expect(caption.get_by_role("button")).to_have_count(0)
    fake.fact("question_disappeared", question="q2")
    expect(caption).to_have_count(0)
