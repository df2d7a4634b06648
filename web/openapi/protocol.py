"""The WebSocket's messages as JSON Schema (2020-12), made from the same classes as the messages. Pure.

`$defs` has `FromClient` and `FromServer`, each one of many; docs/protocol.md is the same in prose.
"""

from collections.abc import Iterable
from typing import Any, Final, get_args

import attrs
import msgspec

from actors import facts as f
from actors import shown
from actors.ports import Goodbye, Refusal
from actors.signals import Signal
from actors.webinar.snapshots import Snapshot, WaitingWebinar, WebinarView
from actors.webinar.views import SIGHT, Sight
from web.strict_json import parse_object, write
from web.wire import COMMANDS, tag

REF: Final = "#/$defs/{name}"
AS_THEY_ARE = [fact for fact in get_args(f.Fact) if SIGHT[fact] is not Sight.NOBODY]
FACTS: tuple[type, ...] = (*AS_THEY_ARE, *get_args(shown.Entry), f.ParticipantDenied, f.ParticipantLeft)
PASSING: tuple[type, ...] = (*get_args(Signal), Goodbye)

# What msgspec cannot say: a field of one class or another. The plain one stands in and is replaced below.
_SNAPSHOT = attrs.make_class(
    "Snapshot",
    {
        field.name: attrs.field(type=WebinarView if field.name == "webinar" else field.type)
        for field in attrs.fields(Snapshot)
    },
)


def protocol() -> dict[str, Any]:
    kinds = dict.fromkeys((*COMMANDS.values(), *FACTS, *PASSING, _SNAPSHOT, WaitingWebinar, WebinarView, Refusal))
    _, defs = msgspec.json.schema_components(kinds, ref_template=REF)
    defs["Snapshot"]["properties"]["webinar"] = {"anyOf": [_ref(WebinarView), _ref(WaitingWebinar)]}
    number, text = {"type": "integer"}, {"type": "string"}
    commands = [_tagged(defs, kind, {"id": text | {"minLength": 1, "maxLength": 64}}) for kind in COMMANDS.values()]
    for command in commands:
        command["additionalProperties"] = False
    head = {"seq": number, "at": text | {"format": "date-time"}}
    facts = [_tagged(defs, kind, head) for kind in dict.fromkeys(FACTS)]
    others = [_tagged(defs, kind, {}) for kind in (*PASSING, _SNAPSHOT)]
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Townhall's WebSocket protocol",
        "$defs": defs | {"FromClient": {"oneOf": commands}, "FromServer": {"anyOf": [*_answers(), *facts, *others]}},
    }
    return parse_object(write(made))  # plain JSON values, also where a class has a default


def _tagged(defs: dict[str, Any], kind: type, head: dict[str, Any]) -> dict[str, Any]:
    """A class's own schema, with the `type` by which a message says which it is."""
    own = defs[kind.__name__]
    wanted: Iterable[str] = own.get("required", ())
    return {
        "title": kind.__name__,
        "type": "object",
        "properties": {"type": {"const": tag(kind)}} | head | own["properties"],
        "required": ["type", *head, *wanted],
    }


def _answers() -> list[dict[str, Any]]:
    name = {"type": ["string", "null"]}
    done = {"answer": name, "ok": {"const": True}, "seq": {"type": ["integer", "null"]}, "result": {}}
    refused = {"answer": name, "ok": {"const": False}, "error": _ref(Refusal)}
    return [
        {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
        for fields in (done, refused)
    ]


def _ref(kind: type) -> dict[str, str]:
    return {"$ref": REF.format(name=kind.__name__)}
