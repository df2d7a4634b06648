"""Live captions."""

from attrs import frozen

from actors.words import ParticipantId


@frozen
class SayCaption:
    """What was said on stage, a line or two. Answered with the caption's id.

    `language`: a BCP 47 tag. `ago_ms`: how long ago it began to be said, 0 to 60,000. `for_ms`: how long it stands,
    500 to 30,000; None: as long as it takes to read.
    """

    text: str
    language: str = ""
    ago_ms: int = 0
    for_ms: int | None = None


@frozen
class NameCaptioner:
    """Somebody inside may write captions until `DismissCaptioner`, whatever their role. Hosts always may."""

    participant: ParticipantId


@frozen
class DismissCaptioner:
    participant: ParticipantId
