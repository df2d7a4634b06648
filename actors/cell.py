"""One actor's lasting part: mailbox, counts, place in the tree and the task that runs it. The behaviour object inside
is built anew after a failure; the cell, and so every ref to it, stays.

An exception in a handler, a factory or a hook ends here, whatever its class: nothing but a request to end the process
passes on to the nursery. Children keep running while their parent is built anew, and end with it.
"""

from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Final

import structlog
import trio

from actors.errors import ENDS_THE_PROCESS, ActorCrashed, ActorDead, ActorRestarted, ActorUnavailable, StateLost
from actors.future import TrioFuture
from actors.hooks import Behaviour, House
from actors.mailbox import STOP, Letter, Mailbox
from actors.promises import Promises
from actors.supervision import Failure, Parked, Trouble, described
from actors.tally import Tally

# A turn ends after so many messages or so long, then others run: 32 spread the 5 us of a checkpoint thin enough, and
# 5 ms is a quarter of an audio packet's time. Only the count shows under a virtual clock, so simulations stay the same.
TURN_MESSAGES: Final = 32
TURN_S: Final = 0.005

_log = structlog.get_logger(__name__)


class State(Enum):
    STARTING = "starting"
    RUNNING = "running"
    RESTARTING = "restarting"
    STOPPED = "stopped"


class Cell:
    __slots__ = (
        "_build",
        "_ended",
        "_house",
        "_scope",
        "behaviour",
        "children",
        "kind",
        "mailbox",
        "name",
        "parent",
        "promises",
        "state",
        "tally",
        "trouble",
    )

    def __init__(
        self, house: House, build: Callable[[], Behaviour], *, name: str, kind: str, parent: "Cell | None", bound: int
    ) -> None:
        self.name = name
        self.kind = kind
        self.parent = parent
        self.children: dict[str, Cell] = {}
        self.mailbox = Mailbox(name, bound)
        self.state = State.STARTING
        self.behaviour: Behaviour | None = None
        self.trouble: Trouble | None = None
        self.promises = Promises()
        self.tally = Tally()
        self._house = house
        self._build = build
        self._scope = trio.CancelScope()
        self._ended: TrioFuture[bool] | None = None

    async def live(self) -> None:
        """The actor's whole life, in its own cancel scope."""
        with self._scope:
            try:
                while self.state is not State.STOPPED:
                    is_idle = self.state is State.RUNNING and not self.mailbox.letters
                    await (self.mailbox.wait() if is_idle else self._breathe())
                    self._step()
            finally:
                self.end()

    async def _breathe(self) -> None:
        """Lets the others run; after a failure for a while."""
        trouble = None if self.state is State.RUNNING else self.trouble
        await trio.sleep(0 if trouble is None else trouble.pause_s())

    def _step(self) -> None:
        """By the state after the wait: it may have been ended meanwhile."""
        if self.state is State.RUNNING:
            self._take_turn()
        elif self.state is not State.STOPPED:
            self._try_to_build()

    def _take_turn(self) -> None:
        """Handles letters until the mailbox is empty or it is the others' turn. The hot loop: hence in one piece."""
        mailbox, letters, behaviour = self.mailbox, self.mailbox.letters, self.behaviour
        tally, now_s = self.tally, self._house.now_s
        assert behaviour is not None
        started_s = now_s()
        turn_ends_s = started_s + TURN_S
        for _ in range(TURN_MESSAGES):
            letter = letters[0]
            message, reply, _ = letter
            if message is STOP:
                self.end()
                return
            try:
                answer = behaviour.on_receive(message)
            except ENDS_THE_PROCESS:
                raise
            except BaseException as error:  # noqa: BLE001 - a plain function cannot be cancelled: all is a crash
                self._handler_failed(letter, error)
                return
            if self.state is not State.RUNNING:  # ended by its own handler
                return
            mailbox.done_with_first()
            ended_s = now_s()
            if tally.add(message, ended_s - started_s):
                self._house.on_slowest(self, ended_s - started_s)
            if reply is not None:
                self.promises.make(reply, answer) if isinstance(answer, TrioFuture) else reply.settle(answer)
            if not letters or ended_s > turn_ends_s:
                return
            started_s = ended_s

    def _handler_failed(self, letter: Letter, error: BaseException) -> None:
        failure = described(error, self._house.now_s())
        self._report("handler_failed", error, message_type=type(letter[0]).__name__)
        if self.state is not State.RUNNING:  # its own handler has ended it, then failed
            return
        self.state = State.RESTARTING
        trouble = self._troubled(failure)
        if isinstance(error, StateLost):
            trouble.crashed(failure)
            self._dismiss(letter, ActorRestarted(self.name), error)
        elif trouble.handler_failed(letter, failure):
            self._house.on_parked(Parked(self.name, type(letter[0]).__name__, failure))
            self._dismiss(letter, ActorCrashed(f"{self.name} cannot handle {type(letter[0]).__name__}"), error)
        self._drop_behaviour(error)
        self.promises.break_all(ActorRestarted, f"{self.name} was built anew before it answered")

    def _dismiss(self, letter: Letter, why: ActorCrashed | ActorRestarted, cause: BaseException) -> None:
        self.mailbox.done_with_first()
        why.__cause__ = cause
        if letter[1] is not None:
            letter[1].settle(why)

    def _try_to_build(self) -> None:
        try:
            self.behaviour = self._build()
            self.behaviour.on_start()
        except ENDS_THE_PROCESS:
            raise
        except BaseException as error:  # noqa: BLE001 - see the module's docstring
            self._build_failed(error)
            return
        if self.state is not State.STOPPED:
            self.state = State.RUNNING
            if self.trouble is not None:
                self.trouble.built()
                self._house.on_restarted(self)

    def _build_failed(self, error: BaseException) -> None:
        self._report("build_failed", error)
        failure = described(error, self._house.now_s())
        self._drop_behaviour(error)
        if self._troubled(failure).build_failed(failure):
            self._house.on_given_up(self)
            self.end(ActorUnavailable)

    def _drop_behaviour(self, error: BaseException) -> None:
        behaviour, self.behaviour = self.behaviour, None
        if behaviour is not None:
            self._run_hook(partial(behaviour.on_failure, type(error), error, error.__traceback__))

    def _troubled(self, failure: Failure) -> Trouble:
        if self.trouble is None:
            self.trouble = Trouble(failure)
        return self.trouble

    def _run_hook(self, hook: Callable[[], None]) -> None:
        try:
            hook()
        except ENDS_THE_PROCESS:
            raise
        except BaseException as error:  # noqa: BLE001 - see the module's docstring
            self._report("hook_failed", error)

    def _report(self, event: str, error: BaseException, **fields: object) -> None:
        _log.error(event, actor=self.name, kind=self.kind, restarts=self.restarts, exc_info=error, **fields)

    def stop(self, grace_s: float) -> TrioFuture[bool]:
        """Ends after the letters that are there now, or after `grace_s` with what is left then."""
        if self.state is State.STOPPED:
            dead: TrioFuture[bool] = TrioFuture()
            dead.set(False)
            return dead
        if self._ended is None:
            self._ended = TrioFuture()
        self.mailbox.put_stop(self._house.now_s())
        self._scope.deadline = min(self._scope.deadline, self._house.now_s() + grace_s)
        return self._ended

    def end(self, why: type[ActorDead] = ActorDead) -> None:
        """At once: first its children, the youngest first, then on_stop, then whoever waits for it gets `why`."""
        if self.state is State.STOPPED:
            return
        self.state = State.STOPPED
        self.mailbox.shut(why)
        for child in reversed(tuple(self.children.values())):
            child.end(why)
        behaviour, self.behaviour = self.behaviour, None
        if behaviour is not None:
            self._run_hook(behaviour.on_stop)
        if self.parent is not None:
            del self.parent.children[self.name]
        self._house.on_ended(self)
        self._scope.cancel()
        self._leave_nobody_waiting(why)

    def _leave_nobody_waiting(self, why: type[ActorDead]) -> None:
        for _, reply, _ in self.mailbox.empty():
            if reply is not None:
                reply.settle(why(f"{self.name} stopped before handling the message"))
        self.promises.break_all(why, f"{self.name} stopped before it answered")
        if self._ended is not None:
            self._ended.settle(True)

    @property
    def restarts(self) -> int:
        return 0 if self.trouble is None else self.trouble.restarts
