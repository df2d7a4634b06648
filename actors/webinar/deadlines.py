"""What ends by itself: rounds of polls and roles on stage for a time. Each has one alarm, and the webinar is asked when
it rings; what then comes of it is decided as of any other command.

Ends are facts in wall-clock time, waiting is done by Trio's clock: so a deadline survives a restart, a wall clock that
jumps does not move it while we wait, and never makes it longer than it was meant to be.
"""

from collections.abc import Iterator
from typing import Final

from attrs import define, field, frozen

from actors.alarms import Alarm, Alarms
from actors.ports import WallClock
from actors.runtime import TrioActorRef
from actors.webinar.commands import PollTimeUp, RoomsTimeUp, StageTimeUp
from actors.webinar.messages import Ask
from actors.webinar.state import State
from actors.words import PollStatus

RING_AGAIN_S: Final = 1.0  # it has rung, and the end is not durable: perhaps the journal could not note it


@frozen
class Deadline:
    """`since_ms`, `until_ms`: wall clock."""

    due: PollTimeUp | StageTimeUp | RoomsTimeUp
    since_ms: int
    until_ms: int

    def rest_s(self, now_ms: int) -> float:
        """Never longer than it was from the beginning, whatever the clock says by now."""
        return min(max(self.until_ms - now_ms, 0), self.until_ms - self.since_ms) / 1000


@define(eq=False)
class Deadlines:
    """Looks at a state after each change, and sends `me` the asking in its time."""

    me: TrioActorRef
    alarms: Alarms
    clock: WallClock
    _set: dict[Deadline, Alarm] = field(factory=dict)

    def look(self, state: State) -> None:
        standing = dict.fromkeys(deadlines_of(state))
        for deadline in [each for each in self._set if each not in standing]:
            self._set.pop(deadline).cancel()
        for deadline in standing:
            self._mind(deadline)

    def close(self) -> None:
        for alarm in self._set.values():
            alarm.cancel()
        self._set.clear()

    def _mind(self, deadline: Deadline) -> None:
        alarm = self._set.get(deadline)
        if alarm is None or not alarm.is_pending:
            wait_s = RING_AGAIN_S if alarm else deadline.rest_s(self.clock.now_ms())
            self._set[deadline] = self.alarms.after(wait_s, self.me, Ask(None, "", deadline.due))


def deadlines_of(state: State) -> Iterator[Deadline]:
    """Whoever has a role for a time is among those on stage: it ends when they go."""
    for poll in state.interaction.polls.values():
        if poll.status is PollStatus.OPEN and (closes_at_ms := poll.rounds[-1].closes_at_ms) is not None:
            last = poll.rounds[-1]
            yield Deadline(PollTimeUp(poll.id, last.number), last.opened_at_ms, closes_at_ms)
    rooms = state.rooms
    if rooms is not None and rooms.closes_at_ms is not None:
        yield Deadline(RoomsTimeUp(rooms.closes_at_ms), rooms.since_ms, rooms.closes_at_ms)
    for person in (state.people[participant] for participant in state.stage):
        if person.stage_since_ms is not None and person.stage_until_ms is not None:
            due = StageTimeUp(person.id, person.stage_until_ms)
            yield Deadline(due, person.stage_since_ms, person.stage_until_ms)
