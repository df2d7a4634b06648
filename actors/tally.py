"""How much one actor has handled, and how long its handlers kept the loop. Seconds of Trio's clock."""

from attrs import define


@define(eq=False)
class Tally:
    handled: int = 0
    busy_s: float = 0.0
    slowest_s: float = 0.0
    slowest_message: str = ""  # its class

    def add(self, message: object, took_s: float) -> bool:
        """Whether it was the slowest so far."""
        self.handled += 1
        self.busy_s += took_s
        if took_s <= self.slowest_s:
            return False
        self.slowest_s = took_s
        self.slowest_message = type(message).__name__
        return True
