"""One page in one browser, as scenarios see it: the same words for Chromium and Firefox.

A tab is a person: its own browser context, its own storage, fake camera and microphone.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from tests.browser import figures
from tests.browser.waiting import wait_until


class Tab(ABC):
    name: str

    @abstractmethod
    def open(self, url: str) -> None: ...

    @abstractmethod
    def evaluate(self, function: str, *arguments: object) -> Any:
        """Runs the source of a JavaScript function, async or not, in the page; gives what it returns or resolves to."""

    @abstractmethod
    def screenshot(self) -> bytes:
        """The page as PNG."""

    @abstractmethod
    def close(self) -> None: ...

    def received(self, kind: str) -> list[figures.Received]:
        return figures.received(self.evaluate, kind)

    def sent(self, kind: str) -> list[figures.Sent]:
        return figures.sent(self.evaluate, kind)

    def wait_for(self, function: str, *arguments: object, within_s: float = 10) -> Any:
        """Until the JavaScript function gives something truthy, which is returned."""
        return wait_until(lambda: self.evaluate(function, *arguments), within_s, f"{self.name}: {function}")

    def wait_for_video(self, frames: int = 5, height: int = 0, within_s: float = 15) -> figures.Received:
        """A video of which so many frames were decoded, at least so high."""
        return self._wait_for("video", lambda v: v.frames_decoded >= frames and v.frame_height >= height, within_s)

    def wait_for_audio(self, energy: float = 0.001, within_s: float = 30) -> figures.Received:
        """An audio stream that was heard."""
        return self._wait_for("audio", lambda audio: audio.audio_energy >= energy, within_s)

    def _wait_for(self, kind: str, good: Callable[[figures.Received], bool], within_s: float) -> figures.Received:
        def best() -> figures.Received | None:
            return next((stream for stream in self.received(kind) if good(stream)), None)

        try:
            return wait_until(best, within_s) or self.received(kind)[0]
        except AssertionError:
            raise AssertionError(
                f"{self.name} received no such {kind} within {within_s} s: {self.received(kind)}"
            ) from None
