"""What is decided when an actor fails: try the message again or park it, pause before building anew, or give up.

Pure: it is told the time and holds no task. Three rules, and why:

- A message on which its handler fails is tried again on a freshly built behaviour, three times in all, then parked.
  Asks like tells: a crash throws all unjournalled state away, so the next try starts clean, and where it was the
  state in memory that was wrong the asker never notices. Only then is it answered with ActorCrashed.
- Failing messages alone never end an actor, however many: each is parked, and pauses bound what they cost. Whoever
  could send five poison messages could otherwise end a webinar.
- A behaviour that cannot be built (factory or on_start fail) five times running ends its actor: about four seconds,
  time enough for a disk to come back. Nobody's message can bring this about.
"""

from collections import deque
from pathlib import Path
from types import TracebackType
from typing import Final

from attrs import Factory, define, frozen

MAX_TRIES: Final = 3
WINDOW_S: Final = 10.0
CRASH_PAUSES_S: Final = (
    0.0,
    0.05,
    0.1,
    0.2,
    0.4,
    0.8,
)  # by crashes in the window: one is mended at once, six are a storm
BUILD_PAUSES_S: Final = (0.1, 0.5, 1.0, 2.0)  # by failed builds running; when they are used up, the actor ends


@frozen
class Failure:
    """An exception, kept as words: the object would keep the dead behaviour alive. Its text, which may say what people
    wrote, is for the log alone.
    """

    type: str
    where: str  # file:line in function
    at_s: float  # Trio's clock


@frozen(eq=False)
class Parked:
    """A message that was given up on, for people to look at. Of the message itself nothing but its class is kept."""

    actor: str
    message: str
    failure: Failure


@define(eq=False)
class Trouble:
    """What went wrong with one actor so far. Made at its first failure: most actors never have one."""

    last: Failure
    restarts: int = 0
    parked: int = 0
    failed_builds: int = 0  # running
    _suspect: object = None  # the letter that failed last
    _tries: int = 0
    _crashes: deque[float] = Factory(lambda: deque(maxlen=len(CRASH_PAUSES_S)))

    def handler_failed(self, letter: object, failure: Failure) -> bool:
        """Whether to park the letter."""
        self._tries = self._tries + 1 if letter is self._suspect else 1
        self._suspect = letter
        self.crashed(failure)
        if self._tries < MAX_TRIES:
            return False
        self.parked += 1
        self._suspect = None
        return True

    def crashed(self, failure: Failure) -> None:
        self.last = failure
        self._crashes.append(failure.at_s)

    def build_failed(self, failure: Failure) -> bool:
        """Whether to give up."""
        self.last = failure
        self.failed_builds += 1
        return self.failed_builds > len(BUILD_PAUSES_S)

    def built(self) -> None:
        self.restarts += 1
        self.failed_builds = 0

    def pause_s(self) -> float:
        """How long to wait before the next build."""
        if self.failed_builds:
            return BUILD_PAUSES_S[self.failed_builds - 1]
        recent = sum(1 for at_s in self._crashes if self.last.at_s - at_s <= WINDOW_S)
        return CRASH_PAUSES_S[max(recent, 1) - 1]


def described(error: BaseException, at_s: float) -> Failure:
    return Failure(type(error).__qualname__, _where(error.__traceback__), at_s)


def _where(trace: TracebackType | None) -> str:
    """Where it was raised, without the folders that our own lie in."""
    if trace is None:
        return ""
    while trace.tb_next is not None:
        trace = trace.tb_next
    code = trace.tb_frame.f_code
    return f"{'/'.join(Path(code.co_filename).parts[-2:])}:{trace.tb_lineno} in {code.co_name}"
