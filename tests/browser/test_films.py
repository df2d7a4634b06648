"""Recordings and films as hosts and strangers see them: the real server, a film that was really encoded."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser import films
from tests.browser.chromium import ChromiumTab
from tests.browser.server import Server
from tests.browser.waiting import wait_until
from tests.peers.api import Webinar, call

Chromium = Callable[..., ChromiumTab]
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
LIBRARY = f"recordings/{films.RECORDING}"


@pytest.fixture
def webinar(server: Server, tmp_path: Path) -> Webinar:
    """In which there was a talk, and a film of it."""
    made = Webinar.create(server.url)
    films.lay(tmp_path / "data-0", made)
    paul = made.attendee("Paul")
    made.command("send-message", paul, text="Good evening", to="everyone")
    asked = made.command("ask-question", paul, text="When is the harvest?", anonymous=False)
    made.command("ask-question", paul, text="Why so late?", anonymous=True)
    made.command("answer-question", question=asked["question"], text="In May.")
    poll = made.command("create-poll", question="Lunch?", options=["Soup", "Rice"])["poll"]
    made.command("open-poll", poll=poll)
    made.command("vote", paul, poll=poll, options=[1])
    made.command("close-poll", poll=poll)
    made.command("say-caption", text="Hello everybody", language="en")
    return made


def link_of(webinar: Webinar, **wanted: object) -> tuple[str, str]:
    """A share link, and its id."""
    made = call("POST", f"{webinar.url}/{LIBRARY}/films/{films.FILM}/links", wanted, webinar.host)
    return made["link"], made["id"]


def paul_of(webinar: Webinar) -> str:
    return next(str(person["id"]) for person in webinar.people() if person["name"] == "Paul")


def at_s(page: Page) -> float:
    return float(page.evaluate("document.querySelector('video').currentTime"))


def until_at(page: Page, wanted_s: float) -> None:
    page.wait_for_function("(at) => Math.abs(document.querySelector('video').currentTime - at) < 0.2", arg=wanted_s)


def remember_host(tab: ChromiumTab, server: Server, webinar: Webinar) -> None:
    """As the page of the webinar does."""
    tab.open(server.url)
    key, identity = f"townhall:{webinar.id}", {"webinar": webinar.id, "token": webinar.host, "savedAtMs": 1}
    tab.evaluate("(key, identity) => localStorage.setItem(key, JSON.stringify(identity))", key, identity)


def test_whoever_has_the_link_sees_the_film_and_what_was_said(webinar: Webinar, chromium: Chromium) -> None:
    tab = chromium("Ida", viewport=WIDE)
    page = tab.page
    tab.open(link_of(webinar)[0])
    expect(page.get_by_role("heading", name="Peers")).to_be_visible()
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")
    rows = page.locator(".film-row")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="When is the harvest?")).to_contain_text("Paul")
    expect(rows.filter(has_text="Why so late?")).to_contain_text("Anonymous")

    page.get_by_label("Search questions").fill("HARVEST")
    expect(rows).to_have_count(1)
    page.get_by_role("button", name=re.compile("Go to .*harvest")).click()
    assert films.BEFORE_S - 1 < at_s(page) < films.LENGTH_S
    page.get_by_role("tab", name="Chat").click()
    page.get_by_label("Search the chat").fill("")
    expect(rows).to_have_text([re.compile("Paul.*Good evening")])
    expect(rows.first).to_have_attribute("aria-current", "true")
    page.get_by_role("tab", name="Polls").click()
    expect(rows.first).to_contain_text("The results come when the poll closes.")
    page.evaluate("document.querySelector('video').currentTime = 12")
    expect(rows.first).to_contain_text("100%")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "Peers.mp4"
    assert tab.complaints == []


def test_the_film_is_led_by_keys(webinar: Webinar, chromium: Chromium) -> None:
    tab = chromium("Ida", viewport=WIDE, bypass_csp=True)  # Playwright evaluates what it waits for
    page = tab.page
    tab.open(link_of(webinar)[0])
    page.wait_for_function("() => document.querySelector('video')?.readyState >= 2")
    for key, wanted_s in (("n", 10), ("n", 20), ("ArrowRight", 25), ("p", 20), ("p", 10), ("ArrowLeft", 5), ("p", 0)):
        page.keyboard.press(key)
        until_at(page, wanted_s)
    page.keyboard.press(" ")
    page.wait_for_function(
        "!document.querySelector('video').paused && document.querySelector('video').currentTime > 0.1"
    )
    page.keyboard.press(" ")
    page.wait_for_function("() => document.querySelector('video').paused")
    page.get_by_role("tab", name="Questions").focus()
    for name in ("Chat", "Polls", "Chapters"):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tab", name=name)).to_be_focused()
    expect(page.locator(".film-row")).to_have_count(3)
    assert page.evaluate("document.querySelector('video').textTracks.length") == 1
    assert tab.complaints == []


def test_a_link_that_was_taken_back_says_so_and_without_one_nobody_sees_it(
    webinar: Webinar, chromium: Chromium
) -> None:
    link, which = link_of(webinar)
    call("DELETE", f"{webinar.url}/{LIBRARY}/films/{films.FILM}/links/{which}", None, webinar.host)
    tab = chromium("Ida")
    tab.open(link)
    expect(tab.page.get_by_role("heading", name="This link is no longer valid")).to_be_visible()
    tab.open("about:blank")
    tab.open(link.partition("#")[0])
    expect(tab.page.get_by_role("heading", name="You need a link to see this film")).to_be_visible()


def test_whoever_registered_watches_a_film_that_is_published_by_the_link_that_they_have(
    webinar: Webinar, server: Server, chromium: Chromium
) -> None:
    webinar.command("reschedule", registration="open")
    desk = call("POST", f"{webinar.url}/registrations", {"name": "Ida", "email": "ida@example.org"})
    film = f"{server.url}/w/{webinar.id}/{LIBRARY}/{films.FILM}#registration={desk['token']}"
    tab = chromium("Ida", viewport=WIDE)
    tab.open(film)
    expect(tab.page.get_by_role("heading", name="This film is for the hosts")).to_be_visible()
    viewers = f"{webinar.url}/{LIBRARY}/films/{films.FILM}/viewers"
    call("PUT", viewers, {"viewers": "participants"}, webinar.host)
    webinar.command("end")
    tab.open("about:blank")
    tab.open(f"{server.url}/w/{webinar.id}#registration={desk['token']}")
    tab.page.get_by_role("link", name="Watch: Main room").click()
    expect(tab.page.locator("video")).to_be_visible()


def test_a_film_that_is_being_made_shows_how_far_it_is_and_then_plays(
    webinar: Webinar, chromium: Chromium, tmp_path: Path
) -> None:
    film = tmp_path / "data-0" / "recordings" / films.RECORDING / "films" / films.FILM
    films.say(film, "composing", 40, 90)
    tab = chromium("Ida")
    tab.open(link_of(webinar)[0])
    expect(tab.page.get_by_text("40% done, about 2 minutes to go")).to_be_visible()
    assert tab.page.get_by_role("progressbar").get_attribute("value") == "40"
    films.say(film, "done", 100)
    expect(tab.page.locator("video")).to_be_visible()
    assert tab.complaints == []


def test_a_host_shares_orders_cancels_and_deletes(
    server: Server, webinar: Webinar, chromium: Chromium, tmp_path: Path
) -> None:
    tab, folder = chromium("Hedy", viewport=WIDE), tmp_path / "data-0" / "recordings" / films.RECORDING
    page = tab.page
    films.record(folder, paul_of(webinar))
    remember_host(tab, server, webinar)
    tab.open(f"{server.url}/w/{webinar.id}/recordings")
    expect(page.get_by_role("heading", name="Recordings")).to_be_visible()

    page.get_by_role("button", name="Share").click()
    page.get_by_label("besides the hosts").select_option("Everybody who was here or registered")
    expect(page.get_by_text("Published")).to_be_visible()
    page.get_by_label("Good for").select_option("1 day")
    page.get_by_role("button", name="Make link").click()
    expect(page.get_by_label("The new link, shown this once")).to_have_value(re.compile("#share="))
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("button", name="Revoke")).to_have_count(0)

    page.get_by_label("From (h:mm:ss)").fill("nonsense")
    page.get_by_role("button", name="Make a film").click()
    expect(page.get_by_text("Please write a time such as 1:02:30.")).to_be_visible()
    page.get_by_label("From (h:mm:ss)").fill("0:05")
    page.get_by_label("Picture").select_option("Gallery")
    page.get_by_label("Size").select_option("640×360")
    page.get_by_label("Making it").select_option("Quickly, larger file")
    page.get_by_text("Leave people out").click()
    page.get_by_label("Paul").check()
    expect(page.get_by_text("without 1 person", exact=True)).to_be_visible()
    page.get_by_role("button", name="Make a film").click()
    expect(page.get_by_text("Gallery, MP4, 640×360, without 1 person")).to_be_visible()
    (ordered,) = (json.loads(path.read_text()) for path in folder.glob("films/*/order.json") if path.stat().st_size > 2)
    assert ordered["redacted"] == [paul_of(webinar)]
    assert (ordered["width_px"], ordered["height_px"], ordered["preset"]) == (640, 360, "ultrafast")

    page.get_by_role("link", name="Watch").click()
    expect(page.locator("video")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Delete recording").click()
    expect(page.get_by_text("Really delete?")).to_be_visible()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="Delete recording").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("Nothing has been recorded in this webinar.")).to_be_visible()
    wait_until(lambda: not folder.exists(), 10)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_pages_can_be_read_by_everybody(
    *, server: Server, webinar: Webinar, chromium: Chromium, scheme: str, size: dict[str, int]
) -> None:
    tab = chromium(f"Hedy {scheme} {size['width']}", viewport=size, color_scheme=scheme)
    page = tab.page
    remember_host(tab, server, webinar)
    pages = (f"/w/{webinar.id}/{LIBRARY}/{films.FILM}", ".film-row"), (f"/w/{webinar.id}/recordings", ".made")
    for path, awaited in pages:
        tab.open(server.url + path)
        expect(page.locator(awaited).first).to_be_visible()
        if awaited == ".made":
            page.get_by_role("button", name="Share").click()
            expect(page.get_by_label("besides the hosts")).to_be_visible()
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
