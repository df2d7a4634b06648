"""One socket between a page and one life of the server: the outbox as actors know it, and what is on its way in it."""

from collections import deque
from collections.abc import Callable
from typing import Protocol

from attrs import define, field

from actors.ports import Goodbye
from actors.shown import ShownFact
from actors.signals import Signal
from actors.webinar.snapshots import Snapshot
from tests.simulator.server import Server

Item = ShownFact | Snapshot | Signal | Goodbye


class Sender(Protocol):
    """Looks at everything at the moment it is sent."""

    def sends(self, wire: "Wire", item: Item) -> None: ...


@define(eq=False)
class Wire:
    """Implements `ports.Outbox`. `is_cut`: the page is gone; what the server still sends reaches nobody.
    `is_behind`: it waits for a snapshot.

    `when_shut` is called once, when either side has ended it.
    """

    name: str  # of the page
    server: Server
    sender: Sender
    when_shut: Callable[["Wire"], None]
    unread: deque[Item] = field(factory=deque)
    goodbye: Goodbye | None = None
    is_cut: bool = False
    is_behind: bool = False

    @property
    def is_open(self) -> bool:
        return self.server.is_up and not self.is_cut and self.goodbye is None

    def push_fact(self, shown: ShownFact) -> None:
        self._push(shown)

    def push_snapshot(self, snapshot: Snapshot) -> None:
        self.is_behind = False
        self._push(snapshot)

    def push_signal(self, signal: Signal) -> None:
        self._push(signal)

    def close(self, goodbye: Goodbye) -> None:
        if self.is_open:
            self._push(goodbye)
            self.goodbye = goodbye
            self.when_shut(self)

    def cut(self) -> None:
        if not self.is_cut:
            self.is_cut = True
            self.when_shut(self)

    def _push(self, item: Item) -> None:
        if self.server.is_up and self.goodbye is None:
            self.sender.sends(self, item)
            if not self.is_behind:
                self.unread.append(item)
