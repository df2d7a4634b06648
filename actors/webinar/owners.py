"""Whose the questions are, and who has a part in messages that not all see: found once, until it changes.

Of an anonymous question nobody's name is kept. Its pseudonym is held against whoever asks for their own.
"""

from collections.abc import Callable

from attrs import define, field

from actors.webinar.interaction import Question
from actors.webinar.pseudonyms import recogniser
from actors.webinar.state import State
from actors.words import ChatTo, ParticipantId


@define(eq=False)
class Owners:
    """Made by `of`, and good until a fact about a question or a message."""

    _named: dict[ParticipantId, list[Question]] = field(factory=dict)
    _anonymous: list[tuple[Callable[[bytes], bool], Question]] = field(factory=list)
    _asked: dict[ParticipantId, tuple[Question, ...]] = field(factory=dict)
    _correspondents: set[ParticipantId | None] = field(factory=set)

    @classmethod
    def of(cls, state: State) -> "Owners":
        made, secret = cls(), state.interaction.question_secret
        for question in state.interaction.questions.values():
            if question.author is not None:
                made._named.setdefault(question.author, []).append(question)
            elif question.pseudonym is not None and secret:
                made._anonymous.append((recogniser(secret, question.id, question.pseudonym), question))
        for message in state.interaction.messages.values():
            if message.to is not ChatTo.EVERYONE:
                made._correspondents |= {message.author, message.recipient}
        return made

    def asked_by(self, participant: ParticipantId) -> tuple[Question, ...]:
        """In the order in which they were asked."""
        if participant not in self._asked:
            known = participant.encode()
            mine = [*self._named.get(participant, ()), *(q for is_of, q in self._anonymous if is_of(known))]
            self._asked[participant] = tuple(sorted(mine, key=lambda question: question.seq))
        return self._asked[participant]

    def corresponds(self, participant: ParticipantId) -> bool:
        """Whether there may be messages for them beside those for everybody of their view."""
        return participant in self._correspondents
