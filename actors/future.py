"""An answer that is awaited under Trio, or heard by a callback. Lives in the Trio thread alone; it never blocks.

pykka's own future waits with a lock, and its `__await__` yields what Trio cannot read. What it builds on a blocking
`get` (`get_all`, `map`, `filter`, `join`, `reduce`, `set_get_hook`) is refused here with a `BlockingRefused`.
"""

import sys
from collections.abc import Awaitable, Callable, Generator
from types import TracebackType
from typing import Any, Final, NoReturn, TypeAlias, TypeVar, cast

import pykka
import structlog
import trio
from trio.lowlevel import Abort, current_task, reschedule, wait_task_rescheduled

from actors.errors import ENDS_THE_PROCESS

T = TypeVar("T")

Listener: TypeAlias = Callable[[Any], object]
ExcInfo: TypeAlias = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]

_PENDING: Final = object()
_log = structlog.get_logger(__name__)


class AlreadyAnswered(RuntimeError):
    """A future is answered once."""


class BlockingRefused(RuntimeError):
    """Waiting with `get` would stop the loop, and with it the very actor that is waited for."""

    def __init__(self) -> None:
        super().__init__("a TrioFuture cannot be got by blocking: await it, or hear it with on_done")


class TrioFuture(pykka.Future[T]):
    """A value, or an exception, that is there now or later.

    Any number of tasks may await it; one that is cancelled leaves, and neither the others nor the answer notice.
    """

    __slots__ = ("_error", "_listeners", "_value")

    def __init__(self) -> None:
        # Without super(): it makes only the fields of the blocking get.
        self._value: object = _PENDING
        self._error: BaseException | None = None
        self._listeners: list[Listener] | None = None

    def __repr__(self) -> str:
        state = "pending" if not self.is_done() else "done" if self._error is None else repr(self._error)
        return f"<TrioFuture {state}>"

    def is_done(self) -> bool:
        return self._value is not _PENDING

    def set(self, value: T | None = None) -> None:
        """Raises AlreadyAnswered the second time."""
        if self._value is not _PENDING:
            raise AlreadyAnswered
        self._value = value
        if self._listeners is not None:
            self._announce(value)

    def set_exception(self, exc_info: ExcInfo | BaseException | None = None) -> None:
        """Takes an exception, or like pykka the triple of `sys.exc_info()`, which is also the default."""
        error = exc_info if isinstance(exc_info, BaseException) else (exc_info or sys.exc_info())[1]
        if error is None:
            raise ValueError("no exception given, and none is being handled")
        if self._value is not _PENDING:
            raise AlreadyAnswered
        self._error = error
        self._value = None
        if self._listeners is not None:
            self._announce(error)

    def settle(self, result: object) -> None:
        """Takes what `on_done` gives, a value or an exception; nothing happens when somebody has answered before."""
        if self._value is not _PENDING:
            return
        if isinstance(result, BaseException):
            self.set_exception(result)
        else:
            self.set(cast("T", result))

    def on_done(self, callback: Listener) -> None:
        """Calls `callback(value or exception)` in the loop: at once when done, else within the answering handler.

        So a callback should do little, best a `tell`. What it raises is logged and goes no further.
        """
        if self._value is _PENDING:
            self._listen(callback)
        else:
            _notify(callback, self._value if self._error is None else self._error)

    def __await__(self) -> Generator[Any, Any, T]:
        return self._wait().__await__()

    __iter__ = __await__

    async def _wait(self) -> T:
        if self._value is _PENDING:
            await self._park()
        else:
            await trio.lowlevel.checkpoint()
        if self._error is not None:
            raise self._error
        return cast("T", self._value)

    def _park(self) -> Awaitable[object]:
        """Until there is an answer. Not async itself: that would cost every ask another frame."""
        task = current_task()

        def wake(_result: object) -> None:
            reschedule(task)

        def leave(_raise_cancel: object) -> Abort:
            if self._listeners is not None:
                self._listeners.remove(wake)
            return Abort.SUCCEEDED

        self._listen(wake)
        return wait_task_rescheduled(leave)  # noqa: ASYNC105 - the caller awaits it

    def _listen(self, callback: Listener) -> None:
        if self._listeners is None:
            self._listeners = [callback]
        else:
            self._listeners.append(callback)

    def _announce(self, result: object) -> None:
        while self._listeners:  # one by one: a listener may cancel a task that waits behind it, which then leaves
            _notify(self._listeners.pop(0), result)

    def get(self, *, timeout: float | None = None) -> NoReturn:  # noqa: ARG002 - pykka's signature
        raise BlockingRefused

    def set_get_hook(self, func: object) -> NoReturn:  # noqa: ARG002 - pykka's signature
        raise BlockingRefused


def _notify(callback: Listener, result: object) -> None:
    try:
        callback(result)
    except ENDS_THE_PROCESS:
        raise
    except BaseException:  # noqa: BLE001 - a listener's fault must not become that of the actor that answers
        _log.exception("listener_failed")
