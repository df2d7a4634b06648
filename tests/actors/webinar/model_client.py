"""What a client makes of snapshots, facts and signals, by the few rules it may rely on. The server's view is the judge.

The rules about people stand here, those about polls, questions, chat and hands in `model_lists.py`.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from attrs import asdict, define, evolve, field

from actors import facts as f
from actors.shown import (
    ParticipantAppeared,
    ParticipantDisappeared,
    ParticipantWaits,
    PersonView,
    RecordingView,
    RoomsView,
    ShownFact,
    WaitingPerson,
)
from actors.signals import Signal
from actors.webinar.people_view import in_order
from actors.webinar.snapshots import Snapshot, WaitingWebinar, WebinarView
from actors.webinar.state import Settings
from actors.webinar.view import instant, moment
from actors.webinar.you import You
from actors.words import HOSTS, ParticipantId, RoomId, Source, Status
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
    rooms: RoomsView | None = None

    @classmethod
    def of(cls, snapshot: Snapshot) -> "ModelClient":
        people = {person.id: person for person in snapshot.people}
        people |= {p: own_card(people[p]) for p in people if p == snapshot.you.id}
        waiting = {person.id: person for person in snapshot.waiting}
        you = evolve(snapshot.you, hand=None, questions=(), upvoted=(), ballots=())
        webinar = snapshot.webinar
        if isinstance(webinar, WebinarView):
            webinar = evolve(webinar, shown_question=None)
        return cls(you, webinar, ModelLists.of(snapshot), people, waiting, uncounted(snapshot.rooms))

    def on_display(self) -> dict[str, object]:
        people = {
            "you": self.you,
            "webinar": self.webinar,
            "people": self.people,
            "waiting": self.waiting,
            "rooms": self.rooms,
        }
        return people | self.lists.on_display()

    def hear(self, shown: ShownFact) -> None:
        self.lists.hear(shown.fact)
        self._hear_of_rooms(shown.fact)
        self._hear_of_recordings(shown.fact, shown.at_ms)
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

    def _hear_of_rooms(self, fact: object) -> None:
        match fact:
            case f.PersonMoved(participant, room):
                self._place(participant, room)
            case f.ParticipantLeft(participant):
                self._place(participant, None)
            case f.HelpCalled(participant, room):
                self._room(room, help=self.sees_rooms)
                self.you = evolve(self.you, help_called=self.you.help_called or participant == self.you.id)
            case f.HelpAnswered(room):
                self._room(room, help=False)
                self.you = evolve(self.you, help_called=self.you.help_called and room != self.you.room)
            case f.RoomsExtended(closes_at_ms) if self.rooms is not None:
                self.rooms = evolve(self.rooms, closes_at=instant(closes_at_ms))

    def _hear_of_recordings(self, fact: Any, at_ms: int) -> None:
        recordings = self.webinar.recordings
        if isinstance(fact, f.RecordingStarted):
            recordings = (*recordings, RecordingView(fact.recording, fact.room, moment(at_ms), None, 0))
        elif type(fact) in RECORDINGS:
            changed = (
                [known] if known.id != fact.recording else RECORDINGS[type(fact)](known, at_ms) for known in recordings
            )
            recordings = tuple(known for each in changed for known in each)
        self._webinar(recordings=recordings)

    @property
    def sees_rooms(self) -> bool:
        return self.you.role in HOSTS

    def _place(self, participant: ParticipantId, room: RoomId | None) -> None:
        for known in self.rooms.rooms if self.rooms is not None and self.sees_rooms else ():
            others = tuple(each for each in known.people if each != participant)
            self._room(known.id, people=(*others, participant) if known.id == room else others)

    def _room(self, room: RoomId, **changes: Any) -> None:
        if self.rooms is not None:
            rooms = tuple(evolve(each, **changes) if each.id == room else each for each in self.rooms.rooms)
            self.rooms = evolve(self.rooms, rooms=rooms)

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


def uncounted(rooms: RoomsView | None) -> RoomsView | None:
    """How many are in a room is told by signals, a little later."""
    return None if rooms is None else evolve(rooms, rooms=tuple(evolve(room, count=0) for room in rooms.rooms))


def own_card(person: PersonView) -> PersonView:
    """What is between a person and the hosts stands in `you`; of one's own card it is no rule."""
    return evolve(
        person, offered=None, offered_for_s=None, blocked=(), chat_blocked=False, captioner=False, consents=False
    )


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
    f.Spotlighted: lambda fact, _: {"spotlight": fact.participant},
    f.WebinarLocked: lambda _, __: {"locked": True},
    f.WebinarUnlocked: lambda _, __: {"locked": False},
    f.SettingsChanged: lambda fact, _: {"settings": Settings(**asdict(fact))},
}
RECORDINGS: dict[type, Callable[[RecordingView, int], list[RecordingView]]] = {
    f.RecordingPaused: lambda known, at_ms: [evolve(known, paused_at=moment(at_ms))],
    f.RecordingResumed: lambda known, at_ms: [evolve(known, paused_at=None, paused_ms=_paused_ms(known, at_ms))],
    f.RecordingStopped: lambda _, __: [],
}


def _paused_ms(known: RecordingView, at_ms: int) -> int:
    assert known.paused_at is not None
    return known.paused_ms + max(0, (moment(at_ms) - known.paused_at) // timedelta(milliseconds=1))


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
    f.CaptionerNamed: lambda _, __: {"captioner": True},
    f.CaptionerDismissed: lambda _, __: {"captioner": False},
    f.ConsentGiven: lambda _, __: {"consents": True},
}
