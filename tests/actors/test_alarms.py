"""Messages that come later."""

import trio
from trio.testing import MockClock

from actors.alarms import AGAIN_S, Alarms
from actors.runtime import ActorSystem, TrioActor, TrioActorRef


class Listener(TrioActor):
    def __init__(self, heard: list[tuple[float, object]]) -> None:
        self.heard = heard

    def on_receive(self, message: object) -> None:
        self.heard.append((self.system.now_s(), message))


async def house(nursery: trio.Nursery) -> tuple[Alarms, TrioActorRef, list[tuple[float, object]]]:
    heard = list[tuple[float, object]]()
    alarms = Alarms()
    nursery.start_soon(alarms.serve)
    ref = ActorSystem(nursery).start_actor(lambda: Listener(heard), name="listener", mailbox_limit=2)
    await trio.testing.wait_all_tasks_blocked()
    return alarms, ref, heard


async def test_an_alarm_rings_in_its_time_and_the_earliest_first(
    nursery: trio.Nursery, autojump_clock: MockClock
) -> None:
    alarms, ref, heard = await house(nursery)
    start = trio.current_time()
    for delay_s in (3.0, 1.0, 2.0, 2.0):
        alarms.after(delay_s, ref, delay_s)
    await trio.sleep(10)
    assert [(round(at_s - start, 6), message) for at_s, message in heard] == [
        (1.0, 1.0),
        (2.0, 2.0),
        (2.0, 2.0),
        (3.0, 3.0),
    ]
    nursery.cancel_scope.cancel()


async def test_a_cancelled_alarm_never_rings(nursery: trio.Nursery, autojump_clock: MockClock) -> None:
    alarms, ref, heard = await house(nursery)
    alarm = alarms.after(1, ref, "no")
    assert alarm.is_pending
    alarm.cancel()
    assert not alarm.is_pending
    await trio.sleep(2)
    assert heard == []
    nursery.cancel_scope.cancel()


async def test_an_alarm_waits_for_room_in_a_full_mailbox(nursery: trio.Nursery, autojump_clock: MockClock) -> None:
    alarms, ref, heard = await house(nursery)
    start = trio.current_time()
    for n in range(4):  # all at once into a mailbox for two
        alarms.after(1, ref, n)
    await trio.sleep(2)
    assert [message for _, message in heard] == [0, 1, 2, 3]
    assert {round(at_s - start, 6) for at_s, _ in heard} == {1.0, 1.0 + AGAIN_S}
    nursery.cancel_scope.cancel()


async def test_an_alarm_for_an_actor_that_has_stopped_is_nobodys(
    nursery: trio.Nursery, autojump_clock: MockClock
) -> None:
    alarms, ref, heard = await house(nursery)
    alarm = alarms.after(1, ref, "late")
    ref.kill()
    await trio.sleep(2)
    assert (heard, alarm.is_pending) == ([], False)
    nursery.cancel_scope.cancel()
