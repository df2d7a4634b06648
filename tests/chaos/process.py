"""The real server, killed and started again on the same ports and the same data folder."""

import signal
import time
from pathlib import Path
from random import Random
from typing import Final

import trio
from attrs import define, field

from tests.browser.server import Server
from tests.chaos.page import Door
from tests.chaos.ports import lasting_port

HOST: Final = "127.0.0.1"
COMPLAINT_LINES: Final = 60
COMPLAINTS: Final = ("Traceback (most recent call last)", "[error", "[critical")


@define(eq=False)
class Process:
    """`settings` by flat name, as `tests/browser/server.py` takes them. `starts_ms`: from each start to readiness."""

    data_dir: Path
    chance: Random
    settings: dict[str, object] = field(factory=dict)
    kills: int = 0
    starts_ms: list[float] = field(factory=list)
    complaints: list[str] = field(factory=list)
    _server: Server | None = None

    def __attrs_post_init__(self) -> None:
        for name in ("port", "media_port"):
            self.settings.setdefault(name, lasting_port(HOST, self.chance))

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.settings['port']}"

    @property
    def door(self) -> Door:
        return Door(HOST, int(str(self.settings["port"])))

    @property
    def server(self) -> Server:
        assert self._server is not None
        return self._server

    async def start(self) -> None:
        """Until it serves. Raises AssertionError with its words if it does not come up."""
        began = time.monotonic()
        self._server = await trio.to_thread.run_sync(self._start)
        self.starts_ms.append((time.monotonic() - began) * 1000)

    async def refusal(self) -> str:
        """Why it does not come up; empty if it does."""
        try:
            await self.start()
        except AssertionError as refused:
            return str(refused)
        return ""

    def _start(self) -> Server:
        return Server(self.data_dir, HOST, **self.settings)

    def kill(self) -> None:
        """SIGKILL; it is gone when this returns."""
        self.server.process.kill()
        self.server.stop()
        self.kills += 1
        self._look_into_log()

    def end(self) -> None:
        """Whatever state it is in, it is gone."""
        if self._server is not None and self._server.process.poll() is None:
            self.go_on()
            self.kill()

    def stop(self) -> int:
        """As an operator would; its exit status."""
        status = self.server.stop()
        self._look_into_log()
        return status

    def pause(self) -> None:
        self.server.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.server.process.send_signal(signal.SIGCONT)

    def _look_into_log(self) -> None:
        lines = list(self.server.log)
        first = next((n for n, line in enumerate(lines) if any(word in line for word in COMPLAINTS)), None)
        if first is not None:
            self.complaints.append("\n".join(lines[first : first + COMPLAINT_LINES]))
