"""Numbers for an up stream's packets that have no holes where nothing is forwarded.

A publisher's padding-only packets take sequence numbers but reach no viewer; the packets after them move up. Done once
per stream, so that a down track needs but one constant offset per source. Sequence numbers are without wrap.
"""

from bisect import bisect_left, insort

REMEMBERED = 4096  # packets: later than this nothing arrives that is still told apart


class DenseNumbers:
    def __init__(self, remembered: int = REMEMBERED) -> None:
        self.remembered = remembered
        self.skipped: list[int] = []  # ascending
        self.forgotten = 0  # skipped before those

    def skip(self, number: int) -> None:
        """A packet that is not forwarded; no later one has been numbered yet."""
        while self.skipped and self.skipped[0] < number - self.remembered:
            del self.skipped[0]
            self.forgotten += 1
        insort(self.skipped, number)

    def index(self, number: int) -> int:
        if not self.skipped or number > self.skipped[-1]:
            return number - self.forgotten - len(self.skipped)
        return number - self.forgotten - bisect_left(self.skipped, number)
