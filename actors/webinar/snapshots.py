"""What one person may see of a webinar, whole: plain values with the wire's names.

Everything but `you` is the same for all who share a view: `Gallery` makes those parts once, however many look, and
again only when a fact has changed them. What somebody sees beside their view is put in for them alone.

The file is long because it names every part.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from attrs import define, evolve, field, fields, frozen

from actors.shown import (
    CaptionView,
    HandView,
    MessageView,
    PersonView,
    PollView,
    QuestionView,
    RecordingView,
    RoomsView,
    WaitingPerson,
)
from actors.signals import Counts, QuestionVotes, Signal
from actors.webinar import (
    breakouts_view,
    captions_view,
    chat_view,
    hands_view,
    people_view,
    polls_view,
    questions_view,
    recording_view,
)
from actors.webinar.owners import Owners
from actors.webinar.publication import Publication
from actors.webinar.rights import RIGHTS, rights_of
from actors.webinar.state import Person, Settings, State
from actors.webinar.view import View, instant, view_of
from actors.webinar.you import You, you, your_signals
from actors.words import ParticipantId, Place, QuestionId, Registering, Role, Status, WebinarId


@frozen
class WebinarView:
    """`shown_question`: on stage, for everybody to read. `spotlight`: who is large for everybody. `practice`: the stage
    is among itself, and the audience waits.
    """

    id: WebinarId
    title: str
    status: Status
    locked: bool
    capacity: int
    stage_capacity: int
    started_at: datetime | None
    settings: Settings
    shown_question: QuestionId | None = None
    description: str = ""
    starts_at: datetime | None = None
    duration_minutes: int | None = None
    registration: Registering = Registering.OFF
    practice: bool = False
    spotlight: ParticipantId | None = None
    recordings: tuple[RecordingView, ...] = ()


@frozen
class WaitingWebinar:
    """All that somebody in the waiting room learns."""

    id: WebinarId
    title: str
    status: Status
    description: str = ""
    starts_at: datetime | None = None
    duration_minutes: int | None = None
    recordings: tuple[RecordingView, ...] = ()


@frozen
class Snapshot:
    """Replaces everything a client held. In the waiting room all lists are empty and `counts` None."""

    seq: int
    webinar: WebinarView | WaitingWebinar
    you: You
    people: tuple[PersonView, ...]
    waiting: tuple[WaitingPerson, ...]
    counts: Counts | None
    polls: tuple[PollView, ...] = ()
    questions: tuple[QuestionView, ...] = ()
    votes: Mapping[QuestionId, int] = field(factory=dict)
    messages: tuple[MessageView, ...] = ()
    captions: tuple[CaptionView, ...] = ()
    hands: tuple[HandView, ...] = ()
    rooms: RoomsView | None = None


@frozen
class _Shared:
    webinar: WebinarView | WaitingWebinar
    people: tuple[PersonView, ...] = ()
    waiting: tuple[WaitingPerson, ...] = ()
    counts: Counts | None = None
    polls: tuple[PollView, ...] = ()
    questions: tuple[QuestionView, ...] = ()
    votes: QuestionVotes = field(factory=lambda: QuestionVotes({}))
    messages: tuple[MessageView, ...] = ()
    captions: tuple[CaptionView, ...] = ()
    hands: tuple[HandView, ...] = ()
    rooms: RoomsView | None = None


def webinar_view(state: State, _: View) -> WebinarView:
    return WebinarView(
        id=state.id,
        title=state.title,
        status=state.status,
        locked=state.locked,
        capacity=state.capacity,
        stage_capacity=state.stage_capacity,
        started_at=instant(state.started_at_ms),
        settings=state.settings,
        shown_question=questions_view.shown_question(state),
        description=state.plan.description,
        starts_at=instant(state.plan.starts_at_ms),
        duration_minutes=state.plan.duration_minutes,
        registration=state.plan.registration,
        practice=state.practice,
        spotlight=state.spotlight,
        recordings=recording_view.recordings(state),
    )


def waiting_webinar(state: State) -> WaitingWebinar:
    return WaitingWebinar(
        id=state.id,
        title=state.title,
        status=state.status,
        description=state.plan.description,
        starts_at=instant(state.plan.starts_at_ms),
        duration_minutes=state.plan.duration_minutes,
        recordings=recording_view.recordings(state),
    )


DRAW: dict[str, Callable[[State, View], Any]] = {  # each part has its own class
    "webinar": webinar_view,
    "people": people_view.people,
    "waiting": people_view.waiting,
    "counts": people_view.counts,
    "polls": polls_view.polls,
    "questions": questions_view.questions,
    "votes": questions_view.votes,
    "messages": chat_view.messages,
    "captions": captions_view.captions,
    "hands": hands_view.hands,
    "rooms": breakouts_view.rooms,
}
PARTS: Final = frozenset(DRAW)
OWNED: Final = frozenset({"questions", "messages"})
assert set(DRAW) == {part.name for part in fields(_Shared)}
RIGHT_NAMES = {command: re.sub(r"(?<!^)(?=[A-Z])", "_", command.__name__).lower() for command in RIGHTS}


@define
class Gallery:
    """Snapshots of one state. Told of each fact by `keep_up` it draws anew only what changed; else everything."""

    state: State
    _seq: int = -1
    _shared: dict[View, _Shared] = field(factory=dict)
    _stale: dict[View, frozenset[str]] = field(factory=dict)
    _rights: dict[tuple[Role, Place], tuple[str, ...]] = field(factory=dict)
    _owners: Owners | None = None

    def keep_up(self, publication: Publication) -> None:
        """`state` has the fact."""
        self._forget(publication.stale if self._seq == publication.seq - 1 else PARTS)

    def clear(self) -> None:
        """Holds nothing that was drawn before, for it shows somebody who is to be forgotten."""
        self._shared, self._stale = {}, {}

    def snapshot(self, participant: ParticipantId) -> Snapshot:
        state, person = self.state, self.state.people[participant]
        view = view_of(person)
        shared = self.shared(view)
        asked = self.owners().asked_by(participant) if view is not View.WAITING else ()
        hidden = tuple(question for question in asked if not questions_view.is_seen(question, view))
        return Snapshot(
            seq=state.seq,
            webinar=shared.webinar,
            you=you(state, person, self._rights_of(person), asked),
            people=people_view.with_own_card(state, shared.people, person),
            waiting=shared.waiting,
            counts=shared.counts,
            polls=shared.polls,
            questions=questions_view.with_hidden(state, shared.questions, hidden, view),
            votes=questions_view.votes_with_hidden(shared.votes, hidden),
            messages=self._messages(shared, person),
            captions=shared.captions,
            hands=shared.hands,
            rooms=shared.rooms,
        )

    def _messages(self, shared: _Shared, person: Person) -> tuple[MessageView, ...]:
        seen = shared.messages
        return chat_view.with_own(self.state, seen, person) if self.owners().corresponds(person.id) else seen

    def owners(self) -> Owners:
        """Of the state as it is."""
        if self._owners is None or self._seq != self.state.seq:
            self._owners = Owners.of(self.state)
        return self._owners

    def catch_up(self, person: Person) -> Iterator[Signal]:
        """What beside the facts may have changed, for somebody who has missed some and gets no snapshot."""
        if person.place is not Place.IN:
            return
        view = view_of(person)
        results = (polls_view.live_results(self.state, poll.id, view) for poll in polls_view.open_polls(self.state))
        yield from (result for result in results if result is not None)
        yield self.shared(view).votes
        yield from your_signals(self.state, person.id)

    def shared(self, view: View) -> _Shared:
        if self._seq != self.state.seq:
            self._forget(PARTS)
        if view is View.WAITING:
            return _Shared(waiting_webinar(self.state))
        stale = self._stale.pop(view, PARTS if view not in self._shared else frozenset())
        if stale:
            drawn = {part: DRAW[part](self.state, view) for part in DRAW if part in stale}
            known = self._shared.get(view)
            self._shared[view] = evolve(known, **drawn) if known else _Shared(**drawn)
        return self._shared[view]

    def _forget(self, parts: frozenset[str]) -> None:
        self._seq = self.state.seq
        for view in self._shared:
            self._stale[view] = self._stale.get(view, frozenset()) | parts
        if "webinar" in parts:
            self._rights.clear()
        if parts & OWNED:
            self._owners = None

    def _rights_of(self, person: Person) -> tuple[str, ...]:
        who = (person.role, person.place)
        if who not in self._rights:
            self._rights[who] = tuple(RIGHT_NAMES[command] for command in rights_of(self.state, *who))
        return self._rights[who]
