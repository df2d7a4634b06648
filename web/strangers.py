"""Connections that have not yet said anything whole: a request, or a session's hello.

They are cheap to open and cost us memory, so each address may have so many. Beyond that the one that has waited longest
is dropped: somebody honest behind the same address speaks at once and is not hit.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

import trio

from web.limits import neighbourhood

PER_ADDRESS = 256  # a whole company may join from behind one address in the same second


class Strangers:
    def __init__(self, per_address: int = PER_ADDRESS) -> None:
        self._per_address = per_address
        self._waits: dict[str, OrderedDict[trio.CancelScope, None]] = {}

    @contextmanager
    def waiting(self, address: str) -> Iterator[None]:
        """Around the wait. Raises `trio.TooSlowError` in the one that is dropped."""
        key = neighbourhood(address)
        waits = self._waits.setdefault(key, OrderedDict())
        with trio.CancelScope() as scope:
            waits[scope] = None
            if len(waits) > self._per_address:
                next(iter(waits)).cancel()
            try:
                yield
            finally:
                del waits[scope]
                if not waits:
                    self._waits.pop(key, None)
        if scope.cancelled_caught:
            raise trio.TooSlowError

    def drop_all(self) -> None:
        for waits in self._waits.values():
            for scope in waits:
                scope.cancel()
