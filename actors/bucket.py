"""A rate limit for one person: so many a second, so many at once. Time is passed in."""

from attrs import define


@define
class Bucket:
    """`burst` tokens at most, refilled with `rate_per_s`."""

    rate_per_s: float
    burst: float
    _tokens: float = 0.0
    _at_s: float | None = None

    def take(self, now_s: float) -> float:
        """Seconds until there is a token; 0: one has been taken."""
        if self._at_s is None:
            self._tokens = self.burst
        else:
            self._tokens = min(self.burst, self._tokens + (now_s - self._at_s) * self.rate_per_s)
        self._at_s = now_s
        if self._tokens < 1:
            return (1 - self._tokens) / self.rate_per_s
        self._tokens -= 1
        return 0.0
