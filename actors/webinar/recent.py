"""The last facts as they were shown, for a client that was away for a moment.

What has been taken away meanwhile (a message deleted, a question dismissed) is not shown to it any more.
"""

from collections import deque
from collections.abc import Iterable

from attrs import define, field

from actors import shown as s
from actors.shown import ShownFact
from actors.webinar.publication import Publication
from actors.webinar.state import Person, State

KEPT = 256  # publications; beyond that a snapshot is less to send than what was missed

CAME = (s.PollAppeared, s.QuestionAppeared, s.MessageAppeared)
WENT = (s.PollDisappeared, s.QuestionDisappeared, s.MessageDisappeared)


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
        """What the person would have been shown after `last_seq`. None: only a snapshot will do.

        The fact `last_seq` itself counts if a snapshot followed it: the line may have been cut between the two.
        """
        after = state.seq if self._after is None else self._after
        if last_seq is None or not after < last_seq <= state.seq:
            return None
        publications = [p for p in self._publications if p.seq >= last_seq]
        if any(publication.renews(person) for publication in publications):
            return None
        shown = (publication.seen_by(state, person) for publication in publications if publication.seq > last_seq)
        return without_what_went(stored for stored in shown if stored is not None)


def without_what_went(facts: Iterable[ShownFact]) -> list[ShownFact]:
    """Of a thing that went only that it did; and not even that if it came meanwhile, too."""
    left: dict[int, ShownFact] = {}
    went: dict[str, int] = {}  # at which seq
    for shown in reversed(list(facts)):
        thing = _thing(shown.fact)
        if thing not in went or isinstance(shown.fact, WENT):
            left[shown.seq] = shown
        elif isinstance(shown.fact, CAME):
            del left[went.pop(thing)]
        if isinstance(shown.fact, WENT):
            went[thing] = shown.seq
    return list(reversed(left.values()))


def _thing(fact: s.Shown) -> str:
    """The id of what came, changed or went; empty for other facts."""
    match fact:
        case s.PollAppeared(entry) | s.PollChanged(entry):
            return entry.id
        case s.QuestionAppeared(entry) | s.QuestionChanged(entry):
            return entry.id
        case s.MessageAppeared(entry):
            return entry.id
        case s.PollDisappeared(thing) | s.QuestionDisappeared(thing) | s.MessageDisappeared(thing):
            return thing
    return ""
