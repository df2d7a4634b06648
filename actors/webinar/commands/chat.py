"""Chat."""

from attrs import frozen

from actors.words import ChatTo, MessageId, ParticipantId


@frozen
class SendMessage:
    """Answered with the message's id. `recipient` belongs to `direct` alone."""

    text: str
    to: ChatTo = ChatTo.EVERYONE
    recipient: ParticipantId | None = None


@frozen
class DeleteMessage:
    """My own; hosts: anybody's."""

    message: MessageId


@frozen
class BlockChat:
    """Somebody may read, not write, until `AllowChat`."""

    participant: ParticipantId


@frozen
class AllowChat:
    participant: ParticipantId
