"""How many are here, and what follows from it: everybody is told, and a webinar that nobody comes to ends by itself."""

from typing import Final

from attrs import define

from actors.alarms import Alarm, Alarms
from actors.runtime import TrioActorRef
from actors.webinar.messages import CountsDue, EmptyForLong
from actors.webinar.state import State
from actors.words import Status
from config.settings import LimitsSettings

COUNTS_EVERY_S: Final = 1.0  # ten thousand outboxes are told


@define(eq=False)
class Census:
    """Looks at a state after each change, and sends `me` CountsDue or EmptyForLong in their time."""

    me: TrioActorRef
    alarms: Alarms
    limits: LimitsSettings
    _counted: tuple[int, ...] | None = None
    _counting: Alarm | None = None
    _emptiness: Alarm | None = None
    _empty_since: Status | None = None

    def look(self, state: State) -> None:
        if self._counting is None and self._counted != _count(state):
            self._counting = self.alarms.after(COUNTS_EVERY_S, self.me, CountsDue())
        empty_since = None if state.connected else state.status
        if empty_since is not self._empty_since:
            self._empty_since = empty_since
            self._set_expiry()

    def counted(self, state: State) -> None:
        """Everybody has been told the counts of this state."""
        self._counted, self._counting = _count(state), None

    def close(self) -> None:
        for alarm in (self._counting, self._emptiness):
            if alarm is not None:
                alarm.cancel()

    def _set_expiry(self) -> None:
        if self._emptiness is not None:
            self._emptiness.cancel()
        limits = {
            Status.WAITING: self.limits.unstarted_webinar_expiry_s,
            Status.LIVE: self.limits.empty_webinar_expiry_s,
        }
        expiry_s = limits.get(self._empty_since) if self._empty_since else None
        self._emptiness = self.alarms.after(expiry_s, self.me, EmptyForLong()) if expiry_s is not None else None


def _count(state: State) -> tuple[int, ...]:
    rooms = state.rooms.rooms.values() if state.rooms else ()
    return len(state.inside), len(state.waiting), *(len(room.people) for room in rooms)
