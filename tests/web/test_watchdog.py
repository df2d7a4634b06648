import trio
import trio.lowlevel
from structlog.testing import capture_logs

from web.watchdog import watch


class Stalling(trio.abc.Clock):
    """A clock that a test can push on while the loop 'stands still'."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def start_clock(self) -> None: ...

    def current_time(self) -> float:
        return self.now_s

    def deadline_to_sleep_time(self, deadline: float) -> float:
        return 0 if deadline <= self.now_s else 0.001


def watched(*steps_s: float) -> tuple[list[float], list[str]]:
    """What is observed and logged when time goes on by these steps, each without the loop running."""
    clock, seen = Stalling(), []

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(watch, seen.append)
            for step_s in steps_s:
                await trio.testing.wait_all_tasks_blocked()
                clock.now_s += step_s
                await trio.lowlevel.checkpoint()
                await trio.testing.wait_all_tasks_blocked()
            nursery.cancel_scope.cancel()

    with capture_logs() as lines:
        trio.run(main, clock=clock)
    return seen, [line["event"] for line in lines]


def test_a_loop_in_time_is_not_mentioned() -> None:
    seen, events = watched(0.1, 0.1)
    assert [round(late_s, 3) for late_s in seen] == [0, 0]
    assert events == []


def test_a_stall_is_told_with_its_length() -> None:
    seen, events = watched(1.1)
    assert round(seen[0], 3) == 1.0
    assert events == ["loop_stalled"]
