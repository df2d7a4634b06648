"""A webinar's whole log, read for one request: seldom, and one at a time, because it can be long."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog
import trio
from attrs import field, frozen

from actors.ports import JournalError, StoredFact
from actors.words import WebinarId
from web.api import limit
from web.asking import unreadable
from web.errors import Refused
from web.limits import RateLimit
from web.records_api import Archive

T = TypeVar("T")
READS_PER_MINUTE = 60  # from one address: each reads a whole log

log = structlog.get_logger(__name__)


@frozen
class LogReader:
    archive: Archive
    reads: RateLimit = field(factory=lambda: RateLimit(READS_PER_MINUTE))
    one_at_a_time: trio.CapacityLimiter = field(factory=lambda: trio.CapacityLimiter(1))

    async def read(self, webinar: WebinarId, make: Callable[[Iterable[StoredFact]], T]) -> T:
        """What is made of its facts, in a thread: a long log must not hold up everybody else. Raises `Refused`."""
        limit(self.reads)
        try:
            return await trio.to_thread.run_sync(lambda: make(self._facts(webinar)), limiter=self.one_at_a_time)
        except JournalError as error:
            log.exception("log_not_read")
            raise Refused.by(unreadable(error)) from None

    def _facts(self, webinar: WebinarId) -> Iterable[StoredFact]:
        return (each for each in self.archive.history(webinar) if isinstance(each, StoredFact))
