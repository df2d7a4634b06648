"""The chat as the log has it, whole, for one reader: what the kept last messages do not reach back to.

Pure. Deleted messages are not in it, nor those whose author's words were forgotten; a direct message is for the two
people alone.
"""

from collections.abc import Iterable
from itertools import islice

from attrs import frozen

from actors import facts as f
from actors.ports import StoredFact
from actors.words import ChatTo, MessageId, ParticipantId


@frozen
class Line:
    """`seq`: its place in the log. `at_ms`: wall clock, Unix epoch."""

    id: MessageId
    seq: int
    author: ParticipantId
    name: str
    to: ChatTo
    recipient: ParticipantId | None
    text: str
    at_ms: int


@frozen
class Reader:
    """`is_on_stage`: reads what is for hosts and the stage."""

    id: ParticipantId
    is_on_stage: bool

    def may_read(self, message: f.MessageSent) -> bool:
        if self.id in (message.author, message.recipient):
            return True
        return message.to is ChatTo.EVERYONE or (message.to is ChatTo.STAGE and self.is_on_stage)


def page(log: Iterable[StoredFact], reader: Reader, before_seq: int | None, count: int) -> list[Line]:
    """The last `count` lines before a place in the log (None: its end), oldest first."""
    names: dict[ParticipantId, str] = {}
    lines: dict[MessageId, Line] = {}
    for stored in log:
        match stored.fact:
            case f.WebinarCreated(host=host, host_name=name):
                names[host] = name
            case f.ParticipantJoined(participant=participant, name=name):
                names[participant] = name
            case f.MessageSent() as message if message.text and reader.may_read(message):
                if before_seq is None or stored.seq < before_seq:
                    lines[message.message] = _line(stored, message, names)
            case f.MessageDeleted(message=deleted):
                lines.pop(deleted, None)
    newest = list(islice(reversed(lines.values()), count))
    return newest[::-1]


def _line(stored: StoredFact, message: f.MessageSent, names: dict[ParticipantId, str]) -> Line:
    return Line(
        id=message.message,
        seq=stored.seq,
        author=message.author,
        name=names.get(message.author, ""),
        to=message.to,
        recipient=message.recipient,
        text=message.text,
        at_ms=stored.at_ms,
    )
