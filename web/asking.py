"""Asking actors from the web: what can go wrong between actors becomes a refusal with a stable code, once and here."""

import structlog

from actors.directory import LOG_DAMAGED, Find
from actors.errors import ActorDead, ActorError
from actors.ports import JournalError, LogDamaged, Refusal
from actors.runtime import ActorSystem, TrioActorRef
from actors.webinar.breakouts import NO_SUCH_ROOM
from actors.webinar.messages import FindRoom, ReadPeople
from actors.webinar.room_ids import actor_name, home_of, is_room
from actors.words import ParticipantId, RoomId, WebinarId

NO_SUCH_WEBINAR = Refusal("no_such_webinar", "There is no such webinar.")
TRY_AGAIN = Refusal("try_again", "The server could not do this just now. Try again.", retry_after_ms=1000)

log = structlog.get_logger(__name__)


def webinar_of(system: ActorSystem, webinar: WebinarId) -> TrioActorRef | None:
    return system.find(actor_name(webinar))


def participant_of(system: ActorSystem, webinar: WebinarId, participant: ParticipantId) -> TrioActorRef | None:
    return system.find(f"{actor_name(webinar)}/participant:{participant}")


async def ask(ref: TrioActorRef | None, message: object) -> object:
    """The actor's own answer, or a `Refusal`. Asking again with the same command id is safe after `try_again`."""
    if ref is None:
        return NO_SUCH_WEBINAR
    try:
        return await ref.ask(message)
    except ActorError as error:
        return refusal_of(error)


async def ask_webinar(system: ActorSystem, webinar: WebinarId, message: object) -> object:
    """As `ask`. That there is no such webinar is for the directory to say: after a restart it builds those first that
    somebody asks for.
    """
    answer = await ask(webinar_of(system, webinar), message)
    if answer != NO_SUCH_WEBINAR:
        return answer
    found = await _find(system, webinar)
    if isinstance(found, Refusal):
        return found
    answer = await ask(webinar_of(system, webinar), message)
    return TRY_AGAIN if answer == NO_SUCH_WEBINAR else answer


async def _find(system: ActorSystem, webinar: WebinarId) -> object:
    if is_room(webinar):
        return await find_room(system, webinar)
    directory = system.find("directory")
    return TRY_AGAIN if directory is None else await ask(directory, Find(webinar))


async def find_room(system: ActorSystem, room: RoomId) -> object:
    """A breakout room is its webinar's to find. Whoever guesses one learns nothing."""
    found = await ask_webinar(system, home_of(room), FindRoom(room))
    return NO_SUCH_WEBINAR if found == NO_SUCH_ROOM else found


async def find_participant(
    system: ActorSystem, webinar: WebinarId, participant: ParticipantId
) -> TrioActorRef | Refusal:
    """Whoever is neither inside nor waiting has no actor, and the webinar knows what became of them; one that is only
    just being built has its people by the time it answers.
    """
    ref = participant_of(system, webinar, participant)
    if ref is not None:
        return ref
    answer = await ask_webinar(system, webinar, ReadPeople(participant))
    ref = participant_of(system, webinar, participant)
    if ref is not None:
        return ref
    return answer if isinstance(answer, Refusal) else TRY_AGAIN


def unreadable(error: JournalError) -> Refusal:
    """What to say where a log could not be read."""
    return LOG_DAMAGED if isinstance(error, LogDamaged) else TRY_AGAIN


def refusal_of(error: ActorError) -> Refusal:
    if isinstance(error, ActorDead):
        return NO_SUCH_WEBINAR
    log.warning("ask_failed", code=error.code, reason=str(error))
    return TRY_AGAIN
