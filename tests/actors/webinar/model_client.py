"""What a client makes of snapshots, facts and signals, by the few rules it may rely on. The server's view is the judge.

The rules about people stand here, those about polls, questions, chat and hands in `model_lists.py`.
"""

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
from actors.signals import Signal
from actors.webinar.people_view import in_order
from actors.webinar.snapshots import Snapshot, WaitingWebinar, WebinarView
from actors.webinar.state import Settings
from actors.webinar.view import instant
from actors.webinar.you import You
from actors.words import ParticipantId, Source, Status
from tests.actors.webinar.model_lists import ModelLists

T = TypeVar("T", PersonView, You)


@define
class ModelClient:
    """What of `you` is about things in lists stands in `lists`."""

    you: You
    webinar: WebinarView | WaitingWebinar
    lists: ModelLists
    people: dict[ParticipantId, PersonView] = field(factory=dict)
    waiting: dict[ParticipantId, WaitingPerson] = field(factory=dict)

    @classmethod
    def of(cls, snapshot: Snapshot) -> "ModelClient":
        people = {person.id: person for person in snapshot.people}
        people |= {p: own_card(people[p]) for p in people if p == snapshot.you.id}
        waiting = {person.id: person for person in snapshot.waiting}
        you = evolve(snapshot.you, hand=None, questions=(), upvoted=(), ballots=())
        webinar = snapshot.webinar
        if isinstance(webinar, WebinarView):
            webinar = evolve(webinar, shown_question=None)
        return cls(you, webinar, ModelLists.of(snapshot), people, waiting)

    def on_display(self) -> dict[str, object]:
        people = {"you": self.you, "webinar": self.webinar, "people": self.people, "waiting": self.waiting}
        return people | self.lists.on_display()

    def hear(self, shown: ShownFact) -> None:
        self.lists.hear(shown.fact)
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
            case fact if type(fact) in HOUSE:
                self._webinar(**HOUSE[type(fact)](fact, shown.at_ms))
            case fact if type(fact) in CHANGES and getattr(fact, "participant", None) in {*self.people, self.you.id}:
                self._person(fact)

    def notice(self, signal: Signal) -> None:
        self.lists.notice(signal)

    def _webinar(self, **changes: object) -> None:
        known: Any = {name: value for name, value in changes.items() if hasattr(self.webinar, name)}
        self.webinar = evolve(self.webinar, **known)

    def _person(self, fact: Any) -> None:
        participant: str = fact.participant
        if participant == self.you.id:
            self.you = _changed(self.you, fact)
            self.people[participant] = own_card(_changed(self.people[participant], fact))
        elif participant in self.people:
            self.people[participant] = _changed(self.people[participant], fact)


def own_card(person: PersonView) -> PersonView:
    """What is between a person and the hosts stands in `you`; of one's own card it is no rule."""
    return evolve(person, offered=None, offered_for_s=None, blocked=(), chat_blocked=False)


def _changed(before: T, fact: Any) -> T:
    changes = CHANGES[type(fact)](before, fact)
    known: Any = {name: value for name, value in changes.items() if hasattr(before, name)}
    return evolve(before, **known)


def _with(sources: tuple[Source, ...], source: Source) -> tuple[Source, ...]:
    return in_order(frozenset({*sources, source}))


def _without(sources: tuple[Source, ...], source: Source) -> tuple[Source, ...]:
    return in_order(frozenset(sources) - {source})


HOUSE: dict[type, Callable[[Any, int], dict[str, Any]]] = {
    f.WebinarStarted: lambda _, at_ms: {"status": Status.LIVE, "started_at": instant(at_ms), "practice": False},
    f.Rescheduled: lambda fact, _: asdict(fact) | {"starts_at": instant(fact.starts_at_ms)},
    f.PracticeBegan: lambda _, __: {"practice": True},
    f.PracticeEnded: lambda _, __: {"practice": False},
    f.WebinarLocked: lambda _, __: {"locked": True},
    f.WebinarUnlocked: lambda _, __: {"locked": False},
    f.SettingsChanged: lambda fact, _: {"settings": Settings(**asdict(fact))},
}
NO_OFFER: dict[str, object] = {"offered": None, "offered_for_s": None}
CHANGES: dict[type, Callable[[Any, Any], dict[str, object]]] = {
    f.ParticipantConnected: lambda _, __: {"connected": True},
    f.ParticipantDisconnected: lambda _, __: {"connected": False},
    f.RoleOffered: lambda _, fact: {"offered": fact.role, "offered_for_s": fact.for_s},
    f.RoleOfferWithdrawn: lambda _, __: NO_OFFER,
    f.RoleOfferDeclined: lambda _, __: NO_OFFER,
    f.RoleChanged: lambda _, fact: NO_OFFER | {"role": fact.role, "stage_until": instant(fact.until_ms)},
    f.SourceTurnedOn: lambda before, fact: {"on": _with(before.on, fact.source)},
    f.SourceTurnedOff: lambda before, fact: {"on": _without(before.on, fact.source)},
    f.SourceBlocked: lambda before, fact: {"blocked": _with(before.blocked, fact.source)},
    f.SourceAllowed: lambda before, fact: {"blocked": _without(before.blocked, fact.source)},
    f.UnmuteRequested: lambda _, __: {},
    f.ChatBlocked: lambda _, __: {"chat_blocked": True},
    f.ChatAllowed: lambda _, __: {"chat_blocked": False},
}
