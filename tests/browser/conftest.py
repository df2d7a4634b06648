"""Fixtures of the browser tests. Those are plain functions: Playwright keeps a loop of its own in this thread.

    def test_somebody_is_seen(server, chromium, firefox):
        host, guest = chromium("host"), firefox("guest")
        host.open(server.url)
        ...
        guest.wait_for_video(height=360)

All run in a network of their own where the machine allows it; where it does not, on loopback and without Firefox.
"""

import os
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium as chromium_
from tests.browser import marionette
from tests.browser.chromium import ChromiumTab
from tests.browser.marionette import FirefoxTab
from tests.browser.network import NetworkForbiddenError, own_network
from tests.browser.server import Server
from tests.browser.tab import Tab
from tests.conditions import missing

HERE = Path(__file__).parent
PICTURES = os.environ.get("PICTURES")  # a folder for a screenshot of every tab of a failed test
LOOPBACK = "127.0.0.1"
TELLING = pytest.StashKey[list[Server | Tab]]()  # servers and tabs whose words explain a failure


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        is_open = report.when == "call"  # afterwards the tabs are closed
        report.sections.extend(explanation(each, is_open) for each in item.stash.get(TELLING, []))
    return report


def explanation(each: "Server | Tab", is_open: bool) -> tuple[str, str]:
    if isinstance(each, Server):
        return f"the server at {each.url}", each.text
    complaints = "\n".join(getattr(each, "complaints", []))
    if PICTURES and is_open:
        picture = Path(PICTURES) / f"{re.sub(r'[^a-z0-9]+', '-', each.name.lower())}.png"
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(each.screenshot())
    return f"the page of {each.name}", complaints


@pytest.fixture(scope="module")
def network() -> Iterator[str | NetworkForbiddenError]:
    """The address for media in the network of these tests, or why there is none."""
    try:
        with own_network() as address:
            yield address
    except NetworkForbiddenError as error:
        yield error


@pytest.fixture
def telling(request: pytest.FixtureRequest) -> list[Server | Tab]:
    item: pytest.Item = request.node
    return item.stash.setdefault(TELLING, [])


@pytest.fixture
def start_server(
    network: str | NetworkForbiddenError, tmp_path: Path, telling: list[Server | Tab]
) -> Iterator[Callable[..., Server]]:
    """Starts a server with settings by flat name: start_server(max_stage=2). Each must end well when asked to."""
    servers: list[Server] = []

    def start(**settings: Any) -> Server:
        address = network if isinstance(network, str) else LOOPBACK
        server = Server(tmp_path / f"data-{len(servers)}", address, **settings)
        servers.append(server)
        telling.append(server)
        return server

    yield start
    statuses = [server.stop() for server in servers]
    assert statuses == [0] * len(servers), "\n".join(server.text for server in servers)


@pytest.fixture
def server(start_server: Callable[..., Server]) -> Server:
    return start_server()


@pytest.fixture(scope="module")
def chromium_process(network: str | NetworkForbiddenError) -> Iterator[Browser]:
    executable = chromium_.find() or missing("Chromium is not installed (Debian: chromium)")
    with sync_playwright() as playwright, chromium_.launch(playwright, executable) as browser:
        yield browser


@pytest.fixture
def chromium(chromium_process: Browser, telling: list[Server | Tab]) -> Iterator[Callable[..., ChromiumTab]]:
    """Opens a tab for a person by name; more words go to Playwright's new_context (viewport, color_scheme)."""
    with ExitStack() as open_tabs:

        def tab(name: str, **context: Any) -> ChromiumTab:
            made = ChromiumTab(chromium_process, name, **context)
            open_tabs.callback(made.close)
            telling.append(made)
            return made

        yield tab


@pytest.fixture
def firefox(network: str | NetworkForbiddenError, telling: list[Server | Tab]) -> Iterator[Callable[[str], FirefoxTab]]:
    """Starts a Firefox for a person by name."""
    executable = marionette.find() or missing("Firefox is not installed (Debian: firefox-esr)")
    if isinstance(network, NetworkForbiddenError):
        missing(f"Firefox connects to no loopback address, and there is no other: {network}")
    with ExitStack() as open_tabs:

        def tab(name: str) -> FirefoxTab:
            made = FirefoxTab(executable, name)
            open_tabs.callback(made.close)
            telling.append(made)
            return made

        yield tab
