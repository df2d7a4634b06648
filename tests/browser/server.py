"""The real server as a process of its own, on free ports and with a data folder of its own."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tests.browser.waiting import wait_until
from tests.sources import ROOT

READY = re.compile(r"^Townhall is ready at (https?://\S+)$")
PROGRAM = (sys.executable, "-X", "faulthandler", str(ROOT / "run.py"))
START_S, STOP_S = 60, 20
UNHURRIED = {  # a test makes more webinars in a minute than a person does
    "TOWNHALL_CREATE_RATE_PER_MINUTE": "10000",
    "TOWNHALL_JOIN_RATE_PER_MINUTE": "10000",
    "TOWNHALL_GRACEFUL_STOP_S": "5",
}


class Server:
    """`url` is where it serves; `log` is what it wrote last, of both streams."""

    def __init__(
        self, data_dir: Path, media_address: str, program: Sequence[str] = PROGRAM, **settings: object
    ) -> None:
        given = {f"TOWNHALL_{name.upper()}": str(value) for name, value in settings.items()}
        own = {"TOWNHALL_DATA_DIR": str(data_dir), "TOWNHALL_MEDIA_ADDRESS": media_address, "TOWNHALL_MEDIA_PORT": "0"}
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TOWNHALL_")}
        self.log: deque[str] = deque(maxlen=2000)
        self.url = ""
        self.process = subprocess.Popen(
            program,
            cwd=ROOT,
            env={**inherited, "PORT": "0", **UNHURRIED, **own, **given},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        with suppress(AssertionError):
            wait_until(lambda: self.url or self.process.poll() is not None, START_S)
        if not self.url:
            if self.process.poll() is None:
                self.process.send_signal(signal.SIGABRT)  # faulthandler says where each thread is
            status = self.stop()
            raise AssertionError(f"the server did not come up (status {status}):\n{self.text}")

    @property
    def text(self) -> str:
        return "\n".join(self.log)

    def stop(self) -> int:
        """Asks it to end, as an operator would; its exit status, negative if it had to be killed."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(STOP_S)
        self.reader.join(STOP_S)
        if self.process.stdout:
            self.process.stdout.close()
        return self.process.returncode

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.log.append(line.rstrip("\n"))
            if ready := READY.match(line.rstrip("\n")):
                self.url = ready[1]
