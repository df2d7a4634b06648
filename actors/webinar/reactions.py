"""Claps and hearts: counted, told as numbers twice a second at most, in no log, and nobody's name with them."""

from collections import Counter
from typing import Final

from attrs import define, field

from actors.alarms import Alarm, Alarms
from actors.ports import Refusal
from actors.runtime import TrioActorRef
from actors.signals import Reactions
from actors.webinar import commands as c
from actors.webinar.decision import Context, Decision
from actors.webinar.messages import ReactionsDue
from actors.webinar.state import State
from actors.webinar.watchers import Watchers
from actors.words import Reaction

TELL_EVERY_S: Final = 0.5  # ten thousand outboxes are told
REACTIONS_OFF: Final = Refusal("reactions_off", "The host has switched reactions off.")


def react(state: State, _: c.React, __: Context) -> Decision:
    return [] if state.settings.reactions else REACTIONS_OFF


@define(eq=False)
class Applause:
    """Sends `me` ReactionsDue in its time; the answer to that is `tell`."""

    me: TrioActorRef
    alarms: Alarms
    watchers: Watchers
    _counted: Counter[Reaction] = field(factory=Counter)
    _alarm: Alarm | None = None

    def note(self, kind: Reaction) -> None:
        self._counted[kind] += 1
        if self._alarm is None:
            self._alarm = self.alarms.after(TELL_EVERY_S, self.me, ReactionsDue())

    def tell(self) -> None:
        counted, self._counted, self._alarm = self._counted, Counter(), None
        if counted:
            self.watchers.broadcast(Reactions(**{kind.value: count for kind, count in counted.items()}))

    def close(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
