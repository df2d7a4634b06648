"""Which command of whom has been answered how, so that the same id twice has one effect and the same answer.

Bounded per person: a client repeats what it sent a moment ago, not what it sent yesterday.
"""

from collections import OrderedDict

from attrs import define, field

from actors.ports import Answer
from actors.words import ParticipantId

KEPT = 256  # answers per person; at the permitted 50 commands a second five seconds of the busiest client


@define
class Answers:
    """`kept`: how many answers of one person are held; the oldest goes first."""

    kept: int = KEPT
    _of: dict[ParticipantId, OrderedDict[str, Answer]] = field(factory=dict)

    def get(self, by: ParticipantId, command_id: str) -> Answer | None:
        return self._of.get(by, _NONE).get(command_id)

    def keep(self, by: ParticipantId, command_id: str, answer: Answer) -> None:
        mine = self._of.setdefault(by, OrderedDict())
        mine[command_id] = answer
        while len(mine) > self.kept:
            mine.popitem(last=False)

    def forget(self, by: ParticipantId) -> None:
        self._of.pop(by, None)


_NONE: OrderedDict[str, Answer] = OrderedDict()
