"""The chat panel: writing, reading, what is new, who may not, and what went wrong."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.client.conftest import own_id, wait_until
from tests.client.fake_server import FakeServer

Person = Callable[..., Page]


@pytest.fixture
def cem(fake: FakeServer, person: Person) -> Page:
    """Cem's page, in the audience, with the chat open: Ann is the host (p1), Ben on stage (p2), Cem is p3."""
    fake.world.add("Ann", "host")
    fake.world.add("Ben", "presenter")
    return chat_of(person("Cem"))


def chat_of(page: Page) -> Page:
    page.locator(".controls").get_by_role("button", name="Chat").click()
    return page


def log(page: Page) -> Locator:
    return page.get_by_role("log", name="Messages")


def write(page: Page, text: str) -> None:
    page.get_by_label("Write a message").fill(text)
    page.keyboard.press("Enter")


def test_what_one_writes_is_read_by_all_and_its_addresses_are_links_and_no_markup(fake: FakeServer, cem: Page) -> None:
    write(cem, "<b>Look</b>: https://hall.example/a?b=1.")
    line = log(cem).locator(".chat-line:not(.pending)")
    expect(line).to_contain_text("<b>Look</b>: https://hall.example/a?b=1.")
    link = line.get_by_role("link", name="https://hall.example/a?b=1")
    assert link.get_attribute("rel") == "noopener noreferrer"
    expect(line.locator("b")).to_have_count(0)
    expect(cem.locator(".pending")).to_have_count(0)
    expect(cem.get_by_label("Write a message")).to_have_value("")
    (sent,) = fake.commands("send_message")
    assert (sent["to"], sent["recipient"]) == ("everyone", None)
    line.hover()
    line.get_by_role("button", name="Delete message").click()
    expect(log(cem).get_by_text("Nobody has written yet.")).to_be_visible()


def test_a_word_to_hosts_and_presenters_or_to_one_person_says_so(fake: FakeServer, cem: Page) -> None:
    for to, shown in (("Hosts and presenters", "to hosts and presenters"), ("Ann", "to Ann only")):
        cem.get_by_label("To", exact=True).select_option(to)
        write(cem, f"For {to}")
        expect(log(cem).get_by_text(shown, exact=True)).to_be_visible()
    assert [(each["to"], each["recipient"]) for each in fake.commands("send_message")] == [
        ("stage", None),
        ("direct", "p1"),
    ]


def test_a_message_is_pending_until_it_is_taken_and_a_refused_one_says_why(fake: FakeServer, cem: Page) -> None:
    fake.refuse["send_message"] = {"code": "slow_mode", "retry_after_ms": 30_000}
    cem.get_by_label("Write a message").fill("One\n")
    cem.get_by_role("button", name="Send").click()
    failed = log(cem).locator(".pending")
    expect(failed.get_by_text("Not sent. Slow mode is on. Please wait a little.")).to_be_visible()
    fake.refuse.clear()
    failed.get_by_role("button", name="Try again").click()
    expect(failed).to_have_count(0)
    expect(log(cem).get_by_text("One")).to_be_visible()


def test_slow_mode_counts_down_before_the_next_message(fake: FakeServer, cem: Page) -> None:
    fake.do(lambda: fake.world.do_change_settings("p1", slow_mode_s=20))
    expect(cem.get_by_text("Slow mode: one message every 20 s.")).to_be_visible()
    write(cem, "First")
    expect(cem.get_by_text("Slow mode: you can write again in")).to_be_visible()
    cem.get_by_label("Write a message").fill("Second")
    expect(cem.get_by_role("button", name="Send")).to_be_disabled()
    cem.keyboard.press("Enter")
    assert [each["text"] for each in fake.commands("send_message")] == ["First"]


def test_who_may_not_write_is_told_which_it_is(fake: FakeServer, cem: Page) -> None:
    fake.do(lambda: fake.world.do_change_settings("p1", chat="stage"))
    expect(cem.get_by_text("Only hosts and presenters write to everyone right now.")).to_be_visible()
    assert cem.get_by_label("To", exact=True).locator("option").all_inner_texts() == ["Ann"]
    fake.fact("chat_blocked", participant=own_id(cem))
    expect(cem.get_by_text("A host has stopped you from writing in the chat. You can still read it.")).to_be_visible()
    expect(cem.get_by_label("Write a message")).to_have_count(0)


def test_unread_messages_are_counted_on_the_button_and_marked_in_the_log(fake: FakeServer, person: Person) -> None:
    fake.world.add("Ann", "host")
    fake.world.message("p1", "Welcome")
    page = person("Cem")
    fake.do(lambda: [fake.world.do_send_message("p1", f"Word {n}", "everyone", None) for n in range(2)])
    button = page.locator(".controls").get_by_role("button", name="Chat, 2 new messages")
    button.click()
    expect(page.get_by_text("New since you last looked")).to_be_visible()
    expect(page.get_by_role("tab", name="Chat", exact=True)).to_be_visible()
    assert log(page).locator(".chat-text, .unread").all_inner_texts() == [
        "Welcome",
        "New since you last looked",
        "Word 0",
        "Word 1",
    ]


def test_further_up_one_stays_where_one_reads_and_a_button_leads_down(fake: FakeServer, person: Person) -> None:
    fake.world.add("Ann", "host")
    for n in range(60):
        fake.world.message("p1", f"Message {n}")
    page = chat_of(person("Cem"))
    expect(log(page).get_by_text("Message 59")).to_be_in_viewport()
    log(page).evaluate("(node) => { node.scrollTop = 0; }")
    page.get_by_role("button", name="Jump to the newest").wait_for()
    fake.do(lambda: fake.world.do_send_message("p1", "Latest", "everyone", None))
    page.get_by_role("button", name="1 new, jump to the newest").click()
    expect(log(page).get_by_text("Latest")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Chat", exact=True)).to_be_visible()


def test_older_messages_come_page_by_page_until_the_beginning(fake: FakeServer, person: Person) -> None:
    fake.world.add("Ann", "host")
    for n in range(120):
        fake.world.message("p1", f"Message {n}")
    fake.world.shared["messages"] = fake.world.shared["messages"][-60:]
    page = chat_of(person("Cem"))
    log(page).evaluate("(node) => { node.scrollTop = 0; }")
    page.get_by_role("button", name="Show older messages").click()
    expect(log(page).get_by_text("Message 20", exact=True)).to_be_attached()
    page.get_by_role("button", name="Show older messages").click()
    expect(page.get_by_text("This is where the chat begins.")).to_be_attached()
    assert log(page).locator(".chat-line").count() == 120


def test_a_host_writes_to_a_person_and_stops_them_from_writing_from_their_menu(
    fake: FakeServer, person: Person
) -> None:
    page = person("Ann", "host")
    ben = fake.do(lambda: fake.world.add("Ben", "presenter"))
    fake.fact("participant_appeared", person=fake.world.person(ben))
    page.locator(".controls").get_by_role("button", name="People").click()
    for item in ("Stop from writing in the chat", "Let write in the chat again", "Write to this person"):
        page.get_by_role("complementary").get_by_role("button", name="Options for Ben").click()
        page.get_by_role("menuitem", name=item).click()
    wait_until(page, lambda: fake.commands("allow_chat") != [])
    assert fake.command("block_chat")["participant"] == ben
    expect(page.get_by_label("To", exact=True)).to_have_value(f"direct {ben}")
