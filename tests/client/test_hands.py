"""Raised hands, time on stage, reactions."""

from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.client.conftest import own_id, wait_until
from tests.client.fake_server import FakeServer

Person = Callable[..., Page]


def test_one_raises_and_lowers_a_hand_and_sees_ones_place(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    page.get_by_role("button", name="Raise hand").click()
    wait_until(page, lambda: fake.commands("raise_hand") != [])
    fake.push(own_id(page), {"type": "your_hand", "place": 3})
    page.get_by_role("button", name="Lower hand, you are number 3").click()
    wait_until(page, lambda: fake.commands("lower_hand") != [])
    assert "participant" not in fake.command("lower_hand")
    fake.push(own_id(page), {"type": "your_hand", "place": None})
    page.get_by_role("button", name="Raise hand").wait_for()
    expect(page.get_by_text("Your hand was lowered.")).to_have_count(0)


def test_one_whose_hand_somebody_else_lowers_is_told(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    for place in (3, 1, None):
        fake.push(own_id(page), {"type": "your_hand", "place": place})
    expect(page.get_by_text("Your hand was lowered.")).to_have_count(1)


def test_who_comes_on_stage_is_not_told_of_the_hand(fake: FakeServer, person: Person) -> None:
    fake.world.own["p1"] = {"hand": 1}
    page = person("Cem")
    fake.do(lambda: fake.world.set_role("p1", "presenter"))
    fake.push("p1", {"type": "your_hand", "place": None})
    expect(page.get_by_text("You are now presenter.")).to_be_visible()
    expect(page.get_by_text("Your hand was lowered.")).to_have_count(0)


def test_whoever_is_on_stage_has_no_hand_to_raise(person: Person) -> None:
    expect(person("Ben", "presenter").get_by_role("button", name="Raise hand")).to_have_count(0)


def test_a_host_works_through_the_queue_in_order(fake: FakeServer, person: Person) -> None:
    cem, dee = (fake.world.add(name, "attendee") for name in ("Cem", "Dee"))
    page = person("Ada", "host")
    for pid in (dee, cem):
        fake.do(partial(fake.world.do_raise_hand, pid))
    expect(page.get_by_text("Dee raises a hand.")).to_be_visible()
    page.locator(".controls").get_by_role("button", name="People, 2 raised hands").click()
    expect(page.get_by_text("Cem raises a hand.")).to_have_count(0)
    queue = page.get_by_role("region", name="Raised hands (2)")
    assert queue.locator(".person-name").all_inner_texts() == ["Dee", "Cem"]
    queue.get_by_role("button", name="Invite Dee to the stage").click()
    page.get_by_role("menuitem", name="For 5 minutes").click()
    queue.get_by_role("button", name="Lower the hand of Cem").click()
    wait_until(page, lambda: fake.commands("lower_hand") != [])
    (invitation,) = fake.commands("invite")
    assert {key: invitation[key] for key in ("participant", "role", "for_s")} == {
        "participant": dee,
        "role": "presenter",
        "for_s": 300,
    }
    assert fake.command("lower_hand")["participant"] == cem
    page.get_by_role("button", name="Lower all").click()
    wait_until(page, lambda: fake.commands("lower_all_hands") != [])


def test_time_on_stage_is_counted_down_for_the_person(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    until_ms = page.evaluate("() => Date.now() + 125000")
    pid = own_id(page)
    fake.world.people[pid]["role"] = "presenter"
    fake.world.own[pid] = {"stage_until": iso(page, until_ms)}
    fake.do(lambda: fake.world.resync(pid))
    expect(page.get_by_text("You are on stage for a time.")).to_contain_text("2:0")


def iso(page: Page, ms: int) -> str:
    return str(page.evaluate("(ms) => new Date(ms).toISOString()", ms))


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_reactions_are_sent_one_by_one_and_shown_as_counts(fake: FakeServer, person: Person, motion: str) -> None:
    page = person("Cem", reduced_motion=motion)
    page.get_by_role("button", name="React").click()
    bar = page.get_by_role("group", name="React")
    for _ in range(2):
        bar.get_by_role("button", name="Applause").click()
    wait_until(page, lambda: len(fake.commands("react")) == 2)
    fake.signal("reactions", clap=1200, heart=1)
    expect(page.locator(".floating")).to_have_count(2)
    expect(page.locator(".floating-count")).to_have_text(["1,200"])
    assert page.locator(".floating").first.evaluate("(node) => node.getAnimations().length > 0") is (motion != "reduce")
    bar.get_by_role("button", name="Heart").press("Escape")
    expect(bar).to_have_count(0)
    expect(page.get_by_role("button", name="React")).to_be_focused()
    expect(page.locator(".floating")).to_have_count(0)


def test_where_reactions_are_off_there_is_no_button(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    fake.do(lambda: fake.world.do_change_settings("p1", reactions=False))
    expect(page.get_by_role("button", name="React")).to_have_count(0)
