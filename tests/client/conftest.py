"""The client against a server of its own (fake_server.py), in the system's Chromium.

    def test_somebody_joins(fake, person):
        page = person("Ada", role="presenter")        # joined, on stage

Pages that log an error, or break the content security policy, fail their test.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium as chromium_
from tests.client.fake_server import FakeServer
from tests.client.fake_tokens import token_of
from tests.conditions import missing

HERE = Path(__file__).parent
DESKTOP = {"width": 1280, "height": 800}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = chromium_.find() or missing("Chromium is not installed (Debian: chromium)")
    with sync_playwright() as playwright, chromium_.launch(playwright, executable) as made:
        yield made


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    server = FakeServer().start()
    yield server
    server.stop()


@pytest.fixture
def open_page(browser: Browser, fake: FakeServer) -> Iterator[Callable[..., Page]]:
    """Opens a path of the server as somebody new; words go to Playwright's new_context."""
    contexts = []
    complaints: list[str] = []

    def open_(path: str = "/", **context: Any) -> Page:
        made = browser.new_context(**({"viewport": DESKTOP, "permissions": ["clipboard-write"]} | context))
        contexts.append(made)
        page = made.new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(fake.url + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [text for text in complaints if "Failed to load resource" not in text] == []


@pytest.fixture(scope="module")
def js(browser: Browser) -> Iterator[Callable[..., Any]]:
    """Runs a function of one of the client's modules in a page: js("geometry.js", "(m, n) => m.grid(n, …)", 4)."""
    server = FakeServer().start()
    page = browser.new_page()
    page.goto(server.url)

    def run(module: str, function: str, *arguments: object) -> Any:
        load = f"const module = await import('/client/{module}')"
        return page.evaluate(f"async (given) => {{ {load}; return ({function})(module, ...given); }}", list(arguments))

    yield run
    page.close()
    server.stop()


@pytest.fixture
def media(browser: Browser, fake: FakeServer) -> Iterator[Page]:
    """Somebody to answer publish and watch, so that connections connect and pictures move."""
    page = browser.new_page()
    page.goto(f"{fake.url}/media_peer.html")
    page.wait_for_function("() => document.readyState === 'complete'")
    yield page
    page.close()


@pytest.fixture
def person(fake: FakeServer, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Somebody who is already in the webinar, with their page open behind the pre-join page."""

    def enter(name: str = "Ada Lovelace", role: str = "attendee", *, place: str = "in", **context: Any) -> Page:
        pid = fake.do(lambda: fake.world.add(name, role, place=place))
        page = open_page("/client/favicon.svg", **context)
        remember(page, pid, name, role)
        page.goto(f"{fake.url}/w/w1town")
        page.get_by_role("button", name="Join now").click()
        page.wait_for_selector("th-stage, th-waiting")
        return page

    return enter


def remember(page: Page, pid: str, name: str, role: str) -> None:
    """What a tab holds of a person who has joined before."""
    identity = {"webinar": "w1town", "token": token_of(pid), "participant": pid, "name": name, "role": role}
    keep = "(me) => sessionStorage.setItem('townhall:w1town', JSON.stringify(me))"
    page.evaluate(keep, identity | {"savedAtMs": 1})


def own_id(page: Page) -> str:
    return str(page.evaluate("() => townhall.store.state.you.id"))
