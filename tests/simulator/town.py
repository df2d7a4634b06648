"""One webinar of a run, as the outside knows it: who is there, and what has been given out."""

from typing import TYPE_CHECKING

from attrs import define, field

from actors.words import ParticipantId, WebinarId
from tests.simulator.known import Known
from tests.simulator.marks import Marks
from tests.simulator.said import Said

if TYPE_CHECKING:
    from tests.simulator.person import Person


@define(eq=False)
class Town:
    """`tag` stands in all its texts. `labels`: whose each participant id is or was. `since_seq`: the last fact that was
    there before this run.
    """

    tag: str
    marks: Marks
    id: WebinarId = ""
    people: list["Person"] = field(factory=list)
    known: Known = field(factory=Known)
    labels: dict[ParticipantId, str] = field(factory=dict)
    since_seq: int = 0
    said_as: str = "c"  # how ids of commands begin: two people's are the same, one's own never

    def meets(self, person: "Person") -> None:
        if person.id not in self.labels:
            self.labels[person.id] = person.label
            self.known.participants.append(person.id)

    @property
    def said(self) -> list[Said]:
        return [said for person in self.people for said in person.said]
