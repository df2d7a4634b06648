from collections.abc import Iterator
from typing import Any

import pytest
import trio
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs
from trio.testing import MockClock, wait_all_tasks_blocked

from actors.cell import TURN_MESSAGES, TURN_S
from actors.errors import ActorDead, StateLost
from actors.future import TrioFuture
from actors.runtime import ActorSystem
from actors.supervision import CRASH_PAUSES_S
from tests.actors.samples import Counter, Log, counter


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[Log]]:
    with capture_logs() as logs:
        yield logs


@pytest.fixture
async def system(nursery: trio.Nursery) -> ActorSystem:
    return ActorSystem(nursery)


async def test_stop_ends_the_children_first_and_the_youngest_before_the_older(
    system: ActorSystem, autojump_clock: MockClock
) -> None:
    diary: list[object] = []

    class Named(Counter):
        def on_stop(self) -> None:
            diary.append(self.actor_urn)

    parent = system.start_actor(lambda: Named([]), name="w")
    for name in ("w/1", "w/2"):
        child = system.start_actor(lambda: Named([]), name=name, parent=parent)
        system.start_actor(lambda: Named([]), name=f"{name}/x", parent=child)
    await wait_all_tasks_blocked()
    await parent.stop()
    assert diary == ["w/2/x", "w/2", "w/1/x", "w/1", "w"]
    assert len(system) == 0


async def test_a_child_that_has_ended_is_its_parents_no_more(system: ActorSystem, autojump_clock: MockClock) -> None:
    parent, diary = counter(system, "w")
    child, _ = counter(system, "w/c", parent=parent)
    assert [row.children for row in system.tree()] == [1, 0]
    await child.stop()
    assert [row.children for row in system.tree()] == [0]
    assert await parent.ask("still there") == 1
    assert diary == ["start", "still there"]


async def test_stop_answers_those_who_still_wait(system: ActorSystem, autojump_clock: MockClock) -> None:
    parent, _ = counter(system, "w")
    child, _ = counter(system, "w/c", parent=parent)
    put_off = [parent.ask("later"), child.ask("later")]
    await wait_all_tasks_blocked()
    await parent.stop()
    for answer in put_off:
        with pytest.raises(ActorDead):
            await answer


async def test_a_kill_ends_an_actor_at_once_with_all_that_waits(
    system: ActorSystem, autojump_clock: MockClock, logs: list[Log]
) -> None:
    ref, diary = counter(system)
    await ref.ask("one")
    waiting = ref.ask("two")
    ref.kill()
    assert waiting.is_done()
    with pytest.raises(ActorDead):
        await waiting
    await wait_all_tasks_blocked()
    assert diary == ["start", "one", "stop"]
    assert len(system) == 0
    assert logs == []


async def test_an_actor_killed_before_its_first_breath_is_never_built(
    system: ActorSystem, autojump_clock: MockClock
) -> None:
    ref, diary = counter(system)
    ref.kill()
    await wait_all_tasks_blocked()
    assert diary == []


async def test_a_handler_may_kill_its_own_actor(system: ActorSystem, autojump_clock: MockClock) -> None:
    ref, diary = counter(system)
    asked = ref.ask(lambda actor: actor.actor_ref.kill())
    with pytest.raises(ActorDead):
        await asked
    await wait_all_tasks_blocked()
    assert diary == ["start", "stop"]


async def test_a_handler_may_kill_its_own_actor_and_then_fail(system: ActorSystem, autojump_clock: MockClock) -> None:
    def despair(actor: Counter) -> None:
        actor.actor_ref.kill()
        raise ValueError

    ref, diary = counter(system)
    with pytest.raises(ActorDead):
        await ref.ask(despair)
    await wait_all_tasks_blocked()
    assert diary == ["start", "stop"]
    assert len(system) == 0


async def test_an_actor_killed_in_its_pause_is_not_built_again(system: ActorSystem, autojump_clock: MockClock) -> None:
    actors = [counter(system, str(number)) for number in range(20)]
    for ref, _ in actors:
        ref.tell(ValueError("poison"))
    await wait_all_tasks_blocked()  # each has failed twice and pauses; all wake in the same moment as we do
    await trio.sleep(CRASH_PAUSES_S[1])
    for ref, diary in actors:
        ref.kill()
        diary.append("killed")
    await wait_all_tasks_blocked()
    assert [diary[-1] for _, diary in actors] == ["killed"] * len(actors)


async def test_a_second_stop_does_not_lengthen_the_first_ones_grace(
    system: ActorSystem, autojump_clock: MockClock
) -> None:
    ref, _ = counter(system)
    for _ in range(20):
        ref.tell(ValueError("poison"))
    started_s = trio.current_time()
    ref.stop(grace_s=1)
    await ref.stop()
    assert trio.current_time() - started_s == pytest.approx(1)


async def test_a_stop_that_takes_longer_than_its_grace_becomes_a_kill(
    system: ActorSystem, autojump_clock: MockClock
) -> None:
    ref, diary = counter(system)
    await ref.ask("one")
    for _ in range(5):
        ref.tell(ValueError("poison"))  # each costs pauses: together longer than the grace
    waiting = ref.ask("two")
    started_s = trio.current_time()
    assert await ref.stop(grace_s=1) is True
    assert trio.current_time() - started_s == pytest.approx(1)
    with pytest.raises(ActorDead):
        await waiting
    assert "two" not in diary


async def test_a_busy_actor_lets_the_others_run(system: ActorSystem, autojump_clock: MockClock) -> None:
    turns: list[str] = []
    busy = system.start_actor(lambda: Counter([]), name="busy")
    other = system.start_actor(lambda: Counter([]), name="other")
    await wait_all_tasks_blocked()
    busy.tell(lambda _: other.tell(lambda _: turns.append("other")))
    for _ in range(10 * TURN_MESSAGES):
        busy.tell(lambda _: turns.append("busy"))
    await wait_all_tasks_blocked()
    assert TURN_MESSAGES - 1 <= turns.index("other") < 2 * TURN_MESSAGES
    assert turns.count("busy") == 10 * TURN_MESSAGES


async def test_slow_messages_shorten_a_turn(nursery: trio.Nursery, mock_clock: MockClock) -> None:
    turns: list[str] = []
    system = ActorSystem(nursery)
    busy = system.start_actor(lambda: Counter([]), name="busy")
    other = system.start_actor(lambda: Counter([]), name="other")
    await wait_all_tasks_blocked()

    def slow(_actor: Counter) -> None:
        mock_clock.jump(0.6 * TURN_S)
        turns.append("busy")

    busy.tell(lambda _: other.tell(lambda _: turns.append("other")))
    for _ in range(10):
        busy.tell(slow)
    await wait_all_tasks_blocked()
    assert 2 <= turns.index("other") <= 4


async def test_an_answer_that_the_asker_has_set_itself_is_left_alone(
    system: ActorSystem, autojump_clock: MockClock
) -> None:
    ref, _ = counter(system)
    answer = ref.ask("one")
    answer.set("mine")
    assert await ref.ask("two") == 2
    assert await answer == "mine"


steps = st.lists(
    st.tuples(st.sampled_from(["ask", "later", "poison", "lost", "stop", "kill", "start", "rest"]), st.integers(0, 6)),
    max_size=60,
)


@given(steps)
def test_whatever_happens_every_asker_is_answered_and_nobody_is_left_over(script: list[tuple[str, int]]) -> None:
    """Actor n is a child of actor (n - 1) // 2: a small tree that is cut and grown while it works and fails."""
    messages: dict[str, Any] = {"ask": "hello", "later": "later", "poison": ValueError(), "lost": StateLost()}

    async def main() -> None:
        answers: list[TrioFuture[Any]] = []
        async with trio.open_nursery() as nursery:
            system = ActorSystem(nursery)
            refs = [system.start_actor(lambda: Counter([]), name="0")]
            for action, number in script:
                ref = refs[number % len(refs)]
                if action in messages:
                    answers.append(ref.ask(messages[action]))
                elif action == "rest":
                    await trio.sleep(number)
                elif action == "start":
                    name, parent = str(len(refs)), refs[(len(refs) - 1) // 2]
                    if parent.is_alive():
                        refs.append(system.start_actor(lambda: Counter([]), name=name, parent=parent))
                elif action == "kill":
                    ref.kill()
                else:
                    ref.stop(grace_s=number)
            await system.stop(grace_s=5)
            assert (len(system), system.tree()) == (0, ())
        assert all(answer.is_done() for answer in answers)

    trio.run(main, clock=MockClock(autojump_threshold=0))
