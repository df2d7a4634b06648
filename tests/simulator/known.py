"""Ids that have been given out in one webinar: what a command may name."""

from collections.abc import Sequence
from random import Random

from attrs import define, field

from actors.webinar.results import RoomsMade
from actors.webinar.state import State
from actors.words import InviteId, MessageId, ParticipantId, PollId, QuestionId, RoomId

NOBODY = "nobody"


@define(eq=False)
class Known:
    """In the order in which they became known."""

    participants: list[ParticipantId] = field(factory=list)
    polls: list[PollId] = field(factory=list)
    questions: list[QuestionId] = field(factory=list)
    messages: list[MessageId] = field(factory=list)
    invites: list[InviteId] = field(factory=list)
    rooms: list[RoomId] = field(factory=list)
    registrations: list[InviteId] = field(factory=list)

    def learn(self, result: object) -> None:
        """From a command's answer: each result names what it has made."""
        for spec in result.rooms if isinstance(result, RoomsMade) else ():
            if spec.id not in self.rooms:
                self.rooms.append(spec.id)
        for name in ("poll", "question", "message", "invite", "registration"):
            made = getattr(result, name, None)
            ids: list[str] = getattr(self, f"{name}s")
            if isinstance(made, str) and made not in ids:
                ids.append(made)

    def remember(self, state: State) -> None:
        """Of a webinar that was there before."""
        said = state.interaction
        for ids, known in ((said.polls, self.polls), (said.questions, self.questions), (said.messages, self.messages)):
            known.extend(ids)
        self.participants.extend(state.people)
        self.rooms.extend(state.rooms_made)


def one_of(chance: Random, ids: Sequence[str]) -> str:
    """Rather a late one; now and then one that does not exist."""
    if not ids or chance.random() < 0.02:
        return NOBODY
    return ids[-1 - min(len(ids) - 1, int(chance.expovariate(0.5)))]
