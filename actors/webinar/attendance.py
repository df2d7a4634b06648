"""Who was there, when and for how long: a pure fold over a webinar's log, for reports. It needs no state and no clock.

    attendance(entries, now_ms) -> tuple[Attended, ...]      from actors.webinar.attendance import attendance

`entries` is the whole log from its beginning, as the journal's `history` gives it. Somebody was there while they were
inside (not in the waiting room) with at least one page connected; a webinar counts pages as one person, so nothing
counts twice. A page that is lost is noticed after the setting `absence_s`, and so long a visit lasts at least.
When a server died, whoever gave a sign of life afterwards was there all the while, as far as anybody can tell; whoever
did not was there until the last fact before it.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from attrs import define, field, frozen

from actors import facts as f
from actors.facts import Fact
from actors.ports import Remembered, StoredFact
from actors.words import InviteId, ParticipantId, Place, Role


@frozen
class Visit:
    """Wall clock, Unix epoch. `until_ms` None: still there."""

    from_ms: int
    until_ms: int | None


@frozen
class Attended:
    """`roles`: all that the person has had, the first one first. `email`: they registered with it; "" otherwise.

    `present_ms`: of all visits together, those that last until now. Who never came in has no visits.
    """

    participant: ParticipantId
    name: str
    roles: tuple[Role, ...]
    visits: tuple[Visit, ...]
    present_ms: int
    email: str = ""


@define
class _Person:
    name: str
    roles: list[Role]
    place: Place
    email: str = ""
    is_connected: bool = False
    since_ms: int | None = None
    unseen_ms: int | None = None  # the last fact before the server died, unless there was a sign of life since
    visits: list[Visit] = field(factory=list)


@define
class _Register:
    people: dict[ParticipantId, _Person] = field(factory=dict)
    emails: dict[InviteId, str] = field(factory=dict)
    now_ms: int = 0
    epoch: int = 0

    def take(self, stored: StoredFact) -> None:
        if stored.epoch != self.epoch:
            self._lose_sight()
        self.epoch, self.now_ms = stored.epoch, max(self.now_ms, stored.at_ms)  # a clock set back takes from nobody
        for participant in _signs(stored.fact):
            if participant in self.people:
                self.people[participant].unseen_ms = None
        change = CHANGES.get(type(stored.fact))
        if change is not None:
            change(self, stored.fact)

    def _lose_sight(self) -> None:
        for person in self.people.values():
            if person.since_ms is not None and person.unseen_ms is None:
                person.unseen_ms = self.now_ms

    # --- what facts do

    def arrive(self, participant: ParticipantId, name: str, role: Role, place: Place) -> None:
        self.people[participant] = _Person(name, [role], place)

    def place(self, participant: ParticipantId, place: Place) -> None:
        person = self.people[participant]
        person.place, person.is_connected = place, person.is_connected and place is not Place.LEFT
        self._look(person)

    def connect(self, participant: ParticipantId, *, connected: bool) -> None:
        self.people[participant].is_connected = connected
        self._look(self.people[participant])

    def place_all(self, place: Place, those_in: Iterable[Place] = (Place.WAITING,)) -> None:
        for participant in [p for p, person in self.people.items() if person.place in those_in]:
            self.place(participant, place)

    def recast(self, participant: ParticipantId, role: Role) -> None:
        known = self.people[participant].roles
        known += [role] if role not in known else []

    def register(self, participant: ParticipantId, invite: InviteId) -> None:
        self.people[participant].email = self.emails.get(invite, "")

    def note_email(self, registration: InviteId, email: str) -> None:
        self.emails[registration] = email

    def forget(self, participant: ParticipantId) -> None:
        if participant in self.people:
            self.people[participant].name = self.people[participant].email = ""

    def _look(self, person: _Person) -> None:
        """Begins a visit or ends it."""
        if person.place is Place.IN and person.is_connected:
            person.since_ms = self.now_ms if person.since_ms is None else person.since_ms
        elif person.since_ms is not None:
            until_ms = self.now_ms if person.unseen_ms is None else person.unseen_ms
            person.visits.append(Visit(person.since_ms, until_ms))
            person.since_ms = person.unseen_ms = None


def _came_back(fact: f.ParticipantReturned | f.ParticipantJoined) -> Place:
    return Place.WAITING if fact.waiting else Place.IN


# fmt: off
CHANGES: Final[dict[type[Fact], Callable[[_Register, Any], None]]] = {  # each takes the class it stands beside
    f.WebinarCreated:          lambda all_, fact: all_.arrive(fact.host, fact.host_name, Role.HOST, Place.IN),
    f.WebinarEnded:            lambda all_, _: all_.place_all(Place.LEFT, those_in=(Place.IN, Place.WAITING)),
    f.ParticipantJoined:       lambda all_, fact: all_.arrive(fact.participant, fact.name, fact.role, _came_back(fact)),
    f.ParticipantReturned:     lambda all_, fact: all_.place(fact.participant, _came_back(fact)),
    f.ParticipantAdmitted:     lambda all_, fact: all_.place(fact.participant, Place.IN),
    f.EveryoneAdmitted:        lambda all_, _: all_.place_all(Place.IN),
    f.ParticipantDenied:       lambda all_, fact: all_.place(fact.participant, Place.LEFT),
    f.EveryoneDenied:          lambda all_, _: all_.place_all(Place.LEFT),
    f.ParticipantLeft:         lambda all_, fact: all_.place(fact.participant, Place.LEFT),
    f.ParticipantConnected:    lambda all_, fact: all_.connect(fact.participant, connected=True),
    f.ParticipantDisconnected: lambda all_, fact: all_.connect(fact.participant, connected=False),
    f.RoleChanged:             lambda all_, fact: all_.recast(fact.participant, fact.role),
    f.RegistrationReceived:    lambda all_, fact: all_.note_email(fact.registration, fact.email),
    f.InviteUsed:              lambda all_, fact: all_.register(fact.participant, fact.invite),
    f.PersonForgotten:         lambda all_, fact: all_.forget(fact.participant),
}
OF_THEIRS: Final = f.SessionResumed | f.ParticipantConnected | f.SourceTurnedOn | f.HandRaised
OF_NOBODYS: Final = f.SourceTurnedOff  # also what the server does for somebody who is lost
# fmt: on


def _signs(fact: Fact) -> Iterator[ParticipantId]:
    """Who must have been there for this to happen, as far as it says so."""
    if isinstance(fact, OF_THEIRS):
        yield fact.participant
    if not isinstance(fact, OF_NOBODYS):
        yield from (by for field_ in ("by", "author", "voter") if (by := getattr(fact, field_, None)))


def attendance(entries: Iterable[StoredFact | Remembered], now_ms: int | None = None) -> tuple[Attended, ...]:
    """In the order in which people came. `now_ms`: until when to count who is still there; None: the last fact."""
    register = _Register()
    for entry in entries:
        if isinstance(entry, StoredFact):
            register.take(entry)
    now_ms = max(register.now_ms, now_ms or 0)
    return tuple(_attended(participant, person, now_ms) for participant, person in register.people.items())


def _attended(participant: ParticipantId, person: _Person, now_ms: int) -> Attended:
    still = [] if person.since_ms is None else [Visit(person.since_ms, None)]
    visits = (*person.visits, *still)
    present_ms = sum((now_ms if visit.until_ms is None else visit.until_ms) - visit.from_ms for visit in visits)
    return Attended(participant, person.name, tuple(person.roles), visits, present_ms, person.email)
