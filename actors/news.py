"""What of a webinar the world outside may be told, and as what: pure, one table. Nothing of it is ever anonymous."""

from collections.abc import Callable
from typing import Any, Final, Protocol

from attrs import field, frozen

from actors import facts as f
from actors.facts import Fact
from actors.ports import StoredFact
from actors.webinar.people_view import name_of
from actors.webinar.state import State
from actors.words import InviteId, WebinarId


@frozen
class Event:
    """`seq`: of its fact in the webinar's log; no fact makes two. `at_ms`: wall clock. `data`: plain values.

    `stream`: in whose order `seq` counts, where it is not the webinar's.
    """

    kind: str
    webinar: WebinarId
    seq: int
    at_ms: int
    data: dict[str, Any]
    stream: str = field()

    @stream.default
    def _webinar(self) -> str:
        return self.webinar


class Herald(Protocol):
    """Told of every durable fact, with the state after it. Never blocks, never raises."""

    def happened(self, state: State, stored: StoredFact) -> None: ...


class Silent:
    """Tells nobody."""

    def happened(self, state: State, stored: StoredFact) -> None: ...


class Heralds(tuple[Herald, ...]):
    """Several, told one after another."""

    __slots__ = ()

    def happened(self, state: State, stored: StoredFact) -> None:
        for herald in self:
            herald.happened(state, stored)


def _registration(state: State, registration: InviteId) -> dict[str, Any]:
    known = state.registrations.get(registration)
    named = {"name": known.name, "email": known.email, "status": known.status.value} if known else {}
    return {"registration": registration} | named


# fmt: off
EVENTS: Final[dict[type[Fact], tuple[str, Callable[[State, Any], dict[str, Any]]]]] = {
    f.WebinarCreated:       ("webinar.created", lambda _, fact: {"title": fact.title, "host": fact.host}),
    f.WebinarStarted:       ("webinar.started", lambda state, _: {"title": state.title}),
    f.WebinarEnded:         ("webinar.ended", lambda state, fact: {"title": state.title, "reason": fact.reason}),
    f.ParticipantJoined:    ("participant.joined", lambda _, fact: {
        "participant": fact.participant, "name": fact.name, "role": fact.role.value, "waiting": fact.waiting}),
    f.ParticipantLeft:      ("participant.left", lambda state, fact: {
        "participant": fact.participant, "name": name_of(state, fact.participant), "reason": fact.reason}),
    f.RegistrationReceived: ("registration.created", lambda state, fact: _registration(state, fact.registration)),
    f.RegistrationApproved: ("registration.approved", lambda state, fact: _registration(state, fact.registration)),
    f.PollClosed:           ("poll.closed", lambda _, fact: {
        "poll": fact.poll, "round": fact.round, "tally": list(fact.tally), "voters": fact.voters}),
    f.RecordingStarted:     ("recording.started", lambda _, fact: {"recording": fact.recording, "room": fact.room}),
    f.RecordingStopped:     ("recording.stopped", lambda _, fact: {
        "recording": fact.recording, "reason": fact.reason}),
}
# fmt: on
OF_FILMS: Final = ("recording.deleted", "film.made", "film.failed", "film.deleted")  # in no webinar's log
KINDS: Final = (*(kind for kind, _ in EVENTS.values()), *OF_FILMS)


def event_of(state: State, stored: StoredFact) -> Event | None:
    """`state` is the one after the fact. Breakout rooms are nobody's business outside."""
    told = EVENTS.get(type(stored.fact))
    if told is None or state.is_room:
        return None
    kind, data = told
    return Event(kind, state.id, stored.seq, stored.at_ms, data(state, stored.fact))
