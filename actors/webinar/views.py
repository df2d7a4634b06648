"""Which facts of the log a view is shown, and as what. One table for the facts; comings and goings follow the lists.

A person who enters or leaves what a view may see is told to that view as exactly that, whatever the reason was: to the
audience somebody kicked and somebody gone home look alike. Polls, questions, messages and hands are in `entries.py`.
"""

from enum import Enum
from typing import Final

from actors import facts as f
from actors.facts import Fact
from actors.ports import StoredFact
from actors.shown import (
    HandDisappeared,
    ParticipantAppeared,
    ParticipantDisappeared,
    ParticipantWaits,
    Shown,
    ShownFact,
)
from actors.webinar.apply import apply
from actors.webinar.entries import KINDS, about_thing
from actors.webinar.people_view import is_listed, person_view, sees_everybody, waiting_person
from actors.webinar.publication import Publication
from actors.webinar.rights import rights_of, sources_of
from actors.webinar.snapshots import PARTS
from actors.webinar.state import HERE, Person, State
from actors.webinar.view import ON_STAGE, VIEWS, View
from actors.words import ParticipantId, Place, Role, Status


class Sight(Enum):
    NOBODY = 0
    HOSTS = 1
    SUBJECT = 2  # hosts, and the person whom it is about
    LISTED = 3  # whoever has that person in the people list, and the person
    ON_STAGE = 4  # hosts and everybody on stage
    INSIDE = 5
    EVERYBODY = 6  # the waiting room too


# fmt: off
SIGHT: dict[type[Fact], Sight] = {
    f.WebinarCreated:          Sight.NOBODY,
    f.WebinarStarted:          Sight.EVERYBODY,
    f.WebinarEnded:            Sight.EVERYBODY,
    f.Rescheduled:             Sight.EVERYBODY,
    f.PracticeBegan:           Sight.ON_STAGE,
    f.PracticeEnded:           Sight.ON_STAGE,
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
    f.Spotlighted:             Sight.INSIDE,
    f.WebinarLocked:           Sight.INSIDE,
    f.WebinarUnlocked:         Sight.INSIDE,
    f.SettingsChanged:         Sight.INSIDE,
    f.LinksRotated:            Sight.HOSTS,
    f.InviteIssued:            Sight.NOBODY,     # its id is for the host who asked for it
    f.ChatBlocked:             Sight.SUBJECT,
    f.ChatAllowed:             Sight.SUBJECT,
    f.AllHandsLowered:         Sight.ON_STAGE,
    f.CaptionerNamed:          Sight.SUBJECT,
    f.CaptionerDismissed:      Sight.SUBJECT,
    f.QuestionShown:           Sight.INSIDE,
    f.RoomsOpened:             Sight.INSIDE,
    f.RoomListsGiven:          Sight.NOBODY,
    f.PeoplePlaced:            Sight.NOBODY,     # everybody gets a snapshot
    f.PersonMoved:             Sight.SUBJECT,
    f.RoomsBroadcast:          Sight.INSIDE,
    f.HelpCalled:              Sight.SUBJECT,
    f.HelpAnswered:            Sight.INSIDE,
    f.RoomsExtended:           Sight.INSIDE,
    f.RoomsClosed:             Sight.INSIDE,     # and everybody gets a snapshot
    f.RoomMerged:              Sight.HOSTS,
    f.RoomBegan:               Sight.NOBODY,
    f.PersonForgotten:         Sight.INSIDE,     # whatever they wrote is to be forgotten on pages too
    f.SessionResumed:          Sight.NOBODY,
    f.RegistrationReceived:    Sight.HOSTS,
    f.RegistrationApproved:    Sight.HOSTS,
    f.RegistrationDeclined:    Sight.HOSTS,
    f.RegistrationWithdrawn:   Sight.HOSTS,
    f.RecordingStarted:        Sight.EVERYBODY,  # to whoever waits it is asked again at the door
    f.RecordingPaused:         Sight.EVERYBODY,
    f.RecordingResumed:        Sight.EVERYBODY,
    f.RecordingStopped:        Sight.EVERYBODY,
    f.ConsentGiven:            Sight.SUBJECT,
    f.AnonymityBegan:          Sight.NOBODY,
    f.BallotCast:              Sight.NOBODY,     # told as numbers, several times a second; see `tallies.py`
    f.QuestionUpvoted:         Sight.NOBODY,
    f.UpvoteTakenBack:         Sight.NOBODY,
    **dict.fromkeys(KINDS, Sight.NOBODY),        # seen as entries in lists
}
# fmt: on
SEES: dict[View, frozenset[Sight]] = {
    View.HOSTS: frozenset(Sight) - {Sight.NOBODY},
    View.STAGE: frozenset({Sight.LISTED, Sight.ON_STAGE, Sight.INSIDE, Sight.EVERYBODY}),
    View.AUDIENCE: frozenset({Sight.LISTED, Sight.INSIDE, Sight.EVERYBODY}),
    View.WAITING: frozenset({Sight.EVERYBODY}),
}


UNSEEN: dict[type[Fact], frozenset[str]] = {  # and the parts of snapshots that they change all the same
    f.BallotCast: frozenset({"polls"}),
    f.QuestionUpvoted: frozenset({"votes"}),
    f.UpvoteTakenBack: frozenset({"votes"}),
    f.AnonymityBegan: frozenset(),
    f.SessionResumed: frozenset(),
}
OF_ALL: Final = frozenset(
    {
        f.PersonForgotten,  # perhaps somebody whom the state does not know any more
        f.Spotlighted,  # of the webinar, not of the person
    }
)
OF_PEOPLE: Final = frozenset({"people", "waiting", "counts", "hands", "rooms"})


def advance(state: State, stored: StoredFact) -> Publication:
    """Applies the next fact of the log and says who is shown what of it."""
    kind = type(stored.fact)
    if kind in UNSEEN:
        apply(state, stored)
        return Publication(stored.seq, UNSEEN[kind])
    if kind in KINDS:
        return about_thing(state, stored, KINDS[kind])
    subject: ParticipantId | None = getattr(stored.fact, "participant", None)
    if subject is None or kind in OF_ALL:
        return _about_all(state, stored)
    return _about(state, stored, subject)


def _about_all(state: State, stored: StoredFact) -> Publication:
    before = {role: _standing(state, role) for role in Role}
    apply(state, stored)
    as_it_is = ShownFact(stored.seq, stored.at_ms, stored.fact)
    by_view = {view: as_it_is for view in View if SIGHT[type(stored.fact)] in SEES[view]}
    if isinstance(stored.fact, f.EveryoneAdmitted | f.PeoplePlaced) or _is_return(stored.fact):
        return Publication(stored.seq, PARTS, by_view, renewed=frozenset(Role))
    ended = state.status is Status.ENDED  # a farewell follows, no snapshot
    renewed = frozenset(role for role in Role if not ended and before[role] != _standing(state, role))
    return Publication(stored.seq, PARTS, by_view, renewed=renewed)


def _is_return(fact: Fact) -> bool:
    """Everybody is back from the breakout rooms; at the end of the webinar a farewell follows."""
    return isinstance(fact, f.RoomsClosed) and fact.reason != "ended"


def _about(state: State, stored: StoredFact, subject: ParticipantId) -> Publication:
    before = state.people.get(subject)
    lists = {view: _list(state, view, before) for view in View}
    standing = _own(before) if before else None
    had_hand = subject in state.interaction.hands
    apply(state, stored)
    person = state.people[subject]
    shown = {view: _shown(state, stored.fact, view, lists[view], person) for view in View}
    if had_hand and subject not in state.interaction.hands:
        shown |= {view: shown[view] or HandDisappeared(subject) for view in ON_STAGE}
    one_each = {fact: ShownFact(stored.seq, stored.at_ms, fact) for fact in [stored.fact, *shown.values()] if fact}
    to_subject = one_each[stored.fact] if _is_shown_to_subject(stored.fact, person) else None
    return Publication(
        stored.seq,
        OF_PEOPLE,
        by_view={view: one_each[fact] for view, fact in shown.items() if fact},
        concerned=frozenset({subject}),
        own=dict.fromkeys(View, to_subject) if to_subject else {},
        renews_concerned=person.place in HERE and standing != _own(person),
    )


def _own(person: Person) -> object:
    """What changes of somebody so that they need a snapshot."""
    return person.role, person.place, person.blocked, person.room


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
        return ParticipantAppeared(person_view(state, person, view))
    if now == "waiting" and (was != "waiting" or isinstance(fact, f.RoleChanged)):
        return ParticipantWaits(waiting_person(person))
    if was and not now:
        return fact if view is View.HOSTS else ParticipantDisappeared(person.id)
    sight = SIGHT[type(fact)]
    is_seen = sight in SEES[view] and (sight is not Sight.LISTED or now == "people")
    return fact if is_seen else None


def _is_shown_to_subject(fact: Fact, person: Person) -> bool:
    places = HERE if isinstance(fact, f.ConsentGiven) else {Place.IN}
    return person.place in places and SIGHT[type(fact)] in {Sight.SUBJECT, Sight.LISTED}
