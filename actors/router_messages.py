"""What a router's actor can be told: by participants, by its webinar, by the media path and by time."""

from attrs import frozen

from actors.media_commands import MediaCommand
from actors.webinar.permits import Permit
from actors.words import ParticipantId


@frozen
class Request:
    by: ParticipantId
    command: MediaCommand


@frozen
class PermitsChanged:
    """`is_all`: whoever is not named may nothing."""

    permits: tuple[Permit, ...]
    is_all: bool = False


@frozen
class PeerEnded:
    peer: str
    reason: str


@frozen
class SpeakersChanged:
    """Up tracks by id."""

    active: int | None
    speaking: tuple[int, ...]


@frozen
class QualityChanged:
    peer: str
    quality: str


@frozen
class NextOffer: ...


@frozen
class Reseat: ...


@frozen
class SpeakersDue: ...


@frozen
class QualityDue: ...


Message = (
    Request | PermitsChanged | PeerEnded | SpeakersChanged | QualityChanged
    | NextOffer | Reseat | SpeakersDue | QualityDue
)  # fmt: skip
