"""Who is shown how large on the stage: who speaks, who is pinned or in the spotlight, everybody, a screen."""

from collections.abc import Callable
from functools import partial

from playwright.sync_api import Page, expect

from tests.client.conftest import wait_until
from tests.client.fake_server import FakeServer

Person = Callable[..., Page]


def main_name(page: Page) -> str:
    return page.locator(".tile.main .name").inner_text()


def on_stage(fake: FakeServer, *names: str) -> list[str]:
    return [fake.do(partial(fake.world.add, name, "presenter", on=("microphone",))) for name in names]


def test_who_speaks_is_large_and_has_a_ring(fake: FakeServer, person: Person) -> None:
    ada, ben = on_stage(fake, "Ada", "Ben")
    page = person("Cem")
    for who, name in ((ben, "Ben"), (ada, "Ada")):
        fake.signal("speakers", active=who, speaking=[who])
        expect(page.locator(".tile.main .name")).to_have_text(name)
        expect(page.locator(".tile.speaking .name")).to_have_text(name)


def test_a_pinned_person_stays_large_whoever_speaks(fake: FakeServer, person: Person, media: Page) -> None:
    ada, ben = on_stage(fake, "Ada", "Ben")
    page = person("Cem")
    page.wait_for_function("() => townhall.store.state.watching")
    page.get_by_role("button", name="Options for Ben").click()
    page.get_by_role("menuitem", name="Pin to the large view").click()
    fake.signal("speakers", active=ada, speaking=[ada])
    expect(page.locator(".tile.speaking .name")).to_have_text("Ada")
    assert main_name(page) == "Ben"
    wait_until(page, lambda: [show["pinned"] for show in fake.commands("show")][-1:] == [ben])


def test_hosts_put_somebody_in_the_spotlight_from_their_tile_and_everybody_sees_it(
    fake: FakeServer, person: Person, media: Page
) -> None:
    ada, ben = on_stage(fake, "Ada", "Ben")
    page = person("Hedy", "host")
    page.wait_for_function("() => townhall.store.state.watching")
    page.get_by_role("button", name="Options for Ben").press("Enter")
    page.get_by_role("menuitem", name="Put in the spotlight").press("Enter")
    wait_until(page, lambda: [each["participant"] for each in fake.commands("spotlight")] == [ben])
    fake.fact("spotlighted", participant=ben, by="p9")
    fake.signal("speakers", active=ada, speaking=[ada])
    expect(page.locator(".tile.speaking .name")).to_have_text("Ada")
    assert main_name(page) == "Ben"
    expect(page.get_by_role("group", name="Ben, in the spotlight")).to_be_visible()
    expect(page.get_by_text("Ben is in the spotlight.")).to_be_visible()
    wait_until(page, lambda: [show["pinned"] for show in fake.commands("show")][-1:] == [ben])
    page.get_by_role("button", name="Options for Ben").press("Enter")
    page.get_by_role("menuitem", name="Take out of the spotlight").press("Enter")
    wait_until(page, lambda: [each["participant"] for each in fake.commands("spotlight")] == [ben, None])


def test_a_tile_that_is_focused_on_its_way_does_not_shift_the_stage(fake: FakeServer, person: Person) -> None:
    on_stage(fake, "Ada", "Ben")
    page = person("Hedy", "host")
    expect(page.get_by_role("button", name="Options for Ben")).to_be_visible()
    shifted = """() => {
        const button = document.querySelector("[aria-label='Options for Ben']");
        const tile = button.closest(".tile");
        tile.style.setProperty("transition", "none");
        tile.style.setProperty("left", "3000px");
        button.focus();
        return document.querySelector(".tiles").scrollLeft;
    }"""
    assert page.evaluate(shifted) == 0


def test_gallery_shows_everybody_equally_large(fake: FakeServer, person: Person) -> None:
    on_stage(fake, "Ada", "Ben", "Dee", "Eve")
    page = person("Cem")
    page.get_by_role("button", name="Gallery view").click()
    sizes = page.evaluate("() => [...document.querySelectorAll('.tile')].map((t) => t.style.width + t.style.height)")
    assert len(sizes) == 4
    assert len(set(sizes)) == 1


def test_a_shared_screen_is_large_beside_a_filmstrip(fake: FakeServer, person: Person) -> None:
    ada, _ = on_stage(fake, "Ada", "Ben")
    page = person("Cem")
    fake.do(lambda: fake.world.do_turn_on(ada, "screen"))
    expect(page.locator(".tile.main .name")).to_have_text("Ada's screen")
    expect(page.locator(".tile.strip")).to_have_count(2)
