"""From a log to its timeline: one pass over the facts, one function per class of fact that matters.

Spans that are open are held by what they are about; whatever closes them puts them in place. The log of a breakout room
is read the same way; only that it was recorded stands in its webinar's. Long
because each class of fact has its lines here, beside the table that names them all.
"""

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import Any, Final, TypeAlias

from attrs import Factory, define, evolve

from actors import facts as f
from actors.ports import StoredFact
from actors.timeline.chapters import chapters
from actors.timeline.values import Answering, OnStage, Polling, Recorded, Room, Shared, Span, Spotlit, Timeline
from actors.words import HOSTS, STAGE, ParticipantId, Role, Source

Open: TypeAlias = OnStage | Shared | Spotlit | Answering | Polling | Room | Span
Key: TypeAlias = tuple[Hashable, ...]


@define
class Reading:
    """What is known at one fact of the log."""

    title: str = ""
    names: dict[ParticipantId, str] = Factory(dict)
    forgotten: dict[ParticipantId, None] = Factory(dict)
    roles: dict[ParticipantId, Role] = Factory(dict)
    inside: set[ParticipantId] = Factory(set)
    waiting: dict[ParticipantId, None] = Factory(dict)
    away: set[ParticipantId] = Factory(set)  # in a breakout room
    hosts: list[tuple[ParticipantId, int]] = Factory(list)
    questions: dict[str, str] = Factory(dict)
    authors: dict[str, ParticipantId | None] = Factory(dict)
    polls: dict[str, str] = Factory(dict)
    recordings: dict[str, str] = Factory(dict)
    open: dict[Key, Open] = Factory(dict)
    closed: list[tuple[Key, Open]] = Factory(list)

    def begin(self, key: Key, span: Open) -> None:
        self.open.setdefault(key, span)

    def end(self, key: Key, at_ms: int) -> None:
        if span := self.open.pop(key, None):
            self.closed.append((key, evolve(span, until_ms=max(at_ms, span.from_ms))))

    def end_all(self, kind: str, at_ms: int) -> None:
        for key in [key for key in self.open if key[0] == kind]:
            self.end(key, at_ms)

    def restage(self, who: ParticipantId, at_ms: int) -> None:
        """On stage is who is in, has a role there, and is not in a breakout room."""
        if who in self.inside and who not in self.away and self.roles.get(who) in STAGE:
            self.begin(("stage", who), OnStage(who, at_ms))
        else:
            self.end(("stage", who), at_ms)
            for source in Source:
                self.end(("shared", who, source), at_ms)


def timeline(facts: Iterable[StoredFact], without: Collection[ParticipantId] = ()) -> Timeline:
    """`without`: of these it tells what it tells of those who have been forgotten."""
    reading = Reading(forgotten=dict.fromkeys(without))
    for stored in facts:
        if act := ACTS.get(type(stored.fact)):
            act(reading, stored.fact, stored.at_ms)
    told = _told(reading)
    return evolve(told, chapters=chapters(told, reading.hosts))


def _told(reading: Reading) -> Timeline:
    spans = sorted([*reading.closed, *reading.open.items()], key=lambda each: each[1].from_ms)
    known = [each for _, each in spans if getattr(each, "participant", None) not in reading.forgotten]
    return Timeline(
        title=reading.title,
        names=tuple((who, name) for who, name in reading.names.items() if who not in reading.forgotten),
        forgotten=tuple(reading.forgotten),
        stage=tuple(each for each in known if isinstance(each, OnStage)),
        shared=tuple(each for each in known if isinstance(each, Shared)),
        spotlit=tuple(each for each in known if isinstance(each, Spotlit)),
        answering=tuple(_wordless(reading, each) for each in known if isinstance(each, Answering)),
        polling=tuple(each for each in known if isinstance(each, Polling)),
        rooms=tuple(each for each in known if isinstance(each, Room)),
        recordings=tuple(
            Recorded(
                recording, room, tuple(s for k, s in spans if k == ("recording", recording) and isinstance(s, Span))
            )
            for recording, room in reading.recordings.items()
        ),
    )


def _wordless(reading: Reading, answering: Answering) -> Answering:
    """The words as they are last; none of somebody who was forgotten."""
    author = reading.authors.get(answering.question)
    if author in reading.forgotten:
        return answering
    return evolve(answering, text=reading.questions.get(answering.question, ""), author=author)


def _created(reading: Reading, fact: f.WebinarCreated, at_ms: int) -> None:
    reading.title = fact.title
    reading.names[fact.host] = fact.host_name
    reading.roles[fact.host] = Role.HOST
    _in(reading, fact.host, at_ms)


def _titled(reading: Reading, fact: f.Rescheduled | f.RoomBegan, _: int) -> None:
    reading.title = fact.title if isinstance(fact, f.Rescheduled) else fact.name


def _joined(reading: Reading, fact: f.ParticipantJoined, at_ms: int) -> None:
    reading.names[fact.participant] = fact.name
    reading.roles[fact.participant] = fact.role
    _came(reading, fact, at_ms)


def _came(reading: Reading, fact: f.ParticipantJoined | f.ParticipantReturned, at_ms: int) -> None:
    if fact.waiting:
        reading.waiting[fact.participant] = None
    else:
        _in(reading, fact.participant, at_ms)


def _admitted(reading: Reading, fact: f.ParticipantAdmitted, at_ms: int) -> None:
    _in(reading, fact.participant, at_ms)


def _everyone_admitted(reading: Reading, _: f.EveryoneAdmitted, at_ms: int) -> None:
    for who in list(reading.waiting):
        _in(reading, who, at_ms)


def _in(reading: Reading, who: ParticipantId, at_ms: int) -> None:
    reading.waiting.pop(who, None)
    reading.inside.add(who)
    reading.restage(who, at_ms)


def _everyone_denied(reading: Reading, _: f.EveryoneDenied, __: int) -> None:
    reading.waiting.clear()


def _gone(reading: Reading, fact: f.ParticipantLeft | f.ParticipantDenied, at_ms: int) -> None:
    reading.waiting.pop(fact.participant, None)
    reading.inside.discard(fact.participant)
    reading.away.discard(fact.participant)
    reading.restage(fact.participant, at_ms)


def _role_changed(reading: Reading, fact: f.RoleChanged, at_ms: int) -> None:
    if fact.role in HOSTS and reading.roles.get(fact.participant) not in HOSTS:
        reading.hosts.append((fact.participant, at_ms))
    reading.roles[fact.participant] = fact.role
    reading.restage(fact.participant, at_ms)


def _source_on(reading: Reading, fact: f.SourceTurnedOn, at_ms: int) -> None:
    key = ("shared", fact.participant, fact.source)
    reading.begin(key, Shared(fact.participant, str(fact.source), at_ms))


def _source_off(reading: Reading, fact: f.SourceTurnedOff, at_ms: int) -> None:
    reading.end(("shared", fact.participant, fact.source), at_ms)


def _spotlighted(reading: Reading, fact: f.Spotlighted, at_ms: int) -> None:
    reading.end(("spotlight",), at_ms)
    if fact.participant is not None:
        reading.begin(("spotlight",), Spotlit(fact.participant, at_ms))


def _asked(reading: Reading, fact: f.QuestionAsked, _: int) -> None:
    reading.questions[fact.question] = fact.text
    reading.authors[fact.question] = fact.author


def _edited(reading: Reading, fact: f.QuestionEdited, _: int) -> None:
    reading.questions[fact.question] = fact.text


def _taken(reading: Reading, fact: f.QuestionTaken, at_ms: int) -> None:
    reading.begin(("answering", fact.question), Answering(fact.question, "", at_ms))


def _taken_no_more(
    reading: Reading,
    fact: f.QuestionAnswered | f.QuestionDismissed | f.QuestionRestored | f.QuestionWithdrawn,
    at_ms: int,
) -> None:
    reading.end(("answering", fact.question), at_ms)


def _drafted(reading: Reading, fact: f.PollDrafted | f.PollEdited, _: int) -> None:
    reading.polls[fact.poll] = fact.question


def _poll_opened(reading: Reading, fact: f.PollOpened, at_ms: int) -> None:
    question = reading.polls.get(fact.poll, "")
    reading.begin(("poll", fact.poll, fact.round), Polling(fact.poll, fact.round, question, at_ms))


def _poll_closed(reading: Reading, fact: f.PollClosed, at_ms: int) -> None:
    reading.end(("poll", fact.poll, fact.round), at_ms)


def _rooms_opened(reading: Reading, fact: f.RoomsOpened, at_ms: int) -> None:
    for room in fact.rooms:
        reading.begin(("room", room.id), Room(room.id, room.name, at_ms))


def _placed(reading: Reading, fact: f.PeoplePlaced, at_ms: int) -> None:
    for people in fact.people.values():
        for who in people:
            reading.away.add(who)
            reading.restage(who, at_ms)


def _moved(reading: Reading, fact: f.PersonMoved, at_ms: int) -> None:
    (reading.away.discard if fact.room is None else reading.away.add)(fact.participant)
    reading.restage(fact.participant, at_ms)


def _rooms_closed(reading: Reading, _: f.RoomsClosed, at_ms: int) -> None:
    reading.end_all("room", at_ms)
    back, reading.away = sorted(reading.away), set()
    for who in back:
        reading.restage(who, at_ms)


def _forgotten(reading: Reading, fact: f.PersonForgotten, _: int) -> None:
    reading.forgotten[fact.participant] = None


def _recording(reading: Reading, fact: f.RecordingStarted | f.RecordingResumed, at_ms: int) -> None:
    if isinstance(fact, f.RecordingStarted):
        reading.recordings.setdefault(fact.recording, fact.room)
    reading.begin(("recording", fact.recording), Span(at_ms))


def _not_recording(reading: Reading, fact: f.RecordingPaused | f.RecordingStopped, at_ms: int) -> None:
    reading.end(("recording", fact.recording), at_ms)


def _ended(reading: Reading, _: f.WebinarEnded, at_ms: int) -> None:
    for key in list(reading.open):
        reading.end(key, at_ms)


# fmt: off
ACTS: Final[dict[type, Callable[[Reading, Any, int], None]]] = {
    f.WebinarCreated:      _created,
    f.Rescheduled:         _titled,
    f.RoomBegan:           _titled,
    f.ParticipantJoined:   _joined,
    f.ParticipantReturned: _came,
    f.ParticipantAdmitted: _admitted,
    f.EveryoneAdmitted:    _everyone_admitted,
    f.ParticipantDenied:   _gone,
    f.EveryoneDenied:      _everyone_denied,
    f.ParticipantLeft:     _gone,
    f.RoleChanged:         _role_changed,
    f.SourceTurnedOn:      _source_on,
    f.SourceTurnedOff:     _source_off,
    f.Spotlighted:         _spotlighted,
    f.QuestionAsked:       _asked,
    f.QuestionEdited:      _edited,
    f.QuestionTaken:       _taken,
    f.QuestionAnswered:    _taken_no_more,
    f.QuestionDismissed:   _taken_no_more,
    f.QuestionRestored:    _taken_no_more,
    f.QuestionWithdrawn:   _taken_no_more,
    f.PollDrafted:         _drafted,
    f.PollEdited:          _drafted,
    f.PollOpened:          _poll_opened,
    f.PollClosed:          _poll_closed,
    f.RoomsOpened:         _rooms_opened,
    f.PeoplePlaced:        _placed,
    f.PersonMoved:         _moved,
    f.RoomsClosed:         _rooms_closed,
    f.PersonForgotten:     _forgotten,
    f.RecordingStarted:    _recording,
    f.RecordingResumed:    _recording,
    f.RecordingPaused:     _not_recording,
    f.RecordingStopped:    _not_recording,
    f.WebinarEnded:        _ended,
}
# fmt: on
