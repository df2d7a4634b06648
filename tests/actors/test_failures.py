"""Whatever fails, and how far it spreads. Long because each way to fail is a case of its own."""

from collections.abc import Iterator

import pytest
import trio
from structlog.testing import capture_logs
from trio.testing import MockClock

from actors.errors import ActorCrashed, ActorRestarted, ActorUnavailable, StateLost
from actors.runtime import ActorSystem
from actors.supervision import BUILD_PAUSES_S, CRASH_PAUSES_S, MAX_TRIES
from tests.actors.samples import Counter, Log, counter, fails_first

STRAYS = [
    ValueError("poison"),
    trio.BrokenResourceError(),
    GeneratorExit(),
    BaseExceptionGroup("many", [GeneratorExit()]),
]


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[Log]]:
    with capture_logs() as logs:
        yield logs


@pytest.fixture
async def system(nursery: trio.Nursery) -> ActorSystem:
    return ActorSystem(nursery)


async def test_a_crash_builds_the_actor_anew_and_keeps_its_mailbox(
    system: ActorSystem, autojump_clock: MockClock
) -> None:
    ref, diary = counter(system)
    ref.tell(fails_first(1, ValueError()))
    ref.tell("next")
    assert await ref.ask("last") == 3
    assert diary == ["start", "failure", "start", "next", "last"]
    assert system.find("counter") is ref


@pytest.mark.parametrize("stray", STRAYS, ids=lambda stray: type(stray).__name__)
async def test_whatever_a_handler_raises_ends_in_its_cell(
    system: ActorSystem, autojump_clock: MockClock, stray: BaseException
) -> None:
    ref, _ = counter(system)
    other, _ = counter(system, "other")
    ref.tell(stray)
    assert await ref.ask("still there") == 1
    assert await other.ask("nothing happened") == 1


async def test_a_stray_cancellation_is_a_crash_like_any_other(system: ActorSystem, autojump_clock: MockClock) -> None:
    caught: list[trio.Cancelled] = []
    with trio.CancelScope() as scope:
        scope.cancel()
        try:
            await trio.lowlevel.checkpoint()
        except trio.Cancelled as cancelled:
            caught.append(cancelled)
            raise
    ref, _ = counter(system)
    with pytest.raises(ActorCrashed):
        await ref.ask(caught[0])
    assert await ref.ask("still there") == 1


@pytest.mark.parametrize("wish", [KeyboardInterrupt(), SystemExit()], ids=["ctrl-c", "exit"])
async def test_a_wish_to_end_the_process_passes_through(wish: BaseException, autojump_clock: MockClock) -> None:
    diaries: list[list[object]] = []

    async def run() -> None:
        async with trio.open_nursery() as nursery:
            ref, diary = counter(ActorSystem(nursery))
            diaries.append(diary)
            ref.tell(wish)
            await trio.sleep(10)

    with pytest.raises(BaseExceptionGroup) as raised:
        await run()
    assert raised.value.exceptions == (wish,)
    assert diaries == [["start", "stop"]]


async def test_a_message_that_keeps_failing_is_parked_after_three_tries(
    system: ActorSystem, autojump_clock: MockClock
) -> None:
    ref, diary = counter(system)
    poison = ValueError("poison")
    ref.tell(poison)
    assert await ref.ask("next") == 1
    assert diary == ["start", *["failure", "start"] * MAX_TRIES, "next"]
    (parked,) = system.parked
    assert (parked.actor, parked.message, parked.failure.type) == ("counter", "ValueError", "ValueError")
    (row,) = system.tree()
    assert (row.parked, row.restarts, system.totals.parked, system.totals.restarts) == (1, MAX_TRIES, 1, MAX_TRIES)


async def test_an_ask_that_keeps_failing_is_answered_with_the_crash(
    system: ActorSystem, autojump_clock: MockClock
) -> None:
    ref, _ = counter(system)
    poison = ValueError("poison")
    with pytest.raises(ActorCrashed, match="counter cannot handle ValueError") as raised:
        await ref.ask(poison)
    assert raised.value.code == "internal"
    assert raised.value.__cause__ is poison


async def test_an_asker_never_notices_a_crash_that_the_new_state_mends(
    system: ActorSystem, autojump_clock: MockClock
) -> None:
    ref, _ = counter(system)
    assert await ref.ask(fails_first(MAX_TRIES - 1, ValueError())) == "handled"
    assert not system.parked


async def test_tries_of_one_message_are_not_charged_to_the_next(system: ActorSystem, autojump_clock: MockClock) -> None:
    ref, _ = counter(system)
    asks = [ref.ask(fails_first(MAX_TRIES - 1, ValueError())) for _ in range(3)]
    assert [await ask for ask in asks] == ["handled"] * 3


async def test_any_number_of_poison_messages_never_ends_an_actor(
    system: ActorSystem, autojump_clock: MockClock
) -> None:
    ref, _ = counter(system)
    for _ in range(30):
        ref.tell(ValueError("poison"))
    started_s = trio.current_time()
    assert await ref.ask("still there") == 1
    assert system.totals.parked == 30
    assert trio.current_time() - started_s > 60  # and the storm was slowed


async def test_an_answer_put_off_is_broken_by_a_crash(system: ActorSystem, autojump_clock: MockClock) -> None:
    ref, _ = counter(system)
    later = ref.ask("later")
    ref.tell(fails_first(1, ValueError()))
    with pytest.raises(ActorRestarted) as raised:
        await later
    assert raised.value.code == "try_again"


async def test_an_answer_that_comes_after_its_promise_was_broken_is_ignored(
    system: ActorSystem, autojump_clock: MockClock
) -> None:
    ref, _ = counter(system)
    later = ref.ask("later")
    put_off = await ref.ask(lambda actor: [actor.put_off])
    ref.tell(fails_first(1, ValueError()))
    with pytest.raises(ActorRestarted):
        await later
    put_off[0].set(7)
    with pytest.raises(ActorRestarted):
        await later


async def test_a_handler_that_has_lost_its_state_is_built_anew_without_a_second_try(
    system: ActorSystem, autojump_clock: MockClock
) -> None:
    ref, diary = counter(system)
    with pytest.raises(ActorRestarted):
        await ref.ask(StateLost("append failed"))
    assert await ref.ask("next") == 1
    assert diary == ["start", "failure", "start", "next"]
    assert not system.parked
    (row,) = system.tree()
    assert row.last_failure is not None
    assert (row.restarts, row.last_failure.type) == (1, "StateLost")
    started_s = trio.current_time()
    for _ in range(3):
        with pytest.raises(ActorRestarted):
            await ref.ask(StateLost("append failed"))
    assert await ref.ask("next") == 1
    assert trio.current_time() - started_s == pytest.approx(sum(CRASH_PAUSES_S[:4]))


async def test_children_keep_running_while_their_parent_is_built_anew(
    system: ActorSystem, autojump_clock: MockClock
) -> None:
    parent, _ = counter(system, "webinar:a")
    child, diary = counter(system, "webinar:a/participant:p", parent=parent)
    await child.ask("one")
    with pytest.raises(ActorCrashed):
        await parent.ask(ValueError("poison"))
    assert await child.ask("two") == 2
    assert diary == ["start", "one", "two"]


async def test_one_webinars_crashes_touch_neither_its_siblings_nor_another_webinar(
    system: ActorSystem, autojump_clock: MockClock
) -> None:
    refs = {
        name: system.start_actor(lambda: Counter([]), name=name) for name in ("webinar:a", "webinar:b", "webinar:c")
    }
    kid = system.start_actor(lambda: Counter([]), name="webinar:b/participant:p", parent=refs["webinar:b"])
    with pytest.raises(ActorCrashed):
        await kid.ask(ValueError("poison"))
    for _ in range(5):
        refs["webinar:a"].tell(ValueError("poison"))
    assert [await refs[name].ask("count") for name in ("webinar:b", "webinar:c")] == [1, 1]
    assert {row.name: row.restarts for row in system.tree()}["webinar:c"] == 0


async def test_a_build_that_fails_for_a_while_is_repeated_and_keeps_the_mailbox(
    system: ActorSystem, autojump_clock: MockClock
) -> None:
    faults = iter([OSError("disk")] * len(BUILD_PAUSES_S))

    def build() -> Counter:
        for fault in faults:
            raise fault
        return Counter([])

    ref = system.start_actor(build, name="webinar:a")
    assert await ref.ask("patience") == 1
    assert trio.current_time() == pytest.approx(sum(BUILD_PAUSES_S))


async def test_an_actor_that_cannot_be_built_is_given_up_with_its_children(
    system: ActorSystem, autojump_clock: MockClock, logs: list[Log]
) -> None:
    class Hopeless(Counter):
        def on_start(self) -> None:
            if not system.find("webinar:a/child"):
                system.start_actor(lambda: Counter([]), name="webinar:a/child", parent=self.actor_ref)
            raise OSError("disk")

    diary: list[object] = []
    ref = system.start_actor(lambda: Hopeless(diary), name="webinar:a", kind="webinar")
    other, _ = counter(system)
    waiting = ref.ask("hello")
    await trio.lowlevel.checkpoint()
    with pytest.raises(ActorUnavailable) as raised:
        await waiting
    assert raised.value.code == "unavailable"
    with pytest.raises(ActorUnavailable):
        await ref.ask("anybody there?")
    assert system.find("webinar:a") is None
    assert system.find("webinar:a/child") is None
    assert await other.ask("fine") == 1
    assert diary == ["failure"] * (len(BUILD_PAUSES_S) + 1)
    *_, row = system.tree()
    assert (row.name, row.state, row.last_failure and row.last_failure.type) == ("webinar:a", "stopped", "OSError")
    assert system.totals.given_up == 1


async def test_a_webinar_given_up_can_be_opened_again(system: ActorSystem, autojump_clock: MockClock) -> None:
    def broken() -> Counter:
        raise OSError("disk")

    ref = system.start_actor(broken, name="webinar:a")
    with pytest.raises(ActorUnavailable):
        await ref.ask("hello")
    again, _ = counter(system, "webinar:a")
    assert await again.ask("hello") == 1


async def test_a_hook_that_raises_changes_nothing(
    system: ActorSystem, autojump_clock: MockClock, logs: list[Log]
) -> None:
    class Clumsy(Counter):
        def on_failure(self, *_error: object) -> None:
            raise RuntimeError("in on_failure")

        def on_stop(self) -> None:
            raise RuntimeError("in on_stop")

    ref = system.start_actor(lambda: Clumsy([]), name="clumsy")
    assert await ref.ask(fails_first(1, ValueError())) == "handled"
    assert await ref.stop() is True
    assert [log["event"] for log in logs] == ["handler_failed", "hook_failed", "hook_failed"]


async def test_a_crash_is_logged_with_its_fields(
    system: ActorSystem, autojump_clock: MockClock, logs: list[Log]
) -> None:
    ref, _ = counter(system, "webinar:a")
    fault = ValueError("poison")
    assert await ref.ask(fails_first(1, fault)) == "handled"
    (log,) = logs
    assert log == {
        "event": "handler_failed",
        "log_level": "error",
        "actor": "webinar:a",
        "kind": "webinar",
        "restarts": 0,
        "message_type": "function",
        "exc_info": fault,
    }
