"""Asking actors from the web: what can go wrong between actors becomes a refusal with a stable code, once and here."""

import structlog

from actors.errors import ActorDead, ActorError
from actors.ports import Refusal
from actors.runtime import ActorSystem, TrioActorRef
from actors.words import ParticipantId, WebinarId

NO_SUCH_WEBINAR = Refusal("no_such_webinar", "There is no such webinar.")
TRY_AGAIN = Refusal("try_again", "The server could not do this just now. Try again.", retry_after_ms=1000)

log = structlog.get_logger(__name__)


def webinar_of(system: ActorSystem, webinar: WebinarId) -> TrioActorRef | None:
    return system.find(f"webinar:{webinar}")


def participant_of(system: ActorSystem, webinar: WebinarId, participant: ParticipantId) -> TrioActorRef | None:
    return system.find(f"webinar:{webinar}/participant:{participant}")


async def ask(ref: TrioActorRef | None, message: object) -> object:
    """The actor's own answer, or a `Refusal`. Asking again with the same command id is safe after `try_again`."""
    if ref is None:
        return NO_SUCH_WEBINAR
    try:
        return await ref.ask(message)
    except ActorError as error:
        return refusal_of(error)


def refusal_of(error: ActorError) -> Refusal:
    if isinstance(error, ActorDead):
        return NO_SUCH_WEBINAR
    log.warning("ask_failed", code=error.code, reason=str(error))
    return TRY_AGAIN
