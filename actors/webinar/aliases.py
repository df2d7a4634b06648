"""Who is behind a pseudonym, as far as pages must be told what is theirs. In memory alone, no longer than needed.

Facts do not say it. It is learnt when somebody speaks or comes to look on, so that a fact about one question or ballot
costs no walk past ten thousand people to find the one who knows it as theirs.
"""

from collections.abc import Iterable

from attrs import define, field

from actors import facts as f
from actors.facts import Fact
from actors.webinar.interaction import Question
from actors.words import ParticipantId, PollId, Pseudonym


@define
class Aliases:
    _askers: dict[Pseudonym, ParticipantId] = field(factory=dict)
    _voters: dict[PollId, dict[Pseudonym, ParticipantId]] = field(factory=dict)

    def spoke(self, by: ParticipantId | None, facts: Iterable[Fact]) -> None:
        """What came of somebody's command."""
        for fact in facts:
            if by is not None and isinstance(fact, f.BallotCast) and fact.voter != by:
                self._voters.setdefault(fact.poll, {})[fact.voter] = by
            elif by is not None and isinstance(fact, f.QuestionAsked) and fact.pseudonym is not None:
                self._askers[fact.pseudonym] = by

    def looks_on(self, participant: ParticipantId, asked: Iterable[Question]) -> None:
        """`asked`: all that this person asked."""
        self._askers |= {question.pseudonym: participant for question in asked if question.pseudonym is not None}

    def asker(self, pseudonym: Pseudonym) -> ParticipantId | None:
        return self._askers.get(pseudonym)

    def voter(self, ballot: f.BallotCast) -> ParticipantId:
        """Whose a ballot is, until the round closes: another one of theirs may be on its way to the journal already."""
        return self._voters.get(ballot.poll, {}).get(ballot.voter, ballot.voter)

    def close(self, poll: PollId) -> None:
        self._voters.pop(poll, None)

    def forget(self) -> None:
        """The webinar has ended."""
        self._askers, self._voters = {}, {}
