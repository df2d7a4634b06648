"""What the actors log as a fault of ours: in a simulation no handler may fail but by an injected exception."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from attrs import define, field
from structlog.typing import EventDict, WrappedLogger

from actors.ports import JournalError
from tests.simulator.faults import Injected

EXPECTED = (Injected, JournalError)
FAULTS = frozenset({"handler_failed", "build_failed", "hook_failed"})


@define(eq=False)
class Complaints:
    is_shown: bool
    all: list[str] = field(factory=list)

    @contextmanager
    def heard(self) -> Iterator[None]:
        structlog.configure(processors=[self._hear], cache_logger_on_first_use=False)
        try:
            yield
        finally:
            structlog.reset_defaults()

    def _hear(self, _: WrappedLogger, __: str, event: EventDict) -> EventDict:
        error = event.get("exc_info")
        if event["event"] in FAULTS and not isinstance(error, EXPECTED) and len(self.all) < 3:
            self.all.append(f"a handler failed by itself: {event.get('actor')} {error!r} {_where(error)}")
        raise structlog.DropEvent


def _where(error: object) -> str:
    trace = getattr(error, "__traceback__", None)
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
