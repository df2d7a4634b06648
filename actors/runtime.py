"""pykka's actors on Trio: what the rest of the program knows of how an actor runs.

`ActorSystem` starts actors as tasks of one nursery and knows them by name. `TrioActor` is what an actor does: plain
functions, built by a factory, as often as need be. `TrioActorRef` is how anybody reaches it: tell, ask, stop.
Nothing here reads a wall clock, makes random ids, starts threads or keeps anything outside its system: simulated
worlds do not meet. pykka's private names are used in this file alone, because Actor leaves exactly these to a runtime.
"""

from collections import deque
from collections.abc import Callable
from functools import partial
from math import inf
from typing import Any, Final, NoReturn, Self

import pykka
import trio
from attrs import define, evolve, frozen

from actors.cell import Cell, State
from actors.errors import ActorDead, ActorError, NameTaken
from actors.future import TrioFuture
from actors.supervision import Parked
from actors.tree import ActorRow, row_of, rows_below

MAILBOX_LIMIT: Final = 1_000  # messages; at 10 us each a full mailbox is 10 ms of work
KEPT_FOR_PEOPLE: Final = 200  # parked messages, and actors given up


class TrioActor(pykka.Actor):
    """What one actor does. Subclasses implement `on_receive(message)`, whose value answers an ask.

    A value that is a TrioFuture puts the answer off until that future has one. All hooks are plain functions.
    `system` and `actor_ref` are there from `on_start` on. When a handler raises, `on_failure` is called and this
    object is thrown away; a new one takes over mailbox and children. `on_stop` is called at the end, whatever the end.
    """

    system: "ActorSystem"

    def __init__(self) -> None:
        # Without super(): pykka's makes a uuid4 and a thread's event, and a ref that would die with this object.
        pass

    @property
    def actor_ref(self) -> "TrioActorRef":
        return self._actor_ref

    def stop(self) -> None:
        self.actor_ref.stop()

    def moves_in(self, system: "ActorSystem", ref: "TrioActorRef") -> Self:
        self.system = system
        self.actor_urn = ref.actor_urn
        self._actor_ref: TrioActorRef = ref
        return self

    @classmethod
    def start(cls, *_args: object, **_kwargs: object) -> NoReturn:
        raise TypeError("ActorSystem.start_actor starts a TrioActor")

    @staticmethod
    def _create_future() -> TrioFuture[Any]:
        return TrioFuture()

    @staticmethod
    def _create_actor_inbox() -> NoReturn:
        raise TypeError("the mailbox of a TrioActor outlives it: ActorSystem.start_actor makes it")

    def _start_actor_loop(self) -> NoReturn:
        self.start()


class TrioActorRef(pykka.ActorRef[TrioActor]):
    """An actor's address: there is one per actor, it survives restarts, and it is the only way to reach the actor.

    Order is kept between two actors. A handler that tells must say what a full mailbox means to it.
    """

    __slots__ = ("_now_s", "actor_urn", "cell")

    def __init__(self, cell: Cell, now_s: Callable[[], float]) -> None:
        # Without super(): it wants an actor object, which comes and goes here.
        self.actor_urn = cell.name
        self.cell = cell  # the runtime's own
        self._now_s = now_s

    def __repr__(self) -> str:
        return f"<TrioActorRef {self.actor_urn}>"

    __str__ = __repr__

    def is_alive(self) -> bool:
        """Whether it takes messages: not stopped, nor asked to stop."""
        return self.cell.mailbox.is_open()

    def tell(self, message: Any) -> None:
        """Raises MailboxFull, ActorDead."""
        self.cell.mailbox.put((message, None, self._now_s()))

    async def atell(self, message: Any) -> None:
        """Waits while the mailbox is full. Raises ActorDead."""
        await self.cell.mailbox.put_when_free((message, None, self._now_s()))

    def ask(self, message: Any) -> TrioFuture[Any]:  # type: ignore[override]  # pykka's would block unless told not to
        """Never raises: the future does, MailboxFull, ActorDead, ActorCrashed or ActorRestarted."""
        future: TrioFuture[Any] = TrioFuture()
        try:
            self.cell.mailbox.put((message, future, self._now_s()))
        except ActorError as refused:
            future.set_exception(refused)
        return future

    def stop(self, *, grace_s: float = inf) -> TrioFuture[bool]:  # type: ignore[override]  # as for ask
        """Handles what waits, for `grace_s` at most, and ends with all its children. False: it had ended before."""
        return self.cell.stop(grace_s)

    def kill(self) -> None:
        """Ends it and all its children now; what waits is answered with ActorDead."""
        self.cell.end()

    def proxy(self) -> NoReturn:
        raise TypeError(
            "a proxy looks at the actor object from outside: tell and ask are the ways to reach a TrioActor"
        )


@frozen
class SlowHandler:
    actor: str
    message: str
    took_s: float


@define(eq=False)
class Totals:
    """Since the system began."""

    started: int = 0
    ended: int = 0
    given_up: int = 0
    restarts: int = 0
    parked: int = 0
    slowest: SlowHandler | None = None


class ActorSystem:
    """All actors of one node, or of one simulated world. Made inside the Trio run that its nursery belongs to."""

    def __init__(self, nursery: trio.Nursery) -> None:
        self.now_s: Callable[[], float] = trio.lowlevel.current_clock().current_time
        self.totals = Totals()
        self.parked: deque[Parked] = deque(maxlen=KEPT_FOR_PEOPLE)
        self._nursery = nursery
        self._refs: dict[str, TrioActorRef] = {}
        self._tops: dict[str, Cell] = {}
        self._given_up: deque[ActorRow] = deque(maxlen=KEPT_FOR_PEOPLE)

    def __len__(self) -> int:
        return len(self._refs)

    def start_actor(
        self,
        factory: Callable[[], TrioActor],
        *,
        name: str,
        kind: str | None = None,
        parent: TrioActorRef | None = None,
        mailbox_limit: int = MAILBOX_LIMIT,
    ) -> TrioActorRef:
        """Returns at once; messages may be sent, the factory runs a little later and again after every failure.

        `kind` is by default the last word of the name: `webinar:abc/participant:p1` is a participant.
        Raises NameTaken, ActorDead (the parent).
        """
        if name in self._refs:
            raise NameTaken(name)
        above = self._cell_above(parent)
        kind = kind or name.rpartition("/")[2].partition(":")[0]
        build = partial(self._build, factory, name)
        cell = Cell(self, build, name=name, kind=kind, parent=above, bound=mailbox_limit)
        self._nursery.start_soon(cell.live, name=name)
        (self._tops if above is None else above.children)[name] = cell
        ref = self._refs[name] = TrioActorRef(cell, self.now_s)
        self.totals.started += 1
        return ref

    def find(self, name: str) -> TrioActorRef | None:
        """The actor of that name, if it takes messages."""
        ref = self._refs.get(name)
        return ref if ref is not None and ref.is_alive() else None

    async def stop(self, grace_s: float) -> None:
        """Ends all actors, the youngest top first."""
        for name in reversed(tuple(self._tops)):
            await self._refs[name].stop(grace_s=grace_s)

    def tree(self, under: str | None = None, limit: int = 1_000) -> tuple[ActorRow, ...]:
        """At most `limit` actors, level by level; with `under` that actor and those below it alone.

        Those that were given up come last, as they were at their end.
        """
        now_s = self.now_s()
        if under is None:
            return (*rows_below(self._tops.values(), limit, now_s), *self._given_up)
        ref = self._refs.get(under)
        return () if ref is None else tuple(rows_below([ref.cell], limit, now_s))

    def _build(self, factory: Callable[[], TrioActor], name: str) -> TrioActor:
        return factory().moves_in(self, self._refs[name])

    def _cell_above(self, parent: TrioActorRef | None) -> Cell | None:
        if parent is None:
            return None
        if parent.cell.state is State.STOPPED:
            raise ActorDead(f"{parent} has stopped and can have no children")
        return parent.cell

    # What cells tell their house.

    def on_restarted(self, cell: Cell) -> None:  # noqa: ARG002 - counted only
        self.totals.restarts += 1

    def on_slowest(self, cell: Cell, took_s: float) -> None:
        if self.totals.slowest is None or took_s > self.totals.slowest.took_s:
            self.totals.slowest = SlowHandler(cell.name, cell.tally.slowest_message, took_s)

    def on_parked(self, parked: Parked) -> None:
        self.totals.parked += 1
        self.parked.append(parked)

    def on_given_up(self, cell: Cell) -> None:
        self.totals.given_up += 1
        self._given_up.append(evolve(row_of(cell, self.now_s()), state="stopped"))

    def on_ended(self, cell: Cell) -> None:
        self.totals.ended += 1
        del self._refs[cell.name]
        self._tops.pop(cell.name, None)
