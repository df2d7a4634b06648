"""Live captions as a view sees them."""

from datetime import datetime

from attrs import frozen

from actors.words import CaptionId, ParticipantId


@frozen
class CaptionView:
    id: CaptionId
    by: ParticipantId
    language: str
    text: str
    shown_from: datetime
    shown_until: datetime


@frozen
class CaptionAppeared:
    caption: CaptionView


@frozen
class CaptionDisappeared:
    caption: CaptionId
