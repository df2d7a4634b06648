"""The timeline of one log, as values. All times are wall clock, Unix epoch; `until_ms` None: to the end of the log."""

from typing import Literal, TypeAlias

from attrs import frozen

from actors.words import ParticipantId, PollId, QuestionId, RecordingId, RoomId

Kind: TypeAlias = Literal["question", "poll", "screen", "host", "rooms"]


@frozen
class OnStage:
    participant: ParticipantId
    from_ms: int
    until_ms: int | None = None


@frozen
class Shared:
    """A source that was on: microphone, camera, screen, screen_audio."""

    participant: ParticipantId
    source: str
    from_ms: int
    until_ms: int | None = None


@frozen
class Spotlit:
    """Whom hosts had made large for everybody."""

    participant: ParticipantId
    from_ms: int
    until_ms: int | None = None


@frozen
class Answering:
    """A question that was being answered live. `author`: None: anonymous, or not to be told."""

    question: QuestionId
    text: str
    from_ms: int
    until_ms: int | None = None
    author: ParticipantId | None = None


@frozen
class Polling:
    poll: PollId
    round: int
    question: str
    from_ms: int
    until_ms: int | None = None


@frozen
class Room:
    """A breakout room that was open; its own log tells what was in it."""

    room: RoomId
    name: str
    from_ms: int
    until_ms: int | None = None


@frozen
class Span:
    from_ms: int
    until_ms: int | None = None


@frozen
class Recorded:
    """One recording: when it ran. Between its spans it was paused."""

    recording: RecordingId
    room: str
    spans: tuple[Span, ...]


@frozen
class Chapter:
    at_ms: int
    kind: Kind
    title: str
    participant: ParticipantId | None = None  # whom the title names
    author: ParticipantId | None = None  # whose words it is


@frozen
class Timeline:
    title: str = ""
    names: tuple[tuple[ParticipantId, str], ...] = ()
    forgotten: tuple[ParticipantId, ...] = ()
    stage: tuple[OnStage, ...] = ()
    shared: tuple[Shared, ...] = ()
    spotlit: tuple[Spotlit, ...] = ()
    answering: tuple[Answering, ...] = ()
    polling: tuple[Polling, ...] = ()
    rooms: tuple[Room, ...] = ()
    recordings: tuple[Recorded, ...] = ()
    chapters: tuple[Chapter, ...] = ()
