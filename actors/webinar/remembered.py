"""Which command of whom has been answered how, so that the same id twice has one effect and the same answer.

Bounded per person: a client repeats what it sent a moment ago, not what it sent yesterday. A command is known by its
fingerprint, so that nobody learns here what was said; and where the log must not tell who said it, not that either.
"""

from enum import StrEnum
from hashlib import sha256
from typing import Any

from attrs import define, field, fields

from actors.ports import Answer, Refusal, Remembered
from actors.webinar.commands import Command
from actors.words import ParticipantId

KEPT = 256  # answers per person; at the permitted 50 commands a second five seconds of the busiest client
KEPT_HIDDEN = 65_536  # answers to hidden people, of all together: a full house votes six times
HIDDEN: ParticipantId = ""  # by nobody knows whom
ID_REUSED = Refusal("id_reused", "This id belongs to another command of yours. Give each an id of its own.")


def fingerprint(command: Command, command_id: str) -> str:
    """SHA-256, hex. The id is in it: otherwise two ballots for the same option would look alike in the log.

    Fields that have their default are not, so that a command may get a field without becoming another one.
    """
    kind = type(command)
    said = [
        (known.name, _plain(value))
        for known in fields(kind)
        if (value := getattr(command, known.name)) != known.default
    ]
    return _digest(kind.__name__, said, command_id)


def hidden_id(by: ParticipantId, command_id: str) -> str:
    """What the answer to somebody hidden is remembered under; whoever does not know the id learns nobody from it."""
    return _digest(by, command_id)


@define
class Answers:
    """`kept`, `kept_hidden`: how many answers of one person, and of all hidden ones, are held; the oldest goes first.

    `of`: by person and command id, with the command's fingerprint.
    """

    kept: int = KEPT
    kept_hidden: int = KEPT_HIDDEN
    of: dict[ParticipantId, dict[str, tuple[str, Answer]]] = field(factory=dict)

    def get(self, by: ParticipantId, command_id: str, mark: str) -> Answer | None:
        """The answer to the command with this fingerprint; `id_reused` if the id belongs to another one."""
        known = self.of.get(by, {}).get(command_id) or self.of.get(HIDDEN, {}).get(hidden_id(by, command_id))
        if known is None:
            return None
        return known[1] if known[0] == mark else ID_REUSED

    def keep(self, by: ParticipantId, command_id: str, mark: str, answer: Answer) -> None:
        mine = self.of.setdefault(by, {})
        mine[command_id] = (mark, answer)
        while len(mine) > (self.kept if by != HIDDEN else self.kept_hidden):
            del mine[next(iter(mine))]

    def remember(self, entry: Remembered) -> None:
        self.keep(entry.by, entry.command_id, entry.fingerprint, entry.answer)

    def forget(self, by: ParticipantId) -> None:
        self.of.pop(by, None)


def _plain(value: Any) -> object:
    """Without the names of our classes, which may change."""
    if isinstance(value, tuple):
        return tuple(_plain(each) for each in value)
    return value.value if isinstance(value, StrEnum) else value


def _digest(*parts: object) -> str:
    return sha256(ascii(parts).encode()).hexdigest()
