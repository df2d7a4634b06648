"""What was said, in writing, while it was said: live captions, and who writes them."""

from attrs import frozen

from actors.words import CaptionId, ParticipantId


@frozen
class CaptionSaid:
    """`language`: a BCP 47 tag, or empty if nobody said which. Shown from one moment to the other, wall clock."""

    caption: CaptionId
    by: ParticipantId
    language: str
    text: str
    from_ms: int
    until_ms: int


@frozen
class CaptionerNamed:
    """Writes captions, whatever their role, until `CaptionerDismissed`."""

    participant: ParticipantId


@frozen
class CaptionerDismissed:
    participant: ParticipantId
