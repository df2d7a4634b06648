"""One fact of the log as each view is shown it, and whom it concerns more than their view."""

from collections.abc import Mapping

from attrs import field, frozen

from actors.shown import ShownFact
from actors.webinar.pseudonyms import pseudonym
from actors.webinar.state import HERE, Person, State
from actors.webinar.view import View, view_of
from actors.words import ParticipantId, Pseudonym, Role


@frozen
class Alias:
    """Somebody whose name nobody keeps. `about`: the question they asked."""

    pseudonym: Pseudonym
    about: str

    def is_of(self, state: State, participant: ParticipantId) -> bool:
        secret = state.interaction.question_secret
        return bool(secret) and pseudonym(secret, participant, self.about) == self.pseudonym


@frozen
class Publication:
    """Those whom it concerns (`concerned`, and whoever is `alias`) see `own`, by their view, and not `by_view`.

    `renewed`: people of these roles (`renews_concerned`: those concerned) may now see or do something else than before,
    and need a snapshot. `stale`: parts of snapshots that this fact has changed.
    """

    seq: int
    stale: frozenset[str]
    by_view: Mapping[View, ShownFact] = field(factory=dict)
    concerned: frozenset[ParticipantId] = frozenset()
    alias: Alias | None = None
    own: Mapping[View, ShownFact] = field(factory=dict)
    renews_concerned: bool = False
    renewed: frozenset[Role] = frozenset()

    @property
    def is_shown(self) -> bool:
        return bool(self.by_view or self.own or self.renews_concerned or self.renewed)

    def concerns(self, state: State, person: Person) -> bool:
        return person.id in self.concerned or (self.alias is not None and self.alias.is_of(state, person.id))

    def seen_by(self, state: State, person: Person) -> ShownFact | None:
        shown = self.own if self.concerns(state, person) else self.by_view
        return shown.get(view_of(person))

    def renews(self, person: Person) -> bool:
        is_renewed = self.renews_concerned if person.id in self.concerned else person.role in self.renewed
        return is_renewed and person.place in HERE
