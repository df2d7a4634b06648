import pytest
import trio
from structlog.testing import capture_logs
from trio.testing import MockClock, wait_all_tasks_blocked

from actors.errors import MailboxFull
from actors.future import TrioFuture
from actors.runtime import ActorSystem, TrioActor, TrioActorRef


class Worker(TrioActor):
    def on_receive(self, message: object) -> TrioFuture[None] | None:
        if isinstance(message, Exception):
            raise message
        return TrioFuture() if message == "later" else None


async def test_a_row_tells_what_one_actor_does(nursery: trio.Nursery, autojump_clock: MockClock) -> None:
    system = ActorSystem(nursery)
    ref = system.start_actor(Worker, name="webinar:a", mailbox_limit=3)
    ref.ask("later")
    await wait_all_tasks_blocked()
    for _ in range(3):
        ref.tell("hello")
    with pytest.raises(MailboxFull):
        ref.tell("one too many")
    await wait_all_tasks_blocked()
    (row,) = system.tree()
    assert (row.name, row.kind, row.parent, row.state) == ("webinar:a", "webinar", None, "running")
    assert (row.handled, row.refused, row.promised, row.mailbox_depth) == (4, 1, 1, 0)
    assert (row.restarts, row.parked, row.last_failure) == (0, 0, None)


async def test_a_row_tells_how_long_the_oldest_message_has_waited(nursery: trio.Nursery, mock_clock: MockClock) -> None:
    system = ActorSystem(nursery)
    ref = system.start_actor(Worker, name="webinar:a")
    ref.tell("hello")
    mock_clock.jump(2)
    ref.tell("hello")
    mock_clock.jump(3)
    (row,) = system.tree()
    assert (row.state, row.mailbox_depth, row.oldest_message_age_s) == ("starting", 2, 5.0)
    await wait_all_tasks_blocked()
    (row,) = system.tree()
    assert (row.state, row.mailbox_depth, row.oldest_message_age_s) == ("running", 0, 0.0)


async def test_a_row_tells_of_failures(nursery: trio.Nursery, mock_clock: MockClock) -> None:
    system = ActorSystem(nursery)
    ref = system.start_actor(Worker, name="webinar:a")
    await ref.ask("hello")
    mock_clock.jump(7)
    with capture_logs():
        ref.tell(ValueError("poison"))
        await wait_all_tasks_blocked()
    (row,) = system.tree()
    assert (row.state, row.restarts, row.mailbox_depth) == ("restarting", 1, 1)
    assert row.last_failure is not None
    assert (row.last_failure.type, row.last_failure.at_s) == ("ValueError", 7.0)
    assert "test_tree.py" in row.last_failure.where


async def test_a_row_tells_how_long_handlers_kept_the_loop(nursery: trio.Nursery, mock_clock: MockClock) -> None:
    class Slow(TrioActor):
        def on_receive(self, message: float) -> None:
            mock_clock.jump(message)

    system = ActorSystem(nursery)
    ref = system.start_actor(Slow, name="slow")
    for took_s in (1.0, 4.0, 2.0):
        await ref.ask(took_s)
    (row,) = system.tree()
    assert (row.busy_s, row.slowest_s, row.slowest_message) == (7.0, 4.0, "float")


async def test_an_actor_asked_to_stop_is_stopping(nursery: trio.Nursery) -> None:
    system = ActorSystem(nursery)
    ref = system.start_actor(Worker, name="a")
    ended = ref.stop()
    assert [row.state for row in system.tree()] == ["stopping"]
    await ended
    assert system.tree() == ()


async def test_what_a_limit_cuts_off_are_leaves(nursery: trio.Nursery) -> None:
    system = ActorSystem(nursery)
    tops: list[TrioActorRef] = [system.start_actor(Worker, name=f"webinar:{top}") for top in "abc"]
    for top in tops:
        for number in range(100):
            system.start_actor(Worker, name=f"{top.actor_urn}/participant:{number}", parent=top)
    rows = system.tree(limit=10)
    assert [row.name for row in rows[:4]] == ["webinar:a", "webinar:b", "webinar:c", "webinar:a/participant:0"]
    assert len(rows) == 10
    assert rows[0].children == 100
