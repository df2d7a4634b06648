"""The last facts as they were shown, for a client that was away for a moment."""

from collections import deque

from attrs import define, field

from actors.shown import ShownFact
from actors.webinar.state import Person
from actors.webinar.views import Publication

KEPT = 256  # publications; beyond that a snapshot is less to send than what was missed


@define
class Recent:
    _publications: deque[Publication] = field(factory=lambda: deque(maxlen=KEPT))

    def keep(self, publication: Publication) -> None:
        self._publications.append(publication)

    def missed(self, person: Person, last_seq: int | None, seq: int) -> list[ShownFact] | None:
        """What the person would have been shown after `last_seq`, up to now (`seq`). None: only a snapshot will do."""
        if last_seq is None or not seq - len(self._publications) <= last_seq <= seq:
            return None
        publications = [p for p in self._publications if p.seq > last_seq]
        if any(publication.renews(person) for publication in publications):
            return None
        shown = (publication.seen_by(person) for publication in publications)
        return [stored for stored in shown if stored is not None]
