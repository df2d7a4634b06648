"""A log that is read for a request: its facts, in another thread, and an error of the journal's as a refusal."""

import threading
from collections.abc import Iterable

import pytest
from quart import Quart

from actors import facts as f
from actors.ports import Done, JournalError, Remembered, StoredFact
from actors.words import WebinarId
from web.errors import Refused
from web.proof import Record
from web.topics.log_reader import LogReader


class Kept:
    def __init__(self, error: JournalError | None = None) -> None:
        self.error = error

    def records(self, _: WebinarId) -> Iterable[Record]:
        return ()

    def history(self, _: WebinarId) -> Iterable[StoredFact | Remembered]:
        yield StoredFact(1, 1, f.WebinarStarted())
        yield Remembered("ann", "1", "", Done(1))
        if self.error:
            raise self.error


async def test_facts_alone_are_read_in_a_thread() -> None:
    async with Quart("test").test_request_context("/", scope_base={"client": ("127.0.0.1", 1)}):
        made = await LogReader(Kept()).read("w", lambda log: (threading.current_thread(), [each.fact for each in log]))
    assert made[1] == [f.WebinarStarted()]
    assert made[0] is not threading.current_thread()


async def test_what_cannot_be_read_is_refused() -> None:
    async with Quart("test").test_request_context("/", scope_base={"client": ("127.0.0.1", 1)}):
        with pytest.raises(Refused) as refused:
            await LogReader(Kept(JournalError("disk"))).read("w", list)
    assert refused.value.code == "try_again"
