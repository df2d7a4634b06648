"""Every page state in light and dark, on a phone and on a desk: no axe finding, nothing cut off, room for a finger."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.client.conftest import own_id
from tests.client.fake_server import FakeServer
from tests.client.fake_tokens import OPERATOR, invite
from tests.client.test_ops import actor, enter

Person = Callable[..., Page]
Open = Callable[..., Page]

LOOKS: dict[str, dict[str, Any]] = {
    "desk, light": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    "phone, dark": {
        "viewport": {"width": 360, "height": 640},
        "color_scheme": "dark",
        "is_mobile": True,
        "has_touch": True,
    },
}

OUTSIDE_OR_SMALL = """() => {
    const faults = [];
    for (const node of document.querySelectorAll("button, a[href], input, select, summary")) {
        if (!node.checkVisibility({ opacityProperty: false })) continue;
        const box = node.getBoundingClientRect();
        if (box.width === 0) continue;
        const name = `${node.tagName} ${node.ariaLabel ?? node.textContent.slice(0, 30)}`;
        const label = ["checkbox", "radio"].includes(node.type) ? node.parentNode.getBoundingClientRect() : box;
        if (label.height < 43.5 || (label.width < 43.5)) faults.push(`small: ${name} ${box.width}x${box.height}`);
        if (box.left < -1 || box.right > innerWidth + 1) faults.push(`outside: ${name} ${box.left}-${box.right}`);
    }
    if (document.documentElement.scrollWidth > innerWidth + 1) faults.push("the page scrolls sideways");
    return faults;
}"""


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    return LOOKS[request.param] | {"reduced_motion": "reduce"}  # half-faded text has no contrast


AXE = Axe()
AXE_LOADED = Axe(axe_script="0")  # a page that has it is not given it again
OPTIONS = {"resultTypes": ["violations"], "reporter": "no-passes"}  # every rule runs, only findings are put together


def check(page: Page) -> None:
    page.wait_for_timeout(100)
    axe = AXE_LOADED if page.evaluate("() => 'axe' in window") else AXE
    found = axe.run(page, options=OPTIONS).response["violations"]
    faults = [f"{v['id']}: {v['help']}: {[node['html'][:120] for node in v['nodes']]}" for v in found]
    assert faults + page.evaluate(OUTSIDE_OR_SMALL) == []


@pytest.fixture
def stage(fake: FakeServer) -> list[str]:
    people = [
        fake.world.add("Grace Brewster Murray Hopper", "presenter", on=("microphone", "camera")),
        fake.world.add("Alan", "presenter"),
        fake.world.add("Katherine", "co_host", on=("microphone",)),
    ]
    fake.world.add("Cem", "attendee")
    fake.world.add("Dee", "attendee", place="waiting")
    fake.world.people[people[1]]["blocked"] = ["microphone"]
    return people


def test_axe_finds_what_is_planted(open_page: Open) -> None:
    page = open_page("/")
    page.evaluate("() => document.querySelector('main').append(document.createElement('button'))")
    with pytest.raises(AssertionError, match="button-name"):
        check(page)


def test_the_start_page(open_page: Open, look: dict[str, Any]) -> None:
    page = open_page("/", **look)
    check(page)
    page.get_by_role("button", name="Create webinar").click()
    check(page)


@pytest.mark.parametrize("role", ["presenter", "attendee"])
def test_before_the_door(open_page: Open, look: dict[str, Any], role: str) -> None:
    page = open_page(f"/w/w1town#invite={invite(role)}", **look)
    page.get_by_role("heading", name="Quarterly town hall").wait_for()
    check(page)


def test_the_waiting_room_and_the_end(fake: FakeServer, person: Person, look: dict[str, Any]) -> None:
    page = person("Cem", place="waiting", **look)
    check(page)
    fake.drop(own_id(page), {"code": "denied"})
    page.wait_for_selector("th-gone")
    check(page)


def test_the_stage_in_both_layouts(fake: FakeServer, stage: list[str], person: Person, look: dict[str, Any]) -> None:
    page = person("Ada", "host", **look)
    fake.signal("speakers", active=stage[0], speaking=[stage[0]])
    fake.signal("quality", people={stage[0]: "poor", stage[2]: "lost"})
    check(page)
    page.get_by_role("button", name="Gallery view").click()
    check(page)


def test_a_crowded_stage_seen_by_the_audience(fake: FakeServer, person: Person, look: dict[str, Any]) -> None:
    for n in range(25):
        fake.world.add(f"Person {n}", "presenter", on=("screen",) if n == 3 else ())
    page = person("Cem", **look)
    check(page)
    page.get_by_role("button", name="Gallery view").click()
    check(page)


def test_the_people_panel_with_its_menus(stage: list[str], person: Person, look: dict[str, Any]) -> None:
    page = person("Ada", "host", **look)
    page.get_by_role("button", name="People, 1 person waits").click()
    check(page)
    for name in ("Options for Alan", "For everyone"):
        page.get_by_role("complementary").get_by_role("button", name=name).click()
        check(page)
        page.keyboard.press("Escape")


def test_the_hosts_dialogs(fake: FakeServer, stage: list[str], person: Person, look: dict[str, Any]) -> None:
    page = person("Ada", "host", **look)
    page.get_by_role("button", name="People, 1 person waits").click()
    panel = page.get_by_role("complementary")
    for name in ("Webinar settings", "Invitation links"):
        panel.get_by_role("button", name="For everyone").click()
        page.get_by_role("menuitem", name=name).click()
        expect(page.get_by_role("dialog", name=name).locator("input, select").first).not_to_have_value("")
        check(page)
        page.keyboard.press("Escape")
    panel.get_by_role("button", name="Options for Alan").click()
    page.get_by_role("menuitem", name="Ban").click()
    check(page)
    page.keyboard.press("Escape")
    panel.get_by_role("button", name="Close panel").click()
    for name in ("Devices", "Leave"):
        page.get_by_role("button", name=name, exact=True).click()
        check(page)
        page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")


def test_banners_notices_and_the_invitation(fake: FakeServer, person: Person, look: dict[str, Any]) -> None:
    fake.world.webinar |= {"status": "waiting", "started_at": None}
    fake.world.add("Ada", "host")
    page = person("Cem", **look)
    fake.do(lambda: fake.world.do_invite("p1", "p2"))
    page.get_by_role("dialog").wait_for()
    check(page)
    page.get_by_role("button", name="Come on stage").click()
    page.get_by_role("dialog", name="You are on stage").wait_for()
    check(page)
    page.keyboard.press("Escape")
    fake.fact("unmute_requested", participant="p2", by="p1")
    fake.fact("source_blocked", participant="p2", source="camera")
    fake.drop("p2", {"code": "restarting", "retry_after_ms": 30000})
    page.get_by_text("Next try in").wait_for()
    check(page)


def test_the_operators_page(fake: FakeServer, open_page: Open, look: dict[str, Any]) -> None:
    fake.actors = [actor("directory"), actor("webinar:a", restarts=1, oldest_message_age_s=4)]
    page = open_page("/ops", **look)
    check(page)
    enter(page, OPERATOR)
    page.get_by_role("table").wait_for()
    check(page)


def test_every_control_can_be_reached_by_tab_and_shows_it(stage: list[str], person: Person) -> None:
    page = person("Ada", "host")
    seen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        name, outlined = page.evaluate(
            "() => [document.activeElement.ariaLabel ?? document.activeElement.innerText,"
            " getComputedStyle(document.activeElement).outlineStyle]"
        )
        if page.evaluate("() => document.activeElement === document.body"):
            break
        assert outlined == "solid", name
        seen.append(name)
    controls = ["Unmute", "Start camera", "Share screen", "Gallery view", "Devices", "People, 1 person waits", "Leave"]
    assert [name for name in seen if name in controls] == controls


def test_a_notice_is_spoken_politely_and_takes_no_focus(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    page.get_by_role("button", name="People", exact=True).focus()
    fake.fact("webinar_started")
    notice = page.get_by_role("region", name="Notices").get_by_role("status")
    notice.get_by_text("The webinar has started.").wait_for()
    assert page.evaluate("() => document.activeElement.ariaLabel") == "People"


def test_nothing_moves_for_people_who_asked_for_less_motion(person: Person) -> None:
    page = person("Ben", "presenter", reduced_motion="reduce")
    moving = page.evaluate("() => document.getAnimations().length")
    assert moving == 0
