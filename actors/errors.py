"""What can go wrong between actors; every error has a stable `code`.

Domain refusals ("poll is closed") are returned values, never these.
"""

from typing import ClassVar

import pykka

# Only these may leave an actor. A handler is a plain function, so nothing else that is raised in one is the loop's
# own business: a stray trio.Cancelled there is a mistake like any other.
ENDS_THE_PROCESS = (KeyboardInterrupt, SystemExit)


class ActorError(Exception):
    """Base of all errors of the runtime."""

    code: ClassVar[str] = "internal"


class ActorCrashed(ActorError):
    """The handler failed on this message as often as it may; `__cause__` is its last exception."""


class ActorRestarted(ActorError):
    """The actor that had promised this answer was built anew. The message may have taken effect: ask again, same id."""

    code = "try_again"


class MailboxFull(ActorError):
    """The message was not taken."""

    code = "busy"


class ActorDead(ActorError, pykka.ActorDeadError):
    """The actor has stopped, or is about to; the message was not handled."""

    code = "stopped"


class ActorUnavailable(ActorDead):
    """The actor has stopped because it, or an actor above it, could not be built again."""

    code = "unavailable"


class NameTaken(ActorError):
    """A living actor has this name."""

    code = "name_taken"


class StateLost(Exception):
    """A handler raises this on purpose when its state can no longer be trusted (a failed append to the journal).

    The actor is built anew; the message counts as handled, and its asker gets `ActorRestarted`.
    """
