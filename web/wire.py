"""What goes over a WebSocket: JSON to commands, and answers, facts, snapshots and signals to frames.

Derived from the classes: a message's `type` is its class's name in snake_case, its fields are the class's. A new
command, fact or signal needs no line here. A fact is encoded once, however many see it, and so are the parts of a
snapshot that everybody of one view shares. docs/protocol.md is the same in prose.
"""

import re
from datetime import UTC, datetime
from typing import get_args

import orjson
from attrs import define, frozen

from actors.media_commands import MediaCommand
from actors.ports import Answer, Done, Goodbye, Refusal
from actors.shown import ShownFact
from actors.signals import Signal
from actors.webinar.commands import SPOKEN
from actors.webinar.snapshots import Snapshot
from actors.words import RoomId
from web.frames import text_frame
from web.strict_json import Unreadable, fields_of, parse_object, structure, write

WORD_START = re.compile(r"(?<!^)(?=[A-Z])")
ID_CHARS = 64
SHARED_LIMIT = 64  # parts of snapshots kept encoded: a few views of the webinars that are changing right now


@frozen
class Hello:
    """The first message, with a person's `token` or this page's `resume` from its last hello, never both.

    `room`: to be in that breakout room, in a session of its own.
    `consent`: to being recorded.
    `last_seq`: the newest fact held, to be given only what came after it.
    """

    token: str | None = None
    resume: str | None = None
    last_seq: int | None = None
    room: RoomId | None = None
    consent: bool = False


Speech = Hello | SPOKEN | MediaCommand


@frozen
class Message:
    """`id` is the client's own and comes back with the answer."""

    id: str
    command: Speech


class BadMessage(ValueError):
    """`id` is None where there was none to be read."""

    def __init__(self, fault: str, message_id: str | None) -> None:
        super().__init__(fault)
        self.id = message_id


def tag(kind: type) -> str:
    return WORD_START.sub("_", kind.__name__).lower()


COMMANDS: dict[str, type[Speech]] = {tag(kind): kind for kind in get_args(Speech)}


def read(text: str) -> Message:
    """Raises `BadMessage`."""
    message_id = None
    try:
        fields = parse_object(text)
        message_id = _id(fields.pop("id", None))
        return Message(message_id, structure(fields, _kind(fields.pop("type", None))))
    except Unreadable as unreadable:
        raise BadMessage(str(unreadable), message_id) from None


def _id(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= ID_CHARS:
        raise Unreadable(f"id must be a string of 1 to {ID_CHARS} characters")
    return value


def _kind(value: object) -> type[Speech]:
    kind = COMMANDS.get(value) if isinstance(value, str) else None
    if kind is None:
        raise Unreadable("type is not one of those in docs/protocol.md")
    return kind


# --- frames


def answer_frame(message_id: str | None, answer: Answer) -> bytes:
    head: dict[str, object] = {"answer": message_id, "ok": isinstance(answer, Done)}
    match answer:
        case Done(seq, result):
            return text_frame(write(head | {"seq": seq, "result": result}))
        case Refusal():
            return text_frame(write(head | {"error": answer}))


def fact_frame(shown: ShownFact) -> bytes:
    if shown.encoded is None:
        head = {"type": tag(type(shown.fact)), "seq": shown.seq, "at": _moment(shown.at_ms)}
        shown.encoded = text_frame(write(head | fields_of(shown.fact)))
    return shown.encoded


def signal_frame(signal: Signal) -> bytes:
    """One that goes to everybody comes here once per session in a row, and is encoded for the first."""
    if _latest.signal is not signal:
        _latest.signal, _latest.frame = signal, _tagged(signal)
    return _latest.frame


@define
class _Latest:
    signal: Signal | None = None
    frame: bytes = b""


_latest = _Latest()


def goodbye_frame(goodbye: Goodbye) -> bytes:
    return _tagged(goodbye)


def _tagged(value: object) -> bytes:
    return text_frame(write({"type": tag(type(value))} | fields_of(value)))


def snapshot_frame(snapshot: Snapshot) -> bytes:
    fields = fields_of(snapshot)
    parts = {name: _shared(value) if name in SHARED else value for name, value in fields.items()}
    return text_frame(write({"type": "snapshot"} | parts))


# The same objects for everybody of one view, until something about them changes; `you` is different for each.
SHARED = frozenset(
    {"webinar", "people", "waiting", "counts", "polls", "questions", "votes", "messages", "hands", "rooms"}
)
_encoded: dict[int, tuple[object, orjson.Fragment]] = {}  # by identity; it is held, so that its id is not reused


def _shared(value: object) -> orjson.Fragment:
    """What was of use last goes last: lists made for one person alone push out each other, not what all share."""
    held = _encoded.pop(id(value), None) or (value, orjson.Fragment(write(value)))
    _encoded[id(value)] = held
    if len(_encoded) > SHARED_LIMIT:
        del _encoded[next(iter(_encoded))]
    return held[1]


def _moment(at_ms: int) -> str:
    """Milliseconds of the Unix epoch as ISO 8601 in UTC."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
