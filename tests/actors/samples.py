"""Actors that other tests of this folder look at from outside."""

from collections.abc import Callable, MutableMapping
from typing import Any

from attrs import frozen

from actors.future import TrioFuture
from actors.runtime import ActorSystem, TrioActor, TrioActorRef

Log = MutableMapping[str, Any]


class Counter(TrioActor):
    """Counts what it hears; a fault makes it fail, a function is called."""

    def __init__(self, diary: list[object]) -> None:
        self.count = 0
        self.diary = diary
        self.put_off: TrioFuture[int] = TrioFuture()

    def on_start(self) -> None:
        self.diary.append("start")

    def on_receive(self, message: Any) -> Any:
        self.count += 1
        if isinstance(message, BaseException):
            raise message
        if callable(message):
            return message(self)
        self.diary.append(message)
        return self.put_off if message == "later" else self.count

    def on_stop(self) -> None:
        self.diary.append("stop")

    def on_failure(self, *_error: object) -> None:
        self.diary.append("failure")


def counter(system: ActorSystem, name: str = "counter", **kwargs: Any) -> tuple[TrioActorRef, list[object]]:
    diary: list[object] = []
    return system.start_actor(lambda: Counter(diary), name=name, **kwargs), diary


def fails_first(times: int, fault: BaseException) -> Callable[[Counter], str]:
    """A message that is no poison: after so many tries it is handled."""
    left = iter([fault] * times)

    def handle(_actor: Counter) -> str:
        for error in left:
            raise error
        return "handled"

    return handle


class Notes(TrioActor):
    """Writes down what it hears, and answers with how much that is."""

    def __init__(self, heard: list[object]) -> None:
        self.heard = heard

    def on_receive(self, message: object) -> int:
        self.heard.append(message)
        return len(self.heard)

    def on_stop(self) -> None:
        self.heard.append("stop")


def notes(system: ActorSystem, name: str = "notes", **kwargs: Any) -> tuple[TrioActorRef, list[object]]:
    heard: list[object] = []
    return system.start_actor(lambda: Notes(heard), name=name, **kwargs), heard


class Clerk(TrioActor):
    """Answers only when its case is decided."""

    def __init__(self) -> None:
        self.case: TrioFuture[str] = TrioFuture()

    def on_receive(self, message: object) -> TrioFuture[str] | None:
        if message == "open":
            return self.case
        self.case.settle(message)
        return None


@frozen
class Call:
    """Has the actor do something within its handler."""

    what: Callable[[TrioActor], Any]


class Puppet(TrioActor):
    def on_receive(self, message: Call) -> Any:
        return message.what(self)
