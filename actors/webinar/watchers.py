"""The outboxes of everybody who looks on, sorted by what they may see, so that a fact for hosts costs no walk past ten
thousand others. Each outbox is bounded and never blocks; that is the web layer's promise.
"""

from attrs import define, field

from actors.ports import Goodbye, Outbox
from actors.shown import ShownFact
from actors.signals import Signal
from actors.webinar.snapshots import VIEWS, Gallery, View, counts, view_of
from actors.webinar.state import Person, State
from actors.webinar.views import Publication
from actors.words import ParticipantId

INSIDE = (View.HOSTS, View.STAGE, View.AUDIENCE)


@define(eq=False)
class Watchers:
    """`gallery` makes the snapshots, of the same state that the publications come from."""

    gallery: Gallery
    _views: dict[View, dict[ParticipantId, list[Outbox]]] = field(factory=lambda: {view: {} for view in View})
    _view_of: dict[ParticipantId, View] = field(factory=dict)

    def add(self, person: Person, outbox: Outbox, missed: list[ShownFact] | None) -> None:
        """Brings the outbox up to date: with what it missed, or with a snapshot if that is not enough."""
        self._sort(person)
        outboxes = self._views[view_of(person)].setdefault(person.id, [])
        if outbox not in outboxes:
            outboxes.append(outbox)
        self._view_of[person.id] = view_of(person)
        if missed is None:
            outbox.push_snapshot(self.gallery.snapshot(person.id))
        for shown in missed or ():
            outbox.push_fact(shown)

    def remove(self, participant: ParticipantId, outbox: Outbox) -> None:
        outboxes = self._outboxes(participant)
        if outbox in outboxes:
            outboxes.remove(outbox)
        if not outboxes:
            self._forget(participant)

    def publish(self, publication: Publication) -> None:
        state = self.gallery.state
        self._resort(publication, state)
        for view, shown in publication.by_view.items():
            for participant, outboxes in self._views[view].items():
                if participant != publication.subject:
                    _push_fact(outboxes, shown)
        if publication.subject is not None and publication.to_subject is not None:
            _push_fact(self._outboxes(publication.subject), publication.to_subject)
        self._renew(publication, state)

    def broadcast(self, signal: Signal) -> None:
        """To everybody inside."""
        for view in INSIDE:
            for outboxes in self._views[view].values():
                _push_signal(outboxes, signal)

    def tell_counts(self) -> None:
        for view in INSIDE:
            signal = counts(self.gallery.state, view)
            for outboxes in self._views[view].values():
                _push_signal(outboxes, signal)

    def dismiss(self, participant: ParticipantId, goodbye: Goodbye) -> None:
        for outbox in self._outboxes(participant):
            outbox.close(goodbye)
        self._forget(participant)

    def _renew(self, publication: Publication, state: State) -> None:
        views = {VIEWS[role] for role in publication.renewed}
        candidates = [p for view in views for p in self._views[view]]
        if publication.is_subject_renewed and publication.subject is not None:
            candidates.append(publication.subject)
        for participant in candidates:
            if publication.renews(state.people[participant]):
                for outbox in self._outboxes(participant):
                    outbox.push_snapshot(self.gallery.snapshot(participant))

    def _resort(self, publication: Publication, state: State) -> None:
        """Whose view this fact changed: the subject's at most, or that of all who waited."""
        changed = list(self._views[View.WAITING]) if publication.renewed else []
        if publication.subject in self._view_of:
            changed.append(publication.subject)
        for participant in changed:
            self._sort(state.people[participant])

    def _sort(self, person: Person) -> None:
        before, now = self._view_of.get(person.id), view_of(person)
        if before is not None and before is not now:
            self._views[now][person.id] = self._views[before].pop(person.id)
            self._view_of[person.id] = now

    def _outboxes(self, participant: ParticipantId) -> list[Outbox]:
        view = self._view_of.get(participant)
        return [] if view is None else self._views[view][participant]

    def _forget(self, participant: ParticipantId) -> None:
        view = self._view_of.pop(participant, None)
        if view is not None:
            del self._views[view][participant]


def _push_fact(outboxes: list[Outbox], shown: ShownFact) -> None:
    for outbox in outboxes:
        outbox.push_fact(shown)


def _push_signal(outboxes: list[Outbox], signal: Signal) -> None:
    for outbox in outboxes:
        outbox.push_signal(signal)
