"""What one person asked, however often it was sent, and everything they were answered."""

from attrs import define, field

from actors.ports import Answer, Done, Refusal
from actors.webinar import commands as c
from actors.words import ParticipantId, WebinarId

ASK_AGAIN = frozenset({"try_again", "busy", "too_fast"})  # the same command under the same id may work later


@define(eq=False)
class Said:
    """`answers`: those that count, as the server gave them; `heard`: the first that reached the page."""

    webinar: WebinarId
    by: ParticipantId
    label: str  # of the person
    command_id: str
    command: c.SPOKEN
    answers: list[Answer] = field(factory=list)
    durable_at: list[int] = field(factory=list)  # up to which fact the log was durable at each of them
    heard: Answer | None = None
    sent: int = 0

    def __str__(self) -> str:
        return f"{self.label} {self.by} {self.command_id} {self.command}"

    @property
    def is_acknowledged(self) -> bool:
        return isinstance(self.heard, Done)


def is_final(answer: Answer) -> bool:
    return not (isinstance(answer, Refusal) and answer.code in ASK_AGAIN)
