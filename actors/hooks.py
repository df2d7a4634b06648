"""Whom a cell calls: the behaviour inside it, and the system around it. Neither is imported by it."""

from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from actors.supervision import Parked

if TYPE_CHECKING:
    from actors.cell import Cell


class Behaviour(Protocol):
    """What an actor does: pykka's hooks, all plain functions."""

    def on_start(self) -> None: ...

    def on_receive(self, message: Any) -> Any: ...

    def on_stop(self) -> None: ...

    def on_failure(
        self,
        exception_type: type[BaseException] | None,
        exception_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...


class House(Protocol):
    """The system that a cell lives in. May not raise."""

    now_s: Callable[[], float]

    def on_restarted(self, cell: "Cell") -> None: ...

    def on_slowest(self, cell: "Cell", took_s: float) -> None:
        """A handler took longer than any before it in this cell."""

    def on_parked(self, parked: Parked) -> None: ...

    def on_given_up(self, cell: "Cell") -> None:
        """It could not be built; its end follows."""

    def on_ended(self, cell: "Cell") -> None: ...
