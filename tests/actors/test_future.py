import pykka
import pytest
import trio
import trio.testing
from trio.testing import wait_all_tasks_blocked

from actors.future import AlreadyAnswered, BlockingRefused, TrioFuture


async def test_it_is_awaited_until_somebody_answers(nursery: trio.Nursery) -> None:
    future: TrioFuture[str] = TrioFuture()
    heard: list[str] = []

    async def wait() -> None:
        heard.append(await future)

    nursery.start_soon(wait)
    nursery.start_soon(wait)
    await wait_all_tasks_blocked()
    assert heard == []
    future.set("yes")
    await wait_all_tasks_blocked()
    assert heard == ["yes", "yes"]
    assert await future == "yes"


async def test_awaiting_an_answered_future_is_a_checkpoint() -> None:
    future: TrioFuture[None] = TrioFuture()
    future.set()
    with trio.testing.assert_checkpoints():
        await future


async def test_an_exception_is_raised_where_it_is_awaited() -> None:
    future: TrioFuture[str] = TrioFuture()
    future.set_exception(ValueError("no"))
    with pytest.raises(ValueError, match="no"):
        await future


async def test_an_exception_is_taken_from_exc_info_as_in_pykka() -> None:
    handled: TrioFuture[str] = TrioFuture()
    given: TrioFuture[str] = TrioFuture()
    try:
        dict[str, int]()["lost"]
    except KeyError as error:
        handled.set_exception()
        given.set_exception((KeyError, error, error.__traceback__))
    for future in (handled, given):
        with pytest.raises(KeyError):
            await future
    with pytest.raises(ValueError, match="no exception"):
        TrioFuture[str]().set_exception()


async def test_it_is_answered_once() -> None:
    future: TrioFuture[int] = TrioFuture()
    future.set(1)
    with pytest.raises(AlreadyAnswered):
        future.set(2)
    with pytest.raises(AlreadyAnswered):
        future.set_exception(ValueError())
    assert await future == 1


async def test_settling_an_answered_future_changes_nothing() -> None:
    future: TrioFuture[int] = TrioFuture()
    future.settle(1)
    future.settle(ValueError())
    assert await future == 1


async def test_a_listener_hears_the_value_or_the_exception_at_once() -> None:
    heard: list[object] = []
    error = ValueError()
    good: TrioFuture[int] = TrioFuture()
    bad: TrioFuture[int] = TrioFuture()
    good.on_done(heard.append)
    bad.on_done(heard.append)
    good.set(7)
    bad.set_exception(error)
    assert heard == [7, error]


async def test_a_listener_who_comes_late_hears_it_too() -> None:
    heard: list[object] = []
    future: TrioFuture[int] = TrioFuture()
    future.set(7)
    future.on_done(heard.append)
    assert heard == [7]


async def test_one_future_answers_another_through_on_done() -> None:
    first: TrioFuture[int] = TrioFuture()
    second: TrioFuture[int] = TrioFuture()
    first.on_done(second.settle)
    first.set_exception(ValueError("passed on"))
    with pytest.raises(ValueError, match="passed on"):
        await second


@pytest.mark.parametrize("fault", [ValueError("listener"), GeneratorExit()])
async def test_a_listener_that_raises_harms_neither_the_answerer_nor_the_others(fault: BaseException) -> None:
    def break_down(_result: object) -> None:
        raise fault

    heard: list[object] = []
    future: TrioFuture[int] = TrioFuture()
    future.on_done(break_down)
    future.on_done(heard.append)
    future.set(7)
    assert heard == [7]


async def test_a_cancelled_waiter_leaves_the_others_and_the_answer_alone(nursery: trio.Nursery) -> None:
    future: TrioFuture[int] = TrioFuture()
    heard: list[int] = []
    impatient = trio.CancelScope()

    async def wait(scope: trio.CancelScope) -> None:
        with scope:
            heard.append(await future)

    nursery.start_soon(wait, impatient)
    nursery.start_soon(wait, trio.CancelScope())
    await wait_all_tasks_blocked()
    impatient.cancel()
    await wait_all_tasks_blocked()
    future.set(7)
    await wait_all_tasks_blocked()
    assert heard == [7]
    assert impatient.cancelled_caught


async def test_a_listener_may_cancel_a_task_that_waits_behind_it(nursery: trio.Nursery) -> None:
    future: TrioFuture[int] = TrioFuture()
    scope = trio.CancelScope()

    async def wait() -> None:
        with scope:
            await future

    future.on_done(lambda _: scope.cancel())
    nursery.start_soon(wait)
    await wait_all_tasks_blocked()
    future.set(7)
    await wait_all_tasks_blocked()
    assert scope.cancelled_caught


async def test_whatever_would_block_the_loop_is_refused() -> None:
    future: TrioFuture[int] = TrioFuture()
    future.set(7)
    with pytest.raises(BlockingRefused, match="await"):
        future.get(timeout=1)
    with pytest.raises(BlockingRefused):
        pykka.get_all([future])
    with pytest.raises(BlockingRefused):
        future.map(lambda value: value + 1)
    with pytest.raises(BlockingRefused):
        future.join(future)


async def test_it_says_how_it_stands() -> None:
    future: TrioFuture[int] = TrioFuture()
    assert repr(future) == "<TrioFuture pending>"
    future.set(1)
    assert repr(future) == "<TrioFuture done>"
    failed: TrioFuture[int] = TrioFuture()
    failed.set_exception(ValueError("no"))
    assert repr(failed) == "<TrioFuture ValueError('no')>"
