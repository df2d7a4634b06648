"""The network between pages and server: messages are late, lost, doubled; so they overtake one another too."""

from random import Random

import trio
from attrs import define

from tests.simulator.climate import STEP_S, Climate


@define(eq=False)
class Network:
    """Fine at first."""

    chance: Random
    loses: float = 0.0
    doubles: float = 0.0
    delay_s: float = 0.0

    def rough(self, climate: Climate) -> None:
        self.loses, self.doubles, self.delay_s = climate.loses, climate.doubles, climate.delay_s

    def calm(self) -> None:
        self.loses = self.doubles = self.delay_s = 0.0

    def fate(self) -> float | None:
        """Of one message: how late it is, in seconds; None if it is lost."""
        late_s = some_steps(self.chance, self.delay_s)
        return late_s if self.chance.random() >= self.loses else None

    async def pass_through(self) -> bool:
        """Takes its time. False: the message is lost."""
        late_s = self.fate()
        if late_s:
            await trio.sleep(late_s)
        return late_s is not None

    def copies(self) -> int:
        return 2 if self.chance.random() < self.doubles else 1


def some_steps(chance: Random, longest_s: float) -> float:
    """None in a third of all cases, else a number of whole steps."""
    if longest_s == 0 or chance.random() < 1 / 3:
        return 0.0
    return STEP_S * chance.randint(1, max(1, round(longest_s / STEP_S)))
