"""The client against a server of its own (fake_server.py), in the system's Chromium.

    def test_somebody_joins(fake, person):
        page = person("Ada", role="presenter")        # joined, on stage

Pages that log an error, or break the content security policy, fail their test.
"""

import socket
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

from tests.browser import chromium as chromium_
from tests.client.fake_server import FakeServer
from tests.client.fake_tokens import token_of
from tests.client.pool import BLANK, PATIENCE_MS, Pool
from tests.conditions import missing

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    executable = chromium_.find() or missing("Chromium is not installed (Debian: chromium)")
    with sync_playwright() as playwright, chromium_.launch(playwright, executable) as made:
        yield made


@pytest.fixture(scope="package")
def pool(browser: Browser) -> Pool:
    return Pool(browser)


@pytest.fixture(scope="package")
def door() -> Iterator[socket.socket]:
    """Where the servers of all tests listen, one after another: one origin, so that pages find their files cached."""
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


@pytest.fixture
def fake(door: socket.socket) -> Iterator[FakeServer]:
    server = FakeServer(door.dup()).start()
    yield server
    server.stop()


@pytest.fixture
def open_page(pool: Pool, fake: FakeServer) -> Iterator[Callable[..., Page]]:
    """Opens a path of the server as somebody new; words go to Playwright's new_context. For `own` see pool.py."""
    complaints: list[str] = []
    returns: list[Callable[[], None]] = []

    def complain(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    def fail(error: Error) -> None:
        complaints.append(str(error))

    def give_back(page: Page, look: dict[str, Any]) -> None:
        pool.take_back(page, fake.url, look)
        page.remove_listener("pageerror", fail)
        page.remove_listener("console", complain)

    def open_(path: str = "/", *, own: bool = False, **look: Any) -> Page:
        page = pool.make(fake.url, look) if own else pool.lend(fake.url, look)
        returns.append(page.context.close if own else partial(give_back, page, look))
        page.on("pageerror", fail)
        page.on("console", complain)
        if path != BLANK:
            page.goto(fake.url + path)
        return page

    yield open_
    for give in returns:
        give()
    assert [text for text in complaints if "Failed to load resource" not in text] == []


@pytest.fixture(scope="package")
def js(browser: Browser) -> Iterator[Callable[..., Any]]:
    """Runs a function of one of the client's modules in a page: js("geometry.js", "(m, n) => m.grid(n, …)", 4)."""
    server = FakeServer(socket.create_server(("127.0.0.1", 0))).start()
    page = browser.new_page()
    page.goto(server.url)

    def run(module: str, function: str, *arguments: object) -> Any:
        load = f"const module = await import('/client/{module}')"
        return page.evaluate(f"async (given) => {{ {load}; return ({function})(module, ...given); }}", list(arguments))

    yield run
    page.close()
    server.stop()


@pytest.fixture
def media(pool: Pool, fake: FakeServer) -> Iterator[Page]:
    """Somebody to answer publish and watch, so that connections connect and pictures move."""
    page = pool.lend(fake.url, {})
    page.goto(f"{fake.url}/media_peer.html")
    page.wait_for_function("() => socket.readyState === WebSocket.OPEN")
    yield page
    pool.take_back(page, fake.url, {})


# What a click on "Join now" does, in a fifth of its time: the pre-join page has tests of its own that really click.
GO_IN = """() => new Promise((done) => {
    const look = () => {
        document.querySelector(".prejoin-card button[type=submit]:not([disabled])")?.click();
        if (document.querySelector("th-stage, th-waiting")) done(watching.disconnect());
    };
    const watching = new MutationObserver(look);
    watching.observe(document, { subtree: true, childList: true, attributes: true });
    look();
})"""


@pytest.fixture
def person(fake: FakeServer, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Somebody who is already in the webinar, with their page open behind the pre-join page."""

    def enter(name: str = "Ada Lovelace", role: str = "attendee", *, place: str = "in", **context: Any) -> Page:
        pid = fake.do(lambda: fake.world.add(name, role, place=place))
        page = open_page(BLANK, **context)
        remember(page, pid, name, role)
        page.goto(f"{fake.url}/w/w1town", wait_until="commit")
        page.evaluate(GO_IN)
        return page

    return enter


def remember(page: Page, pid: str, name: str, role: str) -> None:
    """What a tab holds of a person who has joined before."""
    identity = {"webinar": "w1town", "token": token_of(pid), "participant": pid, "name": name, "role": role}
    keep = "(me) => sessionStorage.setItem('townhall:w1town', JSON.stringify(me))"
    page.evaluate(keep, identity | {"savedAtMs": 1})


def own_id(page: Page) -> str:
    return str(page.evaluate("() => townhall.store.state.you.id"))


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    """For what the page does by and by to somebody else: its server has heard it, for example."""
    for _ in range(PATIENCE_MS // 20):
        if holds():
            return
        page.wait_for_timeout(20)
    assert holds()
