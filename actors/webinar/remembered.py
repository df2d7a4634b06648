"""Which command of whom has been answered how, so that the same id twice has one effect and the same answer.

Bounded per person: a client repeats what it sent a moment ago, not what it sent yesterday.
"""

from collections import OrderedDict

from attrs import define, field

from actors.ports import Answer, Refusal
from actors.webinar.commands import Command
from actors.words import ParticipantId

KEPT = 256  # answers per person; at the permitted 50 commands a second five seconds of the busiest client
ID_REUSED = Refusal("id_reused", "This id belongs to another command of yours. Give each an id of its own.")


@define
class Answers:
    """`kept`: how many answers of one person are held; the oldest goes first."""

    kept: int = KEPT
    _of: dict[ParticipantId, OrderedDict[str, tuple[Command, Answer]]] = field(factory=dict)

    def get(self, by: ParticipantId, command_id: str, command: Command) -> Answer | None:
        """The answer to this very command; `id_reused` if the id belongs to another one."""
        known = self._of.get(by, _NONE).get(command_id)
        if known is None:
            return None
        return known[1] if known[0] == command else ID_REUSED

    def keep(self, by: ParticipantId, command_id: str, command: Command, answer: Answer) -> None:
        mine = self._of.setdefault(by, OrderedDict())
        mine[command_id] = (command, answer)
        while len(mine) > self.kept:
            mine.popitem(last=False)

    def forget(self, by: ParticipantId) -> None:
        self._of.pop(by, None)


_NONE: OrderedDict[str, tuple[Command, Answer]] = OrderedDict()
