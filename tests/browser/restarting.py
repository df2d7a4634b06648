"""A server that is killed and comes back, on the same ports and the same data folder, and when pages show it again.

Times are the wall clock's, in milliseconds of the Unix epoch, as pages of the same machine have it.
"""

import socket
import threading
import time
from pathlib import Path
from random import Random
from typing import Any, Final

from tests.browser.chromium import ChromiumTab
from tests.browser.server import PROGRAM, START_S, Server
from tests.browser.waiting import wait_until
from tests.chaos.ports import lasting_port

HOST: Final = "127.0.0.1"
KNOCK_EVERY_S: Final = 0.005

# Runs in the page before its own scripts: notes when each picture of somebody else was presented.
NOTE_FRAMES: Final = """
(() => {
  window.framesShown = [];
  const watched = new WeakSet();
  const watch = (video) => {
    if (watched.has(video) || !video.requestVideoFrameCallback) return;
    watched.add(video);
    const isOwn = ([track]) => track && /^fake_device/.test(track.label);
    const next = () => video.requestVideoFrameCallback((now) => {
      if (!isOwn(video.srcObject?.getVideoTracks() ?? [])) window.framesShown.push(performance.timeOrigin + now);
      next();
    });
    next();
  };
  const stream = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "srcObject");
  Object.defineProperty(HTMLMediaElement.prototype, "srcObject", {
    ...stream,
    set(given) {
      stream.set.call(this, given);
      if (this instanceof HTMLVideoElement) watch(this);
    },
  });
})();
"""
FIRST_FRAME: Final = "(sinceMs) => window.framesShown.find((ms) => ms > sinceMs) ?? null"


def note_frames(tab: ChromiumTab) -> ChromiumTab:
    """Before the tab opens a page."""
    tab.context.add_init_script(NOTE_FRAMES)
    return tab


def first_frame_ms(tab: ChromiumTab, since_ms: float, within_s: float) -> float:
    """When the page presented its first picture after that moment."""

    def found() -> Any:
        return tab.evaluate(FIRST_FRAME, since_ms)

    return float(wait_until(found, within_s, f"{tab.name}: a picture"))


class Restarting:
    """`server` is the one that runs now; `up_ms` is when it took its first connection."""

    def __init__(self, data_dir: Path, media_address: str, **settings: object) -> None:
        chance = Random(time.monotonic_ns())
        ports = {"port": lasting_port(HOST, chance), "media_port": lasting_port(HOST, chance)}
        self.data_dir, self.media_address, self.settings = data_dir, media_address, settings | ports
        self.up_ms = self.killed_ms = 0.0
        self.server = self._start()

    @property
    def url(self) -> str:
        return self.server.url

    def kill(self) -> None:
        """SIGKILL: no goodbye, nothing written any more."""
        self.server.process.kill()
        self.server.process.wait(START_S)
        self.killed_ms = time.time() * 1000
        self.server.stop()

    def start_again(self) -> None:
        self.server = self._start()

    def _start(self) -> Server:
        knocker = threading.Thread(target=self._knock, daemon=True)
        knocker.start()
        server = Server(self.data_dir, self.media_address, PROGRAM, **self.settings)
        knocker.join(START_S)
        return server

    def _knock(self) -> None:
        until_s = time.monotonic() + START_S
        while time.monotonic() < until_s:
            try:
                socket.create_connection((HOST, int(str(self.settings["port"]))), START_S).close()
            except OSError:
                time.sleep(KNOCK_EVERY_S)
            else:
                self.up_ms = time.time() * 1000
                return
