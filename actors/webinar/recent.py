"""The last facts as they were shown, for a client that was away for a moment."""

from collections import deque

from attrs import define, field

from actors.shown import ShownFact
from actors.webinar.publication import Publication
from actors.webinar.state import Person, State

KEPT = 256  # publications; beyond that a snapshot is less to send than what was missed


@define
class Recent:
    """Ten thousand ballots are shown to nobody, and push nothing out."""

    _publications: deque[Publication] = field(factory=deque)
    _after: int | None = None  # all that was shown of later facts is here

    def keep(self, publication: Publication) -> None:
        if self._after is None:
            self._after = publication.seq - 1
        if publication.is_shown:
            self._publications.append(publication)
        if len(self._publications) > KEPT:
            self._after = self._publications.popleft().seq

    def missed(self, state: State, person: Person, last_seq: int | None) -> list[ShownFact] | None:
        """What the person would have been shown after `last_seq`. None: only a snapshot will do."""
        after = state.seq if self._after is None else self._after
        if last_seq is None or not after <= last_seq <= state.seq:
            return None
        publications = [p for p in self._publications if p.seq > last_seq]
        if any(publication.renews(person) for publication in publications):
            return None
        shown = (publication.seen_by(state, person) for publication in publications)
        return [stored for stored in shown if stored is not None]
