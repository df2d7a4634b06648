"""How often strangers may try: token buckets, one per address and purpose. Time is an argument.

Forgets the least recently seen address first, so the memory is bounded however many addresses come.
"""

import ipaddress
import math
from collections import OrderedDict

from attrs import define, field

ADDRESSES = 10_000


@define(eq=False)
class Bucket:
    """`rate` tokens a second flow in, at most `burst` are held."""

    rate: float
    burst: float
    _tokens: float = field(init=False)
    _at_s: float = field(init=False, default=-math.inf)

    def __attrs_post_init__(self) -> None:
        self._tokens = self.burst

    def _fill(self, now_s: float) -> None:
        if now_s > self._at_s:
            self._tokens = min(self.burst, self._tokens + (now_s - self._at_s) * self.rate)
            self._at_s = now_s

    def take(self, now_s: float) -> bool:
        self._fill(now_s)
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def wait_s(self, now_s: float) -> float:
        """Until the next token; 0 if there is one."""
        self._fill(now_s)
        return max(0.0, (1 - self._tokens) / self.rate)


def neighbourhood(address: str) -> str:
    """What one customer holds: an IPv4 address, or an IPv6 /64."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


class RateLimit:
    """The same limit for every address on its own."""

    def __init__(self, per_minute: float, burst: float | None = None) -> None:
        self._rate = per_minute / 60
        self._burst = max(1.0, per_minute if burst is None else burst)
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def _bucket(self, address: str) -> Bucket:
        key = neighbourhood(address)
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = Bucket(self._rate, self._burst)
        self._buckets.move_to_end(key)
        if len(self._buckets) > ADDRESSES:
            self._buckets.popitem(last=False)
        return bucket

    def take(self, address: str, now_s: float) -> int:
        """Uses one try. 0: granted; otherwise the whole seconds to wait."""
        bucket = self._bucket(address)
        return 0 if bucket.take(now_s) else math.ceil(bucket.wait_s(now_s))

    def wait_s(self, address: str, now_s: float) -> int:
        """Whole seconds until a try would be granted; uses none."""
        return math.ceil(self._bucket(address).wait_s(now_s))
