"""The stage: the controls below it, and what hosts do to one."""

from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.client.conftest import own_id, wait_until
from tests.client.fake_server import FakeServer

Person = Callable[..., Page]


def test_the_audience_has_no_microphone_camera_or_screen_button(person: Person) -> None:
    page = person("Cem")
    names = [button.get_attribute("aria-label") for button in page.locator("th-controls .icon-button:visible").all()]
    assert not {"Unmute", "Start camera", "Share screen"} & set(names)


def test_an_empty_stage_says_so(person: Person) -> None:
    expect(person("Cem").get_by_role("heading", name="Nobody is on stage yet")).to_be_visible()


def test_turning_the_microphone_on_publishes_before_it_is_announced(
    fake: FakeServer, person: Person, media: Page
) -> None:
    page = person("Ben", "presenter")
    page.get_by_role("button", name="Unmute").click()
    expect(page.get_by_role("button", name="Mute", exact=True)).to_be_visible()
    page.wait_for_function("() => townhall.store.state.mine.microphone === 'on'")
    kinds = [message["type"] for _, message in fake.said if message["type"] in ("publish", "turn_on")]
    assert kinds == ["publish", "turn_on"]
    page.get_by_role("button", name="Mute", exact=True).click()
    expect(page.get_by_role("button", name="Unmute")).to_be_visible()
    wait_until(page, lambda: len(fake.commands("turn_off")) == 1)


def test_a_camera_that_is_turned_off_lets_go_of_the_device(person: Person, media: Page) -> None:
    page = person("Ben", "presenter")
    page.get_by_role("button", name="Start camera").click()
    expect(page.locator(".tile th-video[data-picture]")).to_be_visible()
    page.evaluate("() => { window.track = document.querySelector('.tile video').srcObject.getTracks()[0]; }")
    page.get_by_role("button", name="Stop camera").click()
    page.wait_for_function("() => window.track.readyState === 'ended'")


def test_what_the_server_refuses_is_off_again_and_explained(fake: FakeServer, person: Person, media: Page) -> None:
    fake.refuse["turn_on"] = {"code": "stage_full", "message": "", "retry_after_ms": None}
    page = person("Ben", "presenter")
    page.get_by_role("button", name="Unmute").click()
    expect(page.get_by_text("The stage is full.")).to_be_visible()
    expect(page.get_by_role("button", name="Unmute")).to_be_visible()


def test_a_host_who_mutes_somebody_is_obeyed_at_once_and_named(fake: FakeServer, person: Person, media: Page) -> None:
    fake.world.add("Ada", "host")
    page = person("Ben", "presenter")
    page.get_by_role("button", name="Unmute").click()
    page.wait_for_function("() => townhall.store.state.mine.microphone === 'on'")
    fake.do(lambda: fake.world.do_mute("p1", "p2"))
    expect(page.get_by_text("Ada muted you.")).to_be_visible()
    expect(page.get_by_role("button", name="Unmute")).to_be_visible()


def test_a_hard_mute_bars_the_button_and_tells_why(fake: FakeServer, person: Person, media: Page) -> None:
    fake.world.add("Ada", "host")
    page = person("Ben", "presenter")
    fake.do(lambda: fake.world.do_mute("p1", "p2", hard=True))
    button = page.get_by_role("button", name="Unmute")
    expect(button).to_have_attribute("aria-disabled", "true")
    button.click(force=True)  # a disabled button that explains itself is still pressed
    expect(page.get_by_text("The host has muted you.")).to_be_visible()
    assert fake.commands("turn_on") == []


def test_a_request_to_unmute_waits_for_the_persons_own_click(fake: FakeServer, person: Person, media: Page) -> None:
    fake.world.add("Ada", "host")
    page = person("Ben", "presenter")
    fake.fact("unmute_requested", participant="p2", by="p1")
    expect(page.get_by_text("Ada asks you to unmute.")).to_be_visible()
    assert fake.commands("turn_on") == []
    page.locator("[data-banner=asked]").get_by_role("button", name="Unmute").click()
    page.wait_for_function("() => townhall.store.state.mine.microphone === 'on'")
    expect(page.get_by_text("Ada asks you to unmute.")).to_have_count(0)


def test_an_invitation_is_answered_by_the_person_and_turns_nothing_on(
    fake: FakeServer, person: Person, media: Page
) -> None:
    fake.world.add("Ada", "host")
    page = person("Cem")
    fake.do(lambda: fake.world.do_invite("p1", "p2"))
    dialog = page.get_by_role("dialog", name="Come on stage?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Space")  # typed at the wrong moment: no button has focus yet
    page.keyboard.press("Enter")
    assert fake.commands("accept_invitation") == []
    dialog.get_by_role("button", name="Come on stage").click()
    expect(page.get_by_role("dialog", name="You are on stage")).to_be_visible()
    assert fake.commands("turn_on") == []
    page.get_by_role("dialog").get_by_role("button", name="Turn microphone on").click()
    page.wait_for_function("() => townhall.store.state.mine.microphone === 'on'")


def test_an_invitation_can_wait_and_be_declined(fake: FakeServer, person: Person) -> None:
    fake.world.add("Ada", "host")
    page = person("Cem")
    fake.do(lambda: fake.world.do_invite("p1", "p2"))
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_text("You are invited to come on stage")).to_be_visible()
    page.get_by_role("button", name="Answer").click()
    page.get_by_role("button", name="No, thank you").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert [fake.command("decline_invitation")] == fake.commands("decline_invitation")


def test_back_in_the_audience_every_device_is_let_go(fake: FakeServer, person: Person, media: Page) -> None:
    page = person("Ben", "presenter")
    page.get_by_role("button", name="Start camera").click()
    page.get_by_role("button", name="Unmute").click()
    page.wait_for_function("() => Object.values(townhall.store.state.mine).filter((s) => s === 'on').length === 2")
    fake.do(lambda: fake.world.set_role("p1", "attendee"))
    expect(page.get_by_text("You are back in the audience.")).to_be_visible()
    page.wait_for_function("() => townhall.connections.publish === null")
    assert page.evaluate("() => Object.values(townhall.store.state.mine)") == ["off"] * 4
    expect(page.get_by_role("button", name="Unmute")).to_have_count(0)


def test_sharing_ones_screen_can_be_stopped_from_the_banner(fake: FakeServer, person: Person, media: Page) -> None:
    page = person("Ben", "presenter")
    page.get_by_role("button", name="Share screen").click()
    page.get_by_text("You are sharing your screen.").wait_for()
    assert {fake.command("turn_on", nth)["source"] for nth in (0, 1)} == {"screen", "screen_audio"}
    page.locator("[data-banner=sharing]").get_by_role("button", name="Stop sharing").click()
    expect(page.get_by_role("button", name="Share screen")).to_be_visible()
    wait_until(page, lambda: {command["source"] for command in fake.commands("turn_off")} == {"screen", "screen_audio"})


@pytest.mark.parametrize(
    ("keys", "shown"),
    [("Alt+KeyL", "Speaker view"), ("Alt+KeyP", "Close panel")],
)
def test_shortcuts_work_wherever_focus_is(person: Person, keys: str, shown: str) -> None:
    page = person("Cem")
    page.keyboard.press(keys)
    expect(page.get_by_role("button", name=shown)).to_be_visible()


def test_plain_letters_are_no_shortcuts(person: Person) -> None:
    page = person("Ben", "presenter")
    page.keyboard.type("mcslp")
    expect(page.get_by_role("button", name="Unmute")).to_be_visible()
    expect(page.get_by_role("complementary")).to_have_count(0)


def test_a_host_is_asked_whether_to_leave_or_to_end(fake: FakeServer, person: Person) -> None:
    page = person("Ada", "host")
    page.get_by_role("button", name="Leave", exact=True).click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Leave", exact=True)).to_be_focused()
    page.get_by_role("button", name="Leave", exact=True).click()
    page.get_by_role("button", name="End for everyone").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    wait_until(page, lambda: len(fake.commands("end")) == 1)
    assert fake.commands("leave") == []


def test_a_poor_connection_is_marked_and_a_lost_one_covers_the_tile(fake: FakeServer, person: Person) -> None:
    ada, ben = (fake.do(partial(fake.world.add, name, "presenter", on=("microphone",))) for name in ("Ada", "Ben"))
    page = person("Cem")
    fake.signal("quality", people={ada: "poor", ben: "lost", own_id(page): "fair"})
    expect(page.get_by_role("group", name="Ada").get_by_text("Poor connection")).to_be_attached()
    expect(page.get_by_role("group", name="Ben").get_by_text("Connection lost").first).to_be_visible()
    expect(page.locator("th-topbar").get_by_text("Fair connection")).to_be_visible()
