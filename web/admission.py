"""How many may say hello in a second, and whose turn it is when more come at once, as after a restart.

Whoever comes too many gets a turn of their own, one after the other by rate, and is let in from then on: nobody is told
to wait twice, and who comes later does not overtake. Time is an argument; memory is bounded.
"""

import math
from collections import OrderedDict
from typing import Final

from attrs import define, field

from actors.words import ParticipantId, WebinarId

BURST_S: Final = 0.25  # unused turns are kept for so long: people of one small webinar come in together
TURNS: Final = 100_000  # turns remembered; the oldest is forgotten first
KEPT_S: Final = 60.0  # a turn that was not taken up

Who = tuple[WebinarId, ParticipantId]


@define(eq=False)
class Admission:
    rate_per_s: float
    _next_s: float = -math.inf  # the next turn that nobody has
    _turns: OrderedDict[Who, float] = field(factory=OrderedDict)  # of those who were told one, in order of turns

    def wait_ms(self, who: Who, now_s: float) -> int:
        """0: come in now. Otherwise the time until this one's own turn."""
        turn_s = self._turns.get(who)
        if turn_s is None:
            turn_s = self._take_turn(now_s)
        if turn_s <= now_s:
            self._turns.pop(who, None)
            return 0
        self._remember(who, turn_s, now_s)
        return math.ceil((turn_s - now_s) * 1000)

    def _take_turn(self, now_s: float) -> float:
        turn_s = max(self._next_s, now_s - BURST_S)
        self._next_s = turn_s + 1 / self.rate_per_s
        return turn_s

    def _remember(self, who: Who, turn_s: float, now_s: float) -> None:
        self._turns[who] = turn_s
        while self._turns and (len(self._turns) > TURNS or next(iter(self._turns.values())) < now_s - KEPT_S):
            self._turns.popitem(last=False)
