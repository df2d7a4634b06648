"""What happened in the chat."""

from attrs import frozen

from actors.words import ChatTo, MessageId, ParticipantId


@frozen
class MessageSent:
    """`recipient`: the one person a direct message is for, else None."""

    message: MessageId
    author: ParticipantId
    to: ChatTo
    recipient: ParticipantId | None
    text: str


@frozen
class MessageDeleted:
    message: MessageId
    by: ParticipantId


@frozen
class ChatBlocked:
    """May read the chat, not write, until `ChatAllowed`."""

    participant: ParticipantId


@frozen
class ChatAllowed:
    participant: ParticipantId
