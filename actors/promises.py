"""Answers that an actor's handlers have put off: somebody waits for each, until it comes or its actor fails or ends."""

from functools import partial
from typing import Any

from actors.errors import ActorError
from actors.future import TrioFuture


class Promises:
    __slots__ = ("_open",)

    def __init__(self) -> None:
        self._open: dict[TrioFuture[Any], None] = {}  # a set that keeps its order, so that runs can be repeated

    def __len__(self) -> int:
        return len(self._open)

    def make(self, reply: TrioFuture[Any], answer: TrioFuture[Any]) -> None:
        """`reply` gets what `answer` will get."""
        self._open[reply] = None
        answer.on_done(partial(self._keep, reply))

    def break_all(self, why: type[ActorError], detail: str) -> None:
        replies, self._open = self._open, {}
        for reply in replies:
            reply.settle(why(detail))

    def _keep(self, reply: TrioFuture[Any], result: object) -> None:
        if reply in self._open:
            del self._open[reply]
            reply.settle(result)
