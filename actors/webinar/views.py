"""Which facts of the log a view is shown, and as what. One table for the facts; comings and goings follow the lists.

A person who enters or leaves what a view may see is told to that view as exactly that, whatever the reason was: to the
audience somebody kicked and somebody gone home look alike.
"""

from enum import Enum

from attrs import field, frozen

from actors import facts as f
from actors.facts import Fact
from actors.ports import StoredFact
from actors.shown import ParticipantAppeared, ParticipantDisappeared, ParticipantWaits, Shown, ShownFact
from actors.webinar.apply import apply
from actors.webinar.rights import rights_of, sources_of
from actors.webinar.snapshots import VIEWS, View, is_listed, person_view, sees_everybody, view_of, waiting_person
from actors.webinar.state import HERE, Person, State
from actors.words import ParticipantId, Place, Role, Status


class Sight(Enum):
    NOBODY = 0
    HOSTS = 1
    SUBJECT = 2  # hosts, and the person whom it is about
    LISTED = 3  # whoever has that person in the people list, and the person
    INSIDE = 4
    EVERYBODY = 5  # the waiting room too


# fmt: off
SIGHT: dict[type[Fact], Sight] = {
    f.WebinarCreated:          Sight.NOBODY,
    f.WebinarStarted:          Sight.EVERYBODY,
    f.WebinarEnded:            Sight.EVERYBODY,
    f.ParticipantJoined:       Sight.NOBODY,     # seen as an entry in a list, like the next five
    f.ParticipantReturned:     Sight.NOBODY,
    f.ParticipantAdmitted:     Sight.NOBODY,
    f.ParticipantDenied:       Sight.NOBODY,
    f.ParticipantLeft:         Sight.NOBODY,
    f.InviteUsed:              Sight.NOBODY,
    f.EveryoneAdmitted:        Sight.HOSTS,      # everybody gets a snapshot
    f.EveryoneDenied:          Sight.HOSTS,
    f.ParticipantConnected:    Sight.LISTED,
    f.ParticipantDisconnected: Sight.LISTED,
    f.ParticipantUnbanned:     Sight.HOSTS,
    f.RoleOffered:             Sight.SUBJECT,
    f.RoleOfferWithdrawn:      Sight.SUBJECT,
    f.RoleOfferDeclined:       Sight.SUBJECT,
    f.RoleChanged:             Sight.LISTED,
    f.SourceTurnedOn:          Sight.LISTED,
    f.SourceTurnedOff:         Sight.LISTED,
    f.SourceBlocked:           Sight.SUBJECT,
    f.SourceAllowed:           Sight.SUBJECT,
    f.UnmuteRequested:         Sight.SUBJECT,
    f.WebinarLocked:           Sight.INSIDE,
    f.WebinarUnlocked:         Sight.INSIDE,
    f.SettingsChanged:         Sight.INSIDE,
    f.LinksRotated:            Sight.HOSTS,
    f.InviteIssued:            Sight.NOBODY,     # its id is for the host who asked for it
}
# fmt: on
SEES: dict[View, frozenset[Sight]] = {
    View.HOSTS: frozenset(Sight) - {Sight.NOBODY},
    View.STAGE: frozenset({Sight.LISTED, Sight.INSIDE, Sight.EVERYBODY}),
    View.AUDIENCE: frozenset({Sight.LISTED, Sight.INSIDE, Sight.EVERYBODY}),
    View.WAITING: frozenset({Sight.EVERYBODY}),
}


@frozen
class Publication:
    """One fact of the log as each view is shown it. `subject` sees `to_subject`, and not what their view sees.

    `renewed`: people of these roles (`is_subject_renewed`: the subject) may now see or do something else than before,
    and need a snapshot.
    """

    seq: int
    by_view: dict[View, ShownFact] = field(factory=dict)
    subject: ParticipantId | None = None
    to_subject: ShownFact | None = None
    is_subject_renewed: bool = False
    renewed: frozenset[Role] = frozenset()

    def seen_by(self, person: Person) -> ShownFact | None:
        return self.to_subject if person.id == self.subject else self.by_view.get(view_of(person))

    def renews(self, person: Person) -> bool:
        is_renewed = self.is_subject_renewed if person.id == self.subject else person.role in self.renewed
        return is_renewed and person.place in HERE


def advance(state: State, stored: StoredFact) -> Publication:
    """Applies the next fact of the log and says who is shown what of it."""
    subject: ParticipantId | None = getattr(stored.fact, "participant", None)
    return _about_all(state, stored) if subject is None else _about(state, stored, subject)


def _about_all(state: State, stored: StoredFact) -> Publication:
    before = {role: _standing(state, role) for role in Role}
    apply(state, stored)
    as_it_is = ShownFact(stored.seq, stored.at_ms, stored.fact)
    by_view = {view: as_it_is for view in View if SIGHT[type(stored.fact)] in SEES[view]}
    if isinstance(stored.fact, f.EveryoneAdmitted):
        return Publication(stored.seq, by_view, renewed=frozenset(Role))
    ended = state.status is Status.ENDED  # a farewell follows, no snapshot
    renewed = frozenset(role for role in Role if not ended and before[role] != _standing(state, role))
    return Publication(stored.seq, by_view, renewed=renewed)


def _about(state: State, stored: StoredFact, subject: ParticipantId) -> Publication:
    before = state.people.get(subject)
    lists = {view: _list(state, view, before) for view in View}
    standing = (before.role, before.place, before.blocked) if before else None
    apply(state, stored)
    person = state.people[subject]
    shown = {view: _shown(state, stored.fact, view, lists[view], person) for view in View}
    one_each = {fact: ShownFact(stored.seq, stored.at_ms, fact) for fact in [stored.fact, *shown.values()] if fact}
    return Publication(
        stored.seq,
        by_view={view: one_each[fact] for view, fact in shown.items() if fact},
        subject=subject,
        to_subject=one_each[stored.fact] if _is_shown_to_subject(stored.fact, person) else None,
        is_subject_renewed=person.place in HERE and standing != (person.role, person.place, person.blocked),
    )


def _standing(state: State, role: Role) -> object:
    """What the people of a role may see and do, as far as it does not depend on the person."""
    anybody = Person(id="", name="", role=role, place=Place.IN)
    sees_all = sees_everybody(state.settings, VIEWS[role])
    return sees_all, rights_of(state, role, Place.IN), sources_of(state.settings, anybody)


def _list(state: State, view: View, person: Person | None) -> str:
    """In which list a view has a person: people, waiting or none."""
    if person is None:
        return ""
    if is_listed(state, view, person):
        return "people"
    return "waiting" if view is View.HOSTS and person.place is Place.WAITING else ""


def _shown(state: State, fact: Fact, view: View, was: str, person: Person) -> Shown | None:
    now = _list(state, view, person)
    if now == "people" != was:
        return ParticipantAppeared(person_view(person, view))
    if now == "waiting" != was:
        return ParticipantWaits(waiting_person(person))
    if was and not now:
        return fact if view is View.HOSTS else ParticipantDisappeared(person.id)
    sight = SIGHT[type(fact)]
    is_seen = sight in SEES[view] and (sight is not Sight.LISTED or now == "people")
    return fact if is_seen else None


def _is_shown_to_subject(fact: Fact, person: Person) -> bool:
    return person.place is Place.IN and SIGHT[type(fact)] in {Sight.SUBJECT, Sight.LISTED}
