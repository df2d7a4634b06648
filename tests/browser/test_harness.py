"""The harness itself, without our server: a page whose two connections talk to each other, in both browsers."""

import http.server
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import ChromiumTab
from tests.browser.marionette import FirefoxTab, MarionetteError
from tests.browser.network import ADDRESS, NetworkForbiddenError, own_network
from tests.browser.server import Server
from tests.browser.tab import Tab
from tests.browser.waiting import wait_until
from tests.conditions import missing

PAGE = b"""<!doctype html><title>loop</title><script type="module" src="/loop.js"></script>
<label>Name <input></label><button aria-label="Count">+</button><output>0</output><loop-card></loop-card>"""
SCRIPT = b"""
customElements.define("loop-card", class extends HTMLElement {
  connectedCallback() {
    const inside = Object.assign(document.createElement("b"), { textContent: "inside" });
    this.attachShadow({ mode: "open" }).append(inside);
  }
});
document.querySelector("button").onclick = () => { document.querySelector("output").textContent++; };
const from = new RTCPeerConnection(), to = new RTCPeerConnection();
from.onicecandidate = ({ candidate }) => to.addIceCandidate(candidate);
to.onicecandidate = ({ candidate }) => from.addIceCandidate(candidate);
to.ontrack = ({ streams }) => {
  const video = document.createElement("video");
  Object.assign(video, { autoplay: true, srcObject: streams[0] });
  document.body.append(video);
};
const devices = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 360 } });
for (const track of devices.getTracks()) from.addTrack(track, devices);
await from.setLocalDescription();
await to.setRemoteDescription(from.localDescription);
await to.setLocalDescription();
await from.setRemoteDescription(to.localDescription);
"""
FILES = {"/": ("text/html", PAGE), "/loop.js": ("text/javascript", SCRIPT), "/favicon.ico": ("image/x-icon", b"")}


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, body = FILES[self.path]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002 - the library's name for it


@pytest.fixture
def page(network: object) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def media_flows(tab: Tab, page: str) -> None:
    tab.open(page)
    video, audio = tab.wait_for_video(height=180), tab.wait_for_audio()  # more height only after a while
    assert video.connection == audio.connection == 1  # the second that the page made
    assert {stream.kind for stream in tab.sent("video") if stream.frames_encoded} == {"video"}


def test_chromium_tells_what_its_page_decodes(chromium: Callable[..., ChromiumTab], page: str) -> None:
    tab = chromium("somebody")
    media_flows(tab, page)
    assert tab.complaints == []


def test_firefox_tells_what_its_page_decodes(firefox: Callable[[str], FirefoxTab], page: str) -> None:
    media_flows(firefox("somebody"), page)


def test_firefox_is_clicked_and_typed_into_as_by_a_person(firefox: Callable[[str], FirefoxTab], page: str) -> None:
    tab = firefox("somebody")
    tab.open(page)
    tab.click("button", "Count")
    tab.click("b", "inside")  # within a shadow root
    tab.fill("input", "Ada")
    assert tab.evaluate("(...all) => all.map((each) => document.querySelector(each).value)", "input", "output") == [
        "Ada",
        "1",
    ]
    with pytest.raises(MarionetteError, match="gone wrong"):
        tab.evaluate("async () => { throw new Error('gone wrong'); }")


def test_two_tabs_of_chromium_share_nothing(chromium: Callable[..., ChromiumTab], page: str) -> None:
    one, other = chromium("one"), chromium("other")
    one.open(page)
    other.open(page)
    one.evaluate("(name) => localStorage.setItem('name', name)", "Ada")
    assert one.evaluate("() => localStorage.getItem('name')") == "Ada"
    assert other.evaluate("() => localStorage.getItem('name')") is None


NETWORK_HERE = Path("/proc/thread-self/ns/net")


def fail_in_a_network_of_its_own() -> None:
    before = NETWORK_HERE.readlink()
    with own_network() as address:
        assert address == ADDRESS
        assert NETWORK_HERE.readlink() != before
        raise ZeroDivisionError


def test_a_network_of_its_own_is_left_again_even_after_a_failure() -> None:
    before = NETWORK_HERE.readlink()
    try:
        with pytest.raises(ZeroDivisionError):
            fail_in_a_network_of_its_own()
    except NetworkForbiddenError as error:
        missing(str(error))
    assert NETWORK_HERE.readlink() == before


STUB = """
import os, signal, sys, time
if os.environ["TOWNHALL_MAX_STAGE"] == "0": sys.exit("no stage")
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print("something else", file=sys.stderr, flush=True)
print("Townhall is ready at http://localhost:1234", flush=True)
signal.pause()
"""


def test_a_server_is_ready_when_it_says_so_and_ends_when_asked(tmp_path: Path) -> None:
    server = Server(tmp_path, "127.0.0.1", program=(sys.executable, "-c", STUB), max_stage=3)
    assert server.url == "http://localhost:1234"
    wait_until(lambda: "something else" in server.text)
    assert server.stop() == 0


def test_a_server_that_does_not_come_up_says_why(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="no stage"):
        Server(tmp_path, "127.0.0.1", program=(sys.executable, "-c", STUB), max_stage=0)


def test_a_condition_that_never_comes_true_fails_with_what_was_seen() -> None:
    with pytest.raises(AssertionError, match=r"the moon did not come true .*last: 0"):
        wait_until(lambda: 0, within_s=0, what="the moon")
