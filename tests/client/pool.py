"""Pages that are lent to one test after another, since a new one costs more than most tests do.

A page that comes back is emptied: its program is gone (it shows a picture of the same origin), its storage is cleared,
further tabs beside it are closed. Init scripts and clocks outlive that: a test that sets some asks for a page of its
own (`own=True`), which is never lent again.
"""

from collections import defaultdict
from typing import Any

from playwright.sync_api import Browser, Page

DESKTOP = {"width": 1280, "height": 800}
BLANK = "/client/favicon.svg"
PATIENCE_MS = 8000
EMPTY = "() => { localStorage.clear(); sessionStorage.clear(); }"


class Pool:
    """One run's pages. Those that look alike (Playwright's words for new_context) are lent for each other."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: defaultdict[str, list[Page]] = defaultdict(list)

    def lend(self, url: str, look: dict[str, Any]) -> Page:
        """A blank page of the server at `url`."""
        free = self._free[repr(look)]
        return free.pop() if free else self.make(url, look)

    def make(self, url: str, look: dict[str, Any]) -> Page:
        context = self._browser.new_context(**({"viewport": DESKTOP, "permissions": ["clipboard-write"]} | look))
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(url + BLANK)
        return page

    def take_back(self, page: Page, url: str, look: dict[str, Any]) -> None:
        """Empties a page for the next test. One that its test closed is not lent again."""
        if page.is_closed():
            page.context.close()
            return
        for tab in page.context.pages:
            if tab is not page:
                tab.close()
        page.goto(url + BLANK)
        page.evaluate(EMPTY)
        self._free[repr(look)].append(page)
