"""A person at a webinar: a tab of either browser, and the few things people do there, by the words they read."""

from typing import Any

from tests.browser.chromium import ChromiumTab
from tests.browser.tab import Tab
from tests.browser.waiting import wait_until
from tests.peers.api import Webinar


class Person:
    """`tab` is what they look at; `webinar` is known from the API, as the tests made it there."""

    def __init__(self, tab: Tab, webinar: Webinar) -> None:
        self.tab = tab
        self.webinar = webinar
        self.name = tab.name

    def _try_devices(self) -> None:
        """See oneself before the door; a browser that has not been asked for its devices yet waits for a click."""
        seen, asked = "document.querySelector('th-device-check video')?.videoWidth", "Check camera and microphone"
        self.tab.wait_for(f"() => {seen} || document.body.innerText.includes('{asked}')")
        if not self.tab.evaluate(f"() => {seen}"):
            self.press(asked)
        self.tab.wait_for(f"() => {seen}")

    def link(self, invite: str = "") -> str:
        page = self.webinar.url.replace("/api/webinars/", "/w/")
        return f"{page}#invite={invite}" if invite else page

    def enter(self, invite: str) -> "Person":
        """Through a link, to the stage or the waiting room."""
        self.tab.open(self.link(invite))
        if invite == self.webinar.presenter_invite:
            self._try_devices()
        self.fill("#name", self.name)
        self.press("Join now")
        self.until("(me) => me.place", "a place in the webinar")
        return self

    def enter_as_host(self) -> "Person":
        """As the one who made the webinar in this browser."""
        identity = {"token": self.webinar.host, "role": "host", "name": self.name}
        self.tab.open(self.webinar.url.split("/api/")[0])
        self.tab.evaluate(
            "(key, identity) => sessionStorage.setItem(key, JSON.stringify(identity))",
            f"townhall:{self.webinar.id}",
            {**identity, "webinar": self.webinar.id, "savedAtMs": 1},
        )
        self.tab.open(self.link())
        self.press("Join now")
        self.until("(me) => me.place", "a place in the webinar")
        return self

    def press(self, words: str) -> None:
        """A button with exactly this accessible name."""
        if isinstance(self.tab, ChromiumTab):
            self.tab.page.get_by_role("button", name=words, exact=True).first.click()
        else:
            self.tab.click("button", words)  # type: ignore[attr-defined]

    def reload(self) -> None:
        self.tab.evaluate("() => { location.reload(); }")

    def fill(self, selector: str, text: str) -> None:
        if isinstance(self.tab, ChromiumTab):
            self.tab.page.fill(selector, text)
        else:
            self.tab.fill(selector, text)  # type: ignore[attr-defined]

    def is_on(self, *sources: str) -> "Person":
        """Until these are on: a presenter brings in the microphone and camera that were tried before the door."""
        for source in sources:
            self.until(f"(me) => me.on.includes('{source}')", f"a {source} that is on")
        return self

    def until(self, reads: str, what: str, within_s: float = 15) -> Any:
        """Until a JavaScript function (me, state) gives something truthy: oneself and all that the client holds."""
        state = "const state = window.townhall?.store.state, me = state?.people.get(state.you?.id);"
        source = f"() => {{ {state} return me && ({reads})(me, state); }}"
        return wait_until(lambda: self.tab.evaluate(source), within_s, f"{self.name}: {what}")

    def reads(self, words: str, within_s: float = 15) -> None:
        """Until the page says this."""
        wait_until(
            lambda: words in self.tab.evaluate("() => document.body.innerText"),
            within_s,
            f"{self.name} reads {words!r}",
        )

    @property
    def id(self) -> str:
        return str(self.until("(me) => me.id", "an id"))

    def frames(self) -> int:
        """All frames decoded so far."""
        return sum(video.frames_decoded for video in self.tab.received("video"))

    def packets(self, kind: str) -> int:
        return sum(stream.packets for stream in self.tab.received(kind))
