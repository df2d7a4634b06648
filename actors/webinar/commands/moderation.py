"""What hosts do to others."""

from attrs import frozen

from actors.words import ParticipantId, Source


@frozen
class Mute:
    """`hard`: may not unmute until `Allow`."""

    participant: ParticipantId
    hard: bool = False


@frozen
class MuteAll:
    """Everybody on stage but hosts, co-hosts."""

    hard: bool = False


@frozen
class StopVideo:
    participant: ParticipantId
    hard: bool = False


@frozen
class StopShare:
    participant: ParticipantId
    hard: bool = False


@frozen
class Allow:
    """Lifts a hard mute or stop. The person turns it on themselves; the server never does."""

    participant: ParticipantId
    source: Source


@frozen
class AskToUnmute:
    """Shows the person a request; consent is theirs."""

    participant: ParticipantId


@frozen
class Kick:
    """Out now; may join anew through a link."""

    participant: ParticipantId


@frozen
class Ban:
    """Out, and the person's tokens and personal invite no longer open the door."""

    participant: ParticipantId


@frozen
class Unban:
    participant: ParticipantId
