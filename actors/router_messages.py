"""What a router's actor can be told: by participants, by its webinar, by the media path and by time."""

from typing import Final

from attrs import frozen

from actors.media_commands import MediaCommand
from actors.webinar.permits import Permit
from actors.words import ParticipantId, RecordingId


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


@frozen
class Record:
    """From now on this recording, or none."""

    recording: RecordingId | None
    is_paused: bool = False


NOTHING: Final = Record(None)

Message = (
    Request | PermitsChanged | PeerEnded | SpeakersChanged | QualityChanged
    | NextOffer | Reseat | SpeakersDue | QualityDue | Record
)  # fmt: skip
