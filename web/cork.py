"""Writes to clients at the end of the loop's turn: all that an actor had to say in it leaves in one call to each.

Ten thousand clients cost ten thousand system calls whatever is in them. When much happens at once, several facts become
durable together, and this makes them one write; when little happens, a fact leaves a moment later than it would have.
"""

from collections.abc import Sequence
from typing import Protocol

import trio


class Corked(Protocol):
    def uncork(self, joined: "Joined") -> None:
        """Write what has gathered. Must not raise: many others come after."""


class Joined:
    """Frames of one turn put together, once for all who get the same ones."""

    def __init__(self) -> None:
        self._known: dict[tuple[bytes, ...], bytes] = {}

    def __call__(self, frames: Sequence[bytes]) -> bytes:
        if len(frames) == 1:
            return frames[0]
        key = tuple(frames)
        if key not in self._known:
            self._known[key] = b"".join(frames)
        return self._known[key]


_corked: trio.lowlevel.RunVar[list[Corked]] = trio.lowlevel.RunVar("corked", [])


def uncork_soon(corked: Corked) -> None:
    """To be called once for whatever gathers frames, until it is uncorked."""
    waiting = _corked.get()
    if not waiting:
        waiting = []
        _corked.set(waiting)
        trio.lowlevel.current_trio_token().run_sync_soon(_uncork)
    waiting.append(corked)


def _uncork() -> None:
    waiting = _corked.get()
    _corked.set([])
    joined = Joined()
    for corked in waiting:
        corked.uncork(joined)
