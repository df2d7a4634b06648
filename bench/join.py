"""What joining costs: the server's CPU for a WebRTC viewer, and how soon a page of Chromium shows a picture.

A join is one WHEP request with its answer, ICE, DTLS and the keys, by a plain client on loopback, one after another;
nobody sends media meanwhile. The page is opened cold (new profile) by somebody who has joined before and clicks the
button at once; the clock runs from the navigation to the first presented frame of a publisher who sends VP8 at 20 Hz.
Last line: `join cpu_ms_per_join=… join_ms_p50=… joins=… ttff_ms_p50=… ttff_ms_max=… pages=…`.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium
from tests.browser.server import Server
from tests.browser.waiting import wait_until
from tests.peers.api import Webinar
from tests.peers.plain_peer import PlainPeer
from tests.peers.running import Running
from tests.sources import ROOT

JOINS: Final = 200
IDLE_S: Final = 1.0
PAGES: Final = 7
PAGE_WITHIN_S: Final = 10
SENDS_S: Final = 25
TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")

OPEN_AS: Final = """
(identity) => {
  if (!location.protocol.startsWith("http")) return;
  sessionStorage.setItem(`townhall:${identity.webinar}`, JSON.stringify(identity));
  new MutationObserver((_, watcher) => {
    const join = document.querySelector("form button[type=submit]:not([disabled])");
    if (!join) return;
    watcher.disconnect();
    join.click();
  }).observe(document, { childList: true, subtree: true });
  const stream = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "srcObject");
  Object.defineProperty(HTMLMediaElement.prototype, "srcObject", {
    ...stream,
    set(given) {
      stream.set.call(this, given);
      this.requestVideoFrameCallback?.(() => { window.firstFrameMs ??= performance.now(); });
    },
  });
}
"""


def cpu_s(pid: int) -> float:
    """User and system time of a process (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def joins(server: Server) -> tuple[float, list[float]]:
    """The server's CPU per join in ms beyond what it uses idle, and how long each took in ms."""
    webinar = Webinar.create(server.url)
    tokens = [webinar.attendee(f"Viewer {number}") for number in range(JOINS)]
    pid = server.process.pid
    before_s = cpu_s(pid)
    time.sleep(IDLE_S)
    idle_share = (cpu_s(pid) - before_s) / IDLE_S
    times_ms, peers = [], []
    began_s, before_s = time.monotonic(), cpu_s(pid)
    for token in tokens:
        asked_s = time.monotonic()
        peers.append(PlainPeer("recvonly").connect(webinar.whep, token))
        times_ms.append((time.monotonic() - asked_s) * 1000)
    used_s = cpu_s(pid) - before_s - idle_share * (time.monotonic() - began_s)
    for peer in peers:
        peer.say_goodbye()
    return used_s / JOINS * 1000, times_ms


def first_frame_ms(browser: Browser, webinar: Webinar, name: str) -> float:
    """From the start of the navigation, as the page's own clock says."""
    participant, token = webinar.join(name, webinar.attendee_invite)
    wid = webinar.url.rpartition("/")[2]
    identity = {"webinar": wid, "token": token, "participant": participant, "name": name, "role": "attendee"}
    with browser.new_context() as context:
        context.add_init_script(f"({OPEN_AS})({json.dumps(identity)})")
        page = context.new_page()
        page.goto(f"{webinar.url.partition('/api/')[0]}/w/{wid}", wait_until="commit")
        return float(wait_until(lambda: page.evaluate("window.firstFrameMs"), PAGE_WITHIN_S, "a picture"))


def pages(server: Server) -> list[float]:
    """Times to the first frame in ms; empty without Chromium."""
    executable = chromium.find()
    if executable is None:
        return []
    webinar = Webinar.create(server.url)
    sender = Running("aiortc_peer", webinar.whip, webinar.presenter(), SENDS_S, role="publish")
    try:
        with sync_playwright() as playwright, chromium.launch(playwright, executable) as browser:
            first_frame_ms(browser, webinar, "Warm-up")  # the sender and the browser have started then
            return [first_frame_ms(browser, webinar, f"Page {number}") for number in range(PAGES)]
    finally:
        sender.stop()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), "127.0.0.1", (sys.executable, str(ROOT / "run.py")))
        try:
            cpu_ms, join_ms = joins(server)
            frame_ms = pages(server)
        finally:
            server.stop()
    figures = {"cpu_ms_per_join": f"{cpu_ms:.2f}", "join_ms_p50": f"{median(join_ms):.1f}", "joins": JOINS}
    if frame_ms:
        figures |= {"ttff_ms_p50": f"{median(frame_ms):.0f}", "ttff_ms_max": f"{max(frame_ms):.0f}"}
    print("join", *(f"{name}={value}" for name, value in figures.items()), f"pages={len(frame_ms)}")


if __name__ == "__main__":
    main()
