"""Firefox through Marionette, its own remote control: JSON over TCP, each message with its length before it.

Playwright drives only its own build of Firefox, and geckodriver is no package of Debian's; this speaks to the one that
is installed. https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.browser.figures import RECORD_CONNECTIONS
from tests.browser.tab import Tab
from tests.browser.waiting import wait_until

NAMES = ("firefox-esr", "firefox")
START_S, ANSWER_S = 40, 40
PREFERENCES = {
    "marionette.port": 0,  # any free one, told in MarionetteActivePort
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "media.autoplay.default": 0,
    "media.autoplay.blocking_policy": 0,
    "media.gmp-manager.updateEnabled": False,
    "privacy.webrtc.hideGlobalIndicator": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.update.enabled": False,
    "app.normandy.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "services.settings.server": "data:,",
    "extensions.autoDisableScopes": 0,
    "xpinstall.signatures.required": False,
}
ADD_ON = {  # the only way to run a script in a page before the page's own
    "manifest_version": 2,
    "name": "Records peer connections",
    "version": "1",
    "browser_specific_settings": {"gecko": {"id": "record@tests.invalid"}},
    "content_scripts": [{"matches": ["<all_urls>"], "js": ["record.js"], "run_at": "document_start", "world": "MAIN"}],
}
ASYNC = """
const given = [...arguments], done = given.pop();
const failed = (error) => done({ error: `${error} ${error?.stack}` });
Promise.resolve().then(() => (%s)(...given)).then((ok) => done({ ok }), failed);
"""
FIND = """
const [selector, words] = arguments;
const named = (each) => !words || [each.ariaLabel, each.title, each.innerText].some((text) => text?.trim() === words);
const search = (root) => {
  for (const each of root.querySelectorAll(selector)) if (named(each)) return each;
  for (const { shadowRoot } of root.querySelectorAll("*")) {
    const found = shadowRoot && search(shadowRoot);
    if (found) return found;
  }
  return null;
};
return search(document);
"""
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # WebDriver's name for a reference to an element


def find() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class MarionetteError(Exception):
    """Firefox refused a command, or the page's function failed."""


class FirefoxTab(Tab):
    """A Firefox process of its own with one tab."""

    def __init__(self, executable: str, name: str) -> None:
        self.name = name
        self.folder = Path(tempfile.mkdtemp(prefix="townhall-firefox-"))
        self.process = subprocess.Popen(
            [executable, "--headless", "--no-remote", "--marionette", "--profile", str(self._profile()), "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.sequence = 0
        self.socket: socket.socket | None = None
        try:
            self._connect()
        except BaseException:
            self.close()
            raise

    def open(self, url: str) -> None:
        self.command("WebDriver:Navigate", url=url)

    def evaluate(self, function: str, *arguments: object) -> Any:
        value = self.command("WebDriver:ExecuteAsyncScript", script=ASYNC % function, args=list(arguments))["value"]
        if "error" in value:
            raise MarionetteError(value["error"])
        return value.get("ok")

    def click(self, selector: str, words: str = "") -> None:
        """A person's click (so it counts as consent) on what has the selector and, if given, these accessible words."""
        self.command("WebDriver:ElementClick", id=self._element(selector, words))

    def fill(self, selector: str, text: str) -> None:
        element = self._element(selector)
        self.command("WebDriver:ElementClear", id=element)
        self.command("WebDriver:ElementSendKeys", id=element, text=text)

    def screenshot(self) -> bytes:
        return base64.b64decode(self.command("WebDriver:TakeScreenshot", full=False)["value"])

    def close(self) -> None:
        """At once, with all its processes: a tidy end takes it five seconds. The page says no goodbye to anybody."""
        if self.socket:
            self.socket.close()
            self.socket = None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def command(self, name: str, **parameters: object) -> Any:
        """The result of one of Marionette's commands."""
        if self.socket is None:
            raise MarionetteError(f"{name}: Firefox is closed")
        self.sequence += 1
        message = json.dumps([0, self.sequence, name, parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self._read()
        if error:
            raise MarionetteError(f"{name}: {error['error']}: {error['message']}")
        return result

    def _element(self, selector: str, words: str = "") -> str:
        def found() -> Any:
            return self.command("WebDriver:ExecuteScript", script=FIND, args=[selector, words])["value"]

        reference: str = wait_until(found, 10, f"{self.name}: an element {selector} {words}")[ELEMENT]
        return reference

    def _profile(self) -> Path:
        profile, add_on = self.folder / "profile", self.folder / "add-on"
        profile.mkdir()
        add_on.mkdir()
        lines = [f'user_pref("{name}", {json.dumps(value)});' for name, value in PREFERENCES.items()]
        (profile / "user.js").write_text("\n".join(lines))
        (add_on / "manifest.json").write_text(json.dumps(ADD_ON))
        (add_on / "record.js").write_text(RECORD_CONNECTIONS)
        return profile

    def _connect(self) -> None:
        port_file = self.folder / "profile" / "MarionetteActivePort"
        port = wait_until(lambda: self._port(port_file), START_S, "Firefox's start")
        self.socket = socket.create_connection(("127.0.0.1", port), ANSWER_S)
        self._read()  # its greeting
        self.command("WebDriver:NewSession", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
        self.command("WebDriver:SetTimeouts", script=ANSWER_S * 1000, pageLoad=ANSWER_S * 1000)
        self.command("Addon:Install", path=str(self.folder / "add-on"), temporary=True)

    def _port(self, file: Path) -> int:
        """Where it listens; 0 as long as it has not said so."""
        if self.process.poll() is not None:
            raise MarionetteError(f"Firefox ended at once with status {self.process.returncode}")
        return int(file.read_text() or 0) if file.exists() else 0

    def _read(self) -> Any:
        digits = b""
        while not digits.endswith(b":"):
            digits += self._receive(1)
        remaining, data = int(digits[:-1]), b""
        while len(data) < remaining:
            data += self._receive(remaining - len(data))
        return json.loads(data)

    def _receive(self, most: int) -> bytes:
        data = self.socket.recv(most) if self.socket else b""
        if not data:
            raise MarionetteError("Firefox closed the connection")
        return data
