"""Messages as a view sees them."""

from datetime import datetime

from attrs import frozen

from actors.words import ChatTo, MessageId, ParticipantId


@frozen
class MessageView:
    """`name`: the author's. `recipient`: of a direct message, which nobody else but its author sees."""

    id: MessageId
    author: ParticipantId
    name: str
    to: ChatTo
    recipient: ParticipantId | None
    text: str
    sent_at: datetime


@frozen
class MessageAppeared:
    message: MessageView


@frozen
class MessageDisappeared:
    message: MessageId
