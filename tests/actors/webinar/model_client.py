"""What a client makes of snapshots and facts, by the few rules it may rely on; the server's own view is the judge."""

from collections.abc import Callable
from typing import Any, TypeVar

from attrs import asdict, define, evolve, field

from actors import facts as f
from actors.shown import (
    ParticipantAppeared,
    ParticipantDisappeared,
    ParticipantWaits,
    PersonView,
    ShownFact,
    WaitingPerson,
)
from actors.webinar.snapshots import Snapshot, WaitingWebinar, WebinarView, You, in_order, instant
from actors.webinar.state import Settings
from actors.words import ParticipantId, Source, Status

T = TypeVar("T", PersonView, You)


@define
class ModelClient:
    you: You
    webinar: WebinarView | WaitingWebinar
    people: dict[ParticipantId, PersonView] = field(factory=dict)
    waiting: dict[ParticipantId, WaitingPerson] = field(factory=dict)

    @classmethod
    def of(cls, snapshot: Snapshot) -> "ModelClient":
        """What is between a person and the hosts stands in `you`; of one's own card it is no rule."""
        people = {person.id: person for person in snapshot.people}
        people |= {p: evolve(people[p], offered=None, blocked=()) for p in people if p == snapshot.you.id}
        return cls(snapshot.you, snapshot.webinar, people, {person.id: person for person in snapshot.waiting})

    def hear(self, shown: ShownFact) -> None:
        match shown.fact:
            case ParticipantAppeared(person):
                self.waiting.pop(person.id, None)
                self.people[person.id] = person
            case ParticipantDisappeared(participant) if participant != self.you.id:
                del self.people[participant]
            case ParticipantWaits(person):
                self.waiting[person.id] = person
            case f.ParticipantLeft(participant) | f.ParticipantDenied(participant):
                self.people.pop(participant, None)
                self.waiting.pop(participant, None)
            case f.EveryoneDenied():
                self.waiting.clear()
            case f.WebinarStarted():
                self._webinar(status=Status.LIVE, started_at=instant(shown.at_ms))
            case f.WebinarLocked() | f.WebinarUnlocked():
                self._webinar(locked=isinstance(shown.fact, f.WebinarLocked))
            case f.SettingsChanged():
                self._webinar(settings=Settings(**asdict(shown.fact)))
            case fact if getattr(fact, "participant", None) in {*self.people, self.you.id}:
                self._person(fact)

    def _webinar(self, **changes: object) -> None:
        known = {name: value for name, value in changes.items() if hasattr(self.webinar, name)}
        self.webinar = evolve(self.webinar, **known)

    def _person(self, fact: object) -> None:
        participant: str = fact.participant  # type: ignore[attr-defined]
        if participant == self.you.id:
            self.you = _changed(self.you, fact)
            own = _changed(self.people[participant], fact)
            self.people[participant] = evolve(own, offered=None, blocked=())
        elif participant in self.people:
            self.people[participant] = _changed(self.people[participant], fact)


def _changed(before: T, fact: object) -> T:
    changes = _changes(before, fact)
    return evolve(before, **{name: value for name, value in changes.items() if hasattr(before, name)})


def _changes(before: PersonView | You, fact: object) -> dict[str, object]:
    changes: dict[type, Callable[[Any], dict[str, object]]] = {
        f.ParticipantConnected: lambda _: {"connected": True},
        f.ParticipantDisconnected: lambda _: {"connected": False},
        f.RoleOffered: lambda fact: {"offered": fact.role},
        f.RoleOfferWithdrawn: lambda _: {"offered": None},
        f.RoleOfferDeclined: lambda _: {"offered": None},
        f.RoleChanged: lambda fact: {"offered": None, "role": fact.role},
        f.SourceTurnedOn: lambda fact: {"on": _with(before.on, fact.source)},
        f.SourceTurnedOff: lambda fact: {"on": _without(before.on, fact.source)},
        f.SourceBlocked: lambda fact: {"blocked": _with(before.blocked, fact.source)},
        f.SourceAllowed: lambda fact: {"blocked": _without(before.blocked, fact.source)},
        f.UnmuteRequested: lambda _: {},
    }
    return changes[type(fact)](fact)


def _with(sources: tuple[Source, ...], source: Source) -> tuple[Source, ...]:
    return in_order(frozenset({*sources, source}))


def _without(sources: tuple[Source, ...], source: Source) -> tuple[Source, ...]:
    return in_order(frozenset(sources) - {source})
