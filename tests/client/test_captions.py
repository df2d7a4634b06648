"""Captions: written by hosts and whom they name, read over the stage by whoever wants to, and again in the panel."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.client.fake_server import FakeServer

Person = Callable[..., Page]


def say(page: Page, text: str) -> None:
    page.get_by_label("What is being said").fill(text)
    page.keyboard.press("Enter")


def test_a_host_writes_and_whoever_wants_to_reads_it_over_the_stage(fake: FakeServer, person: Person) -> None:
    host = person("Ann", role="host")
    host.locator(".controls").get_by_role("button", name="People").click()
    host.get_by_role("button", name="For everyone").click()
    host.get_by_role("menuitem", name="Write captions").click()
    say(host, "Welcome <all>")
    expect(host.get_by_role("log", name="Captions")).to_contain_text("Welcome <all>")
    (sent,) = fake.commands("say_caption")
    assert (sent["text"], sent["language"]) == ("Welcome <all>", "en")
    assert 0 <= sent["ago_ms"] <= 60_000
    toggle = host.locator(".controls").get_by_role("button", name="Show captions")
    expect(toggle).to_have_attribute("aria-pressed", "false")
    expect(host.locator(".live-captions")).to_have_count(0)
    toggle.click()
    expect(host.locator(".live-captions")).to_have_text("Welcome <all>")
    expect(host.locator(".controls").get_by_role("button", name="Hide captions")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_somebody_in_the_audience_who_was_named_writes_until_they_are_dismissed(
    fake: FakeServer, person: Person
) -> None:
    fake.world.add("Ann", "host")
    cem = person("Cem")
    expect(cem.locator(".of-one-tab").get_by_role("button", name="Captions")).to_have_count(0)
    fake.fact("captioner_named", participant="p2")
    cem.locator(".controls").get_by_role("button", name="Captions", exact=True).click()
    say(cem, "Hello")
    expect(cem.get_by_role("log", name="Captions")).to_contain_text("Hello")
    fake.fact("captioner_dismissed", participant="p2")
    expect(cem.get_by_label("What is being said")).to_have_count(0)
