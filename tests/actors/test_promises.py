from functools import partial

import pytest
from structlog.testing import capture_logs

from actors.errors import ActorDead
from actors.future import TrioFuture
from actors.promises import Promises


async def test_a_promise_is_open_until_its_answer_comes() -> None:
    promises = Promises()
    reply: TrioFuture[int] = TrioFuture()
    answer: TrioFuture[int] = TrioFuture()
    promises.make(reply, answer)
    assert len(promises) == 1
    answer.set(7)
    assert await reply == 7
    assert len(promises) == 0


async def test_an_answer_that_is_there_already_leaves_nothing_open() -> None:
    promises = Promises()
    reply: TrioFuture[int] = TrioFuture()
    answer: TrioFuture[int] = TrioFuture()
    answer.set(7)
    promises.make(reply, answer)
    assert await reply == 7
    assert len(promises) == 0


async def test_broken_promises_are_told_why_in_the_order_they_were_made() -> None:
    promises = Promises()
    heard: list[str] = []
    answers: list[TrioFuture[int]] = [TrioFuture() for _ in range(3)]
    for number, answer in enumerate(answers):
        reply: TrioFuture[int] = TrioFuture()
        reply.on_done(partial(lambda number, error: heard.append(f"{number}: {error}"), number))
        promises.make(reply, answer)
    promises.break_all(ActorDead, "gone")
    assert heard == ["0: gone", "1: gone", "2: gone"]
    assert len(promises) == 0


async def test_an_answer_to_a_broken_promise_is_ignored() -> None:
    promises = Promises()
    reply: TrioFuture[int] = TrioFuture()
    answer: TrioFuture[int] = TrioFuture()
    promises.make(reply, answer)
    promises.break_all(ActorDead, "gone")
    with capture_logs() as logs:
        answer.set(7)
    assert logs == []
    with pytest.raises(ActorDead):
        await reply
