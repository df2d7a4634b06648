"""Chromium through Playwright, with fake camera and microphone."""

import shutil
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Playwright

from tests.browser.figures import RECORD_CONNECTIONS
from tests.browser.tab import Tab

PATIENCE_MS = 15_000
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--disable-background-timer-throttling",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
]


def find() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def launch(playwright: Playwright, executable: str) -> Browser:
    return playwright.chromium.launch(executable_path=executable, headless=True, args=FLAGS)


class ChromiumTab(Tab):
    """`page` is Playwright's own, for all that is not common to both browsers. `complaints` are its errors."""

    def __init__(self, browser: Browser, name: str, **context: Any) -> None:
        self.name = name
        self.complaints: list[str] = []
        self.context: BrowserContext = browser.new_context(**context)
        self.context.add_init_script(RECORD_CONNECTIONS)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._note)

    def _note(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def open(self, url: str) -> None:
        self.page.goto(url)

    def evaluate(self, function: str, *arguments: object) -> Any:
        return self.page.evaluate(f"(given) => ({function})(...given)", list(arguments))

    def screenshot(self) -> bytes:
        return self.page.screenshot()

    def close(self) -> None:
        self.context.close()
