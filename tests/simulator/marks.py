"""Texts that say whose they are, so that a text in the wrong hands is seen wherever it stands.

`[A:direct:A3+A5:17]`: webinar A, a direct message of A3 to A5, the 17th text of the run.
"""

import re
from itertools import count

from attrs import define, field, frozen

MARK = re.compile(r"\[(\w+):(\w+):([\w+]*):(\d+)\]")


@frozen
class Mark:
    town: str
    kind: str
    whose: str
    number: int

    def __str__(self) -> str:
        return f"[{self.town}:{self.kind}:{self.whose}:{self.number}]"


@define(eq=False)
class Marks:
    """Each text of a run is made once."""

    _numbers: "count[int]" = field(factory=lambda: count(1))

    def text(self, town: str, kind: str, whose: str = "") -> str:
        return str(Mark(town, kind, whose, next(self._numbers)))


def marks_in(text: str) -> list[Mark]:
    return [Mark(town, kind, whose, int(number)) for town, kind, whose, number in MARK.findall(text)]
