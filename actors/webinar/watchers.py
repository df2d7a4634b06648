"""The outboxes of everybody who looks on, sorted by what they may see, so that a fact for hosts costs no walk past ten
thousand others. Each outbox is bounded and never blocks; that is the web layer's promise.
"""

from attrs import define, field

from actors.ports import Goodbye, Outbox
from actors.shown import ShownFact
from actors.signals import Signal
from actors.webinar.aliases import Aliases
from actors.webinar.breakouts_view import room_counts
from actors.webinar.people_view import counts
from actors.webinar.publication import Publication
from actors.webinar.snapshots import Gallery
from actors.webinar.state import Person, State
from actors.webinar.view import INSIDE, VIEWS, View, view_of
from actors.words import ParticipantId, Role


@define(eq=False)
class Watchers:
    """`gallery` makes the snapshots, of the same state that the publications come from."""

    gallery: Gallery
    aliases: Aliases = field(factory=Aliases)
    _views: dict[View, dict[ParticipantId, list[Outbox]]] = field(factory=lambda: {view: {} for view in View})
    _view_of: dict[ParticipantId, View] = field(factory=dict)

    def add(self, person: Person, outbox: Outbox, missed: list[ShownFact] | None) -> None:
        """Brings the outbox up to date: with what it missed, or with a snapshot if that is not enough."""
        self._sort(person)
        outboxes = self._views[view_of(person)].setdefault(person.id, [])
        if outbox not in outboxes:
            outboxes.append(outbox)
        self._view_of[person.id] = view_of(person)
        self.aliases.looks_on(person.id, self.gallery.owners().asked_by(person.id))
        if missed is None:
            outbox.push_snapshot(self.gallery.snapshot(person.id))
        else:
            self._catch_up(person, outbox, missed)

    def _catch_up(self, person: Person, outbox: Outbox, missed: list[ShownFact]) -> None:
        for shown in missed:
            outbox.push_fact(shown)
        for signal in self.gallery.catch_up(person):
            outbox.push_signal(signal)

    def remove(self, participant: ParticipantId, outbox: Outbox) -> None:
        outboxes = self._outboxes(participant)
        if outbox in outboxes:
            outboxes.remove(outbox)
        if not outboxes:
            self._forget(participant)

    def publish(self, publication: Publication) -> None:
        state = self.gallery.state
        self.gallery.keep_up(publication)
        self._resort(publication, state)
        concerned = self._concerned(publication)
        for view, shown in publication.by_view.items():
            for participant, outboxes in self._views[view].items():
                if participant not in concerned:
                    _push_fact(outboxes, shown)
        for participant in concerned:
            own = publication.own.get(self._view_of.get(participant, View.WAITING))
            if own is not None:
                _push_fact(self._outboxes(participant), own)
        self._renew(publication, state)

    def __len__(self) -> int:
        """How many people look on."""
        return len(self._view_of)

    def is_inside(self, participant: ParticipantId) -> bool:
        """And looks on."""
        return self._view_of.get(participant, View.WAITING) is not View.WAITING

    def tell(self, participant: ParticipantId, signal: Signal) -> None:
        """To one person's pages, if they are inside."""
        if self.is_inside(participant):
            _push_signal(self._outboxes(participant), signal)

    def tell_view(self, view: View, signal: Signal) -> None:
        for outboxes in self._views[view].values():
            _push_signal(outboxes, signal)

    def broadcast(self, signal: Signal) -> None:
        """To everybody inside."""
        for view in INSIDE:
            self.tell_view(view, signal)

    def tell_counts(self) -> None:
        for view in INSIDE:
            self.tell_view(view, counts(self.gallery.state, view))
        in_rooms = room_counts(self.gallery.state)
        if in_rooms is not None:
            self.broadcast(in_rooms)

    def dismiss(self, participant: ParticipantId, goodbye: Goodbye) -> None:
        for outbox in self._outboxes(participant):
            outbox.close(goodbye)
        self._forget(participant)

    def _renew(self, publication: Publication, state: State) -> None:
        views = dict.fromkeys(VIEWS[role] for role in Role if role in publication.renewed)
        candidates = [p for view in views for p in self._views[view]]
        candidates += publication.concerned if publication.renews_concerned else ()
        for participant in candidates:
            if publication.renews(state.people[participant]):
                for outbox in self._outboxes(participant):
                    outbox.push_snapshot(self.gallery.snapshot(participant))

    def _resort(self, publication: Publication, state: State) -> None:
        """Whose view this fact changed: of those concerned at most, or that of all who waited."""
        changed = list(self._views[View.WAITING]) if publication.renewed else []
        changed += [participant for participant in publication.concerned if participant in self._view_of]
        for participant in changed:
            self._sort(state.people[participant])

    def _sort(self, person: Person) -> None:
        before, now = self._view_of.get(person.id), view_of(person)
        if before is not None and before is not now:
            self._views[now][person.id] = self._views[before].pop(person.id)
            self._view_of[person.id] = now

    def _concerned(self, publication: Publication) -> list[ParticipantId]:
        alias = publication.alias
        asker = None if alias is None else self.aliases.asker(alias.pseudonym)
        return [*sorted(publication.concerned), *([] if asker is None else [asker])]

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
