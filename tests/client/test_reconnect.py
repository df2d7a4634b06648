"""What a person sees when the link to the server breaks, and that they have to do nothing about it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.client.conftest import own_id
from tests.client.fake_server import FakeServer

Person = Callable[..., Page]

NOTE_LOSS = """() => {
    window.lost = new Promise((done) => townhall.store.subscribe(({ link }) => link.state !== "open" && done()));
}"""


def lose_link(fake: FakeServer, page: Page) -> None:
    """The page has noticed when this returns, and draws lots for when to come back."""
    page.evaluate(NOTE_LOSS)
    fake.drop(own_id(page))
    page.evaluate("() => window.lost")


def come_back(page: Page) -> None:
    """At once, as when the network is back, so that nobody waits for a pause of up to 1.5 s."""
    page.evaluate("() => dispatchEvent(new Event('online'))")
    page.wait_for_function("() => townhall.store.state.link.state === 'open'")


def test_a_lost_link_is_shown_and_mended_without_a_click(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    fake.refuse_hello = {"code": "try_again", "message": "", "retry_after_ms": None}
    fake.drop(own_id(page))
    expect(page.get_by_text("The connection was lost. Reconnecting")).to_be_visible()
    expect(page.locator("th-topbar").get_by_text("Connection lost")).to_be_visible()
    fake.refuse_hello = None
    expect(page.get_by_text("The connection was lost.")).to_have_count(0, timeout=15000)


def test_a_reconnect_says_what_was_the_last_thing_heard(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    assert fake.command("hello")["last_seq"] is None
    fake.fact("webinar_locked")
    page.wait_for_function("() => townhall.store.state.webinar.locked")
    lose_link(fake, page)
    come_back(page)
    assert fake.command("hello", -1)["last_seq"] == 2


def test_a_goodbye_with_a_time_is_counted_down(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    fake.drop(own_id(page), {"code": "restarting", "retry_after_ms": 30000})
    expect(page.get_by_text(re.compile(r"Next try in \d+ s\."))).to_be_visible()


def test_somebody_muted_while_the_link_was_down_is_muted_afterwards(
    fake: FakeServer, person: Person, media: Page
) -> None:
    page = person("Ben", "presenter")
    page.get_by_role("button", name="Unmute").click()
    page.wait_for_function("() => townhall.store.state.mine.microphone === 'on'")
    lose_link(fake, page)
    fake.do(lambda: fake.world.turn_off("p1", "microphone", by="p9"))
    come_back(page)
    expect(page.get_by_role("button", name="Unmute")).to_be_visible()


def test_a_reload_leaves_nothing_on_that_nobody_clicked(fake: FakeServer, person: Person, media: Page) -> None:
    page = person("Ben", "presenter", own=True)
    page.get_by_role("button", name="Unmute").click()
    page.wait_for_function("() => townhall.store.state.mine.microphone === 'on'")
    page.add_init_script("navigator.permissions.query = async () => ({ state: 'prompt' })")
    page.reload()
    page.get_by_role("button", name="Join now").click()
    page.wait_for_function("() => townhall.store.state.people.size && !townhall.store.state.people.get('p1').on.length")
    assert fake.command("turn_off")["source"] == "microphone"


def test_media_goes_on_while_the_link_to_the_server_is_down(fake: FakeServer, person: Person, media: Page) -> None:
    fake.world.add("Ada", "presenter", on=("camera",))
    page = person("Cem")
    expect(page.locator(".tile th-video[data-picture]")).to_have_count(1)
    fake.refuse_hello = {"code": "try_again", "message": "", "retry_after_ms": 20000}
    fake.drop(own_id(page))
    page.get_by_text("The connection was lost.").wait_for()
    frames = "() => document.querySelector('.tile video').getVideoPlaybackQuality().totalVideoFrames"
    before = page.evaluate(frames)
    page.wait_for_function(f"(before) => ({frames})() > before + 3", arg=before)


def test_who_sits_where_is_asked_again_after_a_reconnect(fake: FakeServer, person: Person, media: Page) -> None:
    fake.world.add("Ada", "presenter", on=("camera",))
    page = person("Cem")
    page.wait_for_function("() => townhall.store.state.watching")
    lose_link(fake, page)
    shown = len(fake.commands("show"))
    come_back(page)
    assert fake.command("show", shown)["connection"] == page.evaluate("() => townhall.store.state.watching")


CONNECTED = "() => Object.values(townhall.store.state.peers).every((state) => state === 'connected')"


def offers(fake: FakeServer) -> list[int]:
    return [len(fake.commands(kind)) for kind in ("publish", "watch")]


def test_a_server_started_anew_gets_new_connections_at_once_and_what_was_on_stays_on(
    fake: FakeServer, person: Person, media: Page
) -> None:
    page = person("Ben", "presenter")
    page.get_by_role("button", name="Start camera").click()
    page.wait_for_function("() => townhall.store.state.mine.camera === 'on'")
    page.wait_for_function(CONNECTED)
    page.evaluate("() => { window.before = { ...townhall.connections, publish: townhall.connections.publish }; }")
    fake.incarnation = "s2"
    lose_link(fake, page)
    come_back(page)
    page.wait_for_function("() => townhall.connections.publish && townhall.connections.publish !== before.publish")
    page.wait_for_function(CONNECTED)
    assert offers(fake) == [2, 2]
    assert len(fake.commands("turn_on")) == 1
    sends = "() => townhall.connections.publish.getSenders().some(({ track }) => track?.kind === 'video')"
    assert page.evaluate(sends)
    assert page.evaluate("() => [before.publish.connectionState, townhall.store.state.mine.camera]") == ["closed", "on"]


def test_a_link_lost_to_the_same_server_leaves_running_media_alone(
    fake: FakeServer, person: Person, media: Page
) -> None:
    page = person("Ben", "presenter")
    page.wait_for_function(CONNECTED)
    for _ in range(2):
        lose_link(fake, page)
        come_back(page)
    page.wait_for_timeout(400)
    assert offers(fake) == [1, 1]


def test_a_server_that_forgot_our_connections_gets_new_ones_at_once(
    fake: FakeServer, person: Person, media: Page
) -> None:
    page = person("Ben", "presenter")
    page.wait_for_function(CONNECTED)
    fake.refuse["show"] = {"code": "no_such_connection", "message": ""}
    fake.drop(own_id(page))
    page.wait_for_function("() => Object.values(townhall.store.state.peers).every((state) => state === 'retrying')")
    del fake.refuse["show"]
    page.wait_for_function(CONNECTED)
    assert offers(fake) == [2, 2]


def test_a_refused_resume_token_bothers_nobody(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    lose_link(fake, page)
    come_back(page)
    fake.refuse_resume = {"code": "stale_token"}
    lose_link(fake, page)
    come_back(page)
    assert ["token" in hello for hello in fake.commands("hello")] == [True, False, True]
    expect(page.locator("th-toasts")).to_have_text("")


def test_somebody_forgotten_while_away_comes_back_as_the_same_person(fake: FakeServer, person: Person) -> None:
    page = person("Cem")
    pid = own_id(page)
    fake.drop(pid, {"code": "left"})
    page.wait_for_function("() => townhall.store.state.link.state !== 'open'")
    page.wait_for_function("() => townhall.store.state.link.state === 'open'", timeout=15000)
    assert own_id(page) == pid
    assert len(fake.world.people) == 1
